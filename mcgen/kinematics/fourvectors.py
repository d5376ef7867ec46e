"""Four-vectors as arrays ``p4[..., 4, n]`` = (E, px, py, pz), rows last and contiguous.

All functions work row by row in blocks that fit the cache; leading axes (the daughters of a decay) are carried along.
"""

from __future__ import annotations

import numpy as np

from mcgen.typing import FloatArray

__all__ = ["boost", "boost_to_rest", "invariant_mass", "mass_squared", "momentum", "rotate_from_z", "rotate_to_z"]

_BLOCK = 2048


def momentum(p4: FloatArray) -> FloatArray:
    """Return the magnitude of the three-momentum, ``float64[..., n]`` [GeV]."""
    p = p4[..., 1, :] * p4[..., 1, :]
    p += p4[..., 2, :] * p4[..., 2, :]
    p += p4[..., 3, :] * p4[..., 3, :]
    return np.sqrt(p, out=p)


def mass_squared(p4: FloatArray) -> FloatArray:
    """Return (E - |p|)(E + |p|), ``float64[..., n]`` [GeV^2]; negative for space-like vectors."""
    p = momentum(p4)
    plus = p4[..., 0, :] + p
    np.subtract(p4[..., 0, :], p, out=p)
    p *= plus
    return p


def invariant_mass(p4: FloatArray) -> FloatArray:
    """Return the invariant mass, ``float64[..., n]`` [GeV].

    Space-like vectors, also those that rounding makes of light-like ones, give -sqrt(-m^2) as in ROOT and vector.

    Examples
    --------
    >>> import numpy as np
    >>> float(invariant_mass(np.array([[5.0], [0.0], [3.0], [0.0]]))[0])
    4.0
    """
    m2 = mass_squared(p4)
    m = np.abs(m2)
    np.sqrt(m, out=m)
    return np.copysign(m, m2, out=m)


def boost(
    p4: FloatArray, frame: FloatArray, frame_mass: FloatArray | None = None, out: FloatArray | None = None
) -> FloatArray:
    """Boost vectors from the rest frame of a particle to the frame in which the particle has momentum ``frame``.

    With P = (E, **P**) of mass M (gamma = E/M, gamma beta = **P**/M; Jackson, Classical Electrodynamics, eq. 11.19):

        e' = (E e + P.p) / M,    p' = p + P [ P.p / (E + M) + e ] / M

    which is p + beta (gamma^2 / (1 + gamma) beta.p + gamma e) and has no singularity for a particle at rest.

    Parameters
    ----------
    p4
        ``float64[..., 4, n]`` [GeV].
    frame
        Four-momentum of the moving particle, ``float64[4, n]`` [GeV], M > 0.
    frame_mass
        Its mass ``float64[n]`` [GeV], where known better than from ``frame``.
    out
        Where to write; may be ``p4`` itself.

    Returns
    -------
    ``float64[..., 4, n]`` [GeV].
    """
    return _boost(p4, frame, frame_mass, out, 1.0)


def boost_to_rest(
    p4: FloatArray, frame: FloatArray, frame_mass: FloatArray | None = None, out: FloatArray | None = None
) -> FloatArray:
    """Boost vectors to the rest frame of the particle with momentum ``frame``: the inverse of `boost`.

    Parameters
    ----------
    p4, frame, frame_mass, out
        As for `boost`.

    Returns
    -------
    ``float64[..., 4, n]`` [GeV].
    """
    return _boost(p4, frame, frame_mass, out, -1.0)


def _boost(
    p4: FloatArray, frame: FloatArray, frame_mass: FloatArray | None, out: FloatArray | None, sign: float
) -> FloatArray:
    n = p4.shape[-1]
    if out is None:
        out = np.empty(p4.shape)
    for start in range(0, n, _BLOCK):
        s = slice(start, start + _BLOCK)
        mass = invariant_mass(frame[:, s]) if frame_mass is None else frame_mass[s]
        e, x, y, z = p4[..., 0, s], p4[..., 1, s], p4[..., 2, s], p4[..., 3, s]
        px, py, pz = frame[1, s], frame[2, s], frame[3, s]
        along = x * px
        along += y * py
        along += z * pz
        if sign < 0.0:
            np.negative(along, out=along)
        energy = e * frame[0, s]
        energy += along
        energy /= mass
        along /= frame[0, s] + mass
        along += e
        along /= mass
        if sign < 0.0:
            np.negative(along, out=along)
        out[..., 0, s] = energy
        np.add(x, along * px, out=out[..., 1, s])
        np.add(y, along * py, out=out[..., 2, s])
        np.add(z, along * pz, out=out[..., 3, s])
    return out


def _axis_angles(axis: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return cos(theta), sin(theta), cos(phi), sin(phi) of the axis; phi = 0 on the z axis, theta = 0 for no axis."""
    x, y, z = axis[-3], axis[-2], axis[-1]
    transverse = np.sqrt(x * x + y * y)
    length = np.sqrt(transverse * transverse + z * z)
    upright = transverse == 0.0
    scale = np.where(upright, 1.0, transverse)
    null = length == 0.0
    length = np.where(null, 1.0, length)
    return np.where(null, 1.0, z / length), transverse / length, np.where(upright, 1.0, x / scale), y / scale


def rotate_from_z(p4: FloatArray, axis: FloatArray, out: FloatArray | None = None) -> FloatArray:
    """Rotate vectors by R_z(phi) R_y(theta), which turns the z axis to the direction of ``axis``.

    The convention of helicity states with the third Euler angle zero (Jacob and Wick use -phi there).

    Parameters
    ----------
    p4
        ``float64[..., 4, n]`` [GeV].
    axis
        Three- or four-vector, ``float64[3 or 4, n]``, its length does not matter; a null vector counts as the z axis.
    out
        Where to write; may be ``p4`` itself.

    Returns
    -------
    ``float64[..., 4, n]`` [GeV].
    """
    ct, st, cp, sp = _axis_angles(axis)
    out = np.empty(p4.shape) if out is None else out
    x, y, z = p4[..., 1, :], p4[..., 2, :], p4[..., 3, :]
    turned = ct * x + st * z
    new_z = ct * z - st * x
    new_x = cp * turned - sp * y
    np.add(sp * turned, cp * y, out=out[..., 2, :])
    out[..., 1, :] = new_x
    out[..., 3, :] = new_z
    out[..., 0, :] = p4[..., 0, :]
    return out


def rotate_to_z(p4: FloatArray, axis: FloatArray, out: FloatArray | None = None) -> FloatArray:
    """Rotate vectors by the inverse of `rotate_from_z`: ``axis`` itself ends on the z axis.

    Parameters
    ----------
    p4, axis, out
        As for `rotate_from_z`.

    Returns
    -------
    ``float64[..., 4, n]`` [GeV].
    """
    ct, st, cp, sp = _axis_angles(axis)
    out = np.empty(p4.shape) if out is None else out
    x, y, z = p4[..., 1, :], p4[..., 2, :], p4[..., 3, :]
    turned = cp * x + sp * y
    new_y = cp * y - sp * x
    new_x = ct * turned - st * z
    np.add(ct * z, st * turned, out=out[..., 3, :])
    out[..., 1, :] = new_x
    out[..., 2, :] = new_y
    out[..., 0, :] = p4[..., 0, :]
    return out
