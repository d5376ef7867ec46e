"""Mixing of single neutral B mesons: those that do not come from a coherent pair.

The scheme is EvtGen's: whether the meson has changed its flavour by the time it decays is drawn with the time-integrated
probability, then the time from the distribution that belongs to it. A meson that has mixed decays into its own
antiparticle, which decays at once. Delta m and |q/p| are the decay table's ``dm_incohMix_B0``, ``qoverp_incohMix_B0``
(and those of B_s0); the width difference follows from the lifetimes of the mass eigenstates (``B_s0L``, ``B_s0H``).
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from mcgen.errors import DecayFileError
from mcgen.rng import Purpose, draw_index
from mcgen.units import SPEED_OF_LIGHT

if TYPE_CHECKING:
    from mcgen.decays import DecayTable
    from mcgen.engine.plan import Plan
    from mcgen.engine.store import Store
    from mcgen.particles import ParticleTable
    from mcgen.typing import IntArray

__all__ = ["OSCILLATING", "MixingConstants", "mixing_constants", "oscillate_singles"]

OSCILLATING = ("B0", "B_s0")
_SINGLE_MIXING = 1 << 10  # first draw number (k)
_SECOND_PER_NS = 1e-9


@dataclasses.dataclass(frozen=True, slots=True)
class MixingConstants:
    """Constants of one neutral meson.

    Attributes
    ----------
    x, y
        Delta m / Gamma and Delta Gamma / (2 Gamma).
    ctau, longest
        c times the mean lifetime, and times the longer one [cm].
    q_over_p
        |q/p|.
    """

    x: float
    y: float
    ctau: float
    longest: float
    q_over_p: float

    def probability(self, *, anti: bool) -> float:
        """Time-integrated probability that the meson (``anti``: the antimeson) decays with the other flavour.

        ``(x^2 + y^2) / (x^2 + y^2 + f (2 + x^2 - y^2))`` with f = |p/q|^2 for the meson, |q/p|^2 for the antimeson.
        """
        factor = self.q_over_p**2 if anti else self.q_over_p**-2
        mixed = self.x**2 + self.y**2
        return mixed / (mixed + factor * (2.0 + self.x**2 - self.y**2))


def mixing_constants(table: DecayTable, particles: ParticleTable) -> dict[int, tuple[MixingConstants, bool]]:
    """Return the constants of all species that mix by themselves, with whether the species is the antimeson."""
    out = {}
    for name in OSCILLATING:
        if name not in particles.index:
            continue
        base = particles.find(name)
        eigenstates = (particles.index.get(name + which, base) for which in "LH")
        ctau_l, ctau_h = (float(particles.ctau[row]) or float(particles.ctau[base]) for row in eigenstates)
        if ctau_l <= 0.0 or ctau_h <= 0.0:
            continue  # it decays at once and has no time to mix
        ctau = 2.0 * ctau_l * ctau_h / (ctau_l + ctau_h)
        q_over_p = _definition(table, f"qoverp_incohMix_{name}", 1.0)
        if q_over_p == 0.0:
            raise DecayFileError(f"`Define qoverp_incohMix_{name}` must not be 0")
        constants = MixingConstants(
            x=_definition(table, f"dm_incohMix_{name}", 0.0) * _SECOND_PER_NS * ctau / SPEED_OF_LIGHT,
            y=(ctau_h - ctau_l) / (ctau_h + ctau_l),
            ctau=ctau,
            longest=max(ctau_l, ctau_h),
            q_over_p=q_over_p,
        )
        if constants.x == 0.0 and constants.y == 0.0:
            continue
        for species in np.flatnonzero((particles.alias_of == base) | (particles.alias_of == particles.conjugate[base])):
            out[int(species)] = (constants, bool(particles.pdg[species] < 0))
    return out


def _definition(table: DecayTable, name: str, default: float) -> float:
    """Return a ``Define`` of the decay table as a finite number."""
    text = table.definitions.get(name)
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError:
        value = np.nan
    if not np.isfinite(value):
        raise DecayFileError(f"`Define {name} {text}`: a number is wanted")
    return value


def oscillate_singles(store: Store, plan: Plan, rows: IntArray) -> None:
    """Decide time and flavour of single mesons among ``rows``; those that mix get the mode that says so."""
    species = store.species[rows]
    candidates = rows[(plan.oscillation_mode[species] >= 0) & (plan.n_modes[species] > 0)]
    if not len(candidates):
        return
    mother = store.mother[candidates]
    coherent = (mother >= 0) & plan.keeps_flavour[store.species[mother]]
    candidates = candidates[~coherent]
    for number in np.unique(store.species[candidates]):
        constants, anti = plan.mixing_constants[int(number)]
        index = candidates[store.species[candidates] == number]
        first = draw_index(Purpose.MIXING, 0, _SINGLE_MIXING)
        mixed = store.rows(index).uniform(first) < constants.probability(anti=anti)
        sign = np.where(mixed, -1.0, 1.0)
        pending, trial = np.arange(len(index)), 0
        while len(pending):
            streams, k = store.rows(index[pending]), draw_index(Purpose.MIXING, trial, _SINGLE_MIXING + 1)
            t = -constants.longest * np.log(streams.uniform(k))
            u, y = t / constants.ctau, abs(constants.y)
            rate = 1.0 + np.exp(-2.0 * y * u) + 2.0 * sign[pending] * np.exp(-y * u) * np.cos(constants.x * u)
            accepted = streams.uniform(k + 1) * 4.0 <= rate
            store.ctau[index[pending[accepted]]] = t[accepted]
            pending, trial = pending[~accepted], trial + 1
        store.mode[index[mixed]] = plan.oscillation_mode[number]
