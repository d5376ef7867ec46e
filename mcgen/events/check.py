"""Checks of events: structure, conservation laws, mass shell.

Everything is done on whole columns; a check names how many particles break it and shows the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mcgen.events.columns import COLUMNS
from mcgen.events.status import Status

if TYPE_CHECKING:
    from mcgen.events.events import Events
    from mcgen.particles import ParticleTable
    from mcgen.typing import BoolArray, FloatArray, IntArray

__all__ = ["EventProblem", "check_events"]

_NARROW = 1e-6  # [GeV]: particles with a smaller width are generated at their nominal mass


@dataclass(frozen=True, slots=True)
class EventProblem:
    """A rule that some particles break.

    Parameters
    ----------
    rule
        Short name of the rule.
    count
        Number of particles (of events, for a rule about whole events) that break it.
    event
        Number of the first event that breaks it (column ``event``).
    particle
        Position of the first offender within that event, -1 for a rule about the whole event.
    text
        One line of explanation.
    """

    rule: str
    count: int
    event: int
    particle: int
    text: str


def check_events(events: Events, particles: ParticleTable | None = None, tolerance: float = 1e-9) -> list[EventProblem]:
    """Return what is wrong with events; nothing for sound ones.

    Parameters
    ----------
    events
        The events.
    particles
        Particle table for charges and nominal masses; without it, charge is not checked and the mass shell only for
        m^2 >= 0. Pass the table that the events were made with.
    tolerance
        Largest violation of four-momentum sums relative to the mother's energy, and of E^2 - p^2 - m^2 relative to
        E^2.

    Returns
    -------
    list of EventProblem
        One entry a broken rule. Conservation laws are checked only if the structure is sound.
    """
    problems = list(_structure(events))
    if not problems:
        problems += _values(events)
        problems += _conservation(events, particles, tolerance)
        problems += _mass_shell(events, particles, tolerance)
    return problems


def _report(events: Events, rule: str, bad: BoolArray, text: str) -> Iterator[EventProblem]:
    """Yield a problem if any particle is bad (bool[particles])."""
    where = np.flatnonzero(bad)
    if len(where):
        row = int(where[0])
        i = int(np.searchsorted(events.offsets, row, side="right")) - 1
        yield EventProblem(rule, len(where), int(events.event[i]), row - int(events.offsets[i]), text)


def _positions(events: Events) -> tuple[IntArray, IntArray, IntArray]:
    """Return for every particle its position within the event, its event's first row and its event's size."""
    start = np.repeat(events.offsets[:-1], events.counts)
    return np.arange(len(start)) - start, start, np.repeat(events.counts, events.counts)


def _structure(events: Events) -> Iterator[EventProblem]:
    position, start, size = _positions(events)
    mother, first, last = events.mother, events.first_daughter, events.last_daughter
    misplaced = (mother < -1) | (mother >= position)
    yield from _report(events, "mother-first", misplaced, "the mother does not stand before her daughter")
    none = (first == -1) & (last == -1)
    wrong = ~none & ((first <= position) | (last < first) | (last >= size))
    yield from _report(
        events, "daughter-range", wrong, "first_daughter and last_daughter are no range after the mother"
    )
    if misplaced.any() or wrong.any():
        return
    has = mother >= 0
    row = np.where(has, start + mother, 0)
    outside = has & ((position < first[row]) | (position > last[row])) if len(row) else has
    yield from _report(events, "mother-link", outside, "the mother's range of daughters does not hold the particle")
    born = np.bincount(row[has], minlength=len(row)) if len(row) else np.zeros(0, np.int64)
    lacking = born != np.where(none, 0, last - first + 1)
    yield from _report(events, "daughter-link", lacking, "the range of daughters holds particles of another mother")
    stable = (events.status & Status.STABLE) != 0
    yield from _report(events, "stable", stable != none, "the status bit STABLE disagrees with the daughters")


def _values(events: Events) -> Iterator[EventProblem]:
    stable = events.first_daughter < 0
    bad = np.zeros(len(stable), np.bool_)
    for name, column in COLUMNS.items():
        values = getattr(events, name)
        if column.dtype.kind == "f" and len(values) == len(bad) and name not in ("decay_time", "weight"):
            bad |= ~np.isfinite(values)
    time = events.decay_time
    bad |= ~np.isfinite(time) & ~(stable & (time == np.inf))
    yield from _report(events, "finite", bad, "a column holds nan or inf")
    early = ~bad & (time < events.production_time)
    yield from _report(events, "time", early, "the particle decays before it was made")
    odd = np.flatnonzero(~np.isfinite(events.weight))
    if len(odd):
        number = int(events.event[odd[0]])
        yield EventProblem("weight", len(odd), number, -1, "the event's weight is not finite")
    _, start, _ = _positions(events)
    has = events.mother >= 0
    row = np.where(has, start + events.mother, 0)
    apart = np.zeros(len(has), np.bool_)
    for axis in ("x", "y", "z", "time"):
        apart |= getattr(events, f"production_{axis}") != getattr(events, f"decay_{axis}")[row]
    text = "the particle was not made where its mother decayed"
    yield from _report(events, "vertex", apart & has, text)


def _conservation(events: Events, particles: ParticleTable | None, tolerance: float) -> Iterator[EventProblem]:
    _, start, _ = _positions(events)
    has = events.mother >= 0
    row = (start + events.mother)[has]
    decayed = events.first_daughter >= 0

    def excess(values: FloatArray) -> FloatArray:
        sums = np.bincount(row, weights=values[has], minlength=len(values)).astype(np.float64)
        difference: FloatArray = np.where(decayed, sums - values, 0.0)
        return difference

    worst = np.zeros(len(decayed))
    for name in ("px", "py", "pz", "energy"):
        worst = np.maximum(worst, np.abs(excess(getattr(events, name))))
    text = f"the daughters' four-momenta miss the mother's by more than {tolerance:g} of her energy"
    yield from _report(events, "four-momentum", worst > tolerance * np.abs(events.energy), text)
    if particles is not None:
        known, index = _rows_of(events, particles)
        yield from _report(events, "particle", ~known, "the particle table does not know this pdg number")
        if known.all():
            charge = particles.charge3[index].astype(np.float64)
            yield from _report(events, "charge", excess(charge) != 0, "the daughters' charges miss the mother's")


def _mass_shell(events: Events, particles: ParticleTable | None, tolerance: float) -> Iterator[EventProblem]:
    e2 = events.energy * events.energy
    m2 = e2 - (events.px * events.px + events.py * events.py + events.pz * events.pz)
    real = (events.status & Status.VIRTUAL) == 0
    made = events.mother >= 0  # the beams and what they make have the energy of the machine, not a nominal mass
    yield from _report(events, "mass-shell", real & (m2 < -tolerance * e2), "m^2 is negative")
    if particles is None:
        return
    known, index = _rows_of(events, particles)
    nominal = particles.mass[index]
    off = np.abs(m2 - nominal * nominal) > tolerance * e2
    text = "the particle's mass is not the one of the particle table"
    yield from _report(events, "mass-shell", real & made & known & (particles.width[index] < _NARROW) & off, text)


def _rows_of(events: Events, particles: ParticleTable) -> tuple[BoolArray, IntArray]:
    """Return whether the table knows each particle, and its row there (0 if not)."""
    pdg, first = np.unique(np.asarray(particles.pdg), return_index=True)
    place = np.minimum(np.searchsorted(pdg, events.pdg), len(pdg) - 1)
    known = pdg[place] == events.pdg
    return known, np.where(known, first[place], 0)
