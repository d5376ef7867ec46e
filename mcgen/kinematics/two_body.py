"""Two-body decays: momentum of the daughters and isotropic directions."""

from __future__ import annotations

import numpy as np

from mcgen.typing import FloatArray

__all__ = ["breakup_momentum", "isotropic_two_body", "momentum_from_release"]


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
    a = 2.0 * m1
    b = 2.0 * m2
    p = release + a
    p *= release
    a = a + b
    b = b + release
    p *= b
    a = a + release
    p *= a
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
    release = np.asarray(mother_mass - m1 - m2)
    return momentum_from_release(np.where(release >= 0.0, release, np.nan), mother_mass, m1, m2)


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
    p = breakup_momentum(mother_mass, m1, m2)
    a = np.empty((4, len(p)))
    b = np.empty((4, len(p)))
    isotropic(p, u_cos, u_phi, a)
    np.negative(a[1:], out=b[1:])
    p *= p
    np.sqrt(m1 * m1 + p, out=a[0])
    np.sqrt(m2 * m2 + p, out=b[0])
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
