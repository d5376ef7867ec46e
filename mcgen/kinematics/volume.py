"""Volume of n-body phase space by numerical integration of the recursion over intermediate masses."""

from __future__ import annotations

from functools import cache

import numpy as np

from mcgen.kinematics.two_body import momentum_from_release
from mcgen.typing import FloatArray

__all__ = ["volume"]

_DEPTH = 16.0  # the grid spans T e^-16 ... T; what lies below carries less than 1e-9 of any integral
_GRID = 80
_POINTS = 64
_ROWS = 32


@cache
def _grid() -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return relative energies of the grid [g], nodes x and weights in x [p], and the interpolation [p, g, g].

    The logarithms of the scaled volumes are smooth functions of ln T; they are interpolated between Chebyshev nodes
    with barycentric weights (Berrut and Trefethen, doi:10.1137/S0036144502417715).
    """
    j = np.arange(_GRID)
    node = np.cos((2 * j + 1) * np.pi / (2 * _GRID))
    bary = (-1.0) ** j * np.sin((2 * j + 1) * np.pi / (2 * _GRID))
    log_t = 0.5 * _DEPTH * (node - node[0])  # the first node is T itself
    s, w = np.polynomial.legendre.leggauss(_POINTS)
    s, w = 0.5 * (s + 1.0), 0.5 * w
    x = s * s * (3.0 - 2.0 * s)
    target = np.log(x)[:, np.newaxis] + log_t
    target = np.maximum(2.0 * target / _DEPTH + node[0], node[-1])
    gap = target[..., np.newaxis] - node
    exact = gap == 0.0
    terms = bary / np.where(exact, 1.0, gap)
    matrix = terms / terms.sum(axis=-1, keepdims=True)
    hit = exact.any(axis=-1)
    matrix[hit] = exact[hit]
    return np.exp(log_t), x, w * 6.0 * s * (1.0 - s), matrix


def volume(mother_mass: FloatArray, masses: FloatArray) -> FloatArray:
    """Return the volume of n-body phase space.

    R_n = int prod_i d^3 p_i / (2 E_i) delta^4(P - sum p_i), without factors of 2 pi (F. James, CERN 68-15, eq. 3.8;
    the PDG's phase space is R_n (2 pi)^(4 - 3n)). The recursion M R_k = pi int p_k 2 dM' M' R_{k-1}(M') starts from
    R_2 = pi p / M. Good to about 1e-9; meant for tests, tables and rates, not for event loops.

    Parameters
    ----------
    mother_mass
        ``float64[n]`` [GeV].
    masses
        ``float64[k, n]`` [GeV], k >= 2, below threshold of no row.

    Returns
    -------
    ``float64[n]`` [GeV^(2k - 4)].

    Examples
    --------
    Massless: R_n = (pi/2)^(n-1) M^(2n-4) / (Gamma(n) Gamma(n-1)).

    >>> import numpy as np
    >>> round(float(volume(np.array([2.0]), np.zeros((3, 1)))[0] / (np.pi**2 / 2)), 6)
    1.0
    """
    n = len(mother_mass)
    out = np.empty(n)
    for start in range(0, n, _ROWS):
        s = slice(start, start + _ROWS)
        out[s] = _volume(np.asarray(mother_mass[s], dtype=np.float64), np.asarray(masses[:, s], dtype=np.float64))
    return out


def _volume(mother_mass: FloatArray, masses: FloatArray) -> FloatArray:
    relative, x, weight, interpolate = _grid()
    bodies = len(masses)
    kinetic = mother_mass - masses.sum(axis=0)
    t = relative[:, np.newaxis] * kinetic
    total = masses[0] + masses[1]
    # v: M_k R_k / T^power on the grid, with the power of slow bodies taken out
    v = momentum_from_release(t, t + total, masses[0], masses[1]) / np.sqrt(t) * np.pi
    power = 0.5
    for k in range(3, bodies + 1):
        m = masses[k - 1]
        inner = np.exp(np.tensordot(interpolate, np.log(v), axes=(2, 0)))
        below = x[:, np.newaxis, np.newaxis] * t
        p = momentum_from_release(t - below, t + (total + m), m, below + total)
        inner *= p * (2.0 * np.pi * weight * x**power)[:, np.newaxis, np.newaxis]
        v = inner.sum(axis=0) / np.sqrt(t)
        power += 1.5
        total = total + m
    return np.asarray(v[0] * kinetic**power / mother_mass)
