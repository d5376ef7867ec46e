"""Times and flavours of neutral B mesons against the closed forms of coherent and incoherent mixing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import mcgen
from mcgen.particles import load_particles
from mcgen.typing import FloatArray
from mcgen.units import SPEED_OF_LIGHT
from tests.engine.samples import MIXED, codes, proper_times
from tests.statistics import assert_compatible, assert_incompatible, binomial, chi2_density, kolmogorov

N = 100_000
DELTA_M = 507.0  # rad/ns


def lifetime(name: str = "B0") -> float:
    """Mean proper lifetime [ns]."""
    table = load_particles()
    return float(table.ctau[table.find(name)]) / SPEED_OF_LIGHT


@pytest.fixture(scope="module")
def mixed() -> mcgen.Events:
    return mcgen.decay("Upsilon(4S)", N, dec=MIXED, spin="ee", seed=11)


def test_exponential_times(mixed: mcgen.Events) -> None:
    tau = lifetime()
    for position in (1, 2):
        t = proper_times(mixed, position)
        assert_compatible(kolmogorov(t, lambda x: 1 - np.exp(-x / tau)))
        assert_incompatible(kolmogorov(t, lambda x: 1 - np.exp(-x / (1.03 * tau))))


def test_time_integrated_mixing(mixed: mcgen.Events) -> None:
    """chi_d = x^2 / (2 (1 + x^2)) of all pairs decay with the same flavour."""
    same = int((codes(mixed, 1) == codes(mixed, 2)).sum())
    x = DELTA_M * lifetime()
    chi = x**2 / (2 * (1 + x**2))
    assert_compatible(binomial(same, N, chi))
    assert_incompatible(binomial(same, N, 1.05 * chi))


def test_mixing_asymmetry(mixed: mcgen.Events) -> None:
    """Time difference: exp(-|dt|/tau) (1 +- cos(dm dt)), plus for unlike and minus for like flavours."""
    dt = np.abs(proper_times(mixed, 1) - proper_times(mixed, 2))
    same = codes(mixed, 1) == codes(mixed, 2)
    tau, end = lifetime(), 10 * lifetime()

    def density(sign: int, delta_m: float = DELTA_M) -> Callable[[FloatArray], FloatArray]:
        return lambda t: np.exp(-t / tau) * (1 + sign * np.cos(delta_m * t))

    for mask, sign in ((~same, 1), (same, -1)):
        values = dt[mask & (dt < end)]
        assert_compatible(chi2_density(values, density(sign), 0.0, end))
        assert_incompatible(chi2_density(values, density(sign, 1.15 * DELTA_M), 0.0, end))


def test_both_flavours_are_equally_often_first(mixed: mcgen.Events) -> None:
    assert_compatible(binomial(int((codes(mixed, 1) == 511).sum()), N, 0.5))


GOLDEN = """Define dm 0.507e12
Define minusTwoBeta -0.78
Alias B0sig B0
Alias anti-B0sig anti-B0
ChargeConj B0sig anti-B0sig
Decay Upsilon(4S)
1.0 B0sig anti-B0sig B0 anti-B0 VSS_BMIX dm;
Enddecay
Decay B0sig
1.0 J/psi K_S0 SSD_CP dm 0.0 1.0 minusTwoBeta 1.0 0.0 -1.0 0.0;
Enddecay
CDecay anti-B0sig
Decay B0
1.0 D- e+ nu_e PHSP;
Enddecay
Decay anti-B0
1.0 D+ e- anti-nu_e PHSP;
Enddecay
End
"""


def signed_times(events: mcgen.Events) -> tuple[FloatArray, np.ndarray]:
    """t(signal) - t(tag) [ns], and whether the tag is a B0; the signal B is the one without an electron."""
    first_is_signal = np.abs(codes(events, 3)) == 443
    one, two = proper_times(events, 1), proper_times(events, 2)
    tag = np.where(first_is_signal, codes(events, 2), codes(events, 1))
    return np.where(first_is_signal, one - two, two - one), tag == 511


def test_sin_2beta() -> None:
    """exp(-|dt|/tau) (1 +- S sin(dm dt)): the signs of the tags opposite, S = sin(2 beta)."""
    dt, tag_b0 = signed_times(mcgen.decay("Upsilon(4S)", N, dec=GOLDEN, spin="ee", seed=12))
    assert_compatible(binomial(int(tag_b0.sum()), N, 0.5))
    tau, end = lifetime(), 8 * lifetime()
    for mask, sign in ((tag_b0, -1), (~tag_b0, 1)):
        values = dt[mask & (np.abs(dt) < end)]

        def density(size: float, sign: int = sign) -> Callable[[FloatArray], FloatArray]:
            return lambda t: np.exp(-np.abs(t) / tau) * (1 - sign * size * np.sin(0.78) * np.sin(DELTA_M * t))

        assert_compatible(chi2_density(values, density(1.0), -end, end))
        assert_incompatible(chi2_density(values, density(-1.0), -end, end))
        assert_incompatible(chi2_density(values, density(0.8), -end, end))


BOTH = GOLDEN.replace("B0sig anti-B0sig B0 anti-B0 VSS_BMIX", "B0sig anti-B0sig VSS_BMIX")


def test_two_decays_into_the_same_cp_eigenstate() -> None:
    """Antisymmetry: exp(-|dt|/tau) (1 - cos(dm dt)) however large the CP violation; never at the same time."""
    events = mcgen.decay("Upsilon(4S)", N, dec=BOTH, spin="ee", seed=13)
    dt = np.abs(proper_times(events, 1) - proper_times(events, 2))
    tau, end = lifetime(), 10 * lifetime()
    values = dt[dt < end]
    assert_compatible(chi2_density(values, lambda t: np.exp(-t / tau) * (1 - np.cos(DELTA_M * t)), 0.0, end))
    assert_incompatible(chi2_density(values, lambda t: np.exp(-t / tau), 0.0, end))


SINGLE = """Define dm_incohMix_B0 0.507e12
Decay B0
1.0 D- e+ nu_e PHSP;
Enddecay
Decay anti-B0
1.0 D+ e- anti-nu_e PHSP;
Enddecay
End
"""


def test_single_mesons_mix() -> None:
    """A B0 on its own decays as an anti-B0 with probability x^2/(2(1 + x^2)), at times exp(-t/tau)(1 - cos(dm t))."""
    events = mcgen.decay("B0", N, dec=SINGLE, seed=14)
    mixed = codes(events, 1) == -511
    x, tau = DELTA_M * lifetime(), lifetime()
    assert_compatible(binomial(int(mixed.sum()), N, x**2 / (2 * (1 + x**2))))
    t, end = proper_times(events, 0), 10 * lifetime()

    def density(sign: int) -> Callable[[FloatArray], FloatArray]:
        return lambda u: np.exp(-u / tau) * (1 + sign * np.cos(DELTA_M * u))

    for mask, sign in ((mixed, -1), (~mixed, 1)):
        assert_compatible(chi2_density(t[mask & (t < end)], density(sign), 0.0, end))
        assert_incompatible(chi2_density(t[mask & (t < end)], density(0), 0.0, end))


def test_without_a_mass_difference_nothing_mixes() -> None:
    events = mcgen.decay("B0", 1000, dec=SINGLE.replace("0.507e12", "0"), seed=15)
    assert set(codes(events, 1)) == {-411}
