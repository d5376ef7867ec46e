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

One thing is not as in EvtGen: its accept-reject takes 1.2 times the density at the pole mass, or at the cap below it, as
maximum and cuts off what is above. Here the density is drawn as it stands. Nothing is above for rho, K*, phi, Delta, f_0
and D_2* from B, D and tau; a fifth of the density is for an a_1 in D0 -> a_1+ K-, whose birth is steep.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mcgen.errors import McgenError
from mcgen.lineshapes.accept import Proposals, accept
from mcgen.lineshapes.classes import WIDTH_NEEDED, Kind, ParticleShapes, ShapeClasses
from mcgen.lineshapes.covers import Covers
from mcgen.lineshapes.lookup import KeyIndex, distinct
from mcgen.rng import Purpose, draw_index

if TYPE_CHECKING:
    from mcgen.decays.lineshapes import LineshapeStatements
    from mcgen.particles import ParticleTable
    from mcgen.rng import Rows
    from mcgen.typing import BoolArray, FloatArray, IntArray, UintArray

__all__ = ["MassSampler"]

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
        self._covers = Covers(self._classes)

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
            fresh, first = distinct(key[new])
            rows = new[first]
            columns = (column[rows] for column in (particle, daughter1, daughter2, parent, other))
            self._classes.extend(ShapeClasses(self._shapes, *columns))
            self._covers.extend()
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
        closed = np.flatnonzero((kind >= Kind.FLAT_ABOVE) & (m1 + m2 >= mass))
        if closed.size:
            narrow = classes.width[shape[closed]] < WIDTH_NEEDED
            kind[closed] = np.where(narrow, Kind.FIXED, Kind.CAUCHY)
            high[closed] = np.minimum(classes.limit[shape[closed]], cap[closed])
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
        total, difference = m1 + m2, m1 - m2
        low = np.maximum(self._classes.low[shape], total)
        cover, tables = self._covers.find(shape, total, difference)
        table = tables.table_of[cover]
        left, span = tables.interval(table, low, high)
        wanted = Proposals(shape, total, difference, low, high, left, span, table, cover, rows, draw)
        ok = high >= low
        at = np.flatnonzero(high > low)
        mass = np.where(ok, low, high)
        drawn = np.empty(len(at))
        found, overflows = accept(wanted if len(at) == len(shape) else wanted[at], tables, self._classes, drawn)
        self.overflows += overflows
        mass[at], ok[at] = np.minimum(np.maximum(drawn, low[at]), high[at]), found
        return mass, ok


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
