"""What a command says about a sample that it made."""

from __future__ import annotations

import contextlib
import sys
import time
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mcgen.production.sample import Sample

__all__ = ["Run", "human_size", "substitution_line", "summarised"]

_LISTED = 6


@contextlib.contextmanager
def summarised(title: str, quiet: bool) -> Iterator[Run]:
    """Run a production with a progress bar, and tell what came of it.

    Parameters
    ----------
    title
        What is generated, for the progress bar.
    quiet
        Tell nothing but that a sample is not clean.
    """
    from mcgen.cli.progress import event_progress
    from mcgen.production.produce import NotCleanWarning

    start = time.monotonic()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotCleanWarning)  # told below
        with event_progress(title, shown=not quiet and sys.stderr.isatty()) as report:
            run = Run(report)
            yield run
    if run.sample is None:
        return
    if not quiet:
        _print(run.sample, time.monotonic() - start)
    elif not run.sample.manifest["clean"]:
        click.echo(f"warning: {run.sample.notes[-1]}", err=True)


@dataclass(slots=True)
class Run:
    """What a command hands to the production, and what it gets back."""

    progress: Callable[[int, int], None] | None
    sample: Sample | None = None


def _print(sample: Sample, seconds: float) -> None:
    manifest = sample.manifest
    facts = [f"{len(sample):,} events"]
    if "particles" in manifest:
        facts.append(f"{manifest['particles']:,} particles")
    if sample.path is not None:
        facts.append(human_size(sample.path.stat().st_size))
    rate = f" ({len(sample) / seconds:,.0f} events/s)" if seconds > 0 and len(sample) else ""
    click.echo(f"{sample.path or sample}: {', '.join(facts)} in {seconds:.1f} s{rate}")
    if line := substitution_line(manifest):
        click.echo(line)
    for note in sample.notes:
        click.echo(f"note: {note}")


def substitution_line(manifest: dict[str, Any]) -> str:
    """Return one line about decay models replaced by phase space; empty when there were none."""
    decays: dict[str, int] = {}
    for entry in manifest.get("substitutions", ()):
        decays[entry["model"]] = decays.get(entry["model"], 0) + entry["count"]
    used = sorted(((count, name) for name, count in decays.items() if count), key=lambda pair: (-pair[0], pair[1]))
    if not used:
        return ""
    listed = ", ".join(f"{name} {count:,}" for count, name in used[:_LISTED])
    more = f" and {len(used) - _LISTED} more" if len(used) > _LISTED else ""
    return f"phase space instead of the model in {sum(decays.values()):,} decays: {listed}{more}"


def human_size(size: float) -> str:
    """Return a size in bytes as people read it.

    >>> human_size(1_234_567)
    '1.2 MB'
    """
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} B" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
