"""From the rows of a batch to events: breadth-first order, vertices, status bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mcgen.events import Events, Status
from mcgen.rng import Purpose, draw_index
from mcgen.units import SPEED_OF_LIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mcgen.engine.plan import Plan
    from mcgen.engine.store import Store
    from mcgen.typing import FloatArray, IntArray

__all__ = ["EventHeader", "assemble"]

_LIFETIME = draw_index(Purpose.LIFETIME)
_AXES = ("x", "y", "z")


class EventHeader:
    """What is known of a batch of events before any particle decays.

    Parameters
    ----------
    numbers
        Event numbers ``int64[n]``.
    experiment, run, process, event_code
        As in the event columns.
    vertex
        Production point (t [ns], x, y, z [cm]) of the first particle, ``float64[4, n]``.
    beams
        Four-momenta of the e- and the e+ beam particle ``float64[2, 4, n]`` [GeV], or None: no beam particles.
    """

    __slots__ = ("beams", "event_code", "experiment", "numbers", "process", "run", "vertex")

    def __init__(
        self,
        numbers: IntArray,
        vertex: FloatArray,
        *,
        experiment: int = 0,
        run: int = 0,
        process: int = 0,
        event_code: int = 0,
        beams: FloatArray | None = None,
    ) -> None:
        self.numbers, self.vertex, self.beams = numbers, vertex, beams
        self.experiment, self.run, self.process, self.event_code = experiment, run, process, event_code


def assemble(store: Store, plan: Plan, tree: list[IntArray], header: EventHeader) -> Events:
    """Return the events of a batch.

    Parameters
    ----------
    store
        The finished particles.
    plan
        The compiled decay table.
    tree
        Rows of each generation, event by event and breadth first, the first particles to begin with.
    header
        Event numbers, vertices and beam particles.
    """
    n = len(header.numbers)
    extra = 0 if header.beams is None else len(header.beams)
    sizes = np.array([np.bincount(store.event[rows], minlength=n) for rows in tree])
    before = np.cumsum(sizes, axis=0) - sizes + extra
    offsets = np.concatenate([[0], np.cumsum(sizes.sum(axis=0) + extra)])
    place = np.zeros(store.size, np.int32)  # position of each row within its event
    source = np.zeros(int(offsets[-1]), np.int64)  # where each particle of the events stands in the generations
    start = 0
    for rows, size, base in zip(tree, sizes, before, strict=True):
        event = store.event[rows]
        position = np.arange(len(rows)) - (np.cumsum(size) - size - base)[event]
        place[rows] = position
        source[offsets[event] + position] = np.arange(start, start + len(rows))
        start += len(rows)
    columns = _particle_columns(store, plan, np.concatenate(tree)[source], place)
    columns |= _vertex_columns(store, plan, tree, header.vertex, source)
    if header.beams is not None:
        _add_beams(columns, offsets[:-1], header.beams, header.vertex)
    return Events(offsets, columns | _event_columns(header))


def _vertex_columns(
    store: Store, plan: Plan, tree: list[IntArray], vertex: FloatArray, source: IntArray
) -> dict[str, np.ndarray]:
    points = list(_place(store, plan, tree, vertex))
    columns = {}
    for stage, name in enumerate(("production", "decay")):
        for component, axis in enumerate(("time", *_AXES)):
            generations = [pair[stage][component] for pair in points]
            columns[f"{name}_{axis}"] = np.concatenate(generations)[source]
    return columns


def _place(
    store: Store, plan: Plan, tree: list[IntArray], vertex: FloatArray
) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Yield the production and decay points (t, x, y, z) of each generation."""
    born = vertex
    for rows in tree:
        died = born.copy()
        decays = store.mode[rows] >= 0
        died[0, ~decays] = np.inf
        _fly(store, plan, rows, decays, died)
        yield born, died
        born = np.repeat(died[:, decays], store.count[rows[decays]], axis=1)


def _fly(store: Store, plan: Plan, rows: IntArray, decays: np.ndarray, died: FloatArray) -> None:
    """Draw proper times where none is decided and move the decay points along."""
    ctau = plan.ctau[store.species[rows]]
    decided = store.ctau[rows]
    draw = np.flatnonzero(decays & (ctau > 0.0) & np.isnan(decided))
    decided[draw] = -ctau[draw] * np.log(store.rows(rows[draw]).uniform(_LIFETIME))
    moving = np.flatnonzero(decays & (decided > 0.0))
    if not len(moving):
        return
    index = rows[moving]
    proper = decided[moving] / store.mass[index]
    died[0, moving] += proper * store.lab[0, index] / SPEED_OF_LIGHT
    for k in (1, 2, 3):
        died[k, moving] += proper * store.lab[k, index]


def _particle_columns(store: Store, plan: Plan, rows: IntArray, place: np.ndarray) -> dict[str, np.ndarray]:
    decays = store.mode[rows] >= 0
    mother = store.mother[rows]
    first = np.where(decays, place[store.first[rows]], -1)
    status = np.where(decays, int(Status.PRIMARY), int(Status.PRIMARY | Status.STABLE))
    return {
        "pdg": plan.particles.pdg[store.species[rows]],
        "status": status,
        "mother": np.where(mother >= 0, place[mother], -1),
        "first_daughter": first,
        "last_daughter": np.where(decays, first + store.count[rows] - 1, -1),
        "energy": store.lab[0, rows],
        "px": store.lab[1, rows],
        "py": store.lab[2, rows],
        "pz": store.lab[3, rows],
    }


def _add_beams(columns: dict[str, np.ndarray], start: IntArray, beams: FloatArray, vertex: FloatArray) -> None:
    """Put the e- and the e+ beam particle first in every event."""
    for k, pdg in enumerate((11, -11)):
        at = start + k
        columns["pdg"][at] = pdg
        columns["status"][at] = int(Status.PRIMARY | Status.STABLE | Status.INITIAL)
        for name in ("mother", "first_daughter", "last_daughter"):
            columns[name][at] = -1
        for component, name in enumerate(("energy", "px", "py", "pz")):
            columns[name][at] = beams[k, component]
        for stage in ("production", "decay"):
            for axis, name in enumerate(("time", *_AXES)):
                columns[f"{stage}_{name}"][at] = vertex[axis]


def _event_columns(header: EventHeader) -> dict[str, np.ndarray]:
    n = len(header.numbers)
    return {
        "experiment": np.full(n, header.experiment),
        "run": np.full(n, header.run),
        "event": header.numbers,
        "weight": np.ones(n),
        "process": np.full(n, header.process),
        "event_code": np.full(n, header.event_code),
    }
