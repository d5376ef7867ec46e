"""Density matrix algebra."""

from __future__ import annotations

import numpy as np
import pytest

from mcgen.spin import contract_axis, daughter_density, decay_matrix, intensity, trace, trace_product, unpolarised
from mcgen.typing import ComplexArray

SHAPES = [(3, 3, 2), (1, 3, 3), (2, 2, 1), (3, 3, 1, 1), (2, 3, 2, 2), (5, 1, 3)]


def _complex(shape: tuple[int, ...], seed: int) -> ComplexArray:
    rng = np.random.default_rng(seed)
    return np.asarray(rng.normal(size=shape) + 1j * rng.normal(size=shape))


def _positive(states: int, n: int, seed: int) -> ComplexArray:
    root = _complex((states, states, n), seed)
    return np.asarray(np.einsum("abn,cbn->acn", root, root.conj()))


@pytest.mark.parametrize("shape", SHAPES)
def test_against_the_sums_written_out(shape: tuple[int, ...]) -> None:
    n = 4
    a = _complex((*shape, n), 1)
    rho = _positive(shape[0], n, 2)
    decays: list[ComplexArray | None] = [_positive(s, n, 3 + i) for i, s in enumerate(shape[1:])]
    decays = [None if s == 1 else d for s, d in zip(shape[1:], decays, strict=True)]
    decays[-1] = None
    letters = "bcdef"[: len(shape) - 1]
    primed = letters.upper()
    operands: list[ComplexArray] = [rho, a, np.conj(a)]
    indices = ["aAn", f"a{letters}n", f"A{primed}n"]
    for letter, states, matrix in zip(letters, shape[1:], decays, strict=True):
        indices.append(f"{letter}{letter.upper()}n")
        operands.append(unpolarised(states, n) if matrix is None else matrix)
    total = np.einsum(",".join(indices) + "->n", *operands, optimize=True)
    np.testing.assert_allclose(intensity(a, rho, decays), total.real, rtol=1e-10)
    matrix = np.einsum(",".join(indices[1:]) + "->aAn", *operands[1:], optimize=True)
    np.testing.assert_allclose(decay_matrix(a, decays), matrix, rtol=1e-10, atol=1e-10)
    for daughter, letter in enumerate(letters):
        rest = [k for k in range(len(indices)) if k != 3 + daughter]
        expected = np.einsum(
            ",".join(indices[k] for k in rest) + f"->{letter}{letter.upper()}n",
            *[operands[k] for k in rest],
            optimize=True,
        )
        found = daughter_density(a, rho, decays, daughter)
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)
        # contracting the daughter's density with its decay matrix is the intensity again
        own = decays[daughter]
        own = unpolarised(shape[daughter + 1], n) if own is None else own
        np.testing.assert_allclose(trace_product(found, own), total.real, rtol=1e-10)


def test_densities_are_hermitian_and_positive() -> None:
    a, rho = _complex((3, 3, 2, 50), 1), _positive(3, 50, 2)
    matrices: list[ComplexArray | None] = [_positive(3, 50, 3), None]
    for found in (
        daughter_density(a, rho, matrices, 1),
        decay_matrix(a, matrices),
        daughter_density(a, None, matrices, 0),
    ):
        np.testing.assert_allclose(found, np.conj(found.transpose(1, 0, 2)), rtol=1e-12, atol=1e-12)
        assert np.linalg.eigvalsh(found.transpose(2, 0, 1)).min() > -1e-9


def test_an_unpolarised_mother_is_the_unit_matrix() -> None:
    a = _complex((3, 2, 2, 6), 4)
    np.testing.assert_allclose(
        daughter_density(a, None, [None, None], 0), daughter_density(a, unpolarised(3, 6), [None, None], 0), rtol=1e-12
    )
    np.testing.assert_allclose(intensity(a, None, [None, None]), trace(decay_matrix(a, [None, None])))


def test_contract_axis_transposes_as_promised() -> None:
    a, matrix = _complex((2, 3, 5), 1), _complex((3, 3, 5), 2)
    np.testing.assert_allclose(contract_axis(a, 1, matrix), np.einsum("stn,asn->atn", matrix, a), rtol=1e-12)


def test_rows_do_not_know_their_batch() -> None:
    n = 40
    a, rho, first = _complex((3, 3, 2, n), 1), _positive(3, n, 2), _positive(3, n, 3)
    whole = daughter_density(a, rho, [first, None], 1)
    total = intensity(a, rho, [first, None])
    for size in (1, 2, 5, 8):
        for start in range(0, n - size, 3):
            p = slice(start, start + size)
            np.testing.assert_array_equal(
                daughter_density(a[..., p], rho[..., p], [first[..., p], None], 1), whole[..., p]
            )
            np.testing.assert_array_equal(intensity(a[..., p], rho[..., p], [first[..., p], None]), total[p])
