"""Two-body decays: momentum of the daughters and isotropic directions."""

from __future__ import annotations

import numpy as np

from mcgen.typing import FloatArray

__all__ = ["breakup_momentum", "isotropic_two_body", "momentum_from_release"]

_BLOCK = 2048


def momentum_from_release(release: FloatArray, mother_mass: FloatArray, m1: FloatArray, m2: FloatArray) -> FloatArray:
    """Return the daughters' momentum from the energy release Q = M - m1 - m2.

    Each factor of the Källén function M^4 + ... is a sum of non-negative terms (PDG review of kinematics, eq. 49.16,
    there with the cancelling differences M^2 - (m1 + m2)^2, M^2 - (m1 - m2)^2):

        p = sqrt( Q (Q + 2 m1) (Q + 2 m2) (Q + 2 m1 + 2 m2) ) / (2 M)

    so that p is exact to rounding down to threshold if Q is.

    Parameters
    ----------
    release, mother_mass, m1, m2
        Q >= 0, M > 0 and the daughters' masses, ``float64[n]`` [GeV].

    Returns
    -------
    Momentum in the mother's rest frame, ``float64[n]`` [GeV].
    """
    a = m1 + m1
    p = release + a
    p *= release
    a = a + release
    b = m2 + m2
    a += b
    p *= a
    b = b + release
    p *= b
    np.sqrt(p, out=p)
    p /= mother_mass
    p *= 0.5
    return p


def breakup_momentum(mother_mass: FloatArray, m1: FloatArray, m2: FloatArray) -> FloatArray:
    """Return the daughters' momentum in the mother's rest frame.

    Parameters
    ----------
    mother_mass, m1, m2
        Masses, ``float64[n]`` [GeV], M > 0.

    Returns
    -------
    ``float64[n]`` [GeV]; zero for M = m1 + m2 and nan below threshold, where no real momentum exists.

    Examples
    --------
    >>> import numpy as np
    >>> float(breakup_momentum(np.array([5.0]), np.array([4.0]), np.array([0.0]))[0])
    0.9
    """
    n = len(mother_mass)
    out = np.empty(n)
    for start in range(0, n, _BLOCK):
        s = slice(start, start + _BLOCK)
        release = mother_mass[s] - m1[s]
        release -= m2[s]
        if release.min() < 0.0:
            release[release < 0.0] = np.nan
        out[s] = momentum_from_release(release, mother_mass[s], m1[s], m2[s])
    return out


def isotropic_two_body(
    mother_mass: FloatArray, m1: FloatArray, m2: FloatArray, u_cos: FloatArray, u_phi: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return the four-momenta of an isotropic two-body decay in the mother's rest frame.

    The first daughter flies along cos(theta) = 2 ``u_cos`` - 1, phi = 2 pi ``u_phi``.

    Parameters
    ----------
    mother_mass, m1, m2
        Masses, ``float64[n]`` [GeV], M >= m1 + m2.
    u_cos, u_phi
        Numbers in (0, 1), ``float64[n]``.

    Returns
    -------
    first, second
        ``float64[4, n]`` (E, px, py, pz) [GeV]; each on its mass shell, the momenta exactly opposite.
    """
    n = len(mother_mass)
    a = np.empty((4, n))
    b = np.empty((4, n))
    for start in range(0, n, _BLOCK):
        s = slice(start, start + _BLOCK)
        p = breakup_momentum(mother_mass[s], m1[s], m2[s])
        isotropic(p, u_cos[s], u_phi[s], a[:, s])
        np.negative(a[1:, s], out=b[1:, s])
        p *= p
        np.sqrt(m1[s] * m1[s] + p, out=a[0, s])
        np.sqrt(m2[s] * m2[s] + p, out=b[0, s])
    return a, b


def isotropic(p: FloatArray, u_cos: FloatArray, u_phi: FloatArray, out: FloatArray) -> None:
    """Write the vector of length ``p`` along cos(theta) = 2 u_cos - 1, phi = 2 pi u_phi to ``out[1:]``.

    sin(theta) = 2 sqrt(u (1 - u)) has no cancellation at the poles.
    """
    transverse = 1.0 - u_cos
    transverse *= u_cos
    np.sqrt(transverse, out=transverse)
    transverse *= p
    transverse *= 2.0
    phi = (2.0 * np.pi) * u_phi
    np.cos(phi, out=out[1])
    out[1] *= transverse
    np.sin(phi, out=out[2])
    out[2] *= transverse
    np.subtract(u_cos, 0.5, out=out[3])
    out[3] *= p
    out[3] *= 2.0
