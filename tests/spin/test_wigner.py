"""Wigner functions and Clebsch-Gordan coefficients."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcgen.spin import small_d, small_d_columns, wigner_d_matrix
from mcgen.spin.clebsch import clebsch_gordan
from mcgen.spin.polarisation import REST_VECTORS
from mcgen.typing import ComplexArray, FloatArray

SPINS2 = (0, 1, 2, 3, 4, 5, 6, 7, 8)


def _product(left: ComplexArray, right: ComplexArray) -> ComplexArray:
    return np.asarray(np.einsum("abn,bcn->acn", left, right))


def _rotation(alpha: float, beta: float, gamma: float) -> FloatArray:
    def z(a: float) -> FloatArray:
        return np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])

    def y(a: float) -> FloatArray:
        return np.array([[np.cos(a), 0, np.sin(a)], [0, 1, 0], [-np.sin(a), 0, np.cos(a)]])

    return np.asarray(z(alpha) @ y(beta) @ z(gamma))


def _euler(rotation: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    return (
        np.array([np.arctan2(rotation[1, 2], rotation[0, 2])]),
        np.array([rotation[2, 2]]),
        np.array([np.arctan2(rotation[2, 1], -rotation[2, 0])]),
    )


def test_small_d_of_low_spins_is_the_published_one() -> None:
    theta = np.linspace(0, np.pi, 25)
    c, s = np.cos(theta), np.sin(theta)
    half = small_d(1, c)
    np.testing.assert_allclose(half[0, 0], np.cos(theta / 2), atol=1e-15)
    np.testing.assert_allclose(half[0, 1], -np.sin(theta / 2), atol=1e-15)
    one = small_d(2, c)
    np.testing.assert_allclose(one[0, 0], (1 + c) / 2, atol=1e-15)
    np.testing.assert_allclose(one[0, 1], -s / sqrt(2), atol=1e-15)
    np.testing.assert_allclose(one[0, 2], (1 - c) / 2, atol=1e-15)
    np.testing.assert_allclose(one[1, 1], c, atol=1e-15)
    three_halves = small_d(3, c)
    np.testing.assert_allclose(three_halves[0, 1], -sqrt(3) * (1 + c) / 2 * np.sin(theta / 2), atol=1e-14)
    np.testing.assert_allclose(three_halves[1, 1], (3 * c - 1) / 2 * np.cos(theta / 2), atol=1e-14)
    two = small_d(4, c)
    np.testing.assert_allclose(two[0, 2], sqrt(6) / 4 * s**2, atol=1e-14)
    np.testing.assert_allclose(two[1, 2], -sqrt(1.5) * s * c, atol=1e-14)
    np.testing.assert_allclose(two[2, 2], 1.5 * c**2 - 0.5, atol=1e-14)


@pytest.mark.parametrize("spin2", SPINS2)
def test_small_d_equals_the_exponential_of_jy(spin2: int) -> None:
    from scipy.linalg import expm

    size = spin2 + 1
    m = np.arange(spin2, -spin2 - 1, -2) / 2
    raising = np.zeros((size, size))
    for row in range(spin2):
        raising[row, row + 1] = sqrt((spin2 / 2 - m[row + 1]) * (spin2 / 2 + m[row + 1] + 1))
    minus_i_jy = -(raising - raising.T) / 2
    for theta in (0.0, 0.3, 1.7, 3.0, np.pi):
        np.testing.assert_allclose(
            small_d(spin2, np.array([np.cos(theta)]))[..., 0], expm(theta * minus_i_jy), atol=1e-12
        )


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(SPINS2),
    st.floats(-3.1, 3.1),
    st.floats(-1, 1),
    st.floats(-3.1, 3.1),
    st.floats(-3.1, 3.1),
    st.floats(-1, 1),
    st.floats(-3.1, 3.1),
)
def test_matrices_are_unitary_and_compose(
    spin2: int, a1: float, c1: float, g1: float, a2: float, c2: float, g2: float
) -> None:
    first = wigner_d_matrix(spin2, np.array([a1]), np.array([c1]), np.array([g1]))
    second = wigner_d_matrix(spin2, np.array([a2]), np.array([c2]), np.array([g2]))
    unit = _product(first, np.conj(first.transpose(1, 0, 2)))[..., 0]
    np.testing.assert_allclose(unit, np.eye(spin2 + 1), atol=1e-12)
    together = _rotation(a1, np.arccos(c1), g1) @ _rotation(a2, np.arccos(c2), g2)
    if abs(together[2, 2]) > 1 - 1e-9:
        return  # Euler angles are not unique there
    composed = wigner_d_matrix(spin2, *_euler(together))[..., 0]
    product = _product(first, second)[..., 0]
    sign = 1.0 if spin2 % 2 == 0 else np.sign((np.vdot(composed, product)).real)
    np.testing.assert_allclose(product, sign * composed, atol=1e-6)


def test_spin_one_rotates_vectors() -> None:
    alpha, cos_beta, gamma = np.array([0.4]), np.array([-0.3]), np.array([1.9])
    matrix = wigner_d_matrix(2, alpha, cos_beta, gamma)[..., 0]
    rotation = _rotation(0.4, np.arccos(-0.3), 1.9)
    # R e_m = sum_m' e_m' D_m'm
    np.testing.assert_allclose(REST_VECTORS @ rotation.T, matrix.T @ REST_VECTORS, atol=1e-14)


def test_columns_are_columns() -> None:
    c = np.linspace(-1, 1, 7)
    np.testing.assert_array_equal(small_d_columns(4, (2, -4), c), small_d(4, c)[:, [1, 4]])


def test_rows_do_not_know_their_batch() -> None:
    rng = np.random.default_rng(1)
    alpha, cos_beta, gamma = rng.uniform(-1, 1, (3, 97))
    whole = wigner_d_matrix(5, alpha, cos_beta, gamma)
    for size in (1, 2, 3, 7, 16):
        for start in range(0, 97 - size, 11):
            part = slice(start, start + size)
            np.testing.assert_array_equal(
                wigner_d_matrix(5, alpha[part], cos_beta[part], gamma[part]), whole[..., part]
            )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5), st.integers(0, 5), st.data())
def test_clebsch_gordan_coefficients_are_orthonormal(j1: int, j2: int, data: st.DataObject) -> None:
    m = data.draw(st.sampled_from(range(-(j1 + j2), j1 + j2 + 1, 2)))
    totals = range(max(abs(j1 - j2), abs(m)), j1 + j2 + 1, 2)
    pairs = [(m1, m - m1) for m1 in range(-j1, j1 + 1, 2) if abs(m - m1) <= j2]
    table = np.array([[clebsch_gordan(j1, m1, j2, m2, j, m) for m1, m2 in pairs] for j in totals])
    np.testing.assert_allclose(table @ table.T, np.eye(len(totals)), atol=1e-12)


def test_clebsch_gordan_phases_are_condon_and_shortley() -> None:
    assert clebsch_gordan(1, 1, 1, -1, 0, 0) == pytest.approx(sqrt(0.5))
    assert clebsch_gordan(1, -1, 1, 1, 0, 0) == pytest.approx(-sqrt(0.5))
    assert clebsch_gordan(4, 0, 2, 0, 2, 0) == pytest.approx(-sqrt(2 / 5))
    assert clebsch_gordan(2, 2, 2, -2, 2, 0) == pytest.approx(sqrt(0.5))
    assert clebsch_gordan(2, 0, 2, 0, 2, 0) == 0.0
