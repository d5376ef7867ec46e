"""Properties of boosts and rotations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mcgen.kinematics import (
    boost,
    boost_to_rest,
    invariant_mass,
    mass_squared,
    momentum,
    rotate_from_z,
    rotate_to_z,
)
from mcgen.typing import FloatArray

finite = st.floats(-10.0, 10.0)
vectors = st.tuples(st.floats(1e-3, 10.0), finite, finite, finite)


def on_shell(values: tuple[float, ...]) -> FloatArray:
    m, x, y, z = values
    return np.array([[np.sqrt(m * m + x * x + y * y + z * z)], [x], [y], [z]])


def random_vectors(n: int, seed: int, scale: float = 2.0) -> FloatArray:
    rng = np.random.default_rng(seed)
    p = scale * rng.standard_normal((3, n))
    return np.concatenate([np.sqrt(rng.uniform(0.1, 3.0, n) ** 2 + (p**2).sum(axis=0))[np.newaxis], p])


def dot(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3])


@given(vectors, vectors)
@settings(max_examples=200, deadline=None)
def test_boost_and_its_inverse(a: tuple[float, ...], b: tuple[float, ...]) -> None:
    p, frame = on_shell(a), on_shell(b)
    there = boost(p, frame)
    gamma = float(frame[0, 0] / b[0])
    assert np.allclose(boost_to_rest(there, frame), p, rtol=0, atol=1e-13 * gamma * gamma * p[0, 0])


@given(vectors, vectors, vectors)
@settings(max_examples=200, deadline=None)
def test_boosts_keep_products(a: tuple[float, ...], b: tuple[float, ...], c: tuple[float, ...]) -> None:
    p, q, frame = on_shell(a), on_shell(b), on_shell(c)
    scale = float(p[0, 0] * q[0, 0] * (frame[0, 0] / c[0]) ** 2)
    assert abs(float(dot(boost(p, frame), boost(q, frame))[0] - dot(p, q)[0])) < 1e-13 * scale


@given(vectors)
@settings(max_examples=100, deadline=None)
def test_a_particle_is_at_rest_in_its_own_frame(a: tuple[float, ...]) -> None:
    p = on_shell(a)
    rest = boost_to_rest(p, p)
    gamma = float(p[0, 0] / a[0])
    assert abs(float(rest[0, 0]) - a[0]) < 1e-13 * a[0] * gamma * gamma
    assert np.abs(rest[1:]).max() < 1e-13 * float(p[0, 0]) * gamma


@given(vectors, st.floats(-3.0, 3.0), st.floats(-3.0, 3.0))
@settings(max_examples=100, deadline=None)
def test_collinear_boosts_add_rapidities(a: tuple[float, ...], y1: float, y2: float) -> None:
    p = on_shell(a)

    def along_z(y: float) -> FloatArray:
        return np.array([[np.cosh(y)], [0.0], [0.0], [np.sinh(y)]])

    twice, once = boost(boost(p, along_z(y1)), along_z(y2)), boost(p, along_z(y1 + y2))
    assert np.allclose(twice, once, rtol=0, atol=1e-12 * float(p[0, 0]) * np.exp(abs(y1) + abs(y2)))


def test_rows_at_rest_among_moving_ones() -> None:
    frame = random_vectors(7, 1)
    frame[:, 3] = (2.0, 0.0, 0.0, 0.0)
    p = random_vectors(7, 2)
    moved = boost(p, frame)
    assert np.isfinite(moved).all()
    assert np.array_equal(moved[:, 3], p[:, 3])
    assert np.array_equal(boost_to_rest(p, frame)[:, 3], p[:, 3])


def test_slow_boosts_keep_their_digits() -> None:
    frame = np.array([[1.0], [0.0], [0.0], [1e-12]])
    assert float(boost(np.array([[1.0], [0.0], [0.0], [0.0]]), frame)[3, 0]) == pytest.approx(1e-12, rel=1e-12)


def test_daughters_in_place_and_in_any_batch() -> None:
    frame = random_vectors(5000, 3)
    p = np.stack([random_vectors(5000, 4 + i) for i in range(3)])
    moved = boost(p, frame)
    for i in range(3):
        assert np.array_equal(moved[i], boost(p[i], frame))
    assert np.array_equal(moved[..., 4321:4322], boost(p[..., 4321:4322], frame[:, 4321:4322]))
    assert np.array_equal(moved, boost(p, frame, frame_mass=invariant_mass(frame)))
    q = p.copy()
    assert boost(q, frame, out=q) is q
    assert np.array_equal(q, moved)


def test_mass_of_a_fast_electron_and_of_spacelike_vectors() -> None:
    p = np.array([[2.0, 1.0, 1.0], [0.0, 1.0, 1.0], [0.0, 0.0, 1.0], [2.0, 0.0, 0.0]])
    assert np.allclose(invariant_mass(p), [0.0, 0.0, -1.0])
    assert np.allclose(mass_squared(p), [0.0, 0.0, -1.0])
    assert np.allclose(momentum(p), [2.0, 1.0, np.sqrt(2.0)])


@given(vectors, vectors)
@settings(max_examples=100, deadline=None)
def test_rotations(a: tuple[float, ...], b: tuple[float, ...]) -> None:
    p, axis = on_shell(a), on_shell(b)
    assume(not 0.0 < float(momentum(axis)[0]) < 1e-100)  # squares of such components underflow
    turned = rotate_from_z(p, axis)
    assert np.allclose(rotate_to_z(turned, axis), p, rtol=0, atol=1e-13 * 30)
    assert float(momentum(turned)[0]) == pytest.approx(float(momentum(p)[0]), rel=1e-13, abs=1e-300)
    z = rotate_to_z(axis, axis)
    assert np.allclose(z[1:3], 0.0, atol=1e-13 * 30)
    assert float(z[3, 0]) == pytest.approx(float(momentum(axis)[0]), rel=1e-13, abs=1e-150)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_rotation_to_the_z_axis_itself(sign: float) -> None:
    p = random_vectors(3, 5)
    axis = np.zeros((3, 3))
    axis[2] = sign
    assert np.allclose(rotate_from_z(p, axis), p * np.array([1.0, sign, 1.0, sign])[:, np.newaxis], atol=1e-15)
