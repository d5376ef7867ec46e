"""Barrier factors and densities against formulas written out, and draws against densities."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import integrate, stats

from mcgen.lineshapes import MassSampler
from mcgen.lineshapes.barrier import barrier, breakup_momentum_squared, lowest_wave
from mcgen.particles import ParticleTable
from mcgen.typing import BoolArray, FloatArray

Draw = Callable[..., tuple[FloatArray, BoolArray]]


def momentum(m: float, m1: float, m2: float) -> float:
    return math.sqrt(max((m**2 - (m1 + m2) ** 2) * (m**2 - (m1 - m2) ** 2), 0.0)) / (2 * m)


def form(wave: int, z: float) -> float:
    """Blatt-Weisskopf form factors (CLEO, hep-ex/0011065, eq. 5-7), z = (R p)^2."""
    return [1.0, 1 / math.sqrt(1 + z), 1 / math.sqrt(9 + 3 * z + z * z)][wave]


def density(
    m: float, m0: float, width: float, m1: float, m2: float, wave: int, birth: tuple[float, float, int] | None = None
) -> float:
    """The density as the docstring of mcgen.lineshapes.density states it, in plain scalar arithmetic."""
    if m <= m1 + m2:
        return 0.0
    p, p0 = momentum(m, m1, m2), momentum(m0, m1, m2)
    ratio = (form(wave, (3 * p) ** 2) / form(wave, (3 * p0) ** 2)) ** 2
    running = width * (p / p0) ** (2 * wave + 1) * m0 / m * ratio
    value = abs(1 / complex(m0**2 - m**2, -m0 * running)) ** 2 * p ** (2 * wave) * (p / p0) * ratio
    if birth is not None:
        mother, sister, birth_wave = birth
        if m + sister < mother:
            q, q0 = momentum(mother, m, sister), momentum(mother, m0, sister)
            value *= q ** (2 * birth_wave) * (q / q0) * (form(birth_wave, q * q) / form(birth_wave, q0 * q0)) ** 2
        elif birth_wave:
            return 0.0
    return float(value)


def p_value(sample: FloatArray, f: object, low: float, high: float, bins: int = 60) -> float:
    """Chi2 probability of a sample under an unnormalised density in bins of equal content of the sample's own range."""
    x = np.linspace(low, high, 20_001)
    y = np.array([f(v) for v in x])  # type: ignore[operator]
    cumulative = np.concatenate([[0.0], integrate.cumulative_trapezoid(y, x)])
    cumulative /= cumulative[-1]
    edges = np.interp(np.linspace(0, 1, bins + 1), cumulative, x)
    edges[0], edges[-1] = -np.inf, np.inf
    counts = np.histogram(sample, np.unique(edges))[0]
    expected = np.diff(np.interp(np.clip(np.unique(edges), low, high), x, cumulative)) * len(sample)
    return float(stats.chisquare(counts, expected * counts.sum() / expected.sum()).pvalue)


def test_barriers_are_one_at_the_pole_and_follow_the_formula() -> None:
    p, p0, radius = np.array([0.1, 0.3, 1.2]), np.array([0.3, 0.3, 0.3]), np.array([3.0, 3.0, 1.0])
    for wave in range(3):
        got = barrier(p * p, p0 * p0, np.full(3, wave), radius)
        expected = [
            (a / b) ** (2 * wave + 1) * (form(wave, (r * a) ** 2) / form(wave, (r * b) ** 2)) ** 2
            for a, b, r in zip(p, p0, radius, strict=True)
        ]
        assert got == pytest.approx(expected, rel=1e-13)
        assert got[1] == pytest.approx(1.0)


def test_high_barriers_match_the_spherical_hankel_functions() -> None:
    """x^L F_L^2 is 1/|x h_L(x)|^2 up to a constant (Blatt and Weisskopf, section VIII.5)."""
    from scipy.special import spherical_jn, spherical_yn

    x = np.array([0.4, 1.0, 3.0])
    for wave in range(6):
        exact = 1 / (x * x * (spherical_jn(wave, x) ** 2 + spherical_yn(wave, x) ** 2))
        got = barrier(x * x, np.ones(3), np.full(3, wave), np.ones(3)) / x
        assert got / got[1] == pytest.approx(exact / exact[1], rel=1e-12)


def test_mixed_waves_in_one_call_do_not_disturb_each_other() -> None:
    p2, pole = np.full(4, 0.2), np.full(4, 0.1)
    waves = np.array([0, 2, 1, 5])
    together = barrier(p2, pole, waves, np.full(4, 3.0))
    alone = [barrier(p2[:1], pole[:1], waves[i : i + 1], np.full(1, 3.0))[0] for i in range(4)]
    assert together == pytest.approx(alone, rel=1e-14)


def test_breakup_momentum() -> None:
    got = breakup_momentum_squared(np.array([0.77526]), np.array([2 * 0.13957]), np.array([0.0]))
    assert np.sqrt(got) == pytest.approx(momentum(0.77526, 0.13957, 0.13957))


def test_lowest_waves() -> None:
    cases = [
        ((2, 0, 0), 1),
        ((4, 0, 0), 2),
        ((0, 0, 0), 0),
        ((2, 2, 0), 0),
        ((3, 1, 0), 1),
        ((0, 4, 0), 2),
        ((4, 2, 0), 1),
    ]
    for (a, b, c), wave in cases:
        assert lowest_wave(np.array([a]), np.array([b]), np.array([c])) == wave


CASES = [
    ("K*0", ("K+", "pi-"), ("B0", "pi0"), 1, 1),
    ("rho0", ("pi+", "pi-"), ("D0", "K0"), 1, 1),
    ("phi", ("K+", "K-"), None, 1, None),
    ("Delta++", ("p+", "pi+"), ("B+", "anti-p-"), 1, 1),
    ("f_0", ("pi+", "pi-"), ("B0", "K0"), 0, 0),
    ("D_2*0", ("D+", "pi-"), ("B-", "pi-"), 2, 2),
]


@pytest.mark.parametrize(("name", "daughters", "birth", "wave", "birth_wave"), CASES)
@pytest.mark.parametrize("n", [30_000, pytest.param(400_000, marks=pytest.mark.slow)])
def test_draws_follow_the_density_and_no_other(
    particles: ParticleTable,
    draw: Draw,
    name: str,
    daughters: tuple[str, str],
    birth: tuple[str, str] | None,
    wave: int,
    birth_wave: int | None,
    n: int,
) -> None:
    particle = particles[name]
    m1, m2 = (particles[d].mass for d in daughters)
    born = None
    high = particle.mass_range[1]
    if birth is not None and birth_wave is not None:
        mother, sister = particles[birth[0]].mass, particles[birth[1]].mass
        born = (mother, sister, birth_wave)
        high = min(high, mother - sister)
    low = max(particle.mass_range[0], m1 + m2)
    sampler = MassSampler(particles)
    mass, ok = draw(sampler, name, daughters, birth, n=n, cap=high)
    assert ok.all()
    assert sampler.overflows == 0
    assert mass.min() >= low
    assert mass.max() <= high
    figures = (particle.mass, particle.width, m1, m2)
    right = p_value(mass, lambda m: density(m, *figures, wave, born), low, high)
    assert 1e-4 < right < 1 - 1e-6
    wrong = p_value(mass, lambda m: density(m, *figures, 1 if wave == 0 else 0, born), low, high)
    assert wrong < 1e-5
    constant = p_value(
        mass, lambda m: 1 / ((m**2 - particle.mass**2) ** 2 + (particle.mass * particle.width) ** 2), low, high
    )
    assert constant < 1e-6


@pytest.mark.parametrize("distance", [0.3, 0.05, 1e-3, 2e-6])
def test_wide_daughters(particles: ParticleTable, draw: Draw, distance: float) -> None:
    """a_1+ -> rho0 pi+ at masses of the rho further and further up: tables by octave, and one of its own for the last."""
    a_1, pion = particles["a_1+"], particles["pi+"].mass
    m1 = a_1.mass - pion - distance
    sampler, n = MassSampler(particles), 30_000
    mass, ok = draw(sampler, "a_1+", ("rho0", "pi+"), ("B0", "D-"), n=n, cap=3.3, m1=np.full(n, m1))
    born = (particles["B0"].mass, particles["D-"].mass, 1)
    low, high = m1 + pion, 3.3
    assert ok.all()
    assert mass.min() >= low
    grid = low + (high - low) * np.linspace(0, 1, 2_001) ** 4
    assert sampler.overflows == 0
    values = np.array([density(m, a_1.mass, a_1.width, m1, pion, 0, born) for m in grid])
    cumulative = np.concatenate([[0.0], integrate.cumulative_simpson(values, x=grid)])
    ks = stats.kstest(mass, lambda m: np.interp(m, grid, cumulative / cumulative[-1]))
    assert 1e-4 < ks.pvalue < 1 - 1e-6
    twin = [density(m, a_1.mass, a_1.width, m1, pion, 1, born) for m in grid]
    cumulative = np.concatenate([[0.0], integrate.cumulative_simpson(twin, x=grid)])
    assert stats.kstest(mass, lambda m: np.interp(m, grid, cumulative / cumulative[-1])).pvalue < 1e-6


@pytest.mark.slow
def test_envelopes_hold_over_the_daughters_masses(particles: ParticleTable, draw: Draw) -> None:
    sampler = MassSampler(particles)
    rho, ok = draw(sampler, "rho0", ("pi+", "pi-"), n=400_000)
    assert ok.all()
    mass, _ = draw(sampler, "a_1+", ("rho0", "pi+"), n=400_000, m1=rho, seed=2)
    assert np.all(mass >= np.minimum(rho, particles["a_1+"].mass_range[0]))
    assert sampler.overflows == 0
