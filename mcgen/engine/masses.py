"""Masses of wide particles, drawn over connected trees of them.

The scheme is EvtGen's (A. Ryd et al., EvtGen V00-11-07, section "Lineshapes"), so that samples agree with it: a *mass
tree* is a particle whose four-momentum is settled together with its wide daughters, their wide daughters and so on.
Every wide particle draws from its lineshape given the masses of its daughters (deepest first); if some particle is
then lighter than its daughters together, or heavier than its mother, the whole tree is drawn again. The joint density
is thus the product of the single lineshapes, each normalised, cut by phase space - not weighted with it, which for
broad resonances is known to differ from the true spectrum (arXiv:2602.18378).
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mcgen.engine.plan import Plan
    from mcgen.engine.store import Store
    from mcgen.typing import BoolArray, FloatArray, IntArray

__all__ = ["draw_masses"]

_PAIR = 2
_TRIALS = 1024  # a tree that fits more rarely than this counts as closed
_MARGIN = 1e-9  # GeV; keeps momenta real where rounding would not
_WORK = 8192  # rows of one call: few pending trees try several times at once
_AT_ONCE = 512


def draw_masses(store: Store, plan: Plan, start: int = 0) -> IntArray:
    """Draw the masses of all wide particles among the rows from ``start`` on.

    Parameters
    ----------
    store
        The batch; masses of wide rows are set. First particles have their masses.
    plan
        The compiled decay table.
    start
        First row that was grown since masses were drawn last.

    Returns
    -------
    Settled particles whose trees never fitted: these decays are as good as closed.
    """
    rows = np.arange(start, store.size)
    wide = rows[plan.wide[store.species[rows]] & (store.mother[rows] >= 0)]
    if not len(wide):
        return wide
    trees = _Trees.of(store, plan, wide)
    trial = 0
    while trial < _TRIALS:
        at_once = int(np.clip(_WORK // len(trees.rows), 1, min(_AT_ONCE, _TRIALS - trial)))
        masses, fits = trees.draw(store, plan, trial, at_once)
        first = fits.argmax(axis=0)
        fitted = fits[first, np.arange(fits.shape[1])]
        done = fitted[trees.tree]
        store.mass[trees.rows[done]] = masses[first[trees.tree[done]], np.flatnonzero(done)]
        if done.all():
            return wide[:0]
        trees = trees.subset(~fitted)
        trial += at_once
    settled = trees.vertex_mother < 0
    return np.unique(store.mother[trees.rows][np.flatnonzero(settled[trees.vertex])])


@dataclasses.dataclass(slots=True)
class _Trees:
    """Mass trees: their wide rows, and the vertices at which masses must fit together.

    Attributes
    ----------
    rows
        Wide rows of all trees ``[w]``, ascending.
    tree
        The tree of each, 0 ... t - 1.
    levels
        Positions in ``rows`` by depth in the tree, deepest first.
    shape, cap
        Lineshape, and upper limit of the mass [GeV].
    daughter_1, daughter_2
        Position in ``rows`` of the daughters of two-body decays, -1 for those that are not wide.
    fixed_1, fixed_2
        Masses of the daughters that are not wide [GeV], 0 otherwise.
    vertex
        The vertex at which each row is a daughter, 0 ... v - 1.
    vertex_tree, vertex_fixed
        Tree of a vertex, and sum of the masses of its daughters that are not wide [GeV].
    vertex_mother, vertex_mass
        Position in ``rows`` of the mother, -1 for a settled one, which has the mass given [GeV].
    lone, lone_fixed
        Positions of wide rows that decay into narrow particles only, and the sum of those masses [GeV].
    """

    rows: IntArray
    tree: IntArray
    levels: list[IntArray]
    shape: IntArray
    cap: FloatArray
    daughter_1: IntArray
    daughter_2: IntArray
    fixed_1: FloatArray
    fixed_2: FloatArray
    vertex: IntArray
    vertex_tree: IntArray
    vertex_fixed: FloatArray
    vertex_mother: IntArray
    vertex_mass: FloatArray
    lone: IntArray
    lone_fixed: FloatArray

    @classmethod
    def of(cls, store: Store, plan: Plan, wide: IntArray) -> _Trees:
        """Return the trees of all wide rows of a batch."""
        position = np.full(store.size, -1)
        position[wide] = np.arange(len(wide))
        mother = store.mother[wide].astype(np.int64)
        above = position[mother]
        depth, top = np.ones(len(wide), np.int64), mother.copy()
        climbing = np.flatnonzero(above >= 0)
        while len(climbing):
            depth[climbing] += 1
            top[climbing] = store.mother[top[climbing]]
            climbing = climbing[position[top[climbing]] >= 0]
        vertex_row, vertex = np.unique(mother, return_inverse=True)
        _, tree = np.unique(top, return_inverse=True)
        vertex_tree = np.empty(len(vertex_row), np.int64)
        vertex_tree[vertex] = tree
        daughters = [cls._daughter(store, plan, wide, position, k) for k in (0, 1)]
        room = plan.threshold[store.mode[mother]] - plan.minimum[store.species[wide]]
        is_mother = np.zeros(len(wide), bool)
        is_mother[above[above >= 0]] = True
        lone = np.flatnonzero(~is_mother & (store.count[wide] > 1))
        return cls(
            rows=wide,
            tree=tree,
            levels=[np.flatnonzero(depth == d) for d in range(int(depth.max()), 0, -1)],
            shape=_shapes(store, plan, wide),
            cap=np.where(above >= 0, np.inf, store.mass[mother] - room),
            daughter_1=daughters[0][0],
            daughter_2=daughters[1][0],
            fixed_1=daughters[0][1],
            fixed_2=daughters[1][1],
            vertex=vertex,
            vertex_tree=vertex_tree,
            vertex_fixed=_narrow_mass(store, vertex_row, position),
            vertex_mother=position[vertex_row],
            vertex_mass=store.mass[vertex_row],
            lone=lone,
            lone_fixed=_narrow_mass(store, wide[lone], position),
        )

    @staticmethod
    def _daughter(store: Store, plan: Plan, wide: IntArray, position: IntArray, k: int) -> tuple[IntArray, FloatArray]:
        two = store.count[wide] == _PAIR
        row = np.where(two, store.first[wide] + k, 0)
        at = np.where(two, position[row], -1)
        return at, np.where(two & (at < 0), plan.mass[store.species[row]], 0.0)

    def draw(self, store: Store, plan: Plan, trial: int, at_once: int) -> tuple[FloatArray, BoolArray]:
        """Try ``trial ... trial + at_once - 1`` of all trees; return masses ``[at_once, w]`` and fits ``[at_once, t]``."""
        masses = np.zeros((at_once, len(self.rows)))
        for index in self.levels:
            if len(index):
                masses[:, index] = self._draw_level(store, plan, masses, index, trial)
        n_vertices, n_trees = len(self.vertex_tree), int(self.vertex_tree.max()) + 1
        offset = np.arange(at_once)[:, None]
        flat = (offset * n_vertices + self.vertex).ravel()
        sums = np.bincount(flat, weights=masses.ravel(), minlength=at_once * n_vertices)
        total: FloatArray = sums.reshape(at_once, n_vertices) + self.vertex_fixed
        room = np.where(self.vertex_mother >= 0, masses[:, self.vertex_mother], self.vertex_mass)
        bad = np.zeros((at_once, n_trees), bool)
        _mark(bad, ~(total <= room - _MARGIN), self.vertex_tree)
        _mark(bad, ~(self.lone_fixed <= masses[:, self.lone] - _MARGIN), self.tree[self.lone])
        return masses, ~bad

    def _draw_level(self, store: Store, plan: Plan, masses: FloatArray, index: IntArray, trial: int) -> FloatArray:
        at_once = len(masses)
        m1, m2 = (
            np.where(at[index] >= 0, masses[:, at[index]], fixed[index])
            for at, fixed in ((self.daughter_1, self.fixed_1), (self.daughter_2, self.fixed_2))
        )
        streams = store.rows(np.tile(self.rows[index], at_once))
        trials = np.repeat(np.arange(trial, trial + at_once, dtype=np.uint64), len(index))
        shape, cap = np.tile(self.shape[index], at_once), np.tile(self.cap[index], at_once)
        drawn, ok = plan.sampler.draw(shape, m1.ravel(), m2.ravel(), cap, streams, trials)
        return np.where(ok, drawn, np.nan).reshape(at_once, -1)

    def subset(self, keep: BoolArray) -> _Trees:
        """Return some of the trees, ``keep[t]``."""
        rows, vertices, lone = keep[self.tree], keep[self.vertex_tree], keep[self.tree[self.lone]]
        new_row, new_vertex = np.cumsum(rows) - 1, np.cumsum(vertices) - 1
        new_tree = np.cumsum(keep) - 1

        def move(at: IntArray) -> IntArray:
            return np.where(at >= 0, new_row[at], -1)

        return _Trees(
            rows=self.rows[rows],
            tree=new_tree[self.tree[rows]],
            levels=[new_row[index[rows[index]]] for index in self.levels],
            shape=self.shape[rows],
            cap=self.cap[rows],
            daughter_1=move(self.daughter_1[rows]),
            daughter_2=move(self.daughter_2[rows]),
            fixed_1=self.fixed_1[rows],
            fixed_2=self.fixed_2[rows],
            vertex=new_vertex[self.vertex[rows]],
            vertex_tree=new_tree[self.vertex_tree[vertices]],
            vertex_fixed=self.vertex_fixed[vertices],
            vertex_mother=move(self.vertex_mother[vertices]),
            vertex_mass=self.vertex_mass[vertices],
            lone=new_row[self.lone[lone]],
            lone_fixed=self.lone_fixed[lone],
        )


def _mark(bad: BoolArray, wrong: BoolArray, tree: IntArray) -> None:
    attempt, where = np.nonzero(wrong)
    bad[attempt, tree[where]] = True


def _narrow_mass(store: Store, rows: IntArray, position: IntArray) -> FloatArray:
    """Sum of the masses of the narrow daughters of ``rows`` [GeV]."""
    total = np.zeros(len(rows))
    count = store.count[rows]
    for k in range(int(count.max(initial=0))):
        has = np.flatnonzero(count > k)
        daughter = store.first[rows[has]] + k
        total[has] += np.where(position[daughter] < 0, store.mass[daughter], 0.0)
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
