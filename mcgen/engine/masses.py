"""Masses of wide particles, drawn over connected trees of them.

The scheme is EvtGen's (A. Ryd et al., EvtGen V00-11-07, section "Lineshapes"), so that samples agree with it: a *mass
tree* is a particle whose four-momentum is settled together with its wide daughters, their wide daughters and so on.
Every wide particle draws from its lineshape given the masses of its daughters (deepest first); if some particle is
then lighter than its daughters together, or heavier than its mother, the whole tree is drawn again. The joint density
is thus the product of the single lineshapes, each normalised, cut by phase space - not weighted with it, which for
broad resonances is known to differ from the true spectrum (arXiv:2602.18378).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mcgen.engine.plan import Plan
    from mcgen.engine.store import Store
    from mcgen.typing import BoolArray, FloatArray, IntArray

__all__ = ["draw_masses"]

_TRIALS = 10_000
_MARGIN = 1e-9  # GeV; keeps momenta real where rounding would not


def draw_masses(store: Store, plan: Plan, start: int) -> IntArray:
    """Draw the masses of all wide particles among the rows from ``start`` on.

    Parameters
    ----------
    store
        The batch; masses of wide rows are set.
    plan
        The compiled decay table.
    start
        First row of the generation that was grown last; earlier rows have their masses.

    Returns
    -------
    Rows of the settled particles whose tree never fitted and whose wide particles took their least masses.
    """
    rows = np.arange(start, store.size)
    wide = rows[plan.wide[store.species[rows]] & (store.mother[rows] >= 0)]
    if not len(wide):
        return wide
    draws = _Draws(store, plan, wide)
    pending = np.ones(len(wide), bool)
    for trial in range(_TRIALS):
        draws.draw(pending, trial)
        bad = draws.misfits(pending)
        if not len(bad):
            return bad
        pending = draws.of_trees(bad)
    draws.take_least(pending)
    return bad


class _Draws:
    """The wide rows of a batch, with everything a draw needs that does not change from trial to trial."""

    def __init__(self, store: Store, plan: Plan, wide: IntArray) -> None:
        self.store, self.plan = store, plan
        is_wide = np.zeros(store.size, bool)
        is_wide[wide] = True
        self.mother = store.mother[wide].astype(np.int64)
        below_wide = is_wide[self.mother]
        depth, top = np.ones(len(wide), np.int32), self.mother.copy()
        climbing = np.flatnonzero(below_wide)
        while len(climbing):
            depth[climbing] += 1
            top[climbing] = store.mother[top[climbing]]
            climbing = climbing[is_wide[top[climbing]]]
        self.rows, self.depth, self.top = wide, depth, top
        self.shape = _shapes(store, plan, wide)
        mode = store.mode[wide]
        two = (mode >= 0) & (plan.n_daughters[mode] == 2)
        self.pair = np.where(two, store.first[wide], -1)
        self.siblings = np.where(below_wide, np.nan, self._room_taken())
        self.levels = [np.flatnonzero(depth == d) for d in range(int(depth.max()), 0, -1)]

    def _room_taken(self) -> FloatArray:
        """Least mass that the siblings of each row need [GeV]."""
        mode = self.store.mode[self.mother]
        least = self.plan.minimum[self.store.species[self.rows]]
        return np.asarray(self.plan.threshold[mode] - least)

    def draw(self, pending: BoolArray, trial: int) -> None:
        """Draw the pending rows, deepest first."""
        store, plan = self.store, self.plan
        for level in self.levels:
            index = level[pending[level]]
            if not len(index):
                continue
            rows, first = self.rows[index], self.pair[index]
            m1 = np.where(first >= 0, store.mass[first], 0.0)
            m2 = np.where(first >= 0, store.mass[first + 1], 0.0)
            cap = store.mass[self.mother[index]] - self.siblings[index]
            cap = np.where(np.isnan(cap), np.inf, cap)
            mass, ok = plan.sampler.draw(self.shape[index], m1, m2, cap, store.rows(rows), trial)
            store.mass[rows] = np.where(ok, mass, np.inf)

    def misfits(self, pending: BoolArray) -> IntArray:
        """Return the tops of trees in which a particle is lighter than its daughters or heavier than its mother."""
        store = self.store
        rows, mother = self.rows[pending], self.mother[pending]
        bad = ~(store.mass[rows] <= store.mass[mother])
        checked = np.concatenate([rows[store.count[rows] > 1], np.unique(mother)])
        heavy = checked[_daughters_mass(store, checked) > store.mass[checked] - _MARGIN]
        if len(heavy):
            overfull = np.zeros(store.size, bool)
            overfull[heavy] = True
            bad |= overfull[rows] | overfull[mother]
        return np.unique(self.top[pending][bad])

    def of_trees(self, tops: IntArray) -> BoolArray:
        """Return a mask of the rows that belong to the trees with these tops."""
        marked = np.zeros(self.store.size, bool)
        marked[tops] = True
        return np.asarray(marked[self.top])

    def take_least(self, pending: BoolArray) -> None:
        rows = self.rows[pending]
        self.store.mass[rows] = self.plan.minimum[self.store.species[rows]]


def _daughters_mass(store: Store, rows: IntArray) -> FloatArray:
    total = np.zeros(len(rows))
    count = store.count[rows]
    for k in range(int(count.max(initial=0))):
        has = np.flatnonzero(count > k)
        total[has] += store.mass[store.first[rows[has]] + k]
    return total


def _shapes(store: Store, plan: Plan, rows: IntArray) -> IntArray:
    """Return the lineshape of each row; it depends on its own mode, its mother's mode and its place in that."""
    species, mode = store.species[rows].astype(np.int64), store.mode[rows].astype(np.int64)
    mother = store.mother[rows]
    pair_born = store.count[mother] == 2
    other = np.where(pair_born, store.species[store.first[mother] + 1 - store.slot[rows]], -1)
    parent = np.where(pair_born, store.species[mother], -1)
    n = np.int64(len(plan.mass) + 1)
    key = ((mode + 1) * n + species) * n * n + (parent + 1) * n + (other + 1)
    known = np.searchsorted(plan.shape_keys, key)
    known = np.minimum(known, max(len(plan.shape_keys) - 1, 0))
    missing = np.ones(len(key), bool) if not len(plan.shape_keys) else plan.shape_keys[known] != key
    if missing.any():
        _, first = np.unique(key[missing], return_index=True)
        new = np.flatnonzero(missing)[first]
        two = (mode[new] >= 0) & (plan.n_daughters[mode[new]] == 2)
        d1, d2 = (np.where(two, plan.daughters[k, mode[new]], -1) for k in (0, 1))
        shape = plan.sampler.shape_ids(species[new], d1, d2, parent[new], other[new])
        keys = np.concatenate([plan.shape_keys, key[new]])
        order = np.argsort(keys)
        plan.shape_keys = keys[order]
        plan.shape_values = np.concatenate([plan.shape_values, shape])[order]
        known = np.searchsorted(plan.shape_keys, key)
    return np.asarray(plan.shape_values[known])
