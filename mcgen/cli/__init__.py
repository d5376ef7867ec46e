"""The command line, one file a command; :mod:`mcgen.cli.main` lists them and imports only the one that runs."""
