"""From keys to consecutive numbers: a hash table whose look-up is vectorised over keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mcgen.typing import IntArray

__all__ = ["KeyIndex", "distinct"]

_EMPTY = -1
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def distinct(values: IntArray) -> tuple[IntArray, IntArray]:
    """Return the distinct values in increasing order, and where each stands first (``np.unique`` loads ``numpy.ma``)."""
    order = np.argsort(values, kind="stable")
    there = values[order]
    new = np.ones(len(there), bool)
    new[1:] = there[1:] != there[:-1]
    return there[new], order[new]


class KeyIndex:
    """Numbers 0, 1, 2, ... of non-negative 64-bit keys in the order in which they were added."""

    def __init__(self) -> None:
        self.count = 0
        self._resize(12)

    def _resize(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._mask = (1 << bits) - 1
        self._keys = np.full(1 << bits, _EMPTY, np.int64)
        self._values = np.zeros(1 << bits, np.int64)

    def _slot(self, keys: IntArray) -> IntArray:
        return ((keys.astype(np.uint64) * _FACTOR) >> self._shift).astype(np.int64)

    def find(self, keys: IntArray) -> IntArray:
        """Return the number of each key ``[n]``, -1 for keys that were not added."""
        slot = self._slot(keys)
        there = self._keys[slot]
        out = np.where(there == keys, self._values[slot], -1)
        rows = np.flatnonzero((there != keys) & (there != _EMPTY))
        slot = slot[rows]
        while rows.size:
            slot = (slot + 1) & self._mask
            there = self._keys[slot]
            hit = there == keys[rows]
            out[rows[hit]] = self._values[slot[hit]]
            more = ~hit & (there != _EMPTY)
            rows, slot = rows[more], slot[more]
        return out

    def add(self, keys: IntArray) -> None:
        """Give numbers to keys that are new and differ from one another."""
        if 4 * (self.count + len(keys)) > len(self._keys):
            old, values = self._keys, self._values
            self._resize(int(4 * (self.count + len(keys))).bit_length())
            used = old != _EMPTY
            self._insert(old[used], values[used])
        self._insert(keys, np.arange(self.count, self.count + len(keys)))
        self.count += len(keys)

    def _insert(self, keys: IntArray, values: IntArray) -> None:
        for key, value, first in zip(keys.tolist(), values.tolist(), self._slot(keys).tolist(), strict=True):
            slot = first
            while self._keys[slot] != _EMPTY:
                slot = (slot + 1) & self._mask
            self._keys[slot], self._values[slot] = key, value
