"""From rest frames to the laboratory.

A particle's *frame* is the one in which its decay is described. An unpolarised particle's frame is reached from the
laboratory by one pure boost. A polarised member of a chain has its frame reached by a pure boost from the frame of its
mother, because that is the frame in which its density matrix is given; a chain of boosts then leads up to the first
member. (A single boost would differ from the chain by a Wigner rotation, which would turn the correlations.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mcgen.kinematics import boost

if TYPE_CHECKING:
    from mcgen.engine.store import Store
    from mcgen.typing import BoolArray, IntArray

__all__ = ["to_laboratory"]


def to_laboratory(store: Store, roots: IntArray, chained: BoolArray) -> list[IntArray]:
    """Fill the laboratory four-momenta of all descendants of ``roots``.

    Parameters
    ----------
    store
        The finished batch; roots have laboratory momenta.
    roots
        The first particle of each event, in the order of the events.
    chained
        Members of polarised chains other than their first ones, ``bool[size]``.

    Returns
    -------
    The rows of each generation, event by event and breadth first.
    """
    generations = []
    rows = roots
    while len(rows):
        generations.append(rows)
        mothers = rows[store.mode[rows] >= 0]
        count = store.count[mothers]
        parent = np.repeat(mothers, count)
        first = np.cumsum(count, dtype=np.int64) - count
        rows = np.repeat(store.first[mothers] - first, count) + np.arange(len(parent))
        if len(rows):
            _boost_generation(store, rows, parent, chained)
    return generations


def _boost_generation(store: Store, rows: IntArray, parent: IntArray, chained: BoolArray) -> None:
    momentum = store.rest[:, rows]
    frame = parent
    climbing = np.flatnonzero(chained[frame])
    while len(climbing):
        members = frame[climbing]
        momentum[:, climbing] = boost(momentum[:, climbing], store.rest[:, members], store.mass[members])
        if frame is parent:
            frame = parent.copy()
        frame[climbing] = store.mother[members]
        climbing = climbing[chained[frame[climbing]]]
    store.lab[:, rows] = boost(momentum, store.lab[:, frame], store.mass[frame])
