"""Counters of a run: what a source counts besides events, and whether the sample is clean.

A source counts rare things under names ``group:detail`` (``overflow:B0 -> D- pi+``, ``substituted:BTOXSGAMMA``). Counts
of blocks are added, so the total does not depend on the number of workers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CLEAN_OVERFLOW_FRACTION", "add_counts", "count_difference", "group_total", "overflow_fraction"]

CLEAN_OVERFLOW_FRACTION = 1e-4
"""A sample is clean while accept-reject weights above their bound stay below this fraction of its events."""


def count_difference(after: Mapping[str, int], before: Mapping[str, int]) -> dict[str, int]:
    """Return what was counted between two readings of the same counters, without zeros."""
    difference = {name: int(count) - int(before.get(name, 0)) for name, count in after.items()}
    return {name: count for name, count in difference.items() if count}


def add_counts(total: dict[str, int], counts: Mapping[str, int]) -> None:
    """Add ``counts`` to ``total`` in place."""
    for name, count in counts.items():
        total[name] = total.get(name, 0) + int(count)


def group_total(counts: Mapping[str, int], group: str) -> int:
    """Return the sum over one group.

    >>> group_total({"overflow:a": 2, "overflow:b": 1, "substituted:X": 7}, "overflow")
    3
    """
    return sum(count for name, count in counts.items() if name == group or name.startswith(f"{group}:"))


def overflow_fraction(counts: Mapping[str, int], events: int) -> float:
    """Return accept-reject overflows per event (0 for an empty sample)."""
    return group_total(counts, "overflow") / events if events else 0.0
