"""The command ``mcgen``: a table of subcommands, each imported when it runs."""

from __future__ import annotations

import functools
import importlib
from typing import Any

import click

import mcgen
from mcgen.cli.failures import exit_code_of

__all__ = ["COMMANDS", "cli", "main"]

COMMANDS: dict[str, tuple[str, str]] = {
    "generate": ("mcgen.cli.generate:generate", "Generate events of a process into a file."),
    "decay": ("mcgen.cli.decay:decay", "Decay one kind of particle at rest."),
    "dec": ("mcgen.cli.dec:dec", "Check and inspect decay files."),
    "models": ("mcgen.cli.models:models", "List the decay models, or explain one."),
    "info": ("mcgen.cli.info:info", "Tell what a sample file holds and how it was made."),
    "show": ("mcgen.cli.show:show", "Print the decay trees of a sample file."),
    "convert": ("mcgen.cli.convert:convert", "Convert a sample file to another format."),
}
"""Subcommands: where each one lives, and its line in ``mcgen --help``."""


class _Commands(click.Group):
    """A group that imports a subcommand only to run it, and turns failures into messages and exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, name = COMMANDS[cmd_name][0].split(":")
        command = getattr(importlib.import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name][0]} is not a command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.list_commands(ctx) and not args[0].startswith("-"):
            from mcgen.diagnostics import suggest

            near = suggest(args[0], self.list_commands(ctx))
            hint = f" Did you mean {' or '.join(near)}?" if near else ""
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def main(self, *args: Any, standalone_mode: bool = True, **kwargs: Any) -> Any:
        run = functools.partial(super().main, *args, **kwargs, standalone_mode=False)
        if not standalone_mode:
            return run()
        raise SystemExit(exit_code_of(run))


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="An event is a pure function of (seed, experiment, run, event number): the same command gives the same "
    "events, whatever the number of workers.",
)
@click.version_option(mcgen.__version__, prog_name="mcgen")
def cli() -> None:
    """Decay files in, reproducible e+e- events out."""


def main() -> None:
    """Run the command line and exit."""
    cli(prog_name="mcgen")


if __name__ == "__main__":
    main()
