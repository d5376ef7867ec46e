"""Driving the engine: from the first particles of a batch to finished events."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from mcgen.engine.assembly import assemble
from mcgen.engine.chains import Polarised
from mcgen.engine.frames import to_laboratory
from mcgen.engine.kinds import Kind
from mcgen.engine.masses import draw_masses
from mcgen.engine.store import Store
from mcgen.engine.topology import grow
from mcgen.engine.waves import Wave, decay_all
from mcgen.rng import ROOT_NODE

if TYPE_CHECKING:
    from mcgen.engine.assembly import EventHeader
    from mcgen.engine.plan import Plan
    from mcgen.events import Events
    from mcgen.rng import Streams
    from mcgen.typing import ComplexArray, FloatArray, IntArray

__all__ = ["Generator"]

_ROWS_PER_EVENT = 48  # room made at first; the store grows where it is too little


class Generator:
    """Decays particles by a plan.

    Parameters
    ----------
    plan
        The compiled decay table.
    streams
        Random streams of the run.

    Attributes
    ----------
    counters
        Accumulated counts: ``events``, ``particles``, ``mass tree failures`` and bound overflows by mode.
    seconds
        Time spent in each stage [s].
    """

    def __init__(self, plan: Plan, streams: Streams) -> None:
        self.plan, self.streams = plan, streams
        self.counters: Counter[str] = Counter()
        self.seconds: Counter[str] = Counter()

    def run(
        self, species: int, momentum: FloatArray, mass: FloatArray, density: ComplexArray | None, header: EventHeader
    ) -> Events:
        """Generate one event for each given first particle.

        Parameters
        ----------
        species
            What they are, a row of the plan's particle table.
        momentum
            Their laboratory four-momenta ``[4, n]`` [GeV].
        mass
            Their masses ``[n]`` [GeV].
        density
            Their spin density matrices ``[s, s, n]`` in the frame reached from the laboratory by a pure boost; None:
            unpolarised.
        header
            Event numbers, vertices, beam particles.
        """
        clock = _Clock(self.seconds)
        numbers = header.numbers
        n = len(numbers)
        store = Store(_ROWS_PER_EVENT * n)
        roots = self._roots(store, species, momentum, mass, n)
        grow(store, self.plan, self.streams, numbers, roots)
        clock.lap("topology")
        failed = draw_masses(store, self.plan, 0)
        self._count_failures(store, failed)
        clock.lap("masses")
        chained = decay_all(store, self.plan, self._first_wave(store, roots, density), self.counters)
        clock.lap("decays")
        generations = to_laboratory(store, roots, chained)
        clock.lap("frames")
        events = assemble(store, self.plan, generations, header)
        clock.lap("assembly")
        self.counters["events"] += n
        self.counters["particles"] += store.size
        return events

    def _roots(self, store: Store, species: int, momentum: FloatArray, mass: FloatArray, n: int) -> IntArray:
        place = store.allocate(n)
        store.event[place] = np.arange(n)
        store.species[place] = species
        store.node[place] = ROOT_NODE
        store.mass[place] = mass
        store.lab[:, place] = momentum
        return np.arange(n)

    def _first_wave(self, store: Store, roots: IntArray, density: ComplexArray | None) -> Wave:
        if density is None:
            return Wave(roots, [])
        mode = store.mode[roots]
        polarised = (mode >= 0) & (self.plan.kind[mode] >= Kind.TWO_BODY)
        groups = [Polarised(roots[polarised], density[..., polarised])] if polarised.any() else []
        return Wave(roots[~polarised], groups)

    def _count_failures(self, store: Store, failed: IntArray) -> None:
        for mode, count in zip(*np.unique(store.mode[failed], return_counts=True), strict=True):
            self.counters[f"mass tree failed: {self.plan.describe(int(mode))}"] += int(count)


class _Clock:
    def __init__(self, seconds: Counter[str]) -> None:
        self.seconds, self.start = seconds, time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] += now - self.start  # type: ignore[assignment]
        self.start = now
