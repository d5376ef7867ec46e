"""``mcgen convert``: a sample file in another format."""

from __future__ import annotations

import click

from mcgen.cli.options import output_options
from mcgen.cli.summary import human_size

__all__ = ["convert"]


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@output_options
def convert(source: str, target: str, format_name: str | None, force: bool, quiet: bool) -> None:
    """Copy the events and the manifest of IN to OUT; the suffix of OUT tells the format."""
    from mcgen.api import open as open_sample

    sample = open_sample(source)
    path = sample.write(target, force=force, format=format_name)
    if not quiet:
        click.echo(f"{path}: {len(sample):,} events, {human_size(path.stat().st_size)}")
