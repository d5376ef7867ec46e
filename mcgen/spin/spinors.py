"""Dirac spinors in the canonical basis.

Dirac representation, gamma^0 = diag(1, 1, -1, -1), ``ubar u = 2m``. The index counts the physical spin projection of the
particle *and* of the antiparticle, m = +1/2, -1/2, so that both transform with D^{1/2}: v = i gamma^2 u* (charge
conjugation). EvtGen counts the lower components of v instead, which is the opposite spin.
"""

from __future__ import annotations

import numpy as np

from mcgen.typing import ComplexArray, FloatArray

__all__ = ["antiparticle_spinors", "axial_current", "particle_spinors", "scalar_density", "vector_current"]


def particle_spinors(p4: FloatArray, mass: FloatArray) -> ComplexArray:
    """``u(p, m)``, ``[2, 4, n]``: at rest sqrt(2m) (chi_m, 0), boosted; sqrt(E + m) (chi, sigma.p/(E + m) chi).

    Parameters
    ----------
    p4
        ``[4, n]`` (E, px, py, pz) GeV.
    mass
        ``[n]`` GeV; 0 is allowed.
    """
    energy, px, py, pz = p4
    large = np.sqrt(energy + mass)
    out = np.zeros((2, 4, p4.shape[1]), dtype=np.complex128)
    out[0, 0] = out[1, 1] = large
    out[0, 2] = pz / large
    out[0, 3] = (px + 1j * py) / large
    out[1, 2] = (px - 1j * py) / large
    out[1, 3] = -pz / large
    return out


def antiparticle_spinors(p4: FloatArray, mass: FloatArray) -> ComplexArray:
    """``v(p, m) = i gamma^2 u*(p, m)``, ``[2, 4, n]``."""
    u = np.conj(particle_spinors(p4, mass))
    return np.stack([u[:, 3], -u[:, 2], -u[:, 1], u[:, 0]], axis=1)


def vector_current(left: ComplexArray, right: ComplexArray) -> ComplexArray:
    """``lbar gamma^mu r`` for all pairs of states.

    Parameters
    ----------
    left, right
        Spinors ``[a, 4, n]`` and ``[b, 4, n]``; `left` is conjugated here.

    Returns
    -------
    ComplexArray
        ``[a, b, 4, n]``.
    """
    upper, lower = np.conj(left[:, :2]), np.conj(left[:, 2:])
    even = _sigma(upper, right[:, :2], 0) + _sigma(lower, right[:, 2:], 0)
    space = [_sigma(upper, right[:, 2:], axis) + _sigma(lower, right[:, :2], axis) for axis in (1, 2, 3)]
    return np.stack([even, *space], axis=2)


def axial_current(left: ComplexArray, right: ComplexArray) -> ComplexArray:
    """``lbar gamma^mu gamma5 r``, ``[a, b, 4, n]``; V-A is :func:`vector_current` minus this."""
    return vector_current(left, np.concatenate([right[:, 2:], right[:, :2]], axis=1))


def scalar_density(left: ComplexArray, right: ComplexArray) -> ComplexArray:
    """``lbar r``, ``[a, b, n]``."""
    return _sigma(np.conj(left[:, :2]), right[:, :2], 0) - _sigma(np.conj(left[:, 2:]), right[:, 2:], 0)


def _sigma(left: ComplexArray, right: ComplexArray, axis: int) -> ComplexArray:
    """``left^T sigma_axis right`` (axis 0: unit matrix) of two-component arrays ``[a, 2, n]`` and ``[b, 2, n]``."""
    l0, l1 = left[:, None, 0], left[:, None, 1]
    r0, r1 = right[None, :, 0], right[None, :, 1]
    if axis == 0:
        return l0 * r0 + l1 * r1
    if axis == 1:
        return l0 * r1 + l1 * r0
    if axis == 2:
        return 1j * (l1 * r0 - l0 * r1)
    return l0 * r0 - l1 * r1
