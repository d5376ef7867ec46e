"""Piecewise constant envelopes of densities, for accept-reject with little to evaluate.

The mass range of a density is cut into bins in which its maximum times the bin width is nearly the same. A proposal is
then one uniform number: it picks a bin and a place in it. A lower bound of the acceptance is tabulated beside, so that
the density itself is evaluated for few proposals only. The result is distributed as the density, not as the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from mcgen.typing import FloatArray, IntArray

__all__ = ["BINS", "EnvelopeTables", "envelopes"]

BINS = 128
_STEPS = 5
_COARSE = np.linspace(0.0, 1.0, 3)
_FINE = np.linspace(0.0, 1.0, 5)
_SCALES = np.geomspace(1e-9, 0.5, 40)


def envelopes(
    bounds: Callable[[FloatArray], tuple[FloatArray, FloatArray]],
    edges: FloatArray,
    headroom: FloatArray,
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return bins of equal envelope area.

    Parameters
    ----------
    bounds
        For masses ``[t, bins, points]`` the least and the greatest value of the density (it may vary with figures that
        the table does not know, such as the daughters' masses).
    edges
        Bin edges to start from ``[t, BINS + 1]`` [GeV], increasing.
    headroom
        Factor between the greatest value found and the envelope ``[t]``.

    Returns
    -------
    edges
        ``[t, BINS + 1]`` [GeV].
    area
        Envelope height times bin width, the same in all bins ``[t]``: a proposal at density f in a bin of width w has
        the acceptance ``f w / area``.
    floor, ceiling
        Lower and upper bound of the acceptance in each bin ``[t, BINS]``.
    """
    target = np.linspace(0.0, 1.0, BINS + 1)[1:-1]
    best, best_peak = edges, np.full(len(edges), np.inf)
    for _ in range(_STEPS):
        width = np.diff(edges)
        share = _extremes(bounds, edges, width, _COARSE)[1] * width
        peak = share.max(axis=1)
        best = np.where((peak < best_peak)[:, None], edges, best)  # the steps overshoot now and then
        best_peak = np.minimum(peak, best_peak)
        share /= peak[:, None]
        share += 1e-4
        cumulative = np.zeros_like(edges)
        np.cumsum(share, axis=1, out=cumulative[:, 1:])
        cumulative /= cumulative[:, -1:].copy()
        moved = [np.interp(target, row, edge) for row, edge in zip(cumulative, edges, strict=True)]
        edges = np.concatenate([edges[:, :1], np.reshape(moved, (len(edges), BINS - 1)), edges[:, -1:]], axis=1)
    edges = best
    width = np.diff(edges)
    least, greatest = _extremes(bounds, edges, width, _FINE)
    peak = headroom[:, None] * greatest * width
    area = peak.max(axis=1)
    floor = (1.0 - 2.0 * (headroom - 1.0))[:, None] * least * width / area[:, None]
    return edges, area, floor, peak / area[:, None]


def _extremes(
    bounds: Callable[[FloatArray], tuple[FloatArray, FloatArray]], edges: FloatArray, width: FloatArray, at: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the least and greatest density in each bin; the first one, at a threshold, is looked at on all scales."""
    least, greatest = bounds(edges[:, :-1, None] + width[:, :, None] * at)
    least, greatest = least.min(axis=2), greatest.max(axis=2)
    first = bounds(edges[:, :1, None] + width[:, :1, None] * _SCALES)
    least[:, 0] = np.minimum(least[:, 0], first[0].min(axis=(1, 2)))
    greatest[:, 0] = np.maximum(greatest[:, 0], first[1].max(axis=(1, 2)))
    return least, greatest


class EnvelopeTables:
    """Envelope tables side by side, addressed by number, and covers.

    A cover is a table with the lower bounds of the acceptance for one shape class: classes that differ in their birth
    alone share the table.
    """

    _OF_TABLES = ("edges", "area", "low", "high", "bounds_of_table")

    def __init__(self) -> None:
        self.count = self.covers = 0
        self.edges = np.empty((0, BINS + 1))
        self.area, self.low, self.high = np.empty(0), np.empty(0), np.empty(0)
        self.bounds_of_table = np.empty((0, 2, BINS))
        self.floor = np.empty((0, BINS), np.float32)
        self.ceiling = np.empty((0, BINS), np.float32)
        self.table_of = np.empty(0, np.int64)

    def copy(self) -> EnvelopeTables:
        """Return tables to which others can be added without these being changed."""
        other = EnvelopeTables()
        n, m = other.count, other.covers = self.count, self.covers
        for name in self._OF_TABLES:
            setattr(other, name, getattr(self, name)[:n])
        other.floor, other.ceiling, other.table_of = self.floor[:m], self.ceiling[:m], self.table_of[:m]
        return other

    def append(self, edges: FloatArray, area: FloatArray, floor: FloatArray, ceiling: FloatArray) -> None:
        """Add tables as :func:`envelopes` gives them; their numbers follow those that are there."""
        n = self.count + len(area)
        self._reserve(self.count, n, *self._OF_TABLES)
        rows = slice(self.count, n)
        self.edges[rows], self.area[rows] = edges, area
        self.low[rows], self.high[rows] = edges[:, 0], edges[:, -1]
        self.bounds_of_table[rows, 0], self.bounds_of_table[rows, 1] = floor, ceiling
        self.count = n

    def append_covers(self, table: IntArray, least: FloatArray, most: FloatArray) -> None:
        """Add covers of tables; ``least`` and ``most`` ``[n, BINS]`` are further bounds that multiply the tables' own."""
        n = self.covers + len(table)
        self._reserve(self.covers, n, "floor", "ceiling", "table_of")
        rows, bounds = slice(self.covers, n), self.bounds_of_table[table]
        self.table_of[rows] = table
        self.floor[rows] = bounds[:, 0] * least * (1.0 - 1e-6)
        self.ceiling[rows] = bounds[:, 1] * most * (1.0 + 1e-6)
        self.covers = n

    def _reserve(self, used: int, wanted: int, *names: str) -> None:
        for name in names:
            old = getattr(self, name)
            if wanted > len(old):
                new = np.zeros((max(64, 2 * wanted), *old.shape[1:]), old.dtype)
                new[:used] = old[:used]
                setattr(self, name, new)

    def position(self, table: IntArray, mass: FloatArray) -> FloatArray:
        """Return where masses lie in their tables, in bins: 0 at the lower end, ``BINS`` at the upper one.

        Parameters
        ----------
        table
            Number of the table of each row ``[n]``.
        mass
            Mass [GeV] ``[n]``.
        """
        edges = self.edges.ravel()
        first: IntArray = table * (BINS + 1)
        at = first.copy()
        step = BINS // 2
        while step:
            ahead = at + step
            at = np.where(edges[ahead] <= mass, ahead, at)
            step //= 2
        low = edges[at]
        inside = (mass - low) / (edges[at + 1] - low)
        inside = np.minimum(np.maximum(inside, 0.0), 1.0)
        inside += at - first
        return inside

    def interval(self, table: IntArray, low: FloatArray, high: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Return the position of the lower limits in the tables and the distance from there to the upper ones, in bins."""
        left, right = np.zeros(len(table)), np.full(len(table), float(BINS))
        inner = np.flatnonzero(low > self.low[table])
        left[inner] = self.position(table[inner], low[inner])
        inner = np.flatnonzero(high < self.high[table])
        right[inner] = self.position(table[inner], high[inner])
        right -= left
        return left, right
