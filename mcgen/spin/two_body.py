r"""The universal part of every two-body decay: from helicity amplitudes to canonical states.

For a mother at rest whose first daughter flies along (theta, phi), in the convention of Jacob and Wick (Ann. Phys. 7
(1959) 404, eqs. 16-20; the second daughter's factor (-1)^{j2 - lambda2} included)::

    A_{M, m1, m2} = sum_{l1, l2} D^{J*}_{M, l1 - l2}(phi, theta, 0)  H_{l1 l2}
                                 D^{j1}_{m1, l1}(phi, theta, 0)  D^{j2}_{m2, -l2}(phi, theta, 0)

The mother's axis counts canonical states |J, M> along z of her rest frame; the axes of massive daughters count canonical
states along the *same* z axis, reached from the daughter's rest frame by a pure boost. The helicity state of the first
daughter is R(phi, theta, 0)|j1, l1>, that of the second daughter R(phi, theta, 0)|j2, -l2>, both boosted: no further
phase that depends on the helicity. A massless daughter keeps its helicity axis, since nothing can be known of it beyond
that. These phases are those in which EvtGen's HELAMP, PARTWAVE and SVV_HELAMP take their arguments (there:
R(phi, theta, -phi) and R(phi, pi + theta, phi - pi), the same up to phases common to all terms).

No factor sqrt((2J + 1)/(4 pi)) is carried: summed over the states of mother and daughters, |A|^2 is ``sum |H|^2`` for
every direction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import numpy as np

from mcgen.spin.rows import never_one_row
from mcgen.spin.states import SpinStates
from mcgen.spin.wigner import azimuth_phase, small_d_columns
from mcgen.typing import BoolArray, ComplexArray, FloatArray

__all__ = [
    "TwoBodySpins",
    "allowed_helicities",
    "helicity_weights",
    "two_body_amplitude",
    "two_body_bound",
    "two_body_intensity",
]

TwoBodySpins: TypeAlias = tuple[SpinStates, SpinStates, SpinStates]
"""Spin states of the mother and of both daughters."""


def allowed_helicities(spins: TwoBodySpins) -> BoolArray:
    """Which (l1, l2) angular momentum allows: ``|l1 - l2| <= J``; ``bool[s1, s2]``."""
    mother, first, second = spins
    allowed = [[abs(l1 - l2) <= mother.spin2 for l2 in second.helicities2] for l1 in first.helicities2]
    return np.array(allowed, dtype=np.bool_)


def _pairs(spins: TwoBodySpins, pattern: BoolArray | None) -> list[tuple[int, int]]:
    allowed = allowed_helicities(spins)
    if pattern is not None:
        allowed = allowed & pattern
    return [(int(i), int(k)) for i, k in zip(*np.nonzero(allowed), strict=True)]


def _net_helicities(spins: TwoBodySpins, pairs: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    _, first, second = spins
    return tuple(sorted({first.helicities2[i] - second.helicities2[k] for i, k in pairs}, reverse=True))


def _canonical_axis(states: SpinStates, sign: int, cos_theta: FloatArray) -> FloatArray | None:
    """``d^j_{m, sign * l}`` for every helicity l of a daughter, None if there is nothing to rotate."""
    if states.massless or states.spin2 == 0:
        return None
    return small_d_columns(states.spin2, tuple(sign * h for h in states.helicities2), cos_theta)


@never_one_row
def two_body_amplitude(
    helicity: ComplexArray,
    spins: TwoBodySpins,
    cos_theta: FloatArray,
    phi: FloatArray,
    pattern: BoolArray | None = None,
) -> ComplexArray:
    """Decay amplitude in the canonical bases for a direction of the first daughter.

    Parameters
    ----------
    helicity
        H, complex ``[s1, s2, n]``, helicities in the order of ``SpinStates.helicities2``.
    spins
        Spin states of mother, first and second daughter.
    cos_theta, phi
        Direction of the first daughter in the mother's rest frame, ``[n]``; phi in rad.
    pattern
        ``bool[s1, s2]``: elements of H that can differ from zero (default: all allowed ones). It only saves time.

    Returns
    -------
    ComplexArray
        A, ``[2J + 1, s1, s2, n]``; formula at the top of this module.
    """
    mother, first, second = spins
    pairs = _pairs(spins, pattern)
    net = _net_helicities(spins, pairs)
    n = cos_theta.shape[0]
    out = np.zeros((mother.count, first.count, second.count, n), dtype=np.complex128)
    if not pairs:
        return out
    d_mother = small_d_columns(mother.spin2, net, cos_theta)
    d_first = _canonical_axis(first, +1, cos_theta)
    d_second = _canonical_axis(second, -1, cos_theta)
    for k in sorted({k for _, k in pairs}):
        rotated = np.zeros((mother.count, first.count, n), dtype=np.complex128)
        for i in (i for i, kk in pairs if kk == k):
            column = net.index(first.helicities2[i] - second.helicities2[k])
            term = d_mother[:, column] * helicity[i, k]
            if d_first is None:
                rotated[:, i] = term
            else:
                rotated += term[:, None] * d_first[:, i]
        if d_second is None:
            out[:, :, k] = rotated
        else:
            out += rotated[:, :, None] * d_second[:, k]
    _apply_azimuth(out, spins, phi)
    return out


def _apply_azimuth(amplitude: ComplexArray, spins: TwoBodySpins, phi: FloatArray) -> None:
    """Multiply by ``exp(i (M - m1 - m2) phi)`` (massless daughters have no m)."""
    mother, first, second = spins
    phases: dict[int, ComplexArray] = {}
    for a, m2 in enumerate(range(mother.spin2, -mother.spin2 - 1, -2)):
        for i in range(first.count):
            for k in range(second.count):
                multiple2 = m2
                multiple2 -= 0 if first.massless else first.helicities2[i]
                multiple2 -= 0 if second.massless else second.helicities2[k]
                if multiple2 == 0:
                    continue
                if multiple2 not in phases:
                    phases[multiple2] = azimuth_phase(multiple2, phi)
                amplitude[a, i, k] *= phases[multiple2]


def helicity_weights(
    helicity: ComplexArray, spins: TwoBodySpins, pattern: BoolArray | None = None
) -> tuple[tuple[int, ...], FloatArray]:
    """Weight of each net helicity: ``h_l = sum_{l1 - l2 = l} |H_{l1 l2}|^2``.

    Returns
    -------
    tuple
        Twice the net helicities (descending), and the weights ``[len, n]``.
    """
    pairs = _pairs(spins, pattern)
    net = _net_helicities(spins, pairs)
    weights = np.zeros((len(net), helicity.shape[-1]))
    for i, k in pairs:
        element = helicity[i, k]
        weights[net.index(spins[1].helicities2[i] - spins[2].helicities2[k])] += element.real**2 + element.imag**2
    return net, weights


@never_one_row
def two_body_intensity(
    helicity: ComplexArray,
    spins: TwoBodySpins,
    density: ComplexArray,
    cos_theta: FloatArray,
    phi: FloatArray,
    pattern: BoolArray | None = None,
) -> FloatArray:
    """Intensity of a direction, summed over the daughters' states, without building the amplitude.

    ``W(theta, phi) = sum_l h_l rho'_{ll}`` with ``rho'_{ll} = sum_{M M'} D*_{M l} rho_{M M'} D_{M' l}``: equal to the
    trace of density and decay matrix of :func:`two_body_amplitude`.

    Parameters
    ----------
    density
        The mother's density matrix rho, complex hermitian ``[2J + 1, 2J + 1, n]``.

    Returns
    -------
    FloatArray
        ``[n]``, >= 0.
    """
    mother = spins[0]
    net, weights = helicity_weights(helicity, spins, pattern)
    columns = small_d_columns(mother.spin2, net, cos_theta)
    phases = {step: azimuth_phase(2 * step, phi) for step in range(1, mother.count)}
    off_diagonal = {
        (a, b): 2.0 * (density[a, b] * phases[b - a]).real
        for a in range(mother.count)
        for b in range(a + 1, mother.count)
    }
    intensity = np.zeros_like(cos_theta)
    for column in range(len(net)):
        d = columns[:, column]
        projected = np.zeros_like(cos_theta)
        for a in range(mother.count):
            projected += density[a, a].real * (d[a] * d[a])
            for b in range(a + 1, mother.count):
                projected += off_diagonal[a, b] * (d[a] * d[b])
        intensity += weights[column] * projected
    return np.maximum(intensity, 0.0)


def two_body_bound(
    helicity: ComplexArray, spins: TwoBodySpins, density: ComplexArray, pattern: BoolArray | None = None
) -> FloatArray:
    """Upper bound of :func:`two_body_intensity` over all directions, invariant under rotations, ``[n]``.

    ``min(max_l h_l tr rho, sum_l h_l ||rho||_F)``: each rho'_{ll} is >= 0, at most the largest eigenvalue of rho, and
    they sum to the trace. A hair of headroom covers rounding.
    """
    _, weights = helicity_weights(helicity, spins, pattern)
    count = spins[0].count
    trace = np.zeros(density.shape[-1])
    square = np.zeros(density.shape[-1])
    for a in range(count):
        trace += density[a, a].real
        for b in range(count):
            square += density[a, b].real ** 2 + density[a, b].imag ** 2
    largest = np.zeros_like(trace)
    total = np.zeros_like(trace)
    for weight in weights:
        largest = np.maximum(largest, weight)
        total = total + weight
    return (1.0 + 1e-12) * np.minimum(largest * trace, total * np.sqrt(square))
