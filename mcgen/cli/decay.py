"""``mcgen decay``: one kind of particle, at rest."""

from __future__ import annotations

import click

from mcgen.cli.options import central_path, decay_options, number, output_options

__all__ = ["decay"]


@click.command(epilog="Example: mcgen decay B0 --dec my.dec -n 1000 -o b0.root")
@click.argument("mother")
@click.option(
    "-n", "--events", "count", type=number, metavar="N", default=1000, show_default=True, help="Number of events."
)
@click.option("--dec", required=True, metavar="FILE", help="Decay file; what it does not mention is stable.")
@click.option("-o", "--output", required=True, metavar="FILE", help="Output file (.root, .parquet, .hepmc3).")
@click.option("--central", default="none", show_default=True, metavar="FILE|none", help="Decay table for the rest.")
@click.option(
    "--spin",
    type=click.Choice(["unpolarised", "ee"]),
    default="unpolarised",
    show_default=True,
    help="ee: a vector with helicity +1 or -1 along z, as from e+e- annihilation.",
)
@decay_options
@output_options
def decay(
    mother: str,
    count: int,
    dec: str,
    output: str,
    central: str,
    spin: str,
    seed: int,
    unsupported: str,
    pdl: str | None,
    format_name: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Decay MOTHER at rest; she is particle 0 of every event."""
    from mcgen.api import decay_sample
    from mcgen.cli.summary import summarised

    with summarised(mother, quiet) as production:
        production.sample = decay_sample(
            mother,
            count,
            dec=dec,
            central=central_path(central),
            pdl=pdl,
            spin=spin,
            unsupported=unsupported,
            seed=seed,
            output=output,
            format=format_name,
            force=force,
            progress=production.progress,
        )
