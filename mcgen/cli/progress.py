"""The progress bar of commands that generate events: done, events/s and time left, on stderr."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["event_progress"]


@contextlib.contextmanager
def event_progress(title: str, shown: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar while the block runs; hand out the function ``(done, total)`` that moves it.

    Parameters
    ----------
    title
        What is being done.
    shown
        Whether to show anything; without, None is handed out and rich is not imported.
    """
    if not shown:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task(title, total=None, rate="")

        def move(done: int, total: int) -> None:
            elapsed = bar.tasks[0].elapsed or 0.0
            rate = f"{done / elapsed:,.0f} events/s" if done and elapsed > 0 else ""
            bar.update(task, completed=done, total=total, rate=rate)

        yield move
