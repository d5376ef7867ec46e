"""Decays into two bodies: one direction, isotropic or drawn from the intensity of a helicity amplitude."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from mcgen.kinematics import breakup_momentum
from mcgen.models import CPAmplitude, TwoBodyAmplitude
from mcgen.rng import Purpose, draw_index
from mcgen.spin import two_body_amplitude, two_body_bound, two_body_intensity

if TYPE_CHECKING:
    from mcgen.engine.plan import Plan
    from mcgen.engine.store import Store
    from mcgen.spin import TwoBodySpins
    from mcgen.typing import BoolArray, ComplexArray, FloatArray, IntArray

__all__ = ["Helicities", "decay_isotropic", "decay_polarised", "set_momenta"]

_WORK = 4096
_AT_ONCE = 16
_TRIAL = 1 << 16  # distance of two attempts in draw numbers


def decay_isotropic(store: Store, rows: IntArray) -> tuple[FloatArray, FloatArray]:
    """Decay two-body rows isotropically; return the first daughters' directions (cos theta, phi)."""
    streams = store.rows(rows)
    first = draw_index(Purpose.KINEMATICS)
    cos_theta = 2.0 * streams.uniform(first) - 1.0
    phi = 2.0 * np.pi * streams.uniform(first + 1)
    set_momenta(store, rows, cos_theta, phi)
    return cos_theta, phi


def set_momenta(store: Store, rows: IntArray, cos_theta: FloatArray, phi: FloatArray) -> None:
    """Give the two daughters of ``rows`` back-to-back momenta in their mothers' rest frames."""
    first = store.first.take(rows)
    second = first + 1
    m1, m2 = store.mass.take(first), store.mass.take(second)
    p = breakup_momentum(store.mass.take(rows), m1, m2)
    across = p * np.sqrt((1.0 - cos_theta) * (1.0 + cos_theta))
    e, x, y, z = store.rest
    e[first] = np.sqrt(p * p + m1 * m1)
    e[second] = np.sqrt(p * p + m2 * m2)
    for component, value in ((x, across * np.cos(phi)), (y, across * np.sin(phi)), (z, p * cos_theta)):
        component[first] = value
        component[second] = -value


class Helicities:
    """Helicity amplitudes of two-body rows that share the spins of mother and daughters.

    Parameters
    ----------
    store, plan
        The batch and the compiled table.
    rows
        Rows ``[n]`` with modes of one spin signature, of any models.

    Attributes
    ----------
    spins
        Spin states of mother and daughters.
    values
        H, ``complex[s1, s2, n]``.
    pattern
        Elements of H that can differ from zero for some row.
    """

    def __init__(self, store: Store, plan: Plan, rows: IntArray) -> None:
        mode = store.mode[rows]
        self.spins = cast("TwoBodySpins", plan.spin_signatures[plan.spins[mode[0]]])
        shape = (self.spins[1].count, self.spins[2].count, len(rows))
        self.values: ComplexArray = np.zeros(shape, np.complex128)
        self.pattern: BoolArray = np.zeros(shape[:2], bool)
        first = store.first[rows]
        mother_mass = store.mass[rows]
        masses = np.stack([store.mass[first], store.mass[first + 1]])
        model = plan.model[mode]
        for number in np.unique(model):
            index = np.flatnonzero(model == number)
            kernel = plan.models[number]
            assert isinstance(kernel, TwoBodyAmplitude)
            parameters = plan.parameters[: plan.n_parameters[mode[index[0]]], mode[index]]
            arguments = (mother_mass[index], masses[:, index], self.spins)
            if isinstance(kernel, CPAmplitude):
                at = rows[index]
                value = kernel.cp_amplitudes(
                    parameters, store.delta_t[at], store.tag_b0bar[at], store.flipped[at], *arguments
                )
            else:
                value = kernel.helicity_amplitudes(parameters, *arguments)
            self.values[..., index] = value
            self.pattern |= kernel.pattern(self.spins)

    def amplitude(self, cos_theta: FloatArray, phi: FloatArray) -> ComplexArray:
        """Return the amplitude in canonical bases ``[sM, s1, s2, n]`` for directions of the first daughter."""
        return two_body_amplitude(self.values, self.spins, cos_theta, phi, self.pattern)


def decay_polarised(
    store: Store, rows: IntArray, helicities: Helicities, density: ComplexArray
) -> tuple[FloatArray, FloatArray]:
    """Decay two-body rows with density matrices ``[s, s, n]``; return the first daughters' directions.

    Directions are accepted with the ratio of the intensity to a bound that is invariant under rotations, hence a
    function of the row alone that no direction can exceed.
    """
    spins, pattern = helicities.spins, helicities.pattern
    cos_theta, phi = np.empty(len(rows)), np.empty(len(rows))
    pending = np.arange(len(rows))
    bound = two_body_bound(helicities.values, spins, density, pattern)
    trial = 0
    while len(pending):
        # few rows try several times at once: the first accepted attempt counts, as if they had tried one by one
        at_once = int(np.clip(_WORK // len(pending), 1, _AT_ONCE))
        tried = np.tile(pending, at_once)
        trials = np.repeat(np.arange(trial, trial + at_once, dtype=np.uint64), len(pending))
        streams = store.rows(rows[tried])
        first = trials * np.uint64(_TRIAL) + np.uint64(draw_index(Purpose.KINEMATICS))
        c = 2.0 * streams.uniform(first) - 1.0
        f = 2.0 * np.pi * streams.uniform(first + np.uint64(1))
        everyone = at_once == 1 and len(pending) == len(rows)
        values = helicities.values if everyone else helicities.values[..., tried]
        weight = two_body_intensity(values, spins, density if everyone else density[..., tried], c, f, pattern)
        accepted = streams.uniform(first + np.uint64(2)) * bound[tried] <= weight
        chosen = accepted.reshape(at_once, -1).argmax(axis=0) * len(pending) + np.arange(len(pending))
        done = accepted[chosen]
        cos_theta[pending[done]], phi[pending[done]] = c[chosen[done]], f[chosen[done]]
        pending = pending[~done]
        trial += at_once
    set_momenta(store, rows, cos_theta, phi)
    return cos_theta, phi
