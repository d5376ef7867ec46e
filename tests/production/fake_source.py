"""A source of small, cheap events that keeps the contract: an event is a pure function of its number."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import Any

import numpy as np

from mcgen.errors import McgenError
from mcgen.events import Events, Process
from mcgen.events.columns import EVENT_COLUMNS, PARTICLE_COLUMNS
from mcgen.rng import ROOT_NODE, Streams
from mcgen.typing import IntArray


@dataclass(frozen=True)
class FakeRequest:
    """What defines the fake's events, and how it is to misbehave."""

    process: str = "signal"
    seed: int = 1
    experiment: int = 0
    run: int = 0
    seconds: float = 0.0  # how long a block takes from event slow_from on
    slow_from: int = 0
    fail_at: int = -1  # event number whose block raises a McgenError
    die_at: int = -1  # event number whose block kills the process
    overflow_every: int = 0  # count an overflow every so many events
    daughters: int = 2


class FakeSource:
    """Upsilon(4S) -> daughters, with random momenta; every third event has one daughter more."""

    def __init__(self, request: FakeRequest) -> None:
        self.request = request
        self.counters: dict[str, int] = {}
        self.calls = 0

    def generate(self, numbers: IntArray) -> Events:
        self.calls += 1
        request = self.request
        if request.fail_at in numbers:
            raise McgenError(f"event {request.fail_at} cannot be generated")
        if request.die_at in numbers:
            os._exit(9)
        if request.seconds and numbers[-1] >= request.slow_from:
            time.sleep(request.seconds)
        if request.overflow_every:
            count = int((numbers % request.overflow_every == 0).sum())
            self.counters["overflow:fake"] = self.counters.get("overflow:fake", 0) + count
        return self._events(numbers)

    def _events(self, numbers: IntArray) -> Events:
        request = self.request
        daughters = request.daughters + (numbers % 3 == 0)
        offsets = np.concatenate(([0], np.cumsum(1 + daughters)))
        particles = int(offsets[-1])
        rows = Streams(request.seed, request.experiment, request.run).rows(numbers, np.full(len(numbers), ROOT_NODE))
        event = np.repeat(np.arange(len(numbers)), 1 + daughters)
        position = np.arange(particles) - offsets[event]
        columns: dict[str, Any] = {c.name: np.zeros(particles, c.dtype) for c in PARTICLE_COLUMNS}
        columns |= {c.name: np.zeros(len(numbers), c.dtype) for c in EVENT_COLUMNS}
        root = position == 0
        columns["pdg"] = np.where(root, 300553, np.where(position % 2, 521, -521))
        columns["status"] = np.where(root, 1, 3)
        columns["mother"] = np.where(root, -1, 0)
        columns["first_daughter"] = np.where(root, 1, -1)
        columns["last_daughter"] = np.where(root, daughters[event], -1)
        columns["px"] = rows.uniform(1)[event] * position
        columns["energy"] = 10.0 + rows.uniform(2)[event]
        columns["decay_time"] = np.where(root, 0.0, np.inf)
        columns["experiment"] += request.experiment
        columns["run"] += request.run
        columns["event"] = numbers
        columns["weight"] += 1.0
        columns["process"] += int(Process.SIGNAL)
        return Events(offsets, columns)

    def manifest_entries(self) -> dict[str, Any]:
        return {"process": self.request.process, "seed": self.request.seed}


def open_fake(request: Any) -> Any:
    """Open the fake as production opens a source."""
    return FakeSource(request)
