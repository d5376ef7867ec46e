"""CP violating decays into states that are not their own conjugates, and the book-keeping of exceeded bounds."""

from __future__ import annotations

import numpy as np

import mcgen
from mcgen.particles import load_particles
from mcgen.processes.source import DecayText, GenerationRequest, open_source
from mcgen.units import SPEED_OF_LIGHT
from tests.engine.samples import codes
from tests.statistics import assert_compatible, assert_incompatible, binomial

N = 100_000
ALONE = """Decay B0
1.0 D- pi+ SSD_CP 0.507e12 0.0 1.0 -0.78 1.0 0.0 0.1 0.0;
Enddecay
Decay D-
1.0 K+ pi- pi- PHSP;
Enddecay
Decay D+
1.0 K- pi+ pi+ PHSP;
Enddecay
End
"""
TAGGED = """Alias B0sig B0
Alias anti-B0sig anti-B0
ChargeConj B0sig anti-B0sig
Decay Upsilon(4S)
1.0 B0sig anti-B0sig B0 anti-B0 VSS_BMIX 0.507e12;
Enddecay
Decay B0sig
1.0 D- pi+ SSD_CP 0.507e12 0.0 1.0 -0.78 1.0 0.0 0.0 0.0;
Enddecay
Decay anti-B0sig
1.0 D- pi+ SSD_CP 0.507e12 0.0 1.0 -0.78 1.0 0.0 0.0 0.0;
Enddecay
Decay B0
1.0 D- e+ nu_e PHSP;
Enddecay
Decay anti-B0
1.0 D+ e- anti-nu_e PHSP;
Enddecay
End
"""


def test_the_conjugate_final_state_decays_as_the_table_says() -> None:
    """The mode names D- only; the D+ of its conjugate has a decay in the file and must take it."""
    events = mcgen.decay("B0", 2000, dec=ALONE)
    for code in (411, -411):
        made = events.pdg == code
        assert made.sum() > 800
        assert (events.first_daughter[made] >= 0).all()


def test_a_flavour_specific_final_state_shows_the_mixing() -> None:
    """With A(B0 -> D+ pi-) = 0 the state tells the flavour: like the tag's with probability x^2/(2 (1 + x^2)).

    A_f belongs to the B0 and to the daughters as written, so both B blocks name the same f (a CDecay would not).
    """
    events = mcgen.decay("Upsilon(4S)", N, dec=TAGGED, spin="ee", seed=21)
    signal = codes(events, 3)
    assert set(np.abs(signal)) == {411}
    like = int(((signal == -411) == (codes(events, 2) == 511)).sum())
    table = load_particles()
    x = 507.0 * float(table.ctau[table.find("B0")]) / SPEED_OF_LIGHT
    chi = x**2 / (2 * (1 + x**2))
    assert_compatible(binomial(like, N, chi))
    assert_incompatible(binomial(like, N, 1.07 * chi))


def test_exceeded_lineshape_bounds_are_counted() -> None:
    text = "Decay B0\n1.0 rho0 K0 PHSP;\nEnddecay\nDecay rho0\n1.0 pi+ pi- VSS;\nEnddecay\nEnd\n"
    source = open_source(
        GenerationRequest("decay", decay_files=(DecayText("x", text),), central=None, mother="B0", seed=4242)
    )
    source.generate(np.arange(100))
    assert "overflow:lineshapes" not in source.counters
    sampler = source.plan.sampler  # type: ignore[attr-defined]
    draw = sampler.draw

    def exceeding(*arguments: object) -> object:
        sampler.overflows += 3
        return draw(*arguments)

    sampler.draw = exceeding
    try:
        source.generate(np.arange(100))
    finally:
        del sampler.draw
    assert source.counters["overflow:lineshapes"] >= 3
