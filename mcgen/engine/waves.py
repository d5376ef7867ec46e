"""Decaying particles in waves: all that can decay do so together, split by kernel and by nothing else.

A particle can decay once its spin density is known. Unpolarised particles forget where they come from and join the
next wave; members of polarised chains wait for their turn (:mod:`mcgen.engine.chains`). Momenta are given in the rest
frame of the mother; the way to the laboratory is :mod:`mcgen.engine.frames`.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from mcgen.engine.chains import Chains, Polarised, relevant_daughters
from mcgen.engine.kinds import Kind
from mcgen.engine.n_body import decay_by_amplitude, decay_flat
from mcgen.engine.two_body import Helicities, decay_isotropic, decay_polarised
from mcgen.spin import unpolarised

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from mcgen.engine.plan import Plan
    from mcgen.engine.store import Store
    from mcgen.typing import BoolArray, ComplexArray, IntArray

__all__ = ["Wave", "decay_all"]

_PAIR = 2


@dataclasses.dataclass(slots=True)
class Wave:
    """What decays together: rows without polarisation, and groups of rows with a density matrix each."""

    plain: IntArray
    polarised: list[Polarised]

    def __bool__(self) -> bool:
        return bool(len(self.plain)) or bool(self.polarised)


def decay_all(store: Store, plan: Plan, wave: Wave, counters: Counter[str]) -> BoolArray:
    """Decay a wave and everything that comes out of it.

    Parameters
    ----------
    store
        The batch, with modes, daughters and masses of all particles; momenta in the mothers' rest frames are filled in.
    plan
        The compiled decay table.
    wave
        Rows to begin with; stable ones are allowed.
    counters
        Overflows of bounds and the like are added here.

    Returns
    -------
    Mask of the rows that are members of polarised chains, ``bool[size]``.
    """
    chains = Chains(store)
    while wave:
        wave = _step(store, plan, chains, wave, counters)
    return chains.member


def _step(store: Store, plan: Plan, chains: Chains, wave: Wave, counters: Counter[str]) -> Wave:
    plain = wave.plain[store.mode[wave.plain] >= 0]
    kind, count = plan.kind[store.mode[plain]], store.count[plain]
    ready: list[Polarised] = []

    _hand_on(store, plain[count == 1])
    pairs = plain[(count == _PAIR) & (kind != Kind.N_BODY)]
    cos_theta, phi = decay_isotropic(store, pairs)
    ready += _start_chains(store, plan, chains, pairs, cos_theta, phi)
    decay_flat(store, plain[(count > _PAIR) & (kind == Kind.FLAT)], counters)

    decayed = [plain]
    for rows, density in _by_spins(store, plan, _with_unit_density(store, plan, plain[kind == Kind.N_BODY])):
        amplitude = decay_by_amplitude(store, plan, rows, density, counters)
        ready += chains.decayed(rows, amplitude, density, relevant_daughters(store, plan, rows))
    for rows, density in _by_spins(store, plan, wave.polarised):
        decayed.append(rows)
        if plan.kind[store.mode[rows[0]]] == Kind.TWO_BODY:
            helicities = Helicities(store, plan, rows)
            amplitude = helicities.amplitude(*decay_polarised(store, rows, helicities, density))
        else:
            amplitude = decay_by_amplitude(store, plan, rows, density, counters)
        ready += chains.decayed(rows, amplitude, density, relevant_daughters(store, plan, rows))

    daughters = _daughters(store, np.concatenate(decayed))
    return Wave(daughters[~chains.member[daughters]], ready)


def _hand_on(store: Store, rows: IntArray) -> None:
    """One-body decays: the daughter takes over mass and momentum."""
    daughter = store.first[rows]
    store.mass[daughter] = store.mass[rows]
    store.rest[0, daughter] = store.mass[rows]


def _start_chains(
    store: Store, plan: Plan, chains: Chains, pairs: IntArray, cos_theta: np.ndarray, phi: np.ndarray
) -> list[Polarised]:
    """Find the unpolarised two-body decays that polarise their daughters and begin chains with them."""
    ready: list[Polarised] = []
    candidates = np.flatnonzero(plan.kind[store.mode[pairs]] == Kind.TWO_BODY)
    first = candidates[relevant_daughters(store, plan, pairs[candidates]).any(axis=0)]
    signature = plan.spins[store.mode[pairs[first]]]
    for number in np.unique(signature):
        index = first[signature == number]
        rows = pairs[index]
        amplitude = Helicities(store, plan, rows).amplitude(cos_theta[index], phi[index])
        density = unpolarised(amplitude.shape[0], len(rows))
        ready += chains.decayed(rows, amplitude, density, relevant_daughters(store, plan, rows))
    return ready


def _with_unit_density(store: Store, plan: Plan, rows: IntArray) -> list[Polarised]:
    states = plan.states[store.species[rows]]
    return [Polarised(rows[states == n], unpolarised(int(n), int((states == n).sum()))) for n in np.unique(states)]


def _by_spins(store: Store, plan: Plan, groups: list[Polarised]) -> Iterator[tuple[IntArray, ComplexArray]]:
    """Regroup rows with density matrices by kernel: kind and spins of mother and daughters."""
    states = sorted({len(group.density) for group in groups})
    for n in states:
        chosen = [group for group in groups if len(group.density) == n]
        rows = np.concatenate([group.rows for group in chosen])
        density = np.concatenate([group.density for group in chosen], axis=-1)
        mode = store.mode[rows]
        key = plan.spins[mode].astype(np.int64) * len(Kind) + plan.kind[mode]
        for number in np.unique(key):
            index = np.flatnonzero(key == number)
            yield rows[index], density[..., index]


def _daughters(store: Store, mothers: IntArray) -> IntArray:
    count = store.count[mothers]
    ends = np.cumsum(count, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(store.first[mothers] - (ends - count), count) + np.arange(total)
