"""The observables of the reference histograms, computed from events.

Definitions as in the reference cases: particles of a fixed chain are counted depth first; momenta are in the mother's
rest frame; times are proper times in ps. Samples of two B mesons are looked at as a whole (``F``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from mcgen.events import Events
from mcgen.kinematics import cos_helicity_angle, cos_polar_angle, invariant_mass, momentum, plane_angle
from mcgen.typing import BoolArray, FloatArray, IntArray

PS = 1e-3  # ns


class Vector:
    """Four-momenta ``[4, n]`` that can be added."""

    def __init__(self, p4: FloatArray) -> None:
        self.p4 = p4

    def __add__(self, other: Vector) -> Vector:
        return Vector(self.p4 + other.p4)


def depth_first(mother: IntArray) -> list[int]:
    """Positions of the particles of one event in depth-first order."""
    out: list[int] = []
    stack = [int(i) for i in np.flatnonzero(mother < 0)][::-1]
    while stack:
        at = stack.pop()
        out.append(at)
        stack += [int(i) for i in np.flatnonzero(mother == at)][::-1]
    return out


def fixed_chain(events: Events) -> list[Vector]:
    """Four-momenta of each particle of a chain that is the same in all events, depth first."""
    size = int(events.counts[0])
    assert (events.counts == size).all()
    p4 = np.stack([events.energy, events.px, events.py, events.pz]).reshape(4, -1, size)
    return [Vector(np.ascontiguousarray(p4[:, :, i])) for i in depth_first(events.mother[:size])]


@dataclass
class Pair:
    """Events of two B mesons that decay at once into electrons (tags) or a signal."""

    events: Events

    @property
    def mother_row(self) -> IntArray:
        """Row of each particle's mother; 0 for first particles."""
        start = np.repeat(self.events.offsets[:-1], self.events.counts)
        return np.asarray(np.where(self.events.mother >= 0, start + self.events.mother, 0))

    def daughters(self, codes: tuple[int, ...]) -> IntArray:
        """Rows of the particles with these codes that come from a B0."""
        from_b = (np.abs(self.events.pdg[self.mother_row]) == 511) & (self.events.mother >= 0)
        return np.flatnonzero(np.isin(self.events.pdg, codes) & from_b)

    def proper_time(self, rows: IntArray) -> FloatArray:
        """Proper decay times of particles [ps]."""
        e = self.events
        p4 = np.stack([e.energy[rows], e.px[rows], e.py[rows], e.pz[rows]])
        flight = e.decay_time[rows] - e.production_time[rows]
        return np.asarray(flight * invariant_mass(p4) / p4[0] / PS)


def dt_tag(pair: Pair, signal: int, tag: int) -> FloatArray:
    """Signal time minus tag time for events with a B0 (1) or anti-B0 (-1) tag."""
    electron, other = pair.daughters((11, -11)), pair.daughters((signal,))
    row = pair.mother_row
    dt = pair.proper_time(row[other]) - pair.proper_time(row[electron])
    return np.asarray(dt[(pair.events.pdg[electron] == -11) == (tag == 1)])


def _two_times(pair: Pair) -> tuple[FloatArray, BoolArray]:
    electron = pair.daughters((11, -11))
    time = pair.proper_time(pair.mother_row[electron]).reshape(-1, 2)
    charge = pair.events.pdg[electron].reshape(-1, 2)
    return time, np.asarray(charge[:, 0] == charge[:, 1])


def mix_dt(pair: Pair, same: bool) -> FloatArray:
    """Size of the time difference for events of like, or unlike, electrons."""
    time, like = _two_times(pair)
    return np.asarray(np.abs(time[:, 0] - time[:, 1])[like == same])


def mix_t(pair: Pair) -> FloatArray:
    """All proper times."""
    return _two_times(pair)[0].ravel()


def mix_same(pair: Pair) -> FloatArray:
    """1 for like electrons."""
    return _two_times(pair)[1].astype(float)


def sig_daughter_hel(pair: Pair, code: int, parent: int) -> FloatArray:
    """Helicity angle of a daughter of a daughter of a B0."""
    e, row = pair.events, pair.mother_row
    rows = np.flatnonzero((e.pdg == code) & (e.pdg[row] == parent))
    chain = [rows, row[rows], row[row[rows]]]
    p4 = [np.stack([e.energy[i], e.px[i], e.py[i], e.pz[i]]) for i in chain]
    return cos_helicity_angle(*p4)


def first_b_polar_angle(pair: Pair) -> FloatArray:
    """cos(theta) of the particle at position 1."""
    at = pair.events.offsets[:-1] + 1
    e = pair.events
    return cos_polar_angle(np.stack([e.energy[at], e.px[at], e.py[at], e.pz[at]]))


NAMES: dict[str, Any] = {
    "mass": lambda v: invariant_mass(v.p4),
    "E": lambda v: v.p4[0],
    "pmag": lambda v: momentum(v.p4),
    "costheta": lambda v: cos_polar_angle(v.p4),
    "cos_hel": lambda d, m, g: cos_helicity_angle(d.p4, m.p4, g.p4),
    # the reference counts chi from -pi to pi
    "chi_angle": lambda a, b, c, d, _: (plane_angle(a.p4, b.p4, c.p4, d.p4) + np.pi) % (2 * np.pi) - np.pi,
    "dt_tag": dt_tag,
    "mix_dt": mix_dt,
    "mix_t": mix_t,
    "mix_same": mix_same,
    "sig_daughter_hel": sig_daughter_hel,
}


def evaluate(expression: str, events: Events) -> FloatArray:
    """Values of an observable."""
    if expression == "costheta(F.p[F.idx==1])":
        return first_b_polar_angle(Pair(events))
    if "F" in expression:
        return np.asarray(eval(expression, NAMES | {"F": Pair(events)}))  # expressions are our own data file's
    return np.asarray(eval(expression, NAMES | {"p": fixed_chain(events)}))
