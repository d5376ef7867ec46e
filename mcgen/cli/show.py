"""``mcgen show``: decay trees of a sample file."""

from __future__ import annotations

import click

from mcgen.cli.options import number

__all__ = ["show"]


@click.command()
@click.argument("file")
@click.option("-e", "--event", type=number, metavar="NUMBER", multiple=True, help="Event number; may be repeated.")
@click.option(
    "-n", "--events", "count", type=number, metavar="N", help="How many events from the first one; default 1."
)
def show(file: str, event: tuple[int, ...], count: int | None) -> None:
    """Print the decay trees of FILE: the first event, or those asked for."""
    from itertools import islice

    from mcgen.api import open as open_sample

    sample = open_sample(file)
    chosen = (sample.event(wanted) for wanted in event) if event else islice(sample, 1 if count is None else count)
    for view in chosen:
        click.echo(str(view))
