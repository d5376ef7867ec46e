"""Draws of the masses of wide particles.

The rules are EvtGen's, because decay files are tuned against them:

* a particle that decays into two has the relativistic Breit-Wigner with running width and factors of its decay and of
  its birth (:mod:`mcgen.lineshapes.density`) between its mass limits, the daughters' masses and the cap. The wave is the
  lowest that the spins allow, whatever the parities, unless ``SetLineshapePW`` gives it; widths below 10 keV are none;
* any other has a non-relativistic Breit-Wigner in m between its mass limits; widths below 0.1 MeV are none. So has a
  decay into two with spins above 2, or with daughters that are heavier than the pole mass. The daughters' masses do not
  limit it: who puts the masses together must reject combinations that do not fit;
* where the mother's pole mass is too low for the pole mass and the wave of the birth is not 0, the birth factor vanishes
  everywhere and what remains is a flat distribution above the daughters' masses;
* ``LSFLAT``: flat within one width of the pole; ``LSMANYDELTAFUNC``: the lower limit plus multiples of the width.

One thing is not as in EvtGen: its accept-reject takes 1.2 times the density at the pole mass as maximum and cuts off what
is above. Here the density is drawn as it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mcgen.errors import McgenError
from mcgen.lineshapes.classes import Kind, ParticleShapes, ShapeClasses
from mcgen.lineshapes.density import birth_factor, decay_density
from mcgen.lineshapes.lookup import KeyIndex
from mcgen.lineshapes.tables import BINS, EnvelopeTables, envelopes
from mcgen.rng import Purpose, draw_index

if TYPE_CHECKING:
    from mcgen.decays.lineshapes import LineshapeStatements
    from mcgen.particles import ParticleTable
    from mcgen.rng import Rows
    from mcgen.typing import BoolArray, FloatArray, IntArray, UintArray

__all__ = ["MassSampler"]

_OCTAVES = 12  # tables by the distance of the daughters' masses to the pole, each half of the one before
_SUMS = 9  # sums of the daughters' masses at which the density is bounded in an octave
_ATTEMPTS = 10_000
_SINGLE, _RANGE = 1.02, 1.15  # headroom of envelopes: one set of daughter masses, a range of them
_MOST_PARTICLES = 6000  # five of them fit into one 63-bit key


class MassSampler:
    """Draws masses of wide particles.

    Parameters
    ----------
    particles
        The particle table, changes of masses and widths and aliases included.
    statements
        Lineshape statements of the decay files.

    Attributes
    ----------
    mass_min, mass_max
        Mass limits by particle [GeV], statements included; both are the pole mass for particles that have no width.
    overflows
        How often a density was found above its envelope: masses drawn there are too rare. The envelopes have headroom, so
        this should stay 0.
    """

    def __init__(self, particles: ParticleTable, statements: LineshapeStatements | None = None) -> None:
        if len(particles) > _MOST_PARTICLES:
            raise McgenError(
                f"lineshapes can serve at most {_MOST_PARTICLES} particles, the table has {len(particles)}"
            )
        self._shapes = ParticleShapes(particles, statements)
        self.mass_min, self.mass_max = self._shapes.least, self._shapes.most
        self.overflows = 0
        self._index = KeyIndex()
        none = np.empty(0, np.int64)
        self._classes = ShapeClasses(self._shapes, none, none, none, none, none)
        self._tables = EnvelopeTables()
        self._table_numbers: dict[tuple[int, ...], int] = {}
        self._cover_of = np.empty(0, np.int64)

    def shape_ids(
        self, particle: IntArray, daughter1: IntArray, daughter2: IntArray, parent: IntArray, other: IntArray
    ) -> IntArray:
        """Return the shape of each row, to be handed to :meth:`draw`.

        Parameters
        ----------
        particle
            Row of the particle table ``[n]``.
        daughter1, daughter2
            Rows of the daughters, -1 unless there are two.
        parent, other
            Rows of the mother and of its other daughter, -1 unless the mother decays into two.
        """
        base = len(self._shapes.base) + 1
        key = particle.astype(np.int64)
        for column in (daughter1, daughter2, parent, other):
            key *= base
            key += column
            key += 1
        ids = self._index.find(key)
        new = np.flatnonzero(ids < 0)
        if new.size:
            fresh, first = np.unique(key[new], return_index=True)
            rows = new[first]
            columns = (column[rows] for column in (particle, daughter1, daughter2, parent, other))
            self._classes.extend(ShapeClasses(self._shapes, *columns))
            self._cover_of = np.concatenate([self._cover_of, np.full(len(fresh) * _OCTAVES, -1)])
            self._index.add(fresh)
            ids[new] = self._index.find(key[new])
        return ids

    def draw(
        self, shape: IntArray, m1: FloatArray, m2: FloatArray, cap: FloatArray, rows: Rows, trial: int | UintArray = 0
    ) -> tuple[FloatArray, BoolArray]:
        """Return masses and whether a mass is possible.

        Parameters
        ----------
        shape
            Shapes as :meth:`shape_ids` gives them ``[n]``.
        m1, m2
            The daughters' masses [GeV] ``[n]``, not used unless there are two.
        cap
            Upper limit [GeV] ``[n]``, infinite for none.
        rows
            Random streams of the particles.
        trial
            Attempt at the mass tree, for draw numbers of its own: an integer or one a row.

        Returns
        -------
        mass
            [GeV] ``[n]``; the pole mass, or the upper limit if that is lower, where no mass is possible.
        possible
            ``[n]``.
        """
        classes = self._classes
        mass = classes.mass[shape]
        high = np.minimum(classes.high[shape], cap)
        kind = classes.kind[shape]
        ok = np.ones(len(shape), bool)
        closed = (kind == Kind.RELATIVISTIC) & (m1 + m2 >= mass)
        kind[closed] = Kind.CAUCHY
        high[closed] = np.minimum(classes.high_table[shape[closed]], cap[closed])
        first = _first_draw(trial)
        for what in (Kind.CAUCHY, Kind.FLAT, Kind.DELTA, Kind.FLAT_ABOVE, Kind.RELATIVISTIC):
            at = np.flatnonzero(kind == what)
            if not at.size:
                continue
            draw = first[at] if isinstance(first, np.ndarray) else first
            if what == Kind.RELATIVISTIC:
                result = self._relativistic(shape[at], m1[at], m2[at], high[at], rows[at], draw)
            else:
                low = classes.low[shape[at]]
                if what == Kind.FLAT_ABOVE:
                    low = np.maximum(low, m1[at] + m2[at])
                u = rows[at].uniform(draw)
                result = _plain(what, classes, shape[at], low, high[at], u)
            mass[at], ok[at] = result
        ok &= mass <= cap
        return mass, ok

    def _relativistic(
        self, shape: IntArray, m1: FloatArray, m2: FloatArray, high: FloatArray, rows: Rows, draw: int | UintArray
    ) -> tuple[FloatArray, BoolArray]:
        classes = self._classes
        total, difference = m1 + m2, m1 - m2
        low = np.maximum(classes.low[shape], total)
        cover, tables = self._cover(shape, total), self._tables
        loose = np.flatnonzero(cover < 0)
        if loose.size:
            tables = self._with_own(shape[loose], total[loose], difference[loose])
            cover[loose] = self._tables.covers + np.arange(loose.size)
        table = tables.table_of[cover]
        left = np.zeros(len(shape))
        right = np.full(len(shape), float(BINS))
        ends = tables.edges[:, [0, BINS]]
        inner = np.flatnonzero(low > ends[table, 0])
        left[inner] = tables.position(table[inner], low[inner])
        inner = np.flatnonzero(high < ends[table, 1])
        right[inner] = tables.position(table[inner], high[inner])
        right -= left
        ok = high >= low
        mass = np.where(ok, low, high)
        return self._accept(mass, ok, shape, total, difference, low, high, tables, cover, left, right, rows, draw)

    def _accept(
        self,
        mass: FloatArray,
        ok: BoolArray,
        shape: IntArray,
        total: FloatArray,
        difference: FloatArray,
        low: FloatArray,
        high: FloatArray,
        tables: EnvelopeTables,
        cover: IntArray,
        left: FloatArray,
        span: FloatArray,
        rows: Rows,
        draw: int | UintArray,
    ) -> tuple[FloatArray, BoolArray]:
        classes = self._classes
        edges, floors = tables.edges.ravel(), tables.floor.ravel()
        at = np.flatnonzero(ok & (high > low))
        if at.size < len(shape):
            shape, cover, left, span, rows = shape[at], cover[at], left[at], span[at], rows[at]
            draw = draw[at] if isinstance(draw, np.ndarray) else draw
        first_edge, first_floor = tables.table_of[cover] * (BINS + 1), cover * BINS
        for k in range(_ATTEMPTS):
            x = rows.uniform(draw + _U64[2 * k] if isinstance(draw, np.ndarray) else draw + 2 * k)
            v = rows.uniform(draw + _U64[2 * k + 1] if isinstance(draw, np.ndarray) else draw + 2 * k + 1)
            x *= span
            x += left
            j = np.minimum(x.astype(np.int64), BINS - 1)
            x -= j
            edge_at = first_edge + j
            j += first_floor
            edge = edges[edge_at]
            edge_at += 1
            width = edges[edge_at]
            width -= edge
            x *= width
            x += edge
            good = v < floors[j]
            unsure = np.flatnonzero(~good)
            if unsure.size:
                c, o = shape[unsure], at[unsure]
                m = np.minimum(np.maximum(x[unsure], low[o]), high[o])
                weight = decay_density(m, total[o], difference[o], classes.decay[c])
                weight *= width[unsure] / tables.area[first_edge[unsure] // (BINS + 1)]
                born = np.flatnonzero(classes.birth.on[c])
                if born.size:
                    cb = c[born]
                    weight[born] *= birth_factor(m[born], classes.birth[cb]) / classes.birth_bound[cb]
                self.overflows += int(np.count_nonzero(weight > 1.0))
                good[unsure] = v[unsure] < weight
            mass[at[good]] = x[good]
            keep = np.flatnonzero(~good)
            if not keep.size:
                break
            at, shape, rows = at[keep], shape[keep], rows[keep]
            left, span, first_edge, first_floor = left[keep], span[keep], first_edge[keep], first_floor[keep]
            draw = draw[keep] if isinstance(draw, np.ndarray) else draw
        else:
            ok[at] = False
        return np.minimum(np.maximum(mass, low), high), ok

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
            self._make_covers(np.unique(slot[missing]))
            cover[missing] = self._cover_of[slot[missing]]
        return cover

    def _make_covers(self, slots: IntArray) -> None:
        shape, octave = np.divmod(slots, _OCTAVES)
        table = self._make_tables(shape, octave)
        self._cover_of[slots] = self._tables.covers + np.arange(len(slots))
        self._tables.append_covers(table, self._birth_floor(shape, self._tables.edges[table]))

    def _birth_floor(self, c: IntArray, edges: FloatArray) -> FloatArray:
        """Return lower bounds of the birth factor's part of the acceptance in each bin ``[n, BINS]``."""
        classes = self._classes
        birth = classes.birth[c][:, None]
        birth.on = birth.on & ~classes.dedicated[c][:, None]
        factor = birth_factor(np.maximum(edges, 1e-9), birth)
        gap = (edges[:, :-1] + birth.sister < birth.mother) & (edges[:, 1:] + birth.sister >= birth.mother) & birth.on
        least = np.minimum(factor[:, :-1], factor[:, 1:])  # the factor falls with the mass, up to a step
        return np.where(gap, 0.0, (1.0 - 1e-6) * least / classes.birth_bound[c][:, None])

    def _make_tables(self, shape: IntArray, octave: IntArray) -> IntArray:
        """Return tables for classes and octaves, those that are there or new ones."""
        classes = self._classes
        identity = classes.identity[:, shape].copy()
        identity[3:, ~classes.dedicated[shape]] = -1
        keys = [tuple(key) for key in np.concatenate([identity, octave[None]]).T.tolist()]
        fresh = {key: i for i, key in reversed(list(enumerate(keys))) if key not in self._table_numbers}
        chosen = np.array(list(fresh.values()), np.int64)
        ranged = classes.varies[shape[chosen]]
        for part in (chosen[ranged], chosen[~ranged]):
            if part.size:
                c, room = shape[part], classes.mass[shape[part]] - classes.total_low[shape[part]]
                near = np.where(
                    octave[part] == 0, classes.total_low[c], classes.mass[c] - np.ldexp(room, -octave[part])
                )
                far = np.minimum(classes.mass[c] - np.ldexp(room, -octave[part] - 1), classes.total_high[c])
                first = self._tables.count
                self._tables.append(*self._envelopes(c, near, np.where(classes.varies[c], far, near)))
                self._table_numbers |= {keys[i]: first + n for n, i in enumerate(part.tolist())}
        return np.array([self._table_numbers[key] for key in keys])

    def _envelopes(self, c: IntArray, near: FloatArray, far: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return envelopes for daughters' masses whose sum lies between ``near`` and ``far``."""
        classes = self._classes
        points: list[tuple[FloatArray, FloatArray]] = []
        steps = np.zeros(1) if np.array_equal(near, far) else np.linspace(0.0, 1.0, _SUMS)
        for total in (near + (far - near) * step for step in steps):
            least = np.maximum(classes.least1[c], total - classes.most2[c])
            most = np.maximum(np.minimum(classes.most1[c], total - classes.least2[c]), least)
            masses = (least,) if np.array_equal(least, most) else (least, 0.5 * (least + most), most)
            points += [(total, 2.0 * mass - total) for mass in masses]
        headroom = np.full(len(c), _SINGLE if len(points) == 1 else _RANGE)
        return self._bounded(c, near, points, headroom)

    def _with_own(self, c: IntArray, total: FloatArray, difference: FloatArray) -> EnvelopeTables:
        """Return the tables with further covers for one set of daughters' masses each."""
        own = self._bounded(c, total, [(total, difference)], np.full(len(c), _SINGLE))
        tables = self._tables.copy()
        tables.append(*own)
        new = tables.count - len(c) + np.arange(len(c))
        tables.append_covers(new, self._birth_floor(c, tables.edges[new]))
        return tables

    def _bounded(
        self, c: IntArray, start: FloatArray, points: list[tuple[FloatArray, FloatArray]], headroom: FloatArray
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        classes = self._classes
        shaped = slice(None), None, None
        decay, birth = classes.decay[c][shaped], classes.birth[c][shaped]
        birth.on = birth.on & classes.dedicated[c][shaped]

        def bounds(m: FloatArray) -> tuple[FloatArray, FloatArray]:
            values = [decay_density(m, total[shaped], gap[shaped], decay) for total, gap in points]
            least, greatest = values[0], values[0]
            for value in values[1:]:
                least, greatest = np.minimum(least, value), np.maximum(greatest, value)
            if not birth.on.any():
                return least, greatest
            factor = birth_factor(m, birth)
            return least * factor, greatest * factor

        low = np.maximum(classes.low[c], start)
        high = np.maximum(classes.high_table[c], low * (1.0 + 1e-9))
        half = 0.5 * classes.width[c]
        angle = np.linspace(
            np.arctan((low - classes.mass[c]) / half), np.arctan((high - classes.mass[c]) / half), BINS + 1
        )
        edges = np.ascontiguousarray((classes.mass[c] + half * np.tan(angle)).T)
        edges[:, 0], edges[:, -1] = low, high
        return envelopes(bounds, np.maximum.accumulate(np.clip(edges, low[:, None], high[:, None]), axis=1), headroom)


_U64 = np.arange(2 * _ATTEMPTS, dtype=np.uint64)


def _first_draw(trial: int | UintArray) -> int | UintArray:
    if isinstance(trial, np.ndarray):
        return np.uint64(draw_index(Purpose.MASS)) + (trial.astype(np.uint64) << np.uint64(16))
    return draw_index(Purpose.MASS, trial)


def _plain(
    kind: Kind, classes: ShapeClasses, shape: IntArray, low: FloatArray, high: FloatArray, u: FloatArray
) -> tuple[FloatArray, BoolArray]:
    """Return masses of lineshapes whose cumulative distribution has an inverse, and whether there are any."""
    ok = high >= low
    high = np.maximum(high, low)
    if kind == Kind.CAUCHY:
        mass, half = classes.mass[shape], 0.5 * classes.width[shape]
        a, b = np.arctan((low - mass) / half), np.arctan((high - mass) / half)
        return np.minimum(np.maximum(mass + half * np.tan(a + u * (b - a)), low), high), ok
    if kind == Kind.DELTA:
        step = classes.width[shape]
        count = np.floor((classes.high[shape] - low) / step) + 1.0
        return low + np.floor(u * count) * step, ok
    return low + u * (high - low), ok
