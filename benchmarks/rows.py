"""What a benchmark hands back: rows of a table, and a clock."""

from __future__ import annotations

import gc
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Row", "best_time", "markdown"]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Parameters
    ----------
    name
        What was measured.
    value, unit
        The figure.
    ratio, of
        The figure divided by that of a yardstick measured in the same run, and which yardstick; None and "" without.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None
    of: str = ""


def best_time(work: Callable[[], object], repeats: int = 3) -> float:
    """Return the least CPU time [s] of a few calls in this process: the figure that other work disturbs least."""
    times = []
    for _ in range(repeats):
        gc.collect()  # what earlier calls left behind is not this call's
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def markdown(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| what | figure | unit | ratio | of |", "|---|---:|---|---:|---|"]
    lines += [
        f"| {row.name} | {_figure(row.value)} | {row.unit} | {'' if row.ratio is None else _figure(row.ratio)} | {row.of} |"
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
