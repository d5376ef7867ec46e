"""Angles that describe decays, from the four-momenta of the particles in any one frame.

All take arrays ``p4[4, n]`` = (E, px, py, pz) [GeV] and return ``float64[n]``.
"""

from __future__ import annotations

import numpy as np

from mcgen.kinematics.fourvectors import boost_to_rest, momentum
from mcgen.typing import FloatArray

__all__ = ["azimuth", "cos_helicity_angle", "cos_normal_angle", "cos_opening_angle", "cos_polar_angle", "plane_angle"]


def cos_polar_angle(p4: FloatArray) -> FloatArray:
    """Return cos(theta) to the z axis; nan for a particle at rest, which has no direction."""
    p = momentum(p4)
    cosine: FloatArray = np.divide(p4[3], p, out=np.full(len(p), np.nan), where=p > 0.0)
    return cosine


def azimuth(p4: FloatArray) -> FloatArray:
    """Return phi in (-pi, pi] about the z axis."""
    return np.asarray(np.arctan2(p4[2], p4[1]))


def cos_opening_angle(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return the cosine of the angle between two momenta; nan where one of them is null."""
    return _cosine(a[1:], b[1:])


def cos_helicity_angle(daughter: FloatArray, mother: FloatArray, grandmother: FloatArray) -> FloatArray:
    """Return the cosine of the helicity angle of a daughter.

    In the mother's rest frame, the angle between the daughter and the direction opposite to the grandmother, which is
    the mother's direction of flight in the grandmother's frame (EvtGen's ``EvtDecayAngle``; *not* the angle to the
    grandmother, which some papers use).
    """
    d = boost_to_rest(daughter, mother)
    g = boost_to_rest(grandmother, mother)
    return -_cosine(d[1:], g[1:])


def cos_normal_angle(first: FloatArray, second: FloatArray, mother: FloatArray, grandmother: FloatArray) -> FloatArray:
    """Return the cosine of the angle between a decay plane's normal and the mother's direction of flight.

    The normal is first x second in the mother's rest frame (omega -> pi+ pi- pi0: the analogue of the helicity angle).
    """
    a = boost_to_rest(first, mother)
    b = boost_to_rest(second, mother)
    g = boost_to_rest(grandmother, mother)
    return -_cosine(_cross(a[1:], b[1:]), g[1:])


def plane_angle(a1: FloatArray, a2: FloatArray, b1: FloatArray, b2: FloatArray) -> FloatArray:
    """Return the angle chi in [0, 2 pi) between the planes of two two-body decays A -> a1 a2 and B -> b1 b2.

    In the rest frame of all four, with the axis A = a1 + a2 and the parts of a1 and b1 perpendicular to it:
    chi = atan2(A.(a1 x b1) / |A|, a1.b1), the angle by which the plane of a1 is turned about A to that of b1
    (EvtGen's ``EvtDecayAngleChi``).
    """
    parent = a1 + a2 + b1 + b2
    a = boost_to_rest(a1, parent)[1:]
    b = boost_to_rest(b1, parent)[1:]
    axis = boost_to_rest(a1 + a2, parent)[1:]
    axis = axis / np.sqrt(_dot(axis, axis))
    a = a - _dot(a, axis) * axis
    b = b - _dot(b, axis) * axis
    chi = np.arctan2(_dot(axis, _cross(a, b)), _dot(a, b))
    return np.where(chi < 0.0, chi + 2.0 * np.pi, chi)


def _dot(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])


def _cross(a: FloatArray, b: FloatArray) -> FloatArray:
    return np.stack([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])


def _cosine(a: FloatArray, b: FloatArray) -> FloatArray:
    norm = np.sqrt(_dot(a, a) * _dot(b, b))
    cosine: FloatArray = np.divide(_dot(a, b), norm, out=np.full(len(norm), np.nan), where=norm > 0.0)
    return np.clip(cosine, -1.0, 1.0, out=cosine)
