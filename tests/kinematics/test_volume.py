"""Numeric volumes of phase space against analytic ones."""

from __future__ import annotations

from itertools import permutations
from math import gamma, pi

import numpy as np
import pytest

from mcgen.kinematics import breakup_momentum, volume


@pytest.mark.parametrize("bodies", range(2, 11))
def test_massless(bodies: int) -> None:
    m = np.array([0.5, 3.0])
    exact = (pi / 2) ** (bodies - 1) * m ** (2 * bodies - 4) / (gamma(bodies) * gamma(bodies - 1))
    assert np.allclose(volume(m, np.zeros((bodies, 2))), exact, rtol=1e-8)


@pytest.mark.parametrize("bodies", range(2, 11))
def test_slow(bodies: int) -> None:
    """Non-relativistic volume: (2 pi^3)^((n-1)/2) / (2 Gamma(3(n-1)/2)) T^((3n-5)/2) prod m^(1/2) / (sum m)^(3/2)."""
    masses = np.linspace(1.0, 2.0, bodies)[:, np.newaxis]
    t = 1e-6
    total = masses.sum()
    exact = (2 * pi**3) ** ((bodies - 1) / 2) / gamma(1.5 * (bodies - 1)) * t ** ((3 * bodies - 5) / 2)
    exact *= 0.5 * np.sqrt(masses.prod()) / total**1.5
    found = volume(np.array([total + t]), masses)[0]
    assert found / exact == pytest.approx(1.0, rel=2e-5)


def test_two_bodies() -> None:
    m, a, b = np.array([2.0]), np.array([0.3]), np.array([1.1])
    assert volume(m, np.stack([a, b])) == pytest.approx(pi * breakup_momentum(m, a, b) / m)


def test_order_of_the_daughters() -> None:
    masses = (1.86966, 0.000511, 0.0, 0.13957)
    found = [volume(np.array([5.2793]), np.array(m)[:, np.newaxis])[0] for m in permutations(masses)]
    assert np.ptp(found) < 1e-8 * found[0]


def test_three_bodies_by_quadrature() -> None:
    """One massive daughter of three: R_3 = pi^2 / 8 M^2 (1 - r^2 + 2 r ln r) with r = m^2 / M^2."""
    r = 0.3**2
    exact = pi**2 / 8 * (1 - r * r + 2 * r * np.log(r))
    assert volume(np.array([1.0]), np.array([[0.3], [0.0], [0.0]]))[0] == pytest.approx(exact, rel=1e-9)
