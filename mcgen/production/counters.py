"""Counters of a run: what a source counts besides events, and whether the sample is clean.

A source counts noteworthy things under names ``kind:detail`` (``overflow:B0 -> D- pi+``), or ``kind`` alone. Counts of
blocks are added, so the total does not depend on the number of workers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "CLEAN_OVERFLOW_FRACTION",
    "add_counts",
    "count_difference",
    "of_kind",
    "overflows",
    "remaining",
    "substitutions",
]

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


def of_kind(counts: Mapping[str, int], kind: str) -> dict[str, int]:
    """Return the counters of one kind under their details, sorted; a counter without detail keeps its name.

    >>> of_kind({"overflow:b": 2, "overflow:a": 1, "events": 7}, "overflow")
    {'a': 1, 'b': 2}
    """
    split = {name: name.partition(":") for name in sorted(counts)}
    return {detail.strip() or kind: counts[name] for name, (head, _, detail) in split.items() if head == kind}


def overflows(counts: Mapping[str, int]) -> dict[str, int]:
    """Return how often an accept-reject weight exceeded its bound, by decay mode."""
    return of_kind(counts, "overflow")


def substitutions(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Return (model, mode, decays) of every mode that lost its model, from ``substituted:MODEL:mode``.

    >>> substitutions({"substituted:PYTHIA:B0 -> anti-cd_1 uu_1": 3})
    [('PYTHIA', 'B0 -> anti-cd_1 uu_1', 3)]
    """
    split = ((*name.partition(":")[::2], count) for name, count in of_kind(counts, "substituted").items())
    return [(model.strip(), mode.strip(), count) for model, mode, count in split]


def remaining(counts: Mapping[str, int]) -> dict[str, int]:
    """Return what is neither an overflow nor a substitution, sorted by name."""
    return {name: counts[name] for name in sorted(counts) if name.partition(":")[0] not in ("overflow", "substituted")}
