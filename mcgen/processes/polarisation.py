"""Spin density of a vector made in e+e- annihilation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mcgen.kinematics import boost_to_rest

if TYPE_CHECKING:
    from mcgen.typing import ComplexArray, FloatArray

__all__ = ["annihilation_density", "beam_axis"]

_VECTOR = 3
_SQRT2 = np.sqrt(2.0)


def beam_axis(electron: FloatArray, total: FloatArray) -> FloatArray:
    """Return the unit vectors ``[3, n]`` along the e- in the rest frame of ``total`` (both four-momenta ``[4, n]``)."""
    p = boost_to_rest(electron, total)[1:]
    return np.asarray(p / np.sqrt(p[0] ** 2 + p[1] ** 2 + p[2] ** 2))


def annihilation_density(axis: FloatArray) -> ComplexArray:
    """Return the density matrices of vectors with helicities +1 and -1 along an axis, half each.

    A massless electron line couples to a vector with helicity +-1 only, so ``rho = (1 - |n, 0><n, 0|) / 2`` with the
    state |n, 0> of helicity 0 along the beam axis n (in the canonical basis: -(n_x - i n_y)/sqrt2, n_z, (n_x + i
    n_y)/sqrt2 for m = +1, 0, -1).

    Parameters
    ----------
    axis
        Unit vectors n, ``[3, n]``.

    Returns
    -------
    ``complex[3, 3, n]``, m descending, unit trace.
    """
    x, y, z = axis
    # real and imaginary parts apart: numpy multiplies single complex numbers with another rounding than arrays
    real, imaginary = (-x / _SQRT2, z, x / _SQRT2), (y / _SQRT2, np.zeros_like(y), y / _SQRT2)
    density = np.empty((_VECTOR, _VECTOR, len(x)), np.complex128)
    for i in range(_VECTOR):
        for k in range(_VECTOR):
            density[i, k].real = (float(i == k) - (real[i] * real[k] + imaginary[i] * imaginary[k])) / 2.0
            density[i, k].imag = -(imaginary[i] * real[k] - real[i] * imaginary[k]) / 2.0
    return density
