"""Coherent pairs of neutral B mesons: their flavours and proper times.

Flavours and times are settled while the tree grows, because they decide what the mesons decay into. Momenta have no say
in them: both mesons are spinless, so that times and flavours factorise from the angles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mcgen.models.mixing import COMBINATIONS, pair_rate_bound, pair_rates, pair_time_stretch
from mcgen.rng import Purpose, draw_index
from mcgen.units import SPEED_OF_LIGHT

if TYPE_CHECKING:
    from mcgen.engine.plan import Plan
    from mcgen.engine.store import Store
    from mcgen.typing import FloatArray, IntArray

__all__ = ["mode_parameters", "oscillate_pairs"]


def mode_parameters(plan: Plan, mode: IntArray) -> FloatArray:
    """Return the parameter columns ``[p, n]`` of modes of one model and one spin signature."""
    return plan.parameters[: plan.n_parameters[mode[0]], mode]


def oscillate_pairs(store: Store, plan: Plan, mothers: IntArray) -> None:
    """Draw flavours and proper times of the two mesons of coherent pairs.

    Each attempt draws both times from their exponentials; it is accepted with the sum of the rates of the four flavour
    combinations over its bound (1 unless the widths or |q/p| differ), and the combination is drawn by its rate.

    Parameters
    ----------
    store, plan
        The batch and the compiled table.
    mothers
        Rows whose mode is a mixing one (VSS_BMIX) and whose two daughters are just allocated.
    """
    pending, trial = mothers, 0
    while len(pending):
        mode = store.mode[pending]
        parameters = mode_parameters(plan, mode)
        streams, first = store.rows(pending), draw_index(Purpose.MIXING, trial)
        ctau, stretch = plan.ctau[plan.daughters[0, mode]], pair_time_stretch(parameters)
        t1, t2 = (-ctau / (1.0 - stretch) * np.log(streams.uniform(first + k)) for k in (0, 1))
        rates = pair_rates(parameters, (t1 - t2) / SPEED_OF_LIGHT)
        total = rates[0] + rates[1] + rates[2] + rates[3]
        damping = np.ones(len(pending))
        damped = np.flatnonzero(stretch * ctau > 0.0)
        damping[damped] = np.exp(-stretch[damped] * (t1 + t2)[damped] / ctau[damped])
        accepted = streams.uniform(first + 2) * pair_rate_bound(parameters) <= total * damping
        combination = _pick(rates, total, streams.uniform(first + 3))
        rows = pending[accepted]
        for slot, times in enumerate((t1, t2)):
            anti = np.array([c[slot] for c in COMBINATIONS])[combination[accepted]]
            daughter = store.first[rows] + slot
            species = _name(plan, mode[accepted], slot, anti)
            store.species[daughter], store.mass[daughter] = species, plan.mass[species]
            store.ctau[daughter] = times[accepted]
        pending, trial = pending[~accepted], trial + 1


def _pick(rates: FloatArray, total: FloatArray, u: FloatArray) -> IntArray:
    target, running, index = u * total, np.zeros(len(u)), np.zeros(len(u), np.int64)
    for rate in rates[:-1]:
        running = running + rate
        index += target > running
    return index


def _name(plan: Plan, mode: IntArray, slot: int, anti: np.ndarray) -> IntArray:
    """Species of one meson: the first takes the mode's own names, the second the alternates if there are any."""
    pair = plan.daughters[:2, mode]
    if slot == 1:
        pair = np.where(plan.alternates[0, mode] >= 0, plan.alternates[:, mode], pair)
    first_is_anti = plan.particles.pdg[pair[0]] < 0
    return np.asarray(np.where(anti == first_is_anti, pair[0], pair[1]))
