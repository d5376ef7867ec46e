"""Bound of the phase-space weight as a function of the row's own masses.

The largest weight of `mcgen.kinematics.mass_chain` hardly depends on the masses beyond the normalisation of the
approximate volume V_{k-1}. With the shares a_i = c m_i / (c m_i + T') of the first k - 1 bodies, c = c_{k-1} and
T' = T (k-2)/(k-1) the typical kinetic energy of that system, it is described by

    ln bound = b_0 + b_1 <a> + b_2 <a^2> + b_3 <a>^2.

The numbers below come from ``python -m tools.scan_phase_space``, which adds to b_0 the largest excess that a climb over
masses and random numbers finds and one per cent of headroom. Weights beyond the bound are counted by the sampler.
"""

from __future__ import annotations

import numpy as np

from mcgen.kinematics.mass_chain import volume_scale
from mcgen.typing import FloatArray

__all__ = ["features", "weight_bound"]

_COEFFICIENTS: dict[int, tuple[float, float, float, float]] = {
    3: (0.040, -0.018, 0.018, -0.009),
    4: (0.094, 0.410, 0.246, -0.560),
    5: (-0.292, 0.571, 0.031, -0.544),
    6: (-0.961, 0.731, -0.121, -0.568),
    7: (-1.860, 0.887, -0.243, -0.612),
    8: (-2.937, 1.042, -0.360, -0.658),
    9: (-4.153, 1.203, -0.464, -0.719),
    10: (-5.522, 1.357, -0.562, -0.779),
}


def features(kinetic: FloatArray, masses: FloatArray) -> FloatArray:
    """Return 1, <a>, <a^2>, <a>^2 of each row: ``float64[4, n]``.

    Parameters
    ----------
    kinetic
        T = M - sum of masses, ``float64[n]`` [GeV].
    masses
        Daughter masses, ``float64[k, n]`` [GeV].
    """
    bodies = len(masses)
    scale = volume_scale(bodies - 1)
    typical = kinetic * ((bodies - 2) / (bodies - 1))
    out = np.empty((4, len(kinetic)))
    out[0] = 1.0
    out[1:3] = 0.0
    for i in range(bodies - 1):
        share = scale * masses[i]
        share /= share + typical
        out[1] += share
        share *= share
        out[2] += share
    out[1:3] *= 1.0 / (bodies - 1)
    np.multiply(out[1], out[1], out=out[3])
    return out


def weight_bound(kinetic: FloatArray, masses: FloatArray) -> FloatArray:
    """Return the bound of the weights of `mass_chain.chain_weights`, ``float64[n]``.

    Parameters
    ----------
    kinetic
        T = M - sum of masses, ``float64[n]`` [GeV].
    masses
        Daughter masses, ``float64[k, n]`` [GeV], 3 <= k <= 10.
    """
    c = _COEFFICIENTS[len(masses)]
    terms = features(kinetic, masses)
    bound: FloatArray = np.exp(c[0] + c[1] * terms[1] + c[2] * terms[2] + c[3] * terms[3])
    return bound
