"""Time-dependent rates of the CP models and of coherent mixing against textbook formulas."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from mcgen.errors import DecayFileError
from mcgen.models import COMBINATIONS, CPAmplitude, ModeFacts, get_model, pair_rate_bound, pair_rates
from mcgen.spin import SCALAR, SpinStates, massive
from mcgen.typing import BoolArray, FloatArray
from tests.statistics import (
    assert_compatible,
    assert_incompatible,
    bin_expectations,
    binomial,
    chi2_counts,
    chi2_density,
)

TAU = 1.519e-3
DM = 0.507e12
X = DM * 1e-9 * TAU
VECTOR, TENSOR = massive(2), massive(4)
JPSI_KS = (511, 443, 310)


def _facts(first: SpinStates, second: SpinStates, *, own: bool = True, pdg: tuple[int, ...] = JPSI_KS) -> ModeFacts:
    return ModeFacts((SCALAR, first, second), pdg, own, TAU, TAU)


def _rate(
    name: str, facts: ModeFacts, arguments: tuple[float, ...], dt: FloatArray, tag: bool, flipped: bool = False
) -> FloatArray:
    model = get_model(name)
    assert isinstance(model, CPAmplitude)
    n = dt.size
    column = np.array(model.row_parameters(facts, arguments))
    parameters = np.repeat(column[:, None], n, axis=1)
    spins = (facts.spins[0], facts.spins[1], facts.spins[2])
    amplitude = model.cp_amplitudes(
        parameters, dt, np.full(n, tag), np.full(n, flipped), np.full(n, 5.28), np.ones((2, n)), spins
    )
    return np.asarray(np.sum(np.abs(amplitude) ** 2, axis=(0, 1)))


TIMES = np.linspace(-8e-3, 8e-3, 41)
BETA = 0.39


@pytest.mark.parametrize(
    ("name", "facts", "arguments"),
    [
        ("SSD_CP", _facts(VECTOR, SCALAR), (DM, 0, 1, -2 * BETA, 1, 0, -1, 0)),
        ("SSD_CP", _facts(SCALAR, TENSOR), (DM, 0, 1, -2 * BETA, 1, 0, -1, 0)),
        ("SSS_CP", _facts(SCALAR, SCALAR), (BETA, DM, -1, 1, 0, 1, 0)),
        ("SVS_CP", _facts(VECTOR, SCALAR), (BETA, DM, -1, 1, 0, 1, 0)),
    ],
)
def test_golden_mode(name: str, facts: ModeFacts, arguments: tuple[float, ...]) -> None:
    """J/psi K_S0: rate 1 +- sin(2 beta) sin(dm dt), plus for a tag that decays as B0."""
    oscillation = np.sin(2 * BETA) * np.sin(DM * 1e-9 * TIMES)
    np.testing.assert_allclose(_rate(name, facts, arguments, TIMES, tag=False), 1 + oscillation, rtol=1e-10)
    np.testing.assert_allclose(_rate(name, facts, arguments, TIMES, tag=True), 1 - oscillation, rtol=1e-10)


def test_general_amplitudes_against_the_textbook() -> None:
    """|g+ A + (q/p) g- Abar|^2 with its cosh, cos, sinh and sin terms (PDG review of CP violation, eq. 13.46)."""
    ratio, q, phase, a, abar = 0.4, 0.9, 0.5, 1.3, 0.7 * np.exp(0.8j)
    arguments = (DM, ratio, q, phase, a, 0.0, 0.7, 0.8)
    rate = _rate("SSD_CP", _facts(SCALAR, SCALAR), arguments, TIMES, tag=True)
    lam = q * np.exp(1j * phase) * abar / a
    gamma_dt, m_dt = ratio / TAU * TIMES / 2, DM * 1e-9 * TIMES
    # EvtGen: Delta Gamma = Gamma_L - Gamma_H and m_L's phase +i dm t/2
    expected = (a**2 / 2) * (
        (1 + abs(lam) ** 2) * np.cosh(gamma_dt)
        + (1 - abs(lam) ** 2) * np.cos(m_dt)
        - 2 * lam.real * np.sinh(gamma_dt)
        - 2 * lam.imag * np.sin(m_dt)
    )
    np.testing.assert_allclose(rate, expected, rtol=1e-10)


def test_final_state_that_is_no_eigenstate() -> None:
    """D- pi+ with a suppressed amplitude: 8 arguments, the conjugate by CPT; untagged charge asymmetry vanishes at 0."""
    facts = _facts(SCALAR, SCALAR, own=False, pdg=(511, -411, 211))
    arguments = (DM, 0.0, 1.0, -0.78, 1.0, 0.0, 0.02, -1.2)
    model = get_model("SSD_CP")
    assert isinstance(model, CPAmplitude)
    column = np.array(model.row_parameters(facts, arguments))[:, None]
    assert model.flips(column)[0]
    zero = np.zeros(1)
    assert _rate("SSD_CP", facts, arguments, zero, tag=True)[0] == pytest.approx(1.0)
    assert _rate("SSD_CP", facts, arguments, zero, tag=False)[0] == pytest.approx(0.02**2)
    assert _rate("SSD_CP", facts, arguments, zero, tag=False, flipped=True)[0] == pytest.approx(1.0)
    assert not model.flips(np.array(model.row_parameters(_facts(VECTOR, SCALAR), arguments))[:, None])[0]
    twelve = (*arguments, 0.3, 0.0, 0.5, 0.0)
    assert model.flips(np.array(model.row_parameters(_facts(VECTOR, SCALAR), twelve))[:, None])[0]
    assert _rate("SSD_CP", facts, twelve, zero, tag=False, flipped=True)[0] == pytest.approx(0.25)


def test_cpt_violation_in_mixing() -> None:
    """z: |g+ + z g-|^2 for a B0 into a state without Abar."""
    arguments = (DM, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.2, 0.1)
    rate = _rate("SSD_CP", _facts(SCALAR, SCALAR), arguments, TIMES, tag=True)
    half = DM * 1e-9 * TIMES / 2
    np.testing.assert_allclose(rate, np.abs(np.cos(half) + (0.2 + 0.1j) * 1j * np.sin(half)) ** 2, rtol=1e-10)


def test_two_vectors_of_definite_cp() -> None:
    """SVV_CP: each of the three amplitudes by itself oscillates with its own CP sign."""
    facts = ModeFacts((SCALAR, VECTOR, VECTOR), (511, 443, 313), True, TAU)
    oscillation = np.sin(2 * BETA) * np.sin(DM * 1e-9 * TIMES)
    for index, (sign, size) in enumerate(((1, 1.0), (1, 0.5), (-1, 1.0))):
        polar = [0.0] * 6
        polar[2 * index] = 1.0
        arguments = (BETA, DM, -1.0, *polar)
        rate = _rate("SVV_CP", facts, arguments, TIMES, tag=False)
        np.testing.assert_allclose(rate, size * (1 + sign * oscillation), rtol=1e-10)


def _sample(
    name: str, facts: ModeFacts, arguments: tuple[float, ...], n: int, seed: int
) -> tuple[FloatArray, BoolArray]:
    """Time differences [ps] and tags by the recipe of CPAmplitude."""
    model = get_model(name)
    assert isinstance(model, CPAmplitude)
    rng = np.random.default_rng(seed)
    parameters = np.repeat(np.array(model.row_parameters(facts, arguments))[:, None], n, axis=1)
    stretch = model.time_stretch(parameters)
    t1, t2 = rng.exponential(TAU / (1 - stretch), (2, n))
    tag = rng.uniform(size=n) < 0.5
    spins = (facts.spins[0], facts.spins[1], facts.spins[2])
    masses = np.full(n, 5.28), np.ones((2, n))
    amplitude = model.cp_amplitudes(parameters, t1 - t2, tag, np.zeros(n, bool), *masses, spins)
    weight = np.sum(np.abs(amplitude) ** 2, axis=(0, 1)) * np.exp(-stretch * (t1 + t2) / TAU)
    bound = model.rate_bound(parameters, *masses, spins)
    assert np.all(weight <= bound)
    kept = rng.uniform(size=n) * bound < weight
    return (t1 - t2)[kept] * 1e3, tag[kept]


def _tagged_density(dt: FloatArray, s: float) -> FloatArray:
    return np.asarray(np.exp(-np.abs(dt) / (TAU * 1e3)) * (1 + s * np.sin(DM * 1e-12 * dt)))


def test_sampled_times_show_sin_two_beta() -> None:
    arguments = (DM, 0.0, 1.0, -2 * BETA, 1.0, 0.0, -1.0, 0.0)
    dt, tag = _sample("SSD_CP", _facts(VECTOR, SCALAR), arguments, 60_000, 31)
    inside = np.abs(dt) < 8
    for b0bar, sign in ((False, 1), (True, -1)):
        sample = dt[inside & (tag == b0bar)]
        s = sign * np.sin(2 * BETA)
        edges = np.linspace(-8, 8, 33)
        observed = np.histogram(sample, edges)[0]
        assert_compatible(chi2_counts(observed, bin_expectations(partial(_tagged_density, s=s), edges, sample.size)))
        assert_incompatible(chi2_counts(observed, bin_expectations(partial(_tagged_density, s=-s), edges, sample.size)))
    assert_compatible(binomial(int(tag.sum()), tag.size, 0.5))


def test_width_difference_is_sampled_exactly() -> None:
    """Delta Gamma/Gamma = 0.6 and a pure eigenstate: one exponential each side, no accepted weight above the bound."""
    arguments = (17.7e12, 0.6, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0)
    facts = _facts(VECTOR, SCALAR, pdg=(531, 443, 333))
    dt, tag = _sample("SSD_CP", facts, arguments, 60_000, 32)
    assert tag.size > 5_000
    # lambda = 1: amplitude exp(-Delta Gamma dt / 4): rate exp(-Gamma |dt| - Delta Gamma dt / 2)
    span = 10 * TAU * 1e3
    dt = dt[np.abs(dt) < span]
    assert_compatible(chi2_density(dt, lambda t: np.exp(-(np.abs(t) + 0.3 * t) / (TAU * 1e3)), -span, span, 60))
    assert_incompatible(chi2_density(dt, lambda t: np.exp(-(np.abs(t) - 0.3 * t) / (TAU * 1e3)), -span, span, 60))


def _mixing(arguments: tuple[float, ...], n: int) -> FloatArray:
    facts = ModeFacts((VECTOR, SCALAR, SCALAR), (300553, 511, -511), True, 0.0, TAU)
    return np.repeat(np.array(get_model("VSS_BMIX").row_parameters(facts, arguments))[:, None], n, axis=1)


def test_mixing_rates() -> None:
    half = DM * 1e-9 * TIMES / 2
    rates = pair_rates(_mixing((DM,), TIMES.size), TIMES)
    assert COMBINATIONS[:2] == ((False, True), (True, False))
    np.testing.assert_allclose(rates[:2], np.cos(half) ** 2 * np.ones((2, 1)), atol=1e-12)
    np.testing.assert_allclose(rates[2:], np.sin(half) ** 2 * np.ones((2, 1)), atol=1e-12)
    assert pair_rate_bound(_mixing((DM,), 1))[0] == pytest.approx(2.0)


def test_q_over_p_makes_like_pairs_asymmetric() -> None:
    """Semileptonic asymmetry: B0 B0 over anti-B0 anti-B0 is |p/q|^4."""
    rates = pair_rates(_mixing((DM, 0.0, 1.1, 0.3), TIMES.size), TIMES + 1e-5)
    np.testing.assert_allclose(rates[2] / rates[3], 1.1**-4, rtol=1e-9)


def test_time_integrated_mixing_probability() -> None:
    """chi_d = x^2 / (2 (1 + x^2)), from sampled times."""
    n = 60_000
    rng = np.random.default_rng(33)
    t1, t2 = rng.exponential(TAU, (2, n))
    rates = pair_rates(_mixing((DM,), n), t1 - t2)
    chosen = np.sum(rng.uniform(size=n) > np.cumsum(rates, axis=0) / rates.sum(axis=0), axis=0)
    like = int(np.sum(chosen >= 2))
    assert_compatible(binomial(like, n, X**2 / (2 * (1 + X**2))))
    assert_incompatible(binomial(like, n, 0.5 * X**2 / (1 + X**2) + 0.02))


def test_defaults_are_written_out_arguments() -> None:
    full = (DM, 0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)
    for count in (1, 2, 3, 4, 8, 12, 14):
        np.testing.assert_allclose(_mixing(full[:count], 1), _mixing((DM,), 1), atol=1e-15)


@pytest.mark.parametrize(
    ("name", "facts", "arguments", "words"),
    [
        ("SSD_CP", _facts(VECTOR, SCALAR), (DM, 0, 0, 0, 1, 0, 1, 0), "q/p"),
        ("SSD_CP", _facts(VECTOR, SCALAR), (DM, 2, 1, 0, 1, 0, 1, 0), "Gamma"),
        ("SSD_CP", _facts(VECTOR, VECTOR), (DM, 0, 1, 0, 1, 0, 1, 0), "scalar"),
        ("SSD_CP", _facts(VECTOR, SCALAR, pdg=(421, 443, 310)), (DM, 0, 1, 0, 1, 0, 1, 0), "B0 and B_s0"),
        ("VSS_BMIX", ModeFacts((VECTOR, SCALAR, SCALAR), (300553, 511, 511)), (DM,), "antimeson"),
        ("VSS_BMIX", ModeFacts((VECTOR, SCALAR, SCALAR), (300553, 511, -511)), (DM, 0.0, 0.0), "q/p"),
    ],
)
def test_impossible_arguments_are_refused(
    name: str, facts: ModeFacts, arguments: tuple[float, ...], words: str
) -> None:
    model = get_model(name)
    with pytest.raises(DecayFileError, match=words):
        model.row_parameters(facts, arguments)
    assert words in (model.problem(facts, arguments) or "")
