"""n-body phase space: distributions against analytic forms and numeric volumes, with power twins."""

from __future__ import annotations

import numpy as np
import pytest

from mcgen.kinematics import breakup_momentum, cos_polar_angle, invariant_mass, mass_squared, n_body, volume
from mcgen.kinematics.angles import azimuth
from mcgen.rng import Streams
from mcgen.typing import FloatArray
from tests.kinematics.configurations import CONFIGURATIONS
from tests.statistics import (
    Comparison,
    Numbers,
    assert_compatible,
    assert_incompatible,
    chi2_counts,
    chi2_density,
    chi2_two_samples,
    kolmogorov,
    mean_test,
)


def sample(mother: float, masses: tuple[float, ...], n: int, seed: int = 11) -> FloatArray:
    rows = Streams(seed).rows(np.arange(n))
    return n_body(np.full(n, mother), np.repeat(np.array(masses)[:, np.newaxis], n, axis=1), rows)


def pair_spectrum(
    p4: FloatArray, mother: float, masses: tuple[float, ...], i: int, j: int, bins: int = 40
) -> Comparison:
    """Spectrum of m_ij against dR_n/dm_ij = p(m_ij; m_i, m_j) R_{n-1}(M; m_ij, others), up to constants."""
    others = [m for a, m in enumerate(masses) if a not in (i, j)]

    def density(m: Numbers) -> Numbers:
        flat = m.ravel().astype(np.float64)
        p = breakup_momentum(flat, np.full(flat.shape, masses[i]), np.full(flat.shape, masses[j]))
        rest = [np.full(flat.shape, x) for x in others]
        return np.asarray((p * volume(np.full(flat.shape, mother), np.stack([flat, *rest]))).reshape(m.shape))

    low, high = masses[i] + masses[j], mother - sum(others)
    values = np.clip(invariant_mass(p4[i] + p4[j]), low, high)
    return chi2_density(values, density, low, high, bins)


def energy_spectrum(p4: FloatArray, mother: float, masses: tuple[float, ...], i: int, bins: int = 40) -> Comparison:
    """Spectrum of the mass W recoiling against daughter i, dR_n/dW = p(M; m_i, W) W R_{n-1}(W), up to constants."""
    others = [m for a, m in enumerate(masses) if a != i]

    def density(w: Numbers) -> Numbers:
        flat = w.ravel().astype(np.float64)
        p = breakup_momentum(np.full(flat.shape, mother), np.full(flat.shape, masses[i]), flat)
        rest = np.stack([np.full(flat.shape, x) for x in others])
        return np.asarray((p * flat * volume(flat, rest)).reshape(w.shape))

    low, high = sum(others), mother - masses[i]
    values = np.clip(np.sqrt(np.maximum(mother**2 + masses[i] ** 2 - 2 * mother * p4[i, 0], 0.0)), low, high)
    return chi2_density(values, density, low, high, bins)


def check_spectra(name: str, n: int, seed: int, bins: int) -> None:
    mother, masses = CONFIGURATIONS[name]
    p4 = sample(mother, masses, n, seed)
    last = len(masses) - 1
    for i in sorted({0, 1, last // 2, last}):
        assert_compatible(energy_spectrum(p4, mother, masses, i, bins))
    for i, j in sorted({(0, 1), (0, last), (last // 2, last)} - {(last, last)}):
        if len(masses) > 3:
            assert_compatible(pair_spectrum(p4, mother, masses, i, j, bins))


@pytest.mark.parametrize("name", ["B -> D e nu", "B -> D* 3 pi", "B -> D 4 pi", "B -> p pbar 6 pi", "10 massless"])
def test_spectra(name: str) -> None:
    check_spectra(name, 20_000, 5, 16)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name, (_, masses) in CONFIGURATIONS.items() if len(masses) > 2])
def test_spectra_of_large_samples(name: str) -> None:
    check_spectra(name, 400_000, 6, 60)


def test_power_of_the_spectra() -> None:
    """A kaon taken for a pion, and one daughter more or less, are noticed."""
    mother, masses = CONFIGURATIONS["B -> D 4 pi"]
    p4 = sample(mother, masses, 20_000)
    heavier = (masses[0], 0.49368, *masses[2:])
    assert_incompatible(energy_spectrum(sample(mother, heavier, 20_000), mother, masses, 0))
    assert_incompatible(pair_spectrum(sample(mother, heavier, 20_000), mother, masses, 2, 3))
    fewer = masses[:-1]
    assert_incompatible(energy_spectrum(p4, mother, fewer, 0))


def test_dalitz_plot_is_flat() -> None:
    mother, masses = CONFIGURATIONS["D -> K pi pi"]
    p4 = sample(mother, masses, 100_000)
    x, y = mass_squared(p4[0] + p4[1]), mass_squared(p4[1] + p4[2])
    inner = dalitz_counts(x, y, mother, masses)
    assert len(inner) > 150
    assert_compatible(chi2_counts(inner, np.full(len(inner), inner.mean())))
    # twin: a slope of 20 per cent over the plot
    keep = np.random.default_rng(2).uniform(size=len(x)) < 0.8 + 0.2 * (x - x.min()) / (x.max() - x.min())
    tilted = dalitz_counts(x[keep], y[keep], mother, masses)
    assert_incompatible(chi2_counts(tilted, np.full(len(tilted), tilted.mean())), 1e-6)


def dalitz_counts(x: FloatArray, y: FloatArray, mother: float, masses: tuple[float, ...]) -> FloatArray:
    """Counts in the bins of a 20 x 20 grid that lie inside the Dalitz boundary with all four corners."""
    m1, m2, m3 = masses
    ex = np.linspace((m1 + m2) ** 2, (mother - m3) ** 2, 21)
    ey = np.linspace((m2 + m3) ** 2, (mother - m1) ** 2, 21)
    gx, gy = np.meshgrid(ex, ey, indexing="ij")
    with np.errstate(invalid="ignore"):
        m12 = np.sqrt(gx)
        e2 = (gx - m1**2 + m2**2) / (2 * m12)
        e3 = (mother**2 - gx - m3**2) / (2 * m12)
        p2, p3 = np.sqrt(np.maximum(e2**2 - m2**2, 0)), np.sqrt(np.maximum(e3**2 - m3**2, 0))
    inside = (gy >= (e2 + e3) ** 2 - (p2 + p3) ** 2) & (gy <= (e2 + e3) ** 2 - (p2 - p3) ** 2)
    whole = inside[1:, 1:] & inside[:-1, 1:] & inside[1:, :-1] & inside[:-1, :-1]
    return np.asarray(np.histogram2d(x, y, bins=[ex, ey])[0][whole])


@pytest.mark.parametrize("bodies", [3, 4, 5, 7, 10])
def test_massless_energies(bodies: int) -> None:
    """x = 2E/M of massless daughters follows x (1 - x)^(n-3): Beta(2, n - 2); <E_i> = M/n, and their correlation."""
    from scipy.stats import beta

    n = 30_000
    p4 = sample(3.0, (0.0,) * bodies, n)
    for i in range(bodies):
        x = p4[i, 0] / 1.5
        assert_compatible(kolmogorov(x, beta(2, bodies - 2).cdf))
        assert_incompatible(kolmogorov(x, beta(1.9, bodies - 2).cdf), 1e-5)
    # sum_j p_i.p_j = M E_i and symmetry: <p_i.p_j> = M^2 / (n (n - 1))
    for i, j in ((0, 1), (0, bodies - 1), (bodies - 2, bodies - 1)):
        assert_compatible(mean_test(0.5 * mass_squared(p4[i] + p4[j]), 9.0 / (bodies * (bodies - 1))))


def test_massless_energy_moments() -> None:
    """<E^k> of RAMBO's massless phase space: (M/2)^k B(2 + k, n - 2) / B(2, n - 2)."""
    from math import gamma

    bodies, mother = 6, 2.0
    e = sample(mother, (0.0,) * bodies, 50_000)[:, 0]
    for k in (1, 2, 3):
        moment = (mother / 2) ** k * gamma(2 + k) * gamma(bodies) / gamma(bodies + k)
        for i in (0, 3, 5):
            assert_compatible(mean_test(e[i] ** k, moment))
            assert_incompatible(mean_test(e[i] ** k, 1.05 * moment), 1e-6)


@pytest.mark.parametrize("bodies", [3, 5, 10])
def test_slow_energies(bodies: int) -> None:
    """Equal masses near threshold: E_kin n / (T (n - 1)) follows Beta(3/2, 3(n - 2)/2)."""
    from scipy.stats import beta

    t = 1e-7
    p4 = sample(bodies + t, (1.0,) * bodies, 30_000)
    for i in (0, 1, bodies - 1):
        share = 0.5 * (p4[i, 1:] ** 2).sum(axis=0) * bodies / (t * (bodies - 1))
        assert_compatible(kolmogorov(np.clip(share, 0, 1), beta(1.5, 1.5 * (bodies - 2)).cdf))
        assert_incompatible(kolmogorov(np.clip(share, 0, 1), beta(2, 2 * (bodies - 2)).cdf))


@pytest.mark.parametrize("name", ["D -> K pi pi", "B -> D 4 pi", "10 massless"])
def test_every_daughter_is_isotropic(name: str) -> None:
    mother, masses = CONFIGURATIONS[name]
    p4 = sample(mother, masses, 20_000)
    for p in p4:
        assert_compatible(kolmogorov(cos_polar_angle(p), lambda c: 0.5 * (1 + c)))
        assert_compatible(kolmogorov(azimuth(p), lambda phi: 0.5 + phi / (2 * np.pi)))
    # the plane of the first two daughters too
    normal = np.cross(p4[0, 1:], p4[1, 1:], axis=0)
    assert_compatible(kolmogorov(normal[2] / np.sqrt((normal**2).sum(axis=0)), lambda c: 0.5 * (1 + c)))


@pytest.mark.parametrize("bodies", [4, 8])
def test_equal_daughters_are_exchangeable(bodies: int) -> None:
    """Daughter i of one part of the sample against daughter j of another, and pairs (0, 1) against the last pair."""
    n = 20_000
    p4 = sample(5.0, (0.5,) * bodies, n * 2)
    edges = np.linspace(0.5, 2.6, 60)
    first = np.histogram(p4[0, 0, :n], edges)[0]
    for j in range(1, bodies):
        assert_compatible(chi2_two_samples(first, np.histogram(p4[j, 0, n:], edges)[0]))
    pair = np.linspace(1.0, 4.1, 60)
    a = np.histogram(invariant_mass(p4[0] + p4[1])[:n], pair)[0]
    b = np.histogram(invariant_mass(p4[bodies - 2] + p4[bodies - 1])[n:], pair)[0]
    assert_compatible(chi2_two_samples(a, b))
    other = np.histogram(sample(5.0, (0.9,) + (0.5,) * (bodies - 1), n)[1, 0], edges)[0]
    assert_incompatible(chi2_two_samples(first, other))


def test_order_of_the_daughters_does_not_matter() -> None:
    mother, masses = CONFIGURATIONS["B -> D 4 pi"]
    backwards = masses[::-1]
    edges = np.linspace(0.27, 3.4, 60)
    a = np.histogram(invariant_mass(sample(mother, masses, 40_000, 1)[1:3].sum(axis=0)), edges)[0]
    b = np.histogram(invariant_mass(sample(mother, backwards, 40_000, 2)[2:4].sum(axis=0)), edges)[0]
    assert_compatible(chi2_two_samples(a, b))


def test_rows_of_different_masses_at_once() -> None:
    """Two kinds of decays interleaved row by row keep their spectra."""
    names = ("B -> D 4 pi", "B -> e nu D pi pi")
    n = 40_000
    mother = np.array([CONFIGURATIONS[names[i % 2]][0] for i in range(n)])
    masses = np.array([CONFIGURATIONS[names[i % 2]][1] for i in range(n)]).T.copy()
    p4 = n_body(mother, masses, Streams(3).rows(np.arange(n)))
    for i, name in enumerate(names):
        for daughter in range(5):
            assert_compatible(energy_spectrum(p4[..., i::2], *CONFIGURATIONS[name], daughter))
