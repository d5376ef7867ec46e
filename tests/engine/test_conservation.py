"""Four-momentum, charge and mass shells of generic events."""

from __future__ import annotations

import numpy as np
import pytest

from mcgen.events.check import check_events
from mcgen.processes.source import GenerationRequest, open_source


@pytest.mark.parametrize("process", ["mixed", "charged"])
def test_conservation(process: str) -> None:
    source = open_source(GenerationRequest(process, seed=3, unsupported="phsp"))
    assert check_events(source.generate(np.arange(2000)), source.particles) == []


@pytest.mark.slow
@pytest.mark.parametrize("process", ["mixed", "charged"])
def test_conservation_in_many_events(process: str) -> None:
    source = open_source(GenerationRequest(process, seed=4, unsupported="phsp"))
    for start in range(0, 100_000, 20_000):
        assert check_events(source.generate(np.arange(start, start + 20_000)), source.particles) == []
    assert not [name for name in source.counters if name.startswith("overflow")]


def test_the_check_notices_a_violation() -> None:
    source = open_source(GenerationRequest("charged", unsupported="phsp"))
    events = source.generate(np.arange(20))
    columns = {name: values.copy() for name, values in events.columns.items()}
    columns["px"][5] += 1e-7
    broken = type(events)(events.offsets, columns)
    assert {problem.rule for problem in check_events(broken, source.particles)}
