"""From the rows of a batch to events: breadth-first order, vertices, status bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mcgen.events import Events, Status
from mcgen.rng import Purpose, draw_index
from mcgen.units import SPEED_OF_LIGHT

if TYPE_CHECKING:
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
        Event numbers and vertices. Beam particles stand in the store before the first particles.
    """
    n = len(header.numbers)
    beams = tree[0][0] // n  # beam particles an event
    generations = ([np.arange(beams * n).reshape(beams, n).T.ravel()] if beams else []) + tree
    events = [store.event.take(rows) for rows in generations]
    sizes = np.array([np.bincount(event, minlength=n) for event in events])
    before = np.cumsum(sizes, axis=0) - sizes
    offsets = np.concatenate([[0], np.cumsum(sizes.sum(axis=0))])
    place = np.zeros(store.size, np.int32)  # position of each row within its event
    order = np.zeros(int(offsets[-1]), np.int64)  # row of each particle of the events
    for rows, event, size, base in zip(generations, events, sizes, before, strict=True):
        position = np.arange(len(rows)) - (np.cumsum(size) - size - base).take(event)
        place[rows] = position
        order[offsets.take(event) + position] = rows
    columns = _particle_columns(store, plan, order, place, beams * n)
    columns |= _vertex_columns(store, plan, tree, header.vertex, order)
    return Events(offsets, columns | _event_columns(header))


def _vertex_columns(
    store: Store, plan: Plan, tree: list[IntArray], vertex: FloatArray, order: IntArray
) -> dict[str, np.ndarray]:
    """Production and decay points: particles refer to a table of vertices, which only particles that fly extend."""
    born, died = np.zeros(store.size, np.int32), np.zeros(store.size, np.int32)
    born[: tree[0][0]] = died[: tree[0][0]] = store.event[: tree[0][0]]
    vertices = [vertex]
    count = vertex.shape[1]
    for generation, rows in enumerate(tree):
        start = np.arange(len(rows), dtype=np.int32) if generation == 0 else died.take(store.mother.take(rows))
        born[rows] = died[rows] = start
        moving, end = _fly(store, plan, rows, start, vertices)
        died[moving] = np.arange(count, count + len(moving))
        vertices.append(end)
        count += len(moving)
    table = np.concatenate(vertices, axis=1)
    first, last = born.take(order), died.take(order)
    columns = {}
    for component, axis in enumerate(("time", *_AXES)):
        columns[f"production_{axis}"] = table[component].take(first)
        columns[f"decay_{axis}"] = table[component].take(last)
    columns["decay_time"][store.mode.take(order) < 0] = np.inf
    beams = int(tree[0][0]) // len(tree[0])
    if beams:
        # the beam particles end in the collision
        at = np.flatnonzero(order < tree[0][0])
        columns["decay_time"][at] = table[0].take(last[at])
    return columns


def _fly(
    store: Store, plan: Plan, rows: IntArray, start: IntArray, vertices: list[FloatArray]
) -> tuple[IntArray, FloatArray]:
    """Draw proper times where none is decided; return the rows that fly and the points ``[4, n]`` where they decay."""
    decaying = np.flatnonzero(store.mode.take(rows) >= 0)
    index = rows[decaying]
    ctau = plan.ctau.take(store.species.take(index))
    decided = store.ctau.take(index)
    draw = np.flatnonzero((ctau > 0.0) & np.isnan(decided))
    decided[draw] = -ctau[draw] * np.log(store.rows(index[draw]).uniform(_LIFETIME))
    flying = np.flatnonzero(decided > 0.0)
    index, at = index[flying], start[decaying[flying]]
    proper = decided[flying] / store.mass.take(index)
    end = np.concatenate(vertices, axis=1).take(at, axis=1) if len(vertices) > 1 else vertices[0].take(at, axis=1)
    end[0] += proper * store.lab[0].take(index) / SPEED_OF_LIGHT
    for k in (1, 2, 3):
        end[k] += proper * store.lab[k].take(index)
    return index, end


def _particle_columns(
    store: Store, plan: Plan, order: IntArray, place: np.ndarray, beams: int
) -> dict[str, np.ndarray]:
    decays = store.mode.take(order) >= 0
    mother, first = store.mother.take(order), store.first.take(order)
    first_place = np.where(decays, place.take(first, mode="clip"), -1)
    status = np.where(decays, int(Status.PRIMARY), int(Status.PRIMARY | Status.STABLE)).astype(np.int32)
    if beams:
        status[order < beams] |= int(Status.INITIAL)
    return {
        "pdg": plan.particles.pdg.take(store.species.take(order)),
        "status": status,
        "mother": np.where(mother >= 0, place.take(mother, mode="clip"), -1),
        "first_daughter": first_place,
        "last_daughter": np.where(decays, first_place + store.count.take(order) - 1, -1),
        **{name: store.lab[k].take(order) for k, name in enumerate(("energy", "px", "py", "pz"))},
    }


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
