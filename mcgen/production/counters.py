"""Counters of a run: what a source counts besides events, and whether the sample is clean.

A source counts rare things under names ``group:detail`` (``overflow:B0 -> D- pi+``, ``substituted:BTOXSGAMMA:B0 -> Xsd gamma``). Counts
of blocks are added, so the total does not depend on the number of workers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CLEAN_OVERFLOW_FRACTION", "add_counts", "count_difference", "group", "overflow_fraction"]

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


def group(counts: Mapping[str, int], name: str) -> dict[str, int]:
    """Return the counters of one group under their details.

    >>> group({"overflow:a": 2, "overflow:b": 1, "substituted:X": 7}, "overflow")
    {'a': 2, 'b': 1}
    """
    prefix = f"{name}:"
    return {full.removeprefix(prefix): count for full, count in counts.items() if full.startswith(prefix)}


def overflow_fraction(counts: Mapping[str, int], events: int) -> float:
    """Return accept-reject overflows per event (0 for an empty sample)."""
    return sum(group(counts, "overflow").values()) / events if events else 0.0
