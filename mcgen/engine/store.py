"""The particles of a batch while they are being made: growing columns, one row a particle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mcgen.rng import Rows

if TYPE_CHECKING:
    from mcgen.typing import FloatArray, IntArray

__all__ = ["NONE", "Store", "gather"]

NONE = -1
"""Marks "no such row / mode" in integer columns."""

_COLUMNS: dict[str, type[Any]] = {
    "event": np.int32,  # index of the event in the batch
    "species": np.int32,
    "mother": np.int32,
    "slot": np.int32,  # position among the daughters of the mother
    "mode": np.int32,
    "first": np.int32,  # row of the first daughter
    "count": np.int32,  # number of daughters
    "node": np.uint64,
    "key_a": np.uint64,  # the two words that name the particle's random stream; only of particles that draw
    "key_b": np.uint64,
    "mass": np.float64,
    "ctau": np.float64,  # c x proper decay time [cm]; nan: not decided yet
    "delta_t": np.float64,  # of decays with CP violation: proper time minus that of the other B [ns],
    "tag_b0bar": np.bool_,  # whether the other B decays as an anti-B,
    "flipped": np.bool_,  # and whether into the conjugate of the final state that the mode names
}

_DEFAULTS: dict[str, int | float] = {
    "mother": NONE, "mode": NONE, "first": NONE, "count": 0, "ctau": np.nan, "flipped": False,
}  # fmt: skip


class Store:
    """Columns of the particles of a batch.

    Parameters
    ----------
    capacity
        Rows to make room for at first; the columns grow as needed.

    Attributes
    ----------
    size
        Number of rows in use.
    event, species, mother, slot, mode, first, count, node, key_a, key_b, mass, ctau, delta_t, tag_b0bar, flipped
        See the table at the head of this file. Only the first ``size`` rows are meaningful.
    rest
        Four-momentum in the rest frame of the mother, ``float64[4, capacity]`` [GeV].
    lab
        Four-momentum in the laboratory, ``float64[4, capacity]`` [GeV].
    """

    event: npt.NDArray[np.int32]
    species: npt.NDArray[np.int32]
    mother: npt.NDArray[np.int32]
    slot: npt.NDArray[np.int32]
    mode: npt.NDArray[np.int32]
    first: npt.NDArray[np.int32]
    count: npt.NDArray[np.int32]
    node: npt.NDArray[np.uint64]
    key_a: npt.NDArray[np.uint64]
    key_b: npt.NDArray[np.uint64]
    mass: npt.NDArray[np.float64]
    ctau: npt.NDArray[np.float64]
    delta_t: npt.NDArray[np.float64]
    tag_b0bar: npt.NDArray[np.bool_]
    flipped: npt.NDArray[np.bool_]
    rest: npt.NDArray[np.float64]
    lab: npt.NDArray[np.float64]

    def __init__(self, capacity: int) -> None:
        self.size = 0
        self.capacity = max(capacity, 16)
        for name, dtype in _COLUMNS.items():
            setattr(self, name, np.zeros(self.capacity, dtype))
        self.rest = np.zeros((4, self.capacity))
        self.lab = np.zeros((4, self.capacity))

    def allocate(self, n: int) -> slice:
        """Make ``n`` further rows and return their range."""
        start, stop = self.size, self.size + n
        if stop > self.capacity:
            self._grow(max(stop, self.capacity + self.capacity // 2))
        self.size = stop
        for name, value in _DEFAULTS.items():
            getattr(self, name)[start:stop] = value
        return slice(start, stop)

    def _grow(self, capacity: int) -> None:
        for name, dtype in _COLUMNS.items():
            column = np.zeros(capacity, dtype)
            column[: self.size] = getattr(self, name)[: self.size]
            setattr(self, name, column)
        for name in ("rest", "lab"):
            block = np.zeros((4, capacity))
            block[:, : self.size] = getattr(self, name)[:, : self.size]
            setattr(self, name, block)
        self.capacity = capacity

    def add_beams(self, species: tuple[int, int], momenta: FloatArray) -> None:
        """Make the two beam particles of each event, ``momenta[2, 4, n]``; they stand before everything else."""
        n = momenta.shape[-1]
        for k in (0, 1):
            place = self.allocate(n)
            self.event[place] = np.arange(n)
            self.species[place] = species[k]
            self.lab[:, place] = momenta[k]

    def rows(self, index: IntArray) -> Rows:
        """Return the random streams of particles."""
        return Rows(self.key_a.take(index), self.key_b.take(index))


def gather(block: FloatArray, rows: IntArray) -> FloatArray:
    """Return columns of a block ``[4, capacity]``: a view where the rows follow one another, a copy elsewhere."""
    if len(rows) and rows[-1] - rows[0] + 1 == len(rows) and (rows[1:] > rows[:-1]).all():
        return block[:, rows[0] : rows[-1] + 1]
    out = np.empty((len(block), len(rows)))
    for component, values in zip(out, block, strict=True):
        values.take(rows, out=component, mode="clip")
    return out
