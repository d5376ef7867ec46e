"""Decays into three and more bodies: flat in phase space, or by an amplitude over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mcgen.engine.bounds import intensity_bounds
from mcgen.errors import DecayFileError
from mcgen.kinematics import PhaseSpaceTally, n_body
from mcgen.models import Amplitude
from mcgen.rng import Purpose, draw_index
from mcgen.spin import intensity

if TYPE_CHECKING:
    from collections import Counter

    from mcgen.engine.plan import Plan
    from mcgen.engine.store import Store
    from mcgen.typing import BoolArray, ComplexArray, FloatArray, IntArray

__all__ = ["decay_by_amplitude", "decay_flat"]

_ACCEPT = 1 << 15  # draw number (k) of the acceptance, beyond those of the phase space
_ATTEMPT = 1 << 24  # distance of two attempts in draw numbers (see mcgen.kinematics.phase_space)
_TRIALS = 1 << 20
_WORK = 2048
_AT_ONCE = 16


def decay_flat(store: Store, rows: IntArray, counters: Counter[str]) -> None:
    """Decay rows flat in phase space; rows may have different numbers of daughters."""
    count = store.count[rows]
    tally = PhaseSpaceTally()
    for k in np.unique(count):
        chosen = rows[count == k]
        _set_momenta(store, chosen, n_body(store.mass[chosen], _masses(store, chosen), store.rows(chosen), tally=tally))
    _count_phase_space(tally, counters)


def _count_phase_space(tally: PhaseSpaceTally, counters: Counter[str]) -> None:
    if tally.overflows:
        counters["overflow:phase space"] += tally.overflows


def _masses(store: Store, rows: IntArray) -> FloatArray:
    first = store.first[rows]
    return np.stack([store.mass[first + k] for k in range(int(store.count[rows[0]]))])


def _set_momenta(store: Store, rows: IntArray, p4: FloatArray) -> None:
    first = store.first.take(rows)
    for k, daughter in enumerate(p4):
        for component, value in zip(store.rest, daughter, strict=True):
            component[first + k] = value


def decay_by_amplitude(
    store: Store, plan: Plan, rows: IntArray, density: ComplexArray, counters: Counter[str]
) -> ComplexArray:
    """Decay rows that share the spins of mother and daughters by their amplitudes; return the amplitudes.

    Parameters
    ----------
    rows
        Rows ``[n]``.
    density
        Their density matrices ``[sM, sM, n]``.
    counters
        Weights above a mode's bound are counted here.

    Returns
    -------
    Amplitudes of the accepted configurations ``[sM, s1, ..., sk, n]``.
    """
    mode = store.mode[rows]
    spins = plan.spin_signatures[plan.spins[mode[0]]]
    masses, mother_mass = _masses(store, rows), store.mass[rows]
    bound = intensity_bounds(plan, mode) * _norm(density)
    shape = tuple(s.count for s in spins)
    kept_amplitude = np.zeros((*shape, len(rows)), np.complex128)
    kept_momenta = np.zeros((len(masses), 4, len(rows)))
    pending, trial, tally = np.arange(len(rows)), 0, PhaseSpaceTally()
    while len(pending):
        if trial >= _TRIALS:
            raise DecayFileError(f"nothing was accepted in {trial} attempts at {plan.describe(int(mode[pending[0]]))}")
        # few rows try several times at once: the first accepted attempt counts, as if they had tried one by one
        at_once = int(np.clip(_WORK // len(pending), 1, _AT_ONCE))
        tried = np.tile(pending, at_once)
        attempt = np.repeat(np.arange(trial, trial + at_once, dtype=np.uint64), len(pending))
        streams = store.rows(rows[tried])
        p4 = n_body(mother_mass[tried], masses[:, tried], streams, attempt=attempt, tally=tally)
        amplitude = _amplitude(plan, mode[tried], p4, mother_mass[tried], masses[:, tried], shape)
        weight = intensity(amplitude, density[..., tried], [None] * len(masses))
        u = streams.uniform(attempt * np.uint64(_ATTEMPT) + np.uint64(draw_index(Purpose.KINEMATICS, 0, _ACCEPT)))
        accepted = (u * bound[tried] <= weight).reshape(at_once, -1)
        first = accepted.argmax(axis=0)
        done = accepted[first, np.arange(len(pending))]
        spent = np.arange(at_once)[:, None] <= np.where(done, first, at_once)
        _count_overflows(plan, mode[tried], (weight > bound[tried]) & spent.ravel(), counters)
        chosen = (first * len(pending) + np.arange(len(pending)))[done]
        kept_amplitude[..., pending[done]] = amplitude[..., chosen]
        kept_momenta[..., pending[done]] = p4[..., chosen]
        pending, trial = pending[~done], trial + at_once
    _set_momenta(store, rows, kept_momenta)
    _count_phase_space(tally, counters)
    return kept_amplitude


def _count_overflows(plan: Plan, mode: IntArray, over: BoolArray, counters: Counter[str]) -> None:
    for number, exceeded in zip(*np.unique(mode[over], return_counts=True), strict=True):
        counters[f"overflow:{plan.describe(int(number))}"] += int(exceeded)


def _norm(density: ComplexArray) -> FloatArray:
    total = np.zeros(density.shape[-1])
    for i in range(len(density)):
        for k in range(len(density)):
            total += density[i, k].real ** 2 + density[i, k].imag ** 2
    return np.sqrt(total)


def _amplitude(
    plan: Plan, mode: IntArray, p4: FloatArray, mother_mass: FloatArray, masses: FloatArray, shape: tuple[int, ...]
) -> ComplexArray:
    out = np.zeros((*shape, len(mode)), np.complex128)
    model = plan.model[mode]
    for number in np.unique(model):
        index = np.flatnonzero(model == number)
        kernel = plan.models[number]
        assert isinstance(kernel, Amplitude)
        first = mode[index[0]]
        parameters = plan.parameters[: plan.n_parameters[first], mode[index]]
        spins = plan.spin_signatures[plan.spins[first]]
        out[..., index] = kernel.amplitude(p4[..., index], mother_mass[index], masses[:, index], parameters, spins)
    return out
