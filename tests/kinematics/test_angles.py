"""Angles of decays with known configurations, and their invariance."""

from __future__ import annotations

import numpy as np
import pytest

from mcgen.kinematics import (
    azimuth,
    boost,
    cos_helicity_angle,
    cos_normal_angle,
    cos_opening_angle,
    cos_polar_angle,
    plane_angle,
    rotate_from_z,
)
from mcgen.typing import FloatArray


def p4(mass: float, *p: float) -> FloatArray:
    return np.array([[np.sqrt(mass**2 + sum(x * x for x in p))], [p[0]], [p[1]], [p[2]]])


def chain(theta: float, phi: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """B -> R (along z) ..., R -> d at theta, phi in its helicity frame: return d, R, B."""
    resonance = p4(0.8, 0.0, 0.0, 1.5)
    q = 0.3
    d = p4(0.14, q * np.sin(theta) * np.cos(phi), q * np.sin(theta) * np.sin(phi), q * np.cos(theta))
    return boost(d, resonance), resonance, p4(5.28, 0.0, 0.0, 0.0)


def moved(*particles: FloatArray) -> list[FloatArray]:
    axis = np.array([[0.3], [-0.5], [0.7]])
    frame = p4(1.0, 0.4, 0.2, -0.9)
    return [boost(rotate_from_z(p, axis), frame) for p in particles]


@pytest.mark.parametrize("theta", [0.0, 0.4, 1.3, 2.7, np.pi])
def test_helicity_angle(theta: float) -> None:
    family = chain(theta, 0.7)
    assert float(cos_helicity_angle(*family)[0]) == pytest.approx(np.cos(theta), abs=1e-12)
    assert float(cos_helicity_angle(*moved(*family))[0]) == pytest.approx(np.cos(theta), abs=1e-11)


@pytest.mark.parametrize("chi", [0.1, 1.0, 3.0, 4.0, 6.0])
def test_plane_angle(chi: float) -> None:
    d, resonance, mother = chain(1.1, 0.2)
    first = [d, resonance - d]
    other = mother - resonance
    h = boost(p4(0.5, 0.4 * np.cos(0.2 + chi), 0.4 * np.sin(0.2 + chi), 0.3), other)
    second = [h, other - h]
    assert float(plane_angle(*first, *second)[0]) == pytest.approx(chi, abs=1e-11)
    assert float(plane_angle(*moved(*first, *second))[0]) == pytest.approx(chi, abs=1e-10)


def test_normal_of_a_decay_plane() -> None:
    resonance, mother = p4(0.8, 0.0, 0.0, 1.5), p4(5.28, 0.0, 0.0, 0.0)
    a, b = boost(p4(0.14, 0.2, 0.0, 0.0), resonance), boost(p4(0.14, 0.1, 0.3, 0.0), resonance)
    assert float(cos_normal_angle(a, b, resonance, mother)[0]) == pytest.approx(1.0)
    assert float(cos_normal_angle(b, a, resonance, mother)[0]) == pytest.approx(-1.0)
    tilted = boost(p4(0.14, 0.0, 0.1, 0.1), resonance)
    assert float(cos_normal_angle(a, tilted, resonance, mother)[0]) == pytest.approx(np.sqrt(0.5))


def test_simple_directions() -> None:
    p = np.array([[2.0, 2.0, 1.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    assert np.array_equal(cos_polar_angle(p), [1.0, 0.0, np.nan], equal_nan=True)
    assert azimuth(p)[1] == pytest.approx(np.pi / 4)
    assert np.allclose(cos_opening_angle(p, p), [1.0, 1.0, np.nan], equal_nan=True)
