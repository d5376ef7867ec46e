"""Driving the engine: from the first particles of a batch to finished events."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from mcgen.engine.assembly import assemble
from mcgen.engine.frames import generations, to_laboratory
from mcgen.engine.masses import draw_masses
from mcgen.engine.store import Store
from mcgen.engine.topology import grow, regrow
from mcgen.engine.waves import decay_all
from mcgen.errors import DecayFileError
from mcgen.rng import ROOT_NODE

if TYPE_CHECKING:
    from mcgen.engine.assembly import EventHeader
    from mcgen.engine.plan import Plan
    from mcgen.events import Events
    from mcgen.rng import Streams
    from mcgen.typing import ComplexArray, FloatArray, IntArray

__all__ = ["Generator"]

_REGROWTHS = 100
_ROWS_PER_EVENT = 36  # room made at first; the store grows where it is too little


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
        Accumulated counts: ``events``, ``particles``, overflows of bounds, substituted modes, closed decays.
    seconds
        Processor time spent in each stage [s].
    """

    def __init__(self, plan: Plan, streams: Streams) -> None:
        self.plan, self.streams = plan, streams
        self.counters: Counter[str] = Counter()
        self.seconds: dict[str, float] = {}

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
        if header.beams is not None:
            store.add_beams(self._beam_species(), header.beams)
        roots = self._roots(store, species, momentum, mass, n)
        grow(store, self.plan, self.streams, numbers, roots)
        clock.lap("topology")
        self._draw_masses(store, numbers)
        clock.lap("masses")
        tree = generations(store, roots)
        chained = decay_all(store, self.plan, tree, density, self.counters)
        clock.lap("decays")
        to_laboratory(store, tree, chained)
        clock.lap("frames")
        events = assemble(store, self.plan, tree, header)
        clock.lap("assembly")
        self._count_substituted(store, tree)
        return events

    def _roots(self, store: Store, species: int, momentum: FloatArray, mass: FloatArray, n: int) -> IntArray:
        place = store.allocate(n)
        store.event[place] = np.arange(n)
        store.species[place] = species
        store.node[place] = ROOT_NODE
        store.mass[place] = mass
        store.lab[:, place] = momentum
        return np.arange(place.start, place.stop)

    def _beam_species(self) -> tuple[int, int]:
        return self.plan.particles.find("e-"), self.plan.particles.find("e+")

    def _count_substituted(self, store: Store, tree: list[IntArray]) -> None:
        if not self.plan.substitutions:
            return
        used = np.zeros(len(self.plan.modes) + 1, np.int64)
        for rows in tree:
            used += np.bincount(store.mode[rows] + 1, minlength=len(used))
        for mode in np.flatnonzero(self.plan.substituted & (used[1:] > 0)):
            entry = self.plan.modes[mode]
            self.counters[f"substituted:{entry.model}:{self.plan.describe(int(mode))}"] += int(used[mode + 1])

    def _draw_masses(self, store: Store, numbers: IntArray) -> None:
        """Draw masses; decays into wide particles that cannot fit are replaced by others of the same mother."""
        before = self.plan.sampler.overflows
        try:
            self._draw_until_they_fit(store, numbers)
        finally:
            if self.plan.sampler.overflows > before:
                self.counters["overflow:lineshapes"] += self.plan.sampler.overflows - before

    def _draw_until_they_fit(self, store: Store, numbers: IntArray) -> None:
        start = 0
        for attempt in range(1, _REGROWTHS):
            closed = draw_masses(store, self.plan, start)
            if not len(closed):
                return
            modes, counts = np.unique(store.mode[closed], return_counts=True)
            for mode, count in zip(modes, counts, strict=True):
                self.counters[f"closed, chosen again:{self.plan.describe(int(mode))}"] += int(count)
            start = store.size
            regrow(store, self.plan, self.streams, numbers, closed, attempt)
        names = sorted({self.plan.describe(int(mode)) for mode in store.mode[closed]})
        raise DecayFileError(f"the masses of the daughters never fit in {', '.join(names)}")


class _Clock:
    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds, self.start = seconds, time.process_time()

    def lap(self, stage: str) -> None:
        now = time.process_time()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self.start
        self.start = now
