"""An event is a pure function of its name: the same bits whatever it is generated with."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from mcgen.events import Events, concatenate
from mcgen.processes.source import DecayText, GenerationRequest, open_source

REQUEST = GenerationRequest("mixed", seed=7, experiment=12, run=3, unsupported="phsp")
EVENTS = 1000


def generate(request: GenerationRequest, size: int, count: int = EVENTS) -> Events:
    """Generate events 0 ... count - 1 in batches of ``size``."""
    source = open_source(request)
    numbers = np.arange(count)
    return concatenate([source.generate(numbers[i : i + size]) for i in range(0, count, size)])


@pytest.fixture(scope="module")
def whole() -> Events:
    return generate(REQUEST, EVENTS)


@pytest.mark.parametrize("size", [7, 333])
def test_batch_size_changes_nothing(whole: Events, size: int) -> None:
    assert generate(REQUEST, size).digest() == whole.digest()


@pytest.mark.slow
def test_batches_of_one_change_nothing(whole: Events) -> None:
    assert generate(REQUEST, 1).digest() == whole.digest()


@pytest.mark.slow
def test_a_large_batch_changes_nothing(whole: Events) -> None:
    assert open_source(REQUEST).generate(np.arange(100_000))[:EVENTS].digest() == whole.digest()


def test_an_event_alone_is_the_same(whole: Events) -> None:
    assert open_source(REQUEST).generate(np.array([777])) == whole[777:778]


def test_order_changes_nothing(whole: Events) -> None:
    backwards = open_source(REQUEST).generate(np.arange(EVENTS)[::-1])
    assert backwards[np.arange(EVENTS)[::-1]].digest() == whole.digest()


@pytest.mark.parametrize("change", [{"seed": 8}, {"experiment": 13}, {"run": 4}])
def test_another_name_is_another_event(whole: Events, change: dict[str, int]) -> None:
    other = open_source(dataclasses.replace(REQUEST, **change)).generate(np.arange(50))  # type: ignore[arg-type]
    assert not np.array_equal(other.px[:100], whole.px[:100])


CHAIN = """Alias B0s B0
Alias anti-B0s anti-B0
ChargeConj B0s anti-B0s
Decay Upsilon(4S)
1.0 B0s anti-B0s B0 anti-B0 VSS_BMIX 0.507e12;
Enddecay
Decay B0s
0.5 rho+ rho- SVV_HELAMP 0.56 0.3 0.62 0.0 0.56 1.1;
0.3 J/psi K_S0 SSD_CP 0.507e12 0.0 1.0 -0.78 1.0 0.0 -1.0 0.0;
0.2 psi(2S) K*0 SVV_HELAMP 0.159 1.563 0.775 0.0 0.612 2.712;
Enddecay
CDecay anti-B0s
Decay psi(2S)
1.0 J/psi pi+ pi- VVPIPI;
Enddecay
End
"""


def test_polarised_chains_and_cp_violation_are_the_same_in_any_batch() -> None:
    request = GenerationRequest("signal", decay_files=(DecayText("chain", CHAIN),), unsupported="phsp")
    whole = generate(request, 400, 400)
    assert generate(request, 1, 400).digest() == whole.digest()
