"""Two-body momenta and isotropic two-body decays."""

from __future__ import annotations

from decimal import Decimal, getcontext

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcgen.kinematics import breakup_momentum, cos_polar_angle, invariant_mass, isotropic_two_body
from mcgen.kinematics.angles import azimuth
from mcgen.rng import Streams
from tests.statistics import assert_compatible, assert_incompatible, kolmogorov


@given(st.floats(0.0, 5.0), st.floats(0.0, 5.0), st.floats(1e-14, 5.0))
@settings(max_examples=200, deadline=None)
def test_momentum_has_all_its_digits(m1: float, m2: float, release: float) -> None:
    getcontext().prec = 60
    mother = m1 + m2 + release
    q = mother - m1 - m2
    if q <= 0.0 or mother <= 0.0:
        return
    a, b, m = Decimal(m1), Decimal(m2), Decimal(q) + Decimal(m1) + Decimal(m2)
    exact = ((m * m - (a + b) ** 2) * (m * m - (a - b) ** 2)).sqrt() / (2 * m)
    found = float(breakup_momentum(np.array([mother]), np.array([m1]), np.array([m2]))[0])
    assert found == pytest.approx(float(exact), rel=1e-14)


def test_threshold_and_below() -> None:
    p = breakup_momentum(np.array([2.0, 1.9]), np.array([1.0, 1.0]), np.array([1.0, 1.0]))
    assert p[0] == 0.0
    assert np.isnan(p[1])


def test_isotropic_decay() -> None:
    n = 20000
    rng = Streams(3).rows(np.arange(n))
    u, v = rng.uniforms(0, 2)
    mother, m1, m2 = np.full(n, 5.279), np.full(n, 3.0969), np.full(n, 0.8955)
    a, b = isotropic_two_body(mother, m1, m2, u, v)
    assert np.array_equal(a[1:], -b[1:])
    assert np.allclose(a[0] + b[0], mother, rtol=1e-15)
    assert np.allclose(invariant_mass(a), m1, rtol=1e-14)
    assert np.allclose(invariant_mass(b), m2, rtol=1e-13)
    assert_compatible(kolmogorov(cos_polar_angle(a), lambda c: 0.5 * (1 + c)))
    assert_compatible(kolmogorov(azimuth(a), lambda phi: 0.5 + phi / (2 * np.pi)))
    assert_incompatible(kolmogorov(cos_polar_angle(a), lambda c: 0.5 + 0.25 * (c + c**3)))
