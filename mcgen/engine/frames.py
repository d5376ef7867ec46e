"""From rest frames to the laboratory.

A particle's *frame* is the one in which its decay is described. An unpolarised particle's frame is reached from the
laboratory by one pure boost. A polarised member of a chain has its frame reached by a pure boost from the frame of its
mother, because that is the frame in which its density matrix is given; a chain of boosts then leads up to the first
member. (A single boost would differ from the chain by a Wigner rotation, which would turn the correlations.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mcgen.engine.store import gather
from mcgen.kinematics import boost

if TYPE_CHECKING:
    from mcgen.engine.store import Store
    from mcgen.typing import BoolArray, IntArray

__all__ = ["generations", "to_laboratory"]


def generations(store: Store, roots: IntArray) -> list[IntArray]:
    """Return the rows of each generation, event by event and breadth first, ``roots`` to begin with."""
    out = []
    rows = roots
    while len(rows):
        out.append(rows)
        mothers = rows[store.mode.take(rows) >= 0]
        count = store.count.take(mothers)
        first = np.cumsum(count, dtype=np.int64) - count
        rows = np.repeat(store.first.take(mothers) - first, count) + np.arange(int(count.sum()))
    return out


def to_laboratory(store: Store, tree: list[IntArray], chained: BoolArray) -> None:
    """Fill the laboratory four-momenta of all particles but the first ones, which have them.

    Parameters
    ----------
    store
        The finished batch.
    tree
        Rows of each generation (:func:`generations`).
    chained
        Members of polarised chains other than their first ones, ``bool[size]``.
    """
    for rows in tree[1:]:
        _boost_generation(store, rows, store.mother.take(rows), chained)


def _boost_generation(store: Store, rows: IntArray, parent: IntArray, chained: BoolArray) -> None:
    momentum = gather(store.rest, rows)
    frame = parent
    climbing = np.flatnonzero(chained.take(frame))
    if len(climbing):
        momentum, frame = momentum.copy(), parent.copy()
    while len(climbing):
        members = frame[climbing]
        turned = boost(gather(momentum, climbing), gather(store.rest, members), store.mass.take(members))
        for component, values in zip(momentum, turned, strict=True):
            component[climbing] = values
        frame[climbing] = store.mother.take(members)
        climbing = climbing[chained.take(frame[climbing])]
    boosted = boost(momentum, gather(store.lab, frame), store.mass.take(frame))
    for component, values in zip(store.lab, boosted, strict=True):
        component[rows] = values
