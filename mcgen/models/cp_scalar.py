"""CP violation in decays to CP eigenstates by a weak phase: SSS_CP and SVS_CP."""

from __future__ import annotations

import cmath
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from mcgen.decays.signature import ModelSignature, Parameter
from mcgen.models.amplitudes import no_amplitudes
from mcgen.models.facts import ModeFacts
from mcgen.models.kinds import CPAmplitude, numbers
from mcgen.models.oscillation import oscillate, oscillation_bound
from mcgen.models.registry import register
from mcgen.spin import TwoBodySpins
from mcgen.typing import BoolArray, ComplexArray, FloatArray

__all__ = ["SSSCP", "SVSCP"]

_PARAMETERS = (
    Parameter("weakPhase", "rad", "weak phase: beta for B0 -> J/psi K_S0, alpha for pi+ pi-"),
    Parameter("deltaM", "1/s", "mass difference"),
    Parameter("finalStateCP", "", "CP eigenvalue of the final state, +1 or -1"),
    Parameter("Af", "", "|A_f|", 1.0),
    Parameter("AfPhase", "rad", "phase of A_f", 0.0),
    Parameter("Abarf", "", "|Abar_f|", 1.0),
    Parameter("AbarfPhase", "rad", "phase of Abar_f", 0.0),
)


class _WeakPhase(CPAmplitude):
    """One amplitude, helicity 0.

    With phi the weak phase, eta the CP eigenvalue, x = Delta m Delta t / 2::

        other B decays as anti-B0:  A cos x + i eta e^{-2 i phi} Abar sin x
        other B decays as B0:       eta Abar cos x + i e^{+2 i phi} A sin x

    For |A| = |Abar| the asymmetry (B0 tag minus anti-B0 tag, over their sum) is ``-eta sin(2 phi) sin(Delta m Delta t)``
    up to the relative phase of A and Abar.
    """

    def row_parameters(self, facts: ModeFacts, arguments: Sequence[float | str]) -> tuple[float, ...]:
        """Delta m [rad/ns], then P and Q (real, imaginary) for an anti-B0 tag and for a B0 tag."""
        del facts
        phase, delta_m, eta, *amplitudes = numbers(self.signature.name, arguments)
        direct = cmath.rect(amplitudes[0], amplitudes[1])
        conjugate = cmath.rect(amplitudes[2], amplitudes[3])
        weak = cmath.exp(-2j * phase)
        values = (direct, eta * weak * conjugate, eta * conjugate, direct / weak)
        return (delta_m * 1e-9, *(part for value in values for part in (value.real, value.imag)))

    def cp_amplitudes(
        self,
        parameters: FloatArray,
        delta_t: FloatArray,
        tag_b0bar: BoolArray,
        flipped: BoolArray,
        mother_mass: FloatArray,
        masses: FloatArray,
        spins: TwoBodySpins,
    ) -> ComplexArray:
        """``[s1, 1, n]``, helicity 0 only; see the class."""
        del flipped, mother_mass, masses
        tagged = np.where(tag_b0bar, parameters[1:5], parameters[5:9])
        value = oscillate(
            tagged[0] + 1j * tagged[1], tagged[2] + 1j * tagged[3], parameters[0], np.zeros_like(delta_t), delta_t
        )
        amplitudes = no_amplitudes(spins, delta_t.shape[0])
        amplitudes[spins[1].helicities2.index(0), 0] = value
        return amplitudes

    def rate_bound(
        self, parameters: FloatArray, mother_mass: FloatArray, masses: FloatArray, spins: TwoBodySpins
    ) -> FloatArray:
        """The larger of the two tags' maxima, exact."""
        del mother_mass, masses, spins
        p = parameters
        return np.maximum(
            oscillation_bound(p[1] + 1j * p[2], p[3] + 1j * p[4]), oscillation_bound(p[5] + 1j * p[6], p[7] + 1j * p[8])
        )

    def pattern(self, spins: TwoBodySpins) -> BoolArray:
        """Helicity 0."""
        pattern = np.zeros((spins[1].count, 1), dtype=np.bool_)
        pattern[spins[1].helicities2.index(0), 0] = True
        return pattern


@register
class SSSCP(_WeakPhase):
    """B0 into two scalars in a CP eigenstate; formula in :class:`_WeakPhase`."""

    signature: ClassVar[ModelSignature] = ModelSignature(
        name="SSS_CP",
        parameters=_PARAMETERS,
        counts=(7,),
        daughters=(2,),
        mother_spin2=(0,),
        daughter_spin2=((0,), (0,)),
        reference="EvtGen guide, model SSS_CP; Carter and Sanda, Phys. Rev. D23 (1981) 1567",
        summary="Neutral B into two scalars, time-dependent CP violation.",
    )


@register
class SVSCP(_WeakPhase):
    """B0 into a vector and a scalar in a CP eigenstate; formula in :class:`_WeakPhase`."""

    massless: ClassVar[tuple[bool, ...] | None] = (False, False)
    signature: ClassVar[ModelSignature] = ModelSignature(
        name="SVS_CP",
        parameters=_PARAMETERS,
        counts=(7,),
        daughters=(2,),
        mother_spin2=(0,),
        daughter_spin2=((2,), (0,)),
        reference="EvtGen guide, model SVS_CP; Carter and Sanda, Phys. Rev. D23 (1981) 1567",
        summary="Neutral B into a vector (first) and a scalar, time-dependent CP violation.",
    )
