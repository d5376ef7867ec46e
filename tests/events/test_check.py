from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from mcgen.events import Events, Status, check_events
from mcgen.particles import ParticleTable
from tests.events.builders import MASSES, make_events, random_events

_PDG = np.array(sorted(MASSES))
TABLE = cast(
    ParticleTable,
    SimpleNamespace(
        pdg=_PDG,
        mass=np.array([MASSES[p] for p in _PDG.tolist()]),
        width=np.where(_PDG == 300553, 0.02, 0.0),
        charge3=np.where(np.abs(_PDG) == 211, 3 * np.sign(_PDG), 0),
    ),
)


def changed(name: str, rows: list[int], value: Any) -> Events:
    events = make_events(4)
    column = getattr(events, name).copy()
    column[rows] = value
    return Events(events.offsets, events.columns | {name: column})


def rules(events: Events, table: ParticleTable | None = TABLE) -> set[str]:
    return {problem.rule for problem in check_events(events, table)}


@pytest.mark.parametrize("n", [0, 1, 200])
def test_sound_events_have_no_problem(n: int) -> None:
    assert check_events(make_events(n), TABLE) == []
    assert check_events(make_events(n)) == []


def test_structure_of_random_trees_is_sound() -> None:
    found = rules(random_events(50, seed=3, beams=True), None)
    assert not found & {"mother-first", "daughter-range", "mother-link", "daughter-link", "stable", "vertex"}


@pytest.mark.parametrize(
    ("name", "rows", "value", "rule"),
    [
        ("mother", [11], 3, "mother-first"),
        ("mother", [0], -2, "mother-first"),
        ("last_daughter", [1], 7, "daughter-range"),
        ("first_daughter", [1], 1, "daughter-range"),
        ("first_daughter", [1], -1, "daughter-range"),
        ("mother", [3], 2, "mother-link"),
        ("last_daughter", [1], 5, "daughter-link"),
        ("status", [3], int(Status.PRIMARY), "stable"),
        ("px", [3], np.nan, "finite"),
        ("decay_time", [1], np.inf, "finite"),
        ("decay_time", [1], -1.0, "time"),
        ("weight", [1], np.nan, "weight"),
        ("production_z", [3], 1e-9, "vertex"),
        ("px", [3], 1.0, "four-momentum"),
        ("energy", [3], 1.0, "mass-shell"),
        ("pdg", [3], 22, "charge"),
        ("pdg", [3], 4242, "particle"),
    ],
)
def test_each_fault_is_found(name: str, rows: list[int], value: float, rule: str) -> None:
    assert rule in rules(changed(name, rows, value))


def test_a_wrong_mass_is_found_only_with_a_table() -> None:
    events = changed("pdg", [1, 2], [-511, 511])
    assert rules(events) == set()
    swapped = changed("pdg", [8, 9], [511, 511])  # photons called B mesons
    assert rules(swapped) == {"mass-shell"}
    assert rules(swapped, None) == set()


def test_a_problem_names_the_first_offender() -> None:
    (problem,) = (p for p in check_events(changed("px", [8, 13], np.nan)) if p.rule == "finite")
    assert (problem.count, problem.event, problem.particle) == (2, 1, 1)


def test_virtual_particles_need_not_lie_on_the_mass_shell() -> None:
    events = make_events(2)
    status = events.status.copy()
    status[0] |= Status.VIRTUAL
    light = Events(events.offsets, events.columns | {"status": status})
    assert rules(light) == set()
