"""Growing decay trees: modes are chosen and daughters allocated for a whole generation of the batch at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mcgen.engine.cp_times import draw_pairs, draw_singles, partners
from mcgen.engine.mixing import oscillate_pairs
from mcgen.engine.single_mixing import oscillate_singles
from mcgen.engine.store import NONE
from mcgen.errors import DecayFileError
from mcgen.rng import Purpose, child_node, draw_index

if TYPE_CHECKING:
    from mcgen.engine.plan import Plan
    from mcgen.engine.store import Store
    from mcgen.rng import Streams
    from mcgen.typing import BoolArray, IntArray

__all__ = ["choose_modes", "grow", "name_streams", "regrow"]

_MODE = draw_index(Purpose.MODE)
_TRIALS = 1000
_REGROWN = 1 << 16  # "slot" from which the nodes of regrown trees are named, beyond those of daughters


def grow(store: Store, plan: Plan, streams: Streams, numbers: IntArray, roots: IntArray) -> None:
    """Choose the modes of ``roots`` and of all their descendants, and allocate the descendants.

    Parameters
    ----------
    store
        The batch; grows.
    plan
        The compiled decay table.
    streams
        Random streams of the run.
    numbers
        Event numbers of the batch ``[n_events]``.
    roots
        Rows whose mass is known and which have no mode yet.
    """
    name_streams(store, plan, streams, numbers, roots)
    rows = roots
    oscillate_singles(store, plan, rows)
    choose_modes(store, plan, rows, by_mass=True)
    _grow_on(store, plan, streams, numbers, rows)


def _grow_on(store: Store, plan: Plan, streams: Streams, numbers: IntArray, rows: IntArray) -> None:
    """Grow the trees of ``rows``, whose modes are chosen."""
    while True:
        settle_cp(store, plan, streams, numbers, rows)
        rows = rows[store.mode[rows] >= 0]
        if not len(rows):
            return
        new = _allocate(store, plan, rows)
        oscillate_pairs(store, plan, rows[plan.mixing[store.mode[rows]]])
        _name_daughters(store, plan, streams, numbers, new)
        oscillate_singles(store, plan, new)
        choose_modes(store, plan, new, by_mass=False)
        rows = new


def regrow(store: Store, plan: Plan, streams: Streams, numbers: IntArray, tops: IntArray, attempt: int) -> None:
    """Choose other modes for particles whose decays turned out closed; their old descendants are left behind.

    Modes with CP violation are passed over: they would change the partner, whose tree stands already.

    Parameters
    ----------
    tops
        Rows with modes and known masses.
    attempt
        Number of the attempt, from 1.
    """
    _choose_others(store, plan, streams, numbers, tops, attempt)
    _grow_on(store, plan, streams, numbers, tops)


def _choose_others(store: Store, plan: Plan, streams: Streams, numbers: IntArray, rows: IntArray, attempt: int) -> None:
    """Choose modes without CP violation again, with fresh random streams."""
    pending = rows
    for _ in range(_TRIALS):
        store.node[pending] = child_node(store.node[pending], _REGROWN + attempt)
        name_streams(store, plan, streams, numbers, pending)
        store.mode[pending] = NONE
        choose_modes(store, plan, pending, by_mass=True)
        pending = pending[_has(plan.cp, store.mode[pending])]
        if not len(pending):
            return
    name = plan.particles.names[int(store.species[pending[0]])]
    raise DecayFileError(f"all decay modes of {name} violate CP, and none of them is open in some events")


def settle_cp(store: Store, plan: Plan, streams: Streams, numbers: IntArray, rows: IntArray) -> None:
    """Settle times and flavours of those ``rows`` whose modes violate CP; their partners may get other modes."""
    if not plan.cp.any():
        return
    violating = rows[_has(plan.cp, store.mode[rows])]
    if not len(violating):
        return
    mates = partners(store, plan, violating)
    double = (mates >= 0) & _has(plan.cp, store.mode[mates])
    moved = draw_singles(store, plan, violating[~double])
    store.mode[moved] = NONE
    choose_modes(store, plan, moved, by_mass=False)
    also = moved[_has(plan.cp, store.mode[moved])]
    pairs = np.unique(np.concatenate([store.mother[violating[double]], store.mother[also]]))
    forbidden = draw_pairs(store, plan, pairs)
    if len(forbidden):
        _resolve_forbidden(store, plan, streams, numbers, forbidden)


def _resolve_forbidden(store: Store, plan: Plan, streams: Streams, numbers: IntArray, mothers: IntArray) -> None:
    """Where a pair cannot decay into two CP eigenstates, give the meson that is no alias another mode."""
    first, second = store.first[mothers], store.first[mothers] + 1
    bound = plan.is_alias(store.species[first]) & plan.is_alias(store.species[second])
    if bound.any():
        modes = " and ".join(plan.describe(int(store.mode[row[bound][0]])) for row in (first, second))
        raise DecayFileError(
            f"{modes} cannot both happen in one event: the pair's amplitude is antisymmetric and vanishes for them"
        )
    moving = np.where(plan.is_alias(store.species[second]), first, second)
    _choose_others(store, plan, streams, numbers, moving, 1)
    draw_singles(store, plan, first + second - moving, keep_partners=True)


def _has(flag: BoolArray, mode: IntArray) -> BoolArray:
    """Flags of modes, False for no mode."""
    return np.asarray((mode >= 0) & flag[mode])


def name_streams(store: Store, plan: Plan, streams: Streams, numbers: IntArray, rows: IntArray) -> None:
    """Name the random streams of the rows that will draw something: those that decay or have a width."""
    drawing = rows[plan.draws.take(store.species.take(rows))]
    named = streams.rows(numbers.take(store.event.take(drawing)), store.node.take(drawing))
    store.key_a[drawing], store.key_b[drawing] = named.a, named.b


def _name_daughters(store: Store, plan: Plan, streams: Streams, numbers: IntArray, new: IntArray) -> None:
    """Name the nodes and streams of new daughters; those that draw nothing need no name."""
    drawing = new[plan.draws.take(store.species.take(new))]
    store.node[drawing] = child_node(store.node.take(store.mother.take(drawing)), store.slot.take(drawing))
    name_streams(store, plan, streams, numbers, drawing)


def choose_modes(store: Store, plan: Plan, rows: IntArray, *, by_mass: bool) -> None:
    """Choose decay modes of rows that have none yet and can decay.

    Parameters
    ----------
    rows
        Rows.
    by_mass
        Whether the rows have masses of their own, below which a mode may be closed (the roots of a batch). Narrow
        particles have their nominal mass, at which the plan knows what is open; wide ones draw a mass that fits.

    Raises
    ------
    DecayFileError
        All modes of a particle are closed at its mass.
    """
    species = store.species.take(rows)
    if plan.some_closed and plan.closed[species].any():
        _refuse_closed(plan, int(species[plan.closed[species]][0]), None)
    decaying = np.flatnonzero((plan.n_modes.take(species) > 0) & (store.mode.take(rows) == NONE))
    rows, species = rows.take(decaying), species.take(decaying)
    store.mode[rows] = plan.choose(species, store.rows(rows).uniform(_MODE))
    if by_mass:
        pending = rows[_closed(store, plan, rows)]
        for trial in range(1, _TRIALS):
            if not len(pending):
                return
            u = store.rows(pending).uniform(draw_index(Purpose.MODE, trial))
            store.mode[pending] = plan.choose(store.species[pending], u)
            pending = pending[_closed(store, plan, pending)]
        _take_open(store, plan, pending)


def _closed(store: Store, plan: Plan, rows: IntArray) -> BoolArray:
    mode = store.mode[rows]
    return (plan.threshold[mode] >= store.mass[rows]) & (plan.n_daughters[mode] > 1)


def _take_open(store: Store, plan: Plan, rows: IntArray) -> None:
    """Rows that met no open mode in many trials: refuse those that have none, name the rest's first open one."""
    for row in rows:
        species, mass = int(store.species[row]), float(store.mass[row])
        first, n = int(plan.first_mode[species]), int(plan.n_modes[species])
        fits = np.flatnonzero(plan.threshold[first : first + n] < mass)
        if not len(fits):
            _refuse_closed(plan, species, mass)
        store.mode[row] = first + fits[0]


def _refuse_closed(plan: Plan, species: int, mass: float | None) -> None:
    name = plan.particles.names[species]
    at = plan.mass[species] if mass is None else mass
    raise DecayFileError(f"no decay mode of {name} is kinematically open at its mass of {at:.6g} GeV")


def _allocate(store: Store, plan: Plan, rows: IntArray) -> IntArray:
    """Make the daughters of ``rows`` (which have modes) and return their rows."""
    mode = store.mode.take(rows)
    count = plan.n_daughters.take(mode)
    total = int(count.sum())
    new = store.allocate(total)
    ends = np.cumsum(count)
    first = new.start + ends - count
    store.first[rows], store.count[rows] = first, count
    slot = np.arange(total) - np.repeat(ends - count, count)
    mother = np.repeat(rows, count)
    # row-major [daughter, mode] table, read as a flat one
    species = plan.daughters.take(slot * plan.daughters.shape[1] + np.repeat(mode, count))
    if plan.cp.any():
        flipped = np.flatnonzero(store.flipped.take(mother))
        species[flipped] = plan.particles.conjugate[species[flipped]]
    store.event[new] = np.repeat(store.event.take(rows), count)
    store.mother[new] = mother
    store.slot[new] = slot
    store.species[new] = species
    store.mass[new] = plan.mass.take(species)
    mixed = np.flatnonzero(plan.oscillates.take(mode))
    store.ctau[first[mixed]] = 0.0
    return np.arange(new.start, new.stop)
