"""Decaying particles: all that do not belong to a polarised chain at once, the members of chains in waves.

Whether a particle is polarised follows from the modes alone: it is, if it has more than one spin state, comes from an
amplitude and decays by one. Everything else decays isotropically or flat in phase space whatever happens around it, so
one call a kernel serves all generations of the batch. Members of chains wait for their turn
(:mod:`mcgen.engine.chains`) and are split by kernel in each wave. Momenta are given in the rest frame of the mother; the
way to the laboratory is :mod:`mcgen.engine.frames`.
"""

from __future__ import annotations

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
    from mcgen.typing import BoolArray, ComplexArray, FloatArray, IntArray

__all__ = ["decay_all"]

_PAIR = 2


def decay_all(
    store: Store, plan: Plan, tree: list[IntArray], density: ComplexArray | None, counters: Counter[str]
) -> BoolArray:
    """Decay all particles of a batch.

    Parameters
    ----------
    store
        The batch, with modes, daughters and masses of all particles; momenta in the mothers' rest frames are filled in.
    plan
        The compiled decay table.
    tree
        Rows of each generation, the first particles to begin with.
    density
        Density matrices of the first particles ``[s, s, n]``; None: unpolarised.
    counters
        Overflows of bounds and the like are added here.

    Returns
    -------
    Mask of the rows that are members of polarised chains, ``bool[size]``.
    """
    rows = np.concatenate(tree)
    rows = rows[store.mode.take(rows) >= 0]
    chained = _members(store, plan, rows)
    chains = Chains(store)
    ready: list[Polarised] = []
    waiting = chained.take(rows)
    if density is not None:
        first = tree[0]
        mode = store.mode.take(first)
        polarised = np.flatnonzero((mode >= 0) & (plan.kind.take(mode) >= Kind.TWO_BODY))
        ready = [Polarised(first[polarised], density[..., polarised])] if len(polarised) else []
        heads = np.zeros(store.size, bool)
        heads[first[polarised]] = True
        waiting |= heads.take(rows)
    ready += _decay_unpolarised(store, plan, chains, rows[~waiting], counters)
    while ready:
        ready = _decay_wave(store, plan, chains, ready, counters)
    return chained


def _members(store: Store, plan: Plan, rows: IntArray) -> BoolArray:
    """Return which particles get a density matrix from their mothers, ``bool[size]``."""
    amplitude = np.zeros(store.size + 1, bool)  # the last entry serves the mothers of first particles
    amplitude[rows] = plan.kind.take(store.mode.take(rows)) >= Kind.TWO_BODY
    member = np.zeros(store.size, bool)
    member[rows] = (
        amplitude.take(rows) & amplitude[store.mother.take(rows)] & (plan.states.take(store.species.take(rows)) > 1)
    )
    return member


def _decay_unpolarised(
    store: Store, plan: Plan, chains: Chains, rows: IntArray, counters: Counter[str]
) -> list[Polarised]:
    kind, count = plan.kind.take(store.mode.take(rows)), store.count.take(rows)
    _hand_on(store, rows[count == 1])
    decay_flat(store, rows[(count > _PAIR) & (kind == Kind.FLAT)], counters)
    pairs = rows[(count == _PAIR) & (kind != Kind.N_BODY)]
    cos_theta, phi = decay_isotropic(store, pairs)
    ready = _start_chains(store, plan, chains, pairs, cos_theta, phi)
    groups = _with_unit_density(store, plan, rows[kind == Kind.N_BODY])
    for chosen, density in _by_spins(store, plan, groups):
        amplitude = decay_by_amplitude(store, plan, chosen, density, counters)
        ready += chains.decayed(chosen, amplitude, density, relevant_daughters(store, plan, chosen))
    return ready


def _decay_wave(
    store: Store, plan: Plan, chains: Chains, ready: list[Polarised], counters: Counter[str]
) -> list[Polarised]:
    """Decay polarised particles; return those whose turn has come by that."""
    following: list[Polarised] = []
    for rows, density in _by_spins(store, plan, ready):
        if plan.kind[store.mode[rows[0]]] == Kind.TWO_BODY:
            helicities = Helicities(store, plan, rows)
            amplitude = helicities.amplitude(*decay_polarised(store, rows, helicities, density))
        else:
            amplitude = decay_by_amplitude(store, plan, rows, density, counters)
        following += chains.decayed(rows, amplitude, density, relevant_daughters(store, plan, rows))
    return following


def _hand_on(store: Store, rows: IntArray) -> None:
    """One-body decays: the daughter takes over mass and momentum."""
    daughter = store.first[rows]
    store.mass[daughter] = store.mass[rows]
    store.rest[:, daughter] = 0.0
    store.rest[0, daughter] = store.mass[rows]


def _start_chains(
    store: Store, plan: Plan, chains: Chains, pairs: IntArray, cos_theta: FloatArray, phi: FloatArray
) -> list[Polarised]:
    """Find the unpolarised two-body decays that polarise their daughters and begin chains with them."""
    ready: list[Polarised] = []
    candidates = np.flatnonzero(plan.kind.take(store.mode.take(pairs)) == Kind.TWO_BODY)
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
    for n in sorted({len(group.density) for group in groups}):
        chosen = [group for group in groups if len(group.density) == n]
        rows = np.concatenate([group.rows for group in chosen])
        density = np.concatenate([group.density for group in chosen], axis=-1)
        mode = store.mode[rows]
        key = plan.spins[mode].astype(np.int64) * len(Kind) + plan.kind[mode]
        for number in np.unique(key):
            index = np.flatnonzero(key == number)
            yield rows[index], density[..., index]
