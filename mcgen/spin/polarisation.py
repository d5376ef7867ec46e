"""Polarisation vectors and tensors in the canonical basis."""

from __future__ import annotations

import numpy as np

from mcgen.spin.clebsch import clebsch_gordan
from mcgen.typing import ComplexArray, FloatArray

__all__ = ["REST_VECTORS", "photon_vectors", "polarisation_tensors", "polarisation_vectors"]

_HALF_ROOT = np.sqrt(0.5)

REST_VECTORS: ComplexArray = np.array(
    [[-_HALF_ROOT, -1j * _HALF_ROOT, 0.0], [0.0, 0.0, 1.0], [_HALF_ROOT, -1j * _HALF_ROOT, 0.0]]
)
"""e_m as (x, y, z), m = +1, 0, -1: e(+1) = -(x + iy)/sqrt2, e(0) = z, e(-1) = (x - iy)/sqrt2."""


def polarisation_vectors(p4: FloatArray, mass: FloatArray) -> ComplexArray:
    """Polarisation vectors of a massive vector, boosted from its rest frame to its momentum by a pure boost.

    ``e^0 = (e . p)/m``, ``e = e_rest + p (e_rest . p)/(m (E + m))``; regular at rest.

    Parameters
    ----------
    p4
        ``[4, n]`` (E, px, py, pz) GeV.
    mass
        ``[n]`` GeV, > 0.

    Returns
    -------
    ComplexArray
        ``[3, 4, n]``, m = +1, 0, -1; conjugate for an outgoing particle. ``e_m . e*_m' = -delta``, ``p . e = 0``.
    """
    energy, momentum = p4[0], p4[1:]
    out = np.empty((3, 4, p4.shape[1]), dtype=np.complex128)
    for index in range(3):
        x, y, z = REST_VECTORS[index]
        along = (x * momentum[0] + y * momentum[1] + z * momentum[2]) / mass
        out[index, 0] = along
        for axis in range(3):
            out[index, axis + 1] = REST_VECTORS[index, axis] + momentum[axis] * along / (energy + mass)
    return out


def photon_vectors(p4: FloatArray) -> ComplexArray:
    """Polarisation vectors of a photon, helicity +1 and -1: R(phi, theta, 0) applied to e(+-1), ``[2, 4, n]``."""
    momentum = p4[1:]
    transverse = np.hypot(momentum[0], momentum[1])
    size = np.hypot(transverse, momentum[2])
    cos_theta, sin_theta = momentum[2] / size, transverse / size
    safe = np.where(transverse > 0.0, transverse, 1.0)
    cos_phi = np.where(transverse > 0.0, momentum[0] / safe, 1.0)
    sin_phi = np.where(transverse > 0.0, momentum[1] / safe, 0.0)
    out = np.zeros((2, 4, p4.shape[1]), dtype=np.complex128)
    for index, sign in enumerate((1.0, -1.0)):
        # -(sign) (theta_hat + i sign phi_hat) / sqrt2
        out[index, 1] = -sign * _HALF_ROOT * (cos_theta * cos_phi - 1j * sign * sin_phi)
        out[index, 2] = -sign * _HALF_ROOT * (cos_theta * sin_phi + 1j * sign * cos_phi)
        out[index, 3] = sign * _HALF_ROOT * sin_theta
    return out


def polarisation_tensors(p4: FloatArray, mass: FloatArray) -> ComplexArray:
    """Polarisation tensors of a massive particle of spin 2, ``[5, 4, 4, n]``, m = +2 ... -2.

    ``e_m^{ab} = sum <1 m1 1 m2|2 m> e_{m1}^a e_{m2}^b`` with the boosted vectors of :func:`polarisation_vectors`.
    """
    vectors = polarisation_vectors(p4, mass)
    out = np.zeros((5, 4, 4, p4.shape[1]), dtype=np.complex128)
    for first in range(3):
        for second in range(3):
            m1, m2 = 2 - 2 * first, 2 - 2 * second
            weight = clebsch_gordan(2, m1, 2, m2, 4, m1 + m2)
            out[(4 - m1 - m2) // 2] += weight * (vectors[first][:, None] * vectors[second][None, :])
    return out
