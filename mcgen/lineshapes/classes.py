"""Shape classes: everything that fixes the lineshape of a particle but the daughters' masses and the cap.

A class is a particle with its two daughters, its mother and its sister (-1 where the decay, or the mother's decay, is not
one into two). Which lineshape it has follows EvtGen's rules, see :mod:`mcgen.lineshapes.sampler`.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import numpy as np

from mcgen.lineshapes.barrier import breakup_momentum_squared, lowest_wave
from mcgen.lineshapes.density import Birth, Decay, birth_factor
from mcgen.particles.limits import mass_limits

if TYPE_CHECKING:
    from mcgen.decays.lineshapes import LineshapeStatements
    from mcgen.particles import ParticleTable
    from mcgen.typing import BoolArray, FloatArray, IntArray

__all__ = ["WIDTH_NEEDED", "Kind", "ParticleShapes", "ShapeClasses"]

WIDTH_NEEDED = 1e-4  # GeV: narrower particles have their pole mass unless they decay into two
_FIXED_TWO = 1e-5  # GeV: ... and with two daughters as well
_LARGEST_SPIN2 = 4
_STEEP = 0.7


class Kind(enum.IntEnum):
    """How the mass of a class is drawn."""

    FIXED = 0
    CAUCHY = 1  # non-relativistic Breit-Wigner in m, without regard to the daughters
    FLAT = 2
    DELTA = 3
    FLAT_ABOVE = 4  # flat from the daughters' masses upwards
    RELATIVISTIC = 5


class ParticleShapes:
    """Lineshape figures by particle: what the table says, with the statements of the decay files laid over it.

    Parameters
    ----------
    particles
        The particle table, changes of masses and widths included.
    statements
        Lineshape statements, or None.
    """

    def __init__(self, particles: ParticleTable, statements: LineshapeStatements | None) -> None:
        n = len(particles)
        self.base = particles.alias_of
        self.mass, self.width = particles.mass, particles.width
        self.spin2 = particles.spin2
        self.kind = np.full(n, Kind.RELATIVISTIC)
        self.low, self.high = particles.minimal_mass.copy(), particles.maximal_mass.copy()
        self.radius, self.birth_radius = np.full(n, 3.0), np.full(n, 1.0)
        self.with_decay, self.with_birth = np.ones(n, bool), np.ones(n, bool)
        self.decay_wave: dict[tuple[int, int, int], int] = {}
        self.birth_wave: dict[tuple[int, int, int], int] = {}
        if statements is not None:
            self._lay_over(particles, statements)
        for column in (
            self.kind,
            self.low,
            self.high,
            self.radius,
            self.birth_radius,
            self.with_decay,
            self.with_birth,
        ):
            column[:] = column[self.base]
        spread = np.isin(self.kind, (Kind.FLAT, Kind.DELTA))
        self.varies = np.where(spread, self.width > 0, self.width >= _FIXED_TWO)
        self.least = np.where(self.varies, self.low, self.mass)
        self.most = np.where(self.varies, self.high, self.mass)

    def _lay_over(self, particles: ParticleTable, statements: LineshapeStatements) -> None:
        def row(name: str) -> int:
            return int(self.base[particles.find(name)])

        kinds = {"flat": Kind.FLAT, "nonrelbw": Kind.CAUCHY, "manydelta": Kind.DELTA, "relbw": Kind.RELATIVISTIC}
        for name, kind in statements.kind.items():
            i = row(name)
            self.kind[i] = kinds[kind]
            mass, width = self.mass[i], self.width[i]
            if kind in {"flat", "manydelta"}:
                self.low[i], self.high[i] = max(mass - width, 0.0), mass + width
            else:
                low, high = mass_limits(self.mass[i : i + 1], self.width[i : i + 1], particles.max_delta[i : i + 1])
                self.low[i], self.high[i] = low[0], high[0]
        for target, given in (
            (self.low, statements.mass_min),
            (self.high, statements.mass_max),
            (self.radius, statements.blatt_decay),
            (self.birth_radius, statements.blatt_birth),
            (self.with_decay, statements.include_decay),
            (self.with_birth, statements.include_birth),
        ):
            for name, value in given.items():
                target[row(name)] = value
        for (name, first, second), wave in statements.decay_wave.items():
            self.decay_wave[row(name), row(first), row(second)] = wave
            self.decay_wave[row(name), row(second), row(first)] = wave
        for (name, mother, sister), wave in statements.birth_wave.items():
            self.birth_wave[row(name), row(mother), row(sister)] = wave


class ShapeClasses:
    """Columns of shape classes, one row a class; built at once from particles, daughters, mothers and sisters.

    Parameters
    ----------
    shapes
        The particles.
    particle, daughter1, daughter2, mother, sister
        Rows of the particle table ``[n]``; both daughters or neither -1, mother and sister likewise.
    """

    __slots__ = (
        "birth", "birth_bound", "decay", "dedicated", "high", "high_table", "identity", "kind", "least1", "least2", "limit", "low",
        "mass", "most1", "most2", "total_high", "total_low", "varies", "width",
    )  # fmt: skip

    kind: IntArray
    mass: FloatArray
    width: FloatArray
    low: FloatArray
    high: FloatArray
    limit: FloatArray

    def __init__(
        self,
        shapes: ParticleShapes,
        particle: IntArray,
        daughter1: IntArray,
        daughter2: IntArray,
        mother: IntArray,
        sister: IntArray,
    ) -> None:
        i, two, born = shapes.base[particle], (daughter1 >= 0) & (daughter2 >= 0), (mother >= 0) & (sister >= 0)
        d1, d2 = (np.where(two, shapes.base[daughter], 0) for daughter in (daughter1, daughter2))
        up, other = (np.where(born, shapes.base[relative], 0) for relative in (mother, sister))
        self.identity = np.stack([i, np.where(two, d1, -1), np.where(two, d2, -1), up, other])
        self.mass, self.width = shapes.mass[i], shapes.width[i]
        self.low, self.limit = shapes.low[i], shapes.high[i]
        wave, asked = _waves(
            shapes.decay_wave, i, d1, d2, lowest_wave(shapes.spin2[i], shapes.spin2[d1], shapes.spin2[d2])
        )
        simple = (np.stack([shapes.spin2[i], shapes.spin2[d1], shapes.spin2[d2]]) <= _LARGEST_SPIN2).all(axis=0)
        self.kind = _kinds(shapes, i, two & (simple | asked))
        self.kind[(self.kind != Kind.DELTA) & (self.kind != Kind.FLAT) & two & (self.width < _FIXED_TWO)] = Kind.FIXED
        self.decay = Decay(self.mass, self.width, wave, shapes.radius[i], shapes.with_decay[i])
        self.least1, self.least2 = shapes.least[d1], shapes.least[d2]
        self.most1, self.most2 = shapes.most[d1], shapes.most[d2]
        self.total_low = self.least1 + self.least2
        self.total_high = np.minimum(self.most1 + self.most2, self.mass)
        self.varies = self.total_high > self.total_low
        self._set_birth(shapes, i, up, other, born & two)

    def _set_birth(self, shapes: ParticleShapes, i: IntArray, up: IntArray, other: IntArray, born: BoolArray) -> None:
        wave, _ = _waves(
            shapes.birth_wave, i, up, other, lowest_wave(shapes.spin2[i], shapes.spin2[up], shapes.spin2[other])
        )
        simple = (np.stack([shapes.spin2[up], shapes.spin2[other]]) <= _LARGEST_SPIN2).all(axis=0)
        mother, sister = shapes.mass[up], shapes.mass[other]
        on = born & simple & shapes.with_birth[i] & (self.kind == Kind.RELATIVISTIC)
        closed = on & (self.mass + sister >= mother)
        self.kind[closed & (wave > 0)] = Kind.FLAT_ABOVE
        on &= ~closed
        mother, sister = np.where(on, mother, 1.0), np.where(on, sister, 0.0)
        pole = np.where(on, self.mass, 0.5)
        q2_pole = breakup_momentum_squared(mother, pole + sister, pole - sister)
        self.birth = Birth(on, mother, sister, q2_pole, np.where(on, wave, 0), shapes.birth_radius[i])
        cut = on & (wave > 0)
        self.high = np.where(cut, np.minimum(self.limit, mother - sister), self.limit)
        lowest = np.maximum(np.maximum(self.low, self.total_low), 1e-9)
        greatest = birth_factor(lowest, self.birth)
        step = on & ~cut & (self.high + sister >= mother)
        self.birth_bound = np.where(step, np.maximum(greatest, 1.0), greatest)
        self.dedicated = cut & (self.birth_bound * _STEEP > 1.0) & (self.mass < self.high)
        self.birth_bound[self.dedicated] = 1.0  # there the tables hold the birth factor
        self.high_table = np.where(self.dedicated, self.high, self.limit)

    def extend(self, more: ShapeClasses) -> None:
        """Put further classes behind."""
        for name in self.__slots__:
            old, new = getattr(self, name), getattr(more, name)
            if isinstance(old, np.ndarray):
                setattr(self, name, np.concatenate([old, new], axis=-1))
            else:
                pairs = [np.concatenate([getattr(old, field), getattr(new, field)]) for field in old.__slots__]
                setattr(self, name, type(old)(*pairs))


def _kinds(shapes: ParticleShapes, i: IntArray, relativistic: BoolArray) -> IntArray:
    kind = shapes.kind[i].astype(np.int8)
    kind[(kind == Kind.RELATIVISTIC) & ~relativistic] = Kind.CAUCHY
    kind[(kind == Kind.CAUCHY) & (shapes.width[i] < WIDTH_NEEDED)] = Kind.FIXED
    kind[np.isin(kind, (Kind.FLAT, Kind.DELTA)) & (shapes.width[i] <= 0)] = Kind.FIXED
    return kind


def _waves(
    asked: dict[tuple[int, int, int], int], i: IntArray, a: IntArray, b: IntArray, default: IntArray
) -> tuple[IntArray, BoolArray]:
    """Return waves, those of statements where there are any, and where that is."""
    wave, found = default.copy(), np.zeros(len(i), bool)
    for (particle, first, second), value in asked.items():
        rows = (i == particle) & (a == first) & (b == second)
        wave[rows], found[rows] = value, True
    return wave, found
