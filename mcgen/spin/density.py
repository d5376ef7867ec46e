r"""Spin density matrices: how a chain of decays hands its polarisation on.

Conventions (Collins, Nucl. Phys. B304 (1988) 794; Knowles, Nucl. Phys. B310 (1988) 571; the algorithm of EvtGen,
Lange, Nucl. Instrum. Meth. A462 (2001) 152)::

    density matrix of a mother        rho_{M M'}
    amplitude of her decay            A_{M, s1, ..., sk}         (indices of outgoing states are <s|, of the mother |M>)
    decay matrix of daughter j        D^j_{s s'} = sum_f B_{s, f} B*_{s', f}          (identity while undecayed)
    intensity                         W = sum rho_{M M'} A_{M s..} A*_{M' s'..} prod_j D^j_{s_j s'_j}

Nothing is normalised; the decay matrix of a daughter with a single state would only be a factor and is taken as 1.
Every array has its rows last; sums run over the few spin indices one after the other, so that a
row comes out the same, bit for bit, whatever stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mcgen.spin.rows import never_one_row
from mcgen.typing import ComplexArray, FloatArray

__all__ = ["contract_axis", "daughter_density", "decay_matrix", "intensity", "trace", "trace_product", "unpolarised"]


def unpolarised(states: int, n: int) -> ComplexArray:
    """Unit matrix of ``states`` spin states, complex ``[states, states, n]``: no polarisation, or not decayed yet."""
    matrix = np.zeros((states, states, n), dtype=np.complex128)
    for index in range(states):
        matrix[index, index] = 1.0
    return matrix


@never_one_row
def contract_axis(amplitude: ComplexArray, axis: int, matrix: ComplexArray) -> ComplexArray:
    """Contract one spin axis: ``out[.., t, ..] = sum_s matrix[s, t] amplitude[.., s, ..]``.

    Parameters
    ----------
    amplitude
        ``[spins..., n]``.
    axis
        The spin axis, 0 for the mother.
    matrix
        ``[s, s, n]``.
    """
    moved = np.moveaxis(amplitude, axis, 0)
    between = (np.newaxis,) * (moved.ndim - 2)
    out = np.empty(amplitude.shape, dtype=np.complex128)
    target = np.moveaxis(out, axis, 0)
    for t in range(moved.shape[0]):
        total = matrix[(0, t, *between)] * moved[0]
        for s in range(1, moved.shape[0]):
            total = total + matrix[(s, t, *between)] * moved[s]
        target[t] = total
    return out


def _outer(left: ComplexArray, right: ComplexArray, axis: int) -> ComplexArray:
    """``out[i, j] = sum over all other spin axes of left_i conj(right_j)``, ``[s, s, n]``."""
    states, n = left.shape[axis], left.shape[-1]
    first = np.moveaxis(left, axis, 0).reshape(states, -1, n)
    second = np.conj(np.moveaxis(right, axis, 0).reshape(states, -1, n))
    out = np.zeros((states, states, n), dtype=np.complex128)
    for rest in range(first.shape[1]):
        out += first[:, None, rest] * second[None, :, rest]
    return out


def _contract_daughters(
    amplitude: ComplexArray, decays: Sequence[ComplexArray | None], skip: int | None = None
) -> ComplexArray:
    for index, matrix in enumerate(decays):
        if matrix is not None and index != skip and amplitude.shape[index + 1] > 1:
            amplitude = contract_axis(amplitude, index + 1, matrix)
    return amplitude


@never_one_row
def daughter_density(
    amplitude: ComplexArray, mother: ComplexArray | None, decays: Sequence[ComplexArray | None], daughter: int
) -> ComplexArray:
    """Density matrix of one daughter, given what has decayed before it.

    Parameters
    ----------
    amplitude
        A, complex ``[sM, s1, ..., sk, n]``.
    mother
        Density matrix of the mother ``[sM, sM, n]``; None means unpolarised (unit matrix).
    decays
        Decay matrix ``[sj, sj, n]`` of each daughter, None for those not decayed yet (unit matrix).
    daughter
        Index of the wanted daughter among the daughters, from 0; its own entry of ``decays`` is not used.

    Returns
    -------
    ComplexArray
        Hermitian, positive, not normalised: ``[si, si, n]``.
    """
    contracted = _contract_daughters(amplitude, decays, skip=daughter)
    if mother is not None:
        contracted = contract_axis(contracted, 0, mother)
    return _outer(contracted, amplitude, daughter + 1)


@never_one_row
def decay_matrix(amplitude: ComplexArray, decays: Sequence[ComplexArray | None]) -> ComplexArray:
    """The mother's decay matrix ``D_{M M'} = sum A_{M s..} A*_{M' s'..} prod_j D^j_{s_j s'_j}``, ``[sM, sM, n]``."""
    return _outer(_contract_daughters(amplitude, decays), amplitude, 0)


def trace(matrix: ComplexArray) -> FloatArray:
    """Trace of hermitian matrices, ``[n]``."""
    total = matrix[0, 0].real
    for index in range(1, matrix.shape[0]):
        total = total + matrix[index, index].real
    return np.array(total, dtype=np.float64)


def trace_product(density: ComplexArray, decay: ComplexArray) -> FloatArray:
    """``sum rho_{M M'} D_{M M'}`` of two hermitian matrices ``[s, s, n]``: the intensity, ``[n]``."""
    total = np.zeros(density.shape[-1])
    for a in range(density.shape[0]):
        total += density[a, a].real * decay[a, a].real
        for b in range(a + 1, density.shape[0]):
            total += 2.0 * (density[a, b].real * decay[a, b].real - density[a, b].imag * decay[a, b].imag)
    return total


def intensity(
    amplitude: ComplexArray, mother: ComplexArray | None, decays: Sequence[ComplexArray | None]
) -> FloatArray:
    """Intensity W of a configuration, ``[n]``; arguments as in :func:`daughter_density`."""
    matrix = decay_matrix(amplitude, decays)
    return trace(matrix) if mother is None else trace_product(mother, matrix)
