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
    extra = 0 if header.beams is None else 2
    generations = list(_place(store, plan, tree, header.vertex))
    sizes = np.array([np.bincount(store.event[rows], minlength=n) for rows, _, _ in generations])
    before = np.cumsum(sizes, axis=0) - sizes + extra
    counts = sizes.sum(axis=0) + extra
    offsets = np.concatenate([[0], np.cumsum(counts)])
    place = np.empty(store.size, np.int32)  # position of each row within its event
    target = []
    for (rows, _, _), size, base in zip(generations, sizes, before, strict=True):
        event = store.event[rows]
        start = np.cumsum(size) - size
        position = np.arange(len(rows)) - start[event] + base[event]
        place[rows] = position
        target.append(offsets[event] + position)
    out = np.concatenate(target)
    rows = np.concatenate([g[0] for g in generations])
    columns = _particle_columns(store, plan, rows, place)
    born, died = (np.concatenate([g[k] for g in generations], axis=1) for k in (1, 2))
    for stage, point in (("production", born), ("decay", died)):
        columns[f"{stage}_time"] = point[0]
        columns |= {f"{stage}_{axis}": point[k + 1] for k, axis in enumerate(_AXES)}
    particles = int(offsets[-1])
    ordered = {name: _scatter(values, out, particles) for name, values in columns.items()}
    if header.beams is not None:
        _add_beams(ordered, offsets[:-1], header.beams, header.vertex)
    return Events(offsets, ordered | _event_columns(header))


def _place(
    store: Store, plan: Plan, tree: list[IntArray], vertex: FloatArray
) -> Iterator[tuple[IntArray, FloatArray, FloatArray]]:
    """Yield the rows of each generation with their production and decay points (t, x, y, z)."""
    born = vertex
    for rows in tree:
        died = born.copy()
        decays = store.mode[rows] >= 0
        died[0, ~decays] = np.inf
        _fly(store, plan, rows, decays, died)
        yield rows, born, died
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


def _scatter(values: np.ndarray, target: IntArray, size: int) -> np.ndarray:
    out = np.zeros(size, values.dtype)
    out[target] = values
    return out


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
