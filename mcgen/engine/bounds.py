"""Bounds of n-body intensities: found once a mode by a scan with a key of its own, hence the same in every batch."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

from mcgen.kinematics import n_body
from mcgen.models import Amplitude
from mcgen.rng import Purpose, Streams, draw_index
from mcgen.spin import decay_matrix

if TYPE_CHECKING:
    from mcgen.engine.plan import Plan
    from mcgen.typing import FloatArray, IntArray

__all__ = ["HEADROOM", "SCAN_POINTS", "intensity_bounds"]

SCAN_POINTS = 8192
"""Points of a scan."""

HEADROOM = 1.25
"""Factor by which a bound is above the largest intensity of its scan."""

_SPREAD = 4e-3  # range of scans around the energy of the beams: 8 standard deviations of theirs
_ROOM = 1e-6  # GeV; points closer to threshold than this are left out of a scan


def intensity_bounds(plan: Plan, mode: IntArray) -> FloatArray:
    """Return the bound of each mode ``[n]``; scans those that have none yet.

    The bound is that of the Frobenius norm of the decay matrix R: the intensity tr(rho R) is at most the product of the
    norms of rho and R (Cauchy and Schwarz).
    """
    modes = np.unique(mode)
    for number in modes:
        if int(number) not in plan.bounds:
            plan.bounds[int(number)] = _scan(plan, int(number))
    values = np.array([plan.bounds[int(number)] for number in modes])
    return np.asarray(values[np.searchsorted(modes, mode)])


def _scan(plan: Plan, mode: int) -> float:
    kernel = plan.models[plan.model[mode]]
    assert isinstance(kernel, Amplitude)
    k = int(plan.n_daughters[mode])
    name = f"{plan.describe(mode)} {plan.modes[mode].model} {plan.modes[mode].parameters}"
    node = np.uint64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little"))
    rows = Streams(0, domain="scan").rows(np.arange(SCAN_POINTS), node)
    species = [int(plan.species[mode]), *(int(d) for d in plan.daughters[:k, mode])]
    drawn = np.stack([_masses(plan, s, rows.uniform(draw_index(Purpose.SCAN, 0, i))) for i, s in enumerate(species)])
    mother, masses = drawn[0], drawn[1:]
    open_points = np.flatnonzero(mother - masses.sum(axis=0) > _ROOM)
    if not len(open_points):
        return 1.0
    mother, masses, rows = mother[open_points], masses[:, open_points], rows[open_points]
    p4 = n_body(mother, masses, rows)
    parameters = np.repeat(plan.parameters[: plan.n_parameters[mode], [mode]], len(open_points), axis=1)
    spins = plan.spin_signatures[plan.spins[mode]]
    matrix = decay_matrix(kernel.amplitude(p4, mother, masses, parameters, spins), [None] * k)
    norm = np.sqrt((matrix.real**2 + matrix.imag**2).sum(axis=(0, 1)))
    return float(norm.max()) * HEADROOM


def _masses(plan: Plan, species: int, u: FloatArray) -> FloatArray:
    """Masses of a species for a scan: the nominal one, or over the range of a wide one like a Breit-Wigner."""
    if species in plan.scan_masses:
        return plan.scan_masses[species] * (1.0 + _SPREAD * (2.0 * u - 1.0))
    nominal = np.full(len(u), plan.mass[species])
    if not plan.wide[species]:
        return nominal
    half = plan.width[species] / 2.0
    low, high = plan.minimum[species], max(plan.particles.maximal_mass[species], plan.mass[species])
    a, b = np.arctan((low - plan.mass[species]) / half), np.arctan((high - plan.mass[species]) / half)
    return np.asarray(plan.mass[species] + half * np.tan(a + u * (b - a)))
