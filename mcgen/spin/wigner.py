"""Wigner rotation functions in closed form.

Convention (Edmonds, Rose; PDG review "Clebsch-Gordan coefficients"; not Wigner's own sign)::

    D^j_{m'm}(alpha, beta, gamma) = <j m'| e^{-i alpha J_z} e^{-i beta J_y} e^{-i gamma J_z} |j m>
                                  = e^{-i m' alpha} d^j_{m'm}(beta) e^{-i m gamma}

All matrices have m' and m descending (index 0 is m = +j).
"""

from __future__ import annotations

from functools import cache
from math import factorial, sqrt

import numpy as np

from mcgen.typing import ComplexArray, FloatArray

__all__ = ["azimuth_phase", "small_d", "small_d_columns", "wigner_d_matrix"]


@cache
def _terms(spin2: int, upper2: int, lower2: int) -> tuple[tuple[float, int, int], ...]:
    """Terms (coefficient, power of cos(beta/2), power of sin(beta/2)) of d^j_{m'm}, Wigner's closed form."""
    up, um = (spin2 + upper2) // 2, (spin2 - upper2) // 2  # j + m', j - m'
    lp, lm = (spin2 + lower2) // 2, (spin2 - lower2) // 2  # j + m,  j - m
    shift = (upper2 - lower2) // 2  # m' - m
    norm = sqrt(factorial(up) * factorial(um) * factorial(lp) * factorial(lm))
    terms = []
    for k in range(max(0, -shift), min(lp, um) + 1):
        denominator = factorial(lp - k) * factorial(k) * factorial(shift + k) * factorial(um - k)
        terms.append(((-1.0) ** (shift + k) * norm / denominator, spin2 - shift - 2 * k, shift + 2 * k))
    return tuple(terms)


def _powers(base: FloatArray, highest: int) -> list[FloatArray]:
    powers = [np.ones_like(base), base]
    while len(powers) <= highest:
        powers.append(powers[-1] * base)
    return powers


def small_d_columns(spin2: int, columns2: tuple[int, ...], cos_theta: FloatArray) -> FloatArray:
    """Columns of the small d matrix, ``d^j_{m'm}(theta)`` for chosen m.

    Wigner's closed form (PDG review "Clebsch-Gordan coefficients, spherical harmonics, and d functions"), a polynomial
    in cos(theta/2) and sin(theta/2).

    Parameters
    ----------
    spin2
        Twice j.
    columns2
        Twice the m of each wanted column.
    cos_theta
        Cosine of the angle, ``[n]``, 0 <= theta <= pi.

    Returns
    -------
    FloatArray
        ``[2j + 1, len(columns2), n]``, m' descending.
    """
    cosine = np.sqrt(0.5 * (1.0 + cos_theta))
    sine = np.sqrt(0.5 * (1.0 - cos_theta))
    cosines, sines = _powers(cosine, spin2), _powers(sine, spin2)
    out = np.empty((spin2 + 1, len(columns2), *cos_theta.shape))
    for row in range(spin2 + 1):
        for column, lower2 in enumerate(columns2):
            element = np.zeros_like(cos_theta)
            for factor, cosine_power, sine_power in _terms(spin2, spin2 - 2 * row, lower2):
                element = element + factor * (cosines[cosine_power] * sines[sine_power])
            out[row, column] = element
    return out


def small_d(spin2: int, cos_theta: FloatArray) -> FloatArray:
    """The whole matrix ``d^j_{m'm}(theta)``, ``[2j + 1, 2j + 1, n]``; see :func:`small_d_columns`."""
    return small_d_columns(spin2, tuple(range(spin2, -spin2 - 1, -2)), cos_theta)


def azimuth_phase(multiple2: int, phi: FloatArray) -> ComplexArray:
    """``exp(i k phi)`` for k = ``multiple2 / 2``, ``[n]``."""
    angle = 0.5 * multiple2 * phi
    phase = np.empty(phi.shape, dtype=np.complex128)
    phase.real = np.cos(angle)
    phase.imag = np.sin(angle)
    return phase


def wigner_d_matrix(spin2: int, alpha: FloatArray, cos_beta: FloatArray, gamma: FloatArray) -> ComplexArray:
    """The matrix ``D^j_{m'm}(alpha, beta, gamma)``, complex ``[2j + 1, 2j + 1, n]``, angles ``[n]`` in rad.

    Composition: ``D(R2 R1) = D(R2) D(R1)``; unitary; ``D^1`` in this basis is the rotation matrix of vectors.
    """
    matrix = small_d(spin2, cos_beta).astype(np.complex128)
    for index in range(spin2 + 1):
        m2 = spin2 - 2 * index
        matrix[index, :] *= azimuth_phase(-m2, alpha)
        matrix[:, index] *= azimuth_phase(-m2, gamma)
    return matrix
