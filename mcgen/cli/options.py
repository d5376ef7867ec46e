"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["central_path", "decay_options", "number", "output_options"]

Command = TypeVar("Command", bound=Callable[..., Any])


def number(text: str | int) -> int:
    """Return a number of events: ``1000``, ``10_000`` or ``1e6``."""
    try:
        value = float(text) if isinstance(text, str) and "e" in text.lower() else int(text)
        whole = int(value)
    except (ValueError, OverflowError):
        value, whole = -1, -1
    if whole < 0 or whole != value:
        raise click.BadParameter(f"{text!r} is not a number of events (1000, 10_000 and 1e6 are)")
    return whole


def decay_options(command: Command) -> Command:
    """Add the options that say how particles decay: ``--unsupported``, ``--pdl``, ``--seed``."""
    options = [
        click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Names the sample."),
        click.option(
            "--unsupported",
            type=click.Choice(["error", "phsp"]),
            default="error",
            show_default=True,
            help="What becomes of modes whose decay model this version does not have; phsp: phase space, recorded.",
        ),
        click.option("--pdl", metavar="FILE", help="Particle properties from this evt.pdl file."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def output_options(command: Command) -> Command:
    """Add ``--format``, ``--force`` and ``--quiet``."""
    options = [
        click.option("--format", "format_name", metavar="NAME", help="Format, where the suffix is not to decide."),
        click.option("-f", "--force", is_flag=True, help="Overwrite an existing file."),
        click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def central_path(text: str) -> str | None:
    """Return the argument of ``--central`` as the library takes it: ``none`` is None."""
    return None if text == "none" else text
