"""Accept-reject on envelope tables, vectorised over rows of different classes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mcgen.lineshapes.density import birth_factor, decay_density, running_width
from mcgen.lineshapes.tables import BINS

if TYPE_CHECKING:
    from mcgen.lineshapes.classes import ShapeClasses
    from mcgen.lineshapes.tables import EnvelopeTables
    from mcgen.rng import Rows
    from mcgen.typing import BoolArray, FloatArray, IntArray, UintArray

__all__ = ["Proposals", "accept"]

_ATTEMPTS = 10_000
_SINGLY = 2  # attempts made one at a time; afterwards few rows are left and many attempts are made at once
_AT_ONCE = 1 << 13  # proposals at once for the rows that are left
_K = np.arange(2 * _ATTEMPTS + 2 * _AT_ONCE, dtype=np.uint64)


@dataclass(slots=True)
class Proposals:
    """Where to propose masses, a row a particle.

    Attributes
    ----------
    shape
        Shape class ``[n]``.
    total, difference
        Sum and difference of the daughters' masses [GeV] ``[n]``.
    low, high
        Mass limits [GeV] ``[n]``.
    left, span
        The same as position in the envelope table and distance from there, in bins ``[n]``.
    table, cover
        Envelope table and cover ``[n]``.
    rows, draw
        Random streams, and the number of their first draw: one for all or one each.
    """

    shape: IntArray
    total: FloatArray
    difference: FloatArray
    low: FloatArray
    high: FloatArray
    left: FloatArray
    span: FloatArray
    table: IntArray
    cover: IntArray
    rows: Rows
    draw: int | UintArray

    def __len__(self) -> int:
        return len(self.shape)

    def __getitem__(self, chosen: IntArray) -> Proposals:
        return Proposals(
            self.shape[chosen],
            self.total[chosen],
            self.difference[chosen],
            self.low[chosen],
            self.high[chosen],
            self.left[chosen],
            self.span[chosen],
            self.table[chosen],
            self.cover[chosen],
            self.rows[chosen],
            self.draw[chosen] if isinstance(self.draw, np.ndarray) else self.draw,
        )


def accept(wanted: Proposals, tables: EnvelopeTables, classes: ShapeClasses, mass: FloatArray) -> tuple[BoolArray, int]:
    """Draw a mass for each row into ``mass``, as often as it takes but 10,000 times.

    Parameters
    ----------
    wanted
        The rows.
    tables, classes
        What their numbers stand for.
    mass
        Filled with the masses [GeV] ``[n]``.

    Returns
    -------
    found
        Whether a mass was accepted ``[n]``.
    overflows
        Number of masses at which the density was above its envelope.
    """
    found, overflows, k = np.ones(len(mass), bool), 0, 0
    at = np.arange(len(mass))
    while at.size and k < _ATTEMPTS:
        many = 1 if k < _SINGLY else min(max(_AT_ONCE // at.size, 1), max(2 * k, 1), _ATTEMPTS - k)
        if many == 1:
            m, good, over = _attempt(wanted, tables, classes, k)
        else:
            each = wanted[np.repeat(np.arange(at.size), many)]
            m, good, over = _attempt(each, tables, classes, np.tile(np.arange(k, k + many), at.size))
            first = np.arange(at.size) * many + good.reshape(at.size, many).argmax(axis=1)
            m, good, over = m[first], good[first], over[first]
        overflows += int(np.count_nonzero(over))
        k += many
        mass[at[good]] = m[good]
        rest = np.flatnonzero(~good)
        at, wanted = at[rest], wanted[rest]
    found[at] = False
    return found, overflows


def _attempt(
    wanted: Proposals, tables: EnvelopeTables, classes: ShapeClasses, k: int | IntArray
) -> tuple[FloatArray, BoolArray, BoolArray]:
    """Return the proposal of attempt ``k``, whether it is accepted, and whether the density was above its envelope."""
    x, v = (wanted.rows.uniform(_number(wanted.draw, k, part)) for part in (0, 1))
    x *= wanted.span
    x += wanted.left
    j = np.minimum(x.astype(np.int64), BINS - 1)
    x -= j
    edge_at = wanted.table * (BINS + 1)
    edge_at += j
    j += wanted.cover * BINS
    edges = tables.edges.ravel()
    edge = edges[edge_at]
    edge_at += 1
    width = edges[edge_at]
    width -= edge
    x *= width
    x += edge
    good = v < tables.floor.ravel()[j]
    unsure = np.flatnonzero(~good)
    unsure = unsure[v[unsure] < tables.ceiling.ravel()[j[unsure]]]
    over = np.zeros(len(x), bool)
    if not unsure.size:
        return x, good, over
    c = wanted.shape[unsure]
    m = np.minimum(np.maximum(x[unsure], wanted.low[unsure]), wanted.high[unsure])
    decay = classes.decay[c]
    weight = decay_density(m, running_width(m, wanted.total[unsure], wanted.difference[unsure], decay), decay)
    weight *= width[unsure] / tables.area[wanted.table[unsure]]
    born = np.flatnonzero(classes.birth.on[c])
    if born.size:
        cb = c[born]
        weight[born] *= birth_factor(m[born], classes.birth[cb]) / classes.birth_bound[cb]
    good[unsure] = v[unsure] < weight
    over[unsure] = weight > 1.0
    return x, good, over


def _number(draw: int | UintArray, k: int | IntArray, part: int) -> int | UintArray:
    if isinstance(k, np.ndarray):
        first = draw if isinstance(draw, np.ndarray) else np.uint64(draw)
        number: UintArray = _K[2 * k + part] + first
        return number
    return draw + _K[2 * k + part] if isinstance(draw, np.ndarray) else draw + 2 * k + part
