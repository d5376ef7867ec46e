"""``mcgen generate``: events of a process into a file."""

from __future__ import annotations

from pathlib import Path

import click

from mcgen.cli.options import central_path, decay_options, number, output_options

__all__ = ["generate"]


@click.command(
    epilog="Example: mcgen generate signal --dec my.dec -n 1000 -o my.root. Shards of one sample are different parts of "
    "it: run --shard 1/4 ... --shard 4/4 with the same options and an output file each."
)
@click.argument("process")
@click.option(
    "-n", "--events", "count", type=number, metavar="N", default=1000, show_default=True, help="Number of events."
)
@click.option("--dec", multiple=True, metavar="FILE", help="Decay file, laid over the central table; may be repeated.")
@click.option("-o", "--output", metavar="FILE", help="Output file (.root, .parquet, .hepmc3); default PROCESS.root.")
@click.option(
    "--exp", "experiment", type=click.IntRange(min=0), default=0, show_default=True, help="Experiment number."
)
@click.option("--run", type=click.IntRange(min=0), default=0, show_default=True, help="Run number.")
@click.option(
    "--first-event", type=number, metavar="N", default=1, show_default=True, help="Number of the first event."
)
@click.option("-j", "--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Number of processes.")
@click.option("--shard", metavar="i/N", help="Generate part i (1 to N) of the sample only.")
@click.option("--central", default="belle2", show_default=True, metavar="FILE|none", help="Central decay table.")
@click.option("--beams", default="auto", show_default=True, metavar="PRESET", help="Beam energies and sizes.")
@click.option("--cms-energy", type=float, metavar="GEV", help="Centre-of-mass energy instead of the preset's.")
@click.option("--parent", metavar="NAME", help="The particle that the beams make, such as Upsilon(5S) or vpho.")
@decay_options
@output_options
def generate(
    process: str,
    count: int,
    dec: tuple[str, ...],
    output: str | None,
    experiment: int,
    run: int,
    first_event: int,
    workers: int,
    shard: str | None,
    central: str,
    beams: str,
    cms_energy: float | None,
    parent: str | None,
    seed: int,
    unsupported: str,
    pdl: str | None,
    format_name: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Generate events of PROCESS (signal, mixed, charged) into a file.

    An event is determined by seed, experiment, run and event number; number of workers and shards change nothing.
    """
    from mcgen.api import generate as generate_sample
    from mcgen.cli.summary import summarised
    from mcgen.production.blocks import EventRange, parse_shard

    events = EventRange(first_event, count)
    part = ""
    if shard is not None:
        index, of = parse_shard(shard)
        events = events.shard(index, of)
        part = f"-{index}-of-{of}"
    with summarised(process, quiet) as production:
        production.sample = generate_sample(
            process,
            events.count,
            dec=dec,
            seed=seed,
            experiment=experiment,
            run=run,
            central=central_path(central),
            pdl=pdl,
            unsupported=unsupported,  # type: ignore[arg-type]  # a click.Choice of these
            beams=beams,
            cms_energy=cms_energy,
            parent=parent,
            first_event=events.first,
            workers=workers,
            output=Path(f"{process}{part}.root") if output is None else output,
            format=format_name,
            force=force,
            progress=production.progress,
        )
