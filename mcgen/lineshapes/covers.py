"""Covers: which envelope table serves a shape class and its daughters' masses.

The density depends on the daughters' masses. Where these are fixed a class has one table; where a daughter is wide itself,
the range of the sum of their masses below the pole mass is cut into octaves of the distance to the pole, each with a table
whose envelope holds for all of it. What is left, sums within a 4096th of the range, gets a table of its own.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from mcgen.lineshapes.density import birth_factor, decay_density_bounds, running_width
from mcgen.lineshapes.lookup import distinct
from mcgen.lineshapes.tables import BINS, EnvelopeTables, envelopes

if TYPE_CHECKING:
    from mcgen.lineshapes.classes import ShapeClasses
    from mcgen.typing import FloatArray, IntArray

__all__ = ["Covers"]

_OCTAVES = 12
_TOGETHER = 8  # tables made at once, few enough to stay in the cache
_SINGLE, _RANGE = 1.005, 1.03  # headroom of envelopes for one set of daughters' masses, and for a range of them
_FRACTIONS, _POWERS = np.linspace(0.0, 1.0, BINS // 2 + 1), np.geomspace(1e-8, 1.0, BINS // 2)


class Covers:
    """The covers of shape classes, made when they are first asked for.

    Parameters
    ----------
    classes
        Shape classes; :meth:`extend` when some have been added.
    """

    def __init__(self, classes: ShapeClasses) -> None:
        self._classes = classes
        self._tables = EnvelopeTables()
        self._table_numbers: dict[tuple[int, ...], int] = {}
        self._cover_of = np.empty(0, np.int64)
        self.extend()

    def extend(self) -> None:
        """Make room for the classes that have been added."""
        missing = len(self._classes.kind) * _OCTAVES - len(self._cover_of)
        self._cover_of = np.concatenate([self._cover_of, np.full(missing, -1)])

    def find(self, shape: IntArray, total: FloatArray, difference: FloatArray) -> tuple[IntArray, EnvelopeTables]:
        """Return the cover of each row and the tables that hold them.

        Parameters
        ----------
        shape
            Relativistic shape classes ``[n]``.
        total, difference
            Sum, below the pole mass, and difference of the daughters' masses [GeV] ``[n]``.
        """
        cover, tables = self._cover(shape, total), self._tables
        loose = np.flatnonzero(cover < 0)
        if loose.size:
            rows, number = _alike(shape[loose], total[loose], difference[loose])
            rows = loose[rows]
            tables = self._with_own(shape[rows], total[rows], difference[rows])
            cover[loose] = self._tables.covers + number
        return cover, tables

    def _cover(self, shape: IntArray, total: FloatArray) -> IntArray:
        """Return the cover of each row, -2 for rows that need one of their own; makes covers that are missing."""
        classes = self._classes
        octave = np.zeros(len(shape), np.int64)
        varies = np.flatnonzero(classes.varies[shape])
        if varies.size:
            c = shape[varies]
            room = classes.mass[c] - total[varies]
            octave[varies] = -np.minimum(np.frexp(room / (classes.mass[c] - classes.total_low[c]))[1], 0)
        inside = (total >= classes.total_low[shape]) & (total <= classes.total_high[shape]) & (octave < _OCTAVES)
        slot = np.where(inside, shape * _OCTAVES + octave, 0)
        cover = np.where(inside, self._cover_of[slot], -2)
        missing = np.flatnonzero(cover == -1)
        if missing.size:
            self._make_covers(distinct(slot[missing])[0])
            cover[missing] = self._cover_of[slot[missing]]
        return cover

    def _make_covers(self, slots: IntArray) -> None:
        shape, octave = np.divmod(slots, _OCTAVES)
        table = self._make_tables(shape, octave)
        self._cover_of[slots] = self._tables.covers + np.arange(len(slots))
        self._tables.append_covers(table, *self._birth_bounds(shape, self._tables.edges[table]))

    def _birth_bounds(self, c: IntArray, edges: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return bounds of the birth factor's part of the acceptance in each bin ``[n, BINS]``."""
        classes = self._classes
        birth = classes.birth[c][:, None]
        birth.on = birth.on & ~classes.dedicated[c][:, None]
        factor = birth_factor(np.maximum(edges, 1e-9), birth) / classes.birth_bound[c][:, None]
        left, right = factor[:, :-1], factor[:, 1:]  # the factor falls with the mass, up to a step
        step = (edges[:, :-1] + birth.sister < birth.mother) & (edges[:, 1:] + birth.sister >= birth.mother) & birth.on
        return np.where(step, 0.0, np.minimum(left, right)), np.where(step, 1.0, np.maximum(left, right))

    def _make_tables(self, shape: IntArray, octave: IntArray) -> IntArray:
        """Return tables for classes and octaves, those that are there or new ones."""
        classes = self._classes
        identity = classes.identity[:, shape].copy()
        identity[3:, ~classes.dedicated[shape]] = -1
        keys = [tuple(key) for key in np.concatenate([identity, octave[None]]).T.tolist()]
        fresh = {key: i for i, key in reversed(list(enumerate(keys))) if key not in self._table_numbers}
        chosen = np.array(list(fresh.values()), np.int64)
        wide = (classes.most1 > classes.least1).astype(int) + (classes.most2 > classes.least2)
        freedom = np.where(classes.varies, wide, 0)[shape[chosen]]
        for part in (chosen[freedom == f] for f in (0, 1, 2)):
            for block in (part[i : i + _TOGETHER] for i in range(0, len(part), _TOGETHER)):
                c, room = shape[block], classes.mass[shape[block]] - classes.total_low[shape[block]]
                near = np.where(
                    octave[block] == 0, classes.total_low[c], classes.mass[c] - np.ldexp(room, -octave[block])
                )
                far = np.minimum(classes.mass[c] - np.ldexp(room, -octave[block] - 1), classes.total_high[c])
                first = self._tables.count
                self._tables.append(*self._envelopes(c, near, np.where(classes.varies[c], far, near)))
                self._table_numbers |= {keys[i]: first + n for n, i in enumerate(block.tolist())}
        return np.array([self._table_numbers[key] for key in keys])

    def _envelopes(
        self, c: IntArray, near: FloatArray, far: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return envelopes for daughters' masses whose sum lies between ``near`` and ``far``."""
        classes = self._classes
        points: list[tuple[FloatArray, FloatArray]] = []
        for total in (near,) if np.array_equal(near, far) else (near, far):
            least = np.maximum(classes.least1[c], total - classes.most2[c])
            most = np.maximum(np.minimum(classes.most1[c], total - classes.least2[c]), least)
            masses = (least,) if np.array_equal(least, most) else (least, 0.5 * (least + most), most)
            points += [(total, 2.0 * mass - total) for mass in masses]
        return self._bounded(c, near, points, np.where(far > near, _RANGE, _SINGLE))

    def _with_own(self, c: IntArray, total: FloatArray, difference: FloatArray) -> EnvelopeTables:
        """Return the tables with further covers for one set of daughters' masses each."""
        tables = self._tables.copy()
        for block in (slice(i, i + _TOGETHER) for i in range(0, len(c), _TOGETHER)):
            points = [(total[block], difference[block])]
            tables.append(*self._bounded(c[block], total[block], points, np.full(len(c[block]), _SINGLE)))
        new = tables.count - len(c) + np.arange(len(c))
        tables.append_covers(new, *self._birth_bounds(c, tables.edges[new]))
        return tables

    def _bounded(
        self, c: IntArray, start: FloatArray, points: list[tuple[FloatArray, FloatArray]], headroom: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """Return envelopes of the densities at sums and differences of the daughters' masses, and in between.

        The running width is a monotonic function of the sum, and nearly so of the difference.
        """
        classes = self._classes
        shaped = slice(None), None, None
        decay, birth = classes.decay[c][shaped], classes.birth[c][shaped]
        birth.on = birth.on & classes.dedicated[c][shaped]

        def bounds(m: FloatArray) -> tuple[FloatArray, FloatArray]:
            widths = [running_width(m, total[shaped], gap[shaped], decay) for total, gap in points]
            least, most = functools.reduce(np.minimum, widths), functools.reduce(np.maximum, widths)
            lowest, greatest = decay_density_bounds(m, least, most, decay)
            factor = birth_factor(m, birth) if birth.on.any() else 1.0
            return lowest * factor, greatest * factor

        low = np.maximum(classes.low[c], start)
        high = np.maximum(classes.high_table[c], low * (1.0 + 1e-9))
        half = 0.5 * classes.width[c]
        first, last = (np.arctan((limit - classes.mass[c]) / half)[:, None] for limit in (low, high))
        around = classes.mass[c][:, None] + half[:, None] * np.tan(first + (last - first) * _FRACTIONS)
        above = low[:, None] + (high - low)[:, None] * _POWERS  # the density can vary fast at the threshold
        edges = np.sort(np.concatenate([around, above], axis=1), axis=1)
        edges = np.minimum(np.maximum(edges, low[:, None]), high[:, None])
        edges[:, 0], edges[:, -1] = low, high
        return envelopes(bounds, edges, headroom)


def _alike(*columns: IntArray | FloatArray) -> tuple[IntArray, IntArray]:
    """Return one row of each set of equal rows, and for every row the number of its set."""
    order = np.lexsort(columns)
    new = np.ones(len(order), bool)
    new[1:] = np.logical_or.reduce([column[order][1:] != column[order][:-1] for column in columns])
    number = np.empty(len(order), np.int64)
    number[order] = np.cumsum(new) - 1
    return order[new], number
