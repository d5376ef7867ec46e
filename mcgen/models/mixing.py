"""VSS_BMIX: a vector into a coherent pair of oscillating mesons.

The pair is in a P wave, hence antisymmetric: when one meson decays as a B0, the other is at that moment an anti-B0, and
evolves from there. With t1, t2 the proper times of the daughters in their order, the joint density is::

    exp(-Gamma (t1 + t2))  r_c(t1 - t2)

for each of the four flavour combinations c at decay, r_c = |g_+ P + g_- Q|^2 with the coefficients of
:mod:`mcgen.models.oscillation`. For Delta Gamma = 0, |q/p| = 1 and no further arguments r is cos^2(Delta m t/2) for the
two unlike and sin^2(Delta m t/2) for the two like combinations (time-integrated like fraction x^2/(2 (1 + x^2))).
"""

from __future__ import annotations

import cmath
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from mcgen.decays.signature import ModelSignature, Parameter
from mcgen.errors import DecayFileError
from mcgen.models.facts import ModeFacts
from mcgen.models.fixed import FixedAmplitudes
from mcgen.models.kinds import numbers
from mcgen.models.oscillation import MesonMixing, oscillate
from mcgen.models.registry import register
from mcgen.spin import TwoBodySpins
from mcgen.typing import ComplexArray, FloatArray

__all__ = ["COMBINATIONS", "VSSMixing", "pair_rate_bound", "pair_rates", "pair_time_stretch"]

COMBINATIONS: tuple[tuple[bool, bool], ...] = ((False, True), (True, False), (False, False), (True, True))
"""Flavours at decay (first daughter is an antimeson, second is an antimeson) in the order of :func:`pair_rates`."""

_FIRST_COEFFICIENT = 3


@register
class VSSMixing(FixedAmplitudes):
    """Angular part of VSS (H_00 = 1); flavours and times by :func:`pair_rates`.

    Arguments: Delta m [1/s] [, Delta Gamma/Gamma [, |q/p| [, arg q/p [, |A_f|, arg, |Abar_f|, arg [, |A_fbar|, arg,
    |Abar_fbar|, arg [, Re z, Im z]]]]]]; f is a flavour-specific state of B0, so that the defaults are A_f = Abar_fbar =
    1 and Abar_f = A_fbar = 0. Two daughters B0 anti-B0, or four, ``B0 anti-B0 B0sig anti-B0sig``: the first meson takes
    the first or second, the other one the third or fourth name.
    """

    mixes: ClassVar[bool] = True
    signature: ClassVar[ModelSignature] = ModelSignature(
        name="VSS_BMIX",
        parameters=(
            Parameter("deltaM", "1/s", "mass difference"),
            Parameter("deltaGammaOverGamma", "", "(Gamma_L - Gamma_H)/Gamma", 0.0),
            Parameter("qOverP", "", "|q/p|", 1.0),
            Parameter("qOverPPhase", "rad", "phase of q/p", 0.0),
            Parameter("Af", "", "|A_f|", 1.0),
            Parameter("AfPhase", "rad", "phase of A_f", 0.0),
            Parameter("Abarf", "", "|Abar_f|", 0.0),
            Parameter("AbarfPhase", "rad", "phase of Abar_f", 0.0),
            Parameter("Afbar", "", "|A_fbar|", 0.0),
            Parameter("AfbarPhase", "rad", "phase of A_fbar", 0.0),
            Parameter("Abarfbar", "", "|Abar_fbar|", 1.0),
            Parameter("AbarfbarPhase", "rad", "phase of Abar_fbar", 0.0),
            Parameter("ReZ", "", "real part of z (CPT violation)", 0.0),
            Parameter("ImZ", "", "imaginary part of z", 0.0),
        ),
        counts=(1, 2, 3, 4, 8, 12, 14),
        daughters=(2, 4),
        mother_spin2=(2,),
        daughter_spin2=((0,), (0,), (0,), (0,)),
        reference="EvtGen guide, model VSS_BMIX; Carter and Sanda, Phys. Rev. D23 (1981) 1567",
        summary="Vector into a coherent pair of oscillating neutral mesons.",
    )

    def elements(self, spins: TwoBodySpins) -> dict[tuple[int, int], complex]:
        """H_00 = 1, as VSS."""
        del spins
        return {(0, 0): 1.0}

    def row_parameters(self, facts: ModeFacts, arguments: Sequence[float | str]) -> tuple[float, ...]:
        """Delta m [rad/ns], Delta Gamma [1/ns], y, then P and Q of the four combinations.

        Raises
        ------
        DecayFileError
            For |q/p| = 0, |Delta Gamma/Gamma| >= 2 or daughters that are not each other's conjugates.
        """
        values = numbers(self.signature.name, arguments)
        self._check_pairs(facts)
        ratio = values[1] if len(values) > 1 else 0.0
        if not abs(ratio) < 2.0:
            raise DecayFileError("VSS_BMIX needs |Delta Gamma/Gamma| (2nd argument) below 2")
        size = values[2] if len(values) > 2 else 1.0
        if size == 0.0:
            raise DecayFileError("VSS_BMIX needs |q/p| (3rd argument) different from 0")
        # EvtGen's VSS_BMIX takes z with the opposite sign of its SSD_CP; q/p enters both alike
        mixing = MesonMixing(
            cmath.rect(size, values[3] if len(values) > 3 else 0.0),
            -complex(values[12], values[13]) if len(values) > 12 else 0j,
        )
        amplitudes = _decay_amplitudes(values)
        width = 1.0 / facts.daughter_lifetime if facts.daughter_lifetime > 0.0 else 0.0
        column = [values[0] * 1e-9, ratio * width, 0.5 * abs(ratio)]
        for first_anti, second_anti in COMBINATIONS:
            for value in mixing.coefficients(*amplitudes[first_anti], starts_as_antimeson=not second_anti):
                column += [value.real, value.imag]
        return tuple(column)

    @staticmethod
    def _check_pairs(facts: ModeFacts) -> None:
        codes = facts.pdg[1:]
        if codes[0] != -codes[1] or (len(codes) == 4 and (codes[2] != codes[0] or codes[3] != codes[1])):
            raise DecayFileError("VSS_BMIX needs a meson and its antimeson (or the same pair twice, for aliases)")


def _decay_amplitudes(values: Sequence[float]) -> tuple[tuple[complex, complex], tuple[complex, complex]]:
    """(A_f, Abar_f) and (A_fbar, Abar_fbar)."""
    if len(values) <= 4:
        return (1.0 + 0j, 0j), (0j, 1.0 + 0j)
    final = cmath.rect(values[4], values[5]), cmath.rect(values[6], values[7])
    if len(values) <= 8:
        return final, (final[1], final[0])
    return final, (cmath.rect(values[8], values[9]), cmath.rect(values[10], values[11]))


def _coefficients(parameters: FloatArray, combination: int) -> tuple[ComplexArray, ComplexArray]:
    first = _FIRST_COEFFICIENT + 4 * combination
    p = parameters[first : first + 4]
    return p[0] + 1j * p[1], p[2] + 1j * p[3]


def pair_rates(parameters: FloatArray, delta_t: FloatArray) -> FloatArray:
    """Rates r_c of the four flavour combinations at decay.

    Parameters
    ----------
    parameters
        Columns of :meth:`VSSMixing.row_parameters`, ``[p, n]``.
    delta_t
        Proper time of the first daughter minus that of the second [ns], ``[n]``.

    Returns
    -------
    FloatArray
        ``[4, n]`` in the order of :data:`COMBINATIONS`, not normalised (the default arguments give a sum of 2).
    """
    rates = np.empty((len(COMBINATIONS), delta_t.shape[0]))
    for combination in range(len(COMBINATIONS)):
        even, odd = _coefficients(parameters, combination)
        amplitude = oscillate(even, odd, parameters[0], parameters[1], delta_t)
        rates[combination] = amplitude.real**2 + amplitude.imag**2
    return rates


def pair_rate_bound(parameters: FloatArray) -> FloatArray:
    """Upper bound of ``sum_c r_c exp(-y Gamma |delta_t|)`` over all times, ``[n]``.

    With |L|, |H| the sizes of both eigenstate terms: ``sum_c |L u_c + H v_c|^2 / 4`` is at most
    ``(sum |u|^2 + sum |v|^2 + 2 |sum u v*|) / 4``; it is 2, and attained always, for the default arguments.
    """
    squares = np.zeros(parameters.shape[1])
    cross_real = np.zeros(parameters.shape[1])
    cross_imag = np.zeros(parameters.shape[1])
    for combination in range(len(COMBINATIONS)):
        even, odd = _coefficients(parameters, combination)
        light, heavy = even + odd, even - odd
        squares += light.real**2 + light.imag**2 + heavy.real**2 + heavy.imag**2
        cross_real += light.real * heavy.real + light.imag * heavy.imag
        cross_imag += light.imag * heavy.real - light.real * heavy.imag
    return (1.0 + 1e-12) * 0.25 * (squares + 2.0 * np.sqrt(cross_real**2 + cross_imag**2))


def pair_time_stretch(parameters: FloatArray) -> FloatArray:
    """``y = |Delta Gamma|/(2 Gamma)``: draw both times from ``exp(-Gamma (1 - y) t)``, see ``CPAmplitude``."""
    stretch: FloatArray = parameters[2]
    return stretch
