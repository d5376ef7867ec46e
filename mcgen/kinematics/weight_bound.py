"""Bound of the phase-space weight as a function of the row's own masses.

The largest weight of `mcgen.kinematics.mass_chain` hardly depends on the masses beyond the normalisation of the
approximate volume V_{k-1}. With the shares a_i = c m_i / (c m_i + T') of the first k - 1 bodies, c = c_{k-1} and
T' = T (k-2)/(k-1) the typical kinetic energy of that system, it is described by

    ln bound = b_0 + b_1 <a> + b_2 <a^2> + b_3 <a>^2,

and for three bodies, relative to the product of the factors of p_3^2 p_2^2 at the ends of their range, by a quadratic
polynomial of the shares a_i = 2 m_i / (2 m_i + T) of all three.

The numbers below come from ``python -m tools.scan_phase_space``, which adds to b_0 the largest excess that a climb over
masses and random numbers finds and one per cent of headroom. Weights beyond the bound are counted by the sampler.
"""

from __future__ import annotations

import numpy as np

from mcgen.kinematics.mass_chain import volume_scale
from mcgen.typing import FloatArray

__all__ = ["features", "normalisation", "weight_bound"]

_COEFFICIENTS: dict[int, tuple[float, ...]] = {
    3: (-0.913, 0.828, 0.642, 0.477, -0.631, -0.036, -0.357),
    4: (0.093, 0.411, 0.248, -0.564),
    5: (-0.286, 0.573, 0.037, -0.550),
    6: (-0.966, 0.726, -0.112, -0.573),
    7: (-1.858, 0.888, -0.247, -0.611),
    8: (-2.931, 1.038, -0.354, -0.660),
    9: (-4.159, 1.198, -0.461, -0.718),
    10: (-5.511, 1.363, -0.576, -0.772),
}


def features(kinetic: FloatArray, masses: FloatArray) -> list[FloatArray]:
    """Return the terms that multiply b_1, b_2, ...: arrays ``float64[n]``.

    Parameters
    ----------
    kinetic
        T = M - sum of masses, ``float64[n]`` [GeV].
    masses
        Daughter masses, ``float64[k, n]`` [GeV].
    """
    bodies = len(masses)
    if bodies == 3:
        a, b, c = (2.0 * m / (2.0 * m + kinetic) for m in masses)
        mean = 0.5 * (a + b)
        return [mean, c, a * b, mean * mean, c * c, mean * c]
    scale = volume_scale(bodies - 1)
    typical = kinetic * ((bodies - 2) / (bodies - 1))
    first = np.zeros(len(kinetic))
    second = np.zeros(len(kinetic))
    for i in range(bodies - 1):
        share = scale * masses[i]
        share /= share + typical
        first += share
        share *= share
        second += share
    first *= 1.0 / (bodies - 1)
    second *= 1.0 / (bodies - 1)
    return [first, second, first * first]


def normalisation(kinetic: FloatArray, masses: FloatArray) -> FloatArray:
    """Return what the bound is relative to, ``float64[n]``: one, but for three bodies a product of masses [GeV^2]."""
    if len(masses) != 3:
        return np.ones(len(kinetic))
    total = masses[0] + masses[1]
    core = kinetic + total
    r: FloatArray = kinetic + 2.0 * masses[2]
    r *= kinetic + 2.0 * masses[0]
    r *= kinetic + 2.0 * masses[1]
    r *= kinetic + 2.0 * total
    r /= core
    r *= core + masses[2]
    return np.sqrt(r, out=r)


def weight_bound(kinetic: FloatArray, masses: FloatArray) -> FloatArray:
    """Return the bound of the weights of `mass_chain.chain_weights`, ``float64[n]``.

    Parameters
    ----------
    kinetic
        T = M - sum of masses, ``float64[n]`` [GeV].
    masses
        Daughter masses, ``float64[k, n]`` [GeV], 3 <= k <= 10.
    """
    constant, *slopes = _COEFFICIENTS[len(masses)]
    logarithm = np.full(len(kinetic), constant)
    for slope, term in zip(slopes, features(kinetic, masses), strict=True):
        logarithm += slope * term
    np.exp(logarithm, out=logarithm)
    if len(masses) == 3:
        logarithm *= normalisation(kinetic, masses)
    return logarithm
