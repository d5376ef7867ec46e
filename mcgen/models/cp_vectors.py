"""SVV_CP: time-dependent CP violation in B0 into two vectors."""

from __future__ import annotations

import cmath
from collections.abc import Sequence
from math import sqrt
from typing import ClassVar

import numpy as np

from mcgen.decays.signature import ModelSignature, Parameter
from mcgen.models.amplitudes import element_pattern, no_amplitudes
from mcgen.models.facts import ModeFacts
from mcgen.models.kinds import CPAmplitude, numbers
from mcgen.models.oscillation import oscillate, oscillation_bound
from mcgen.models.registry import register
from mcgen.spin import TwoBodySpins
from mcgen.typing import BoolArray, ComplexArray, FloatArray

__all__ = ["SVVCP"]


@register
class SVVCP(CPAmplitude):
    """Three amplitudes of definite CP: G_{1+}, G_{0+} (even) and G_{1-} (odd).

    With phi the weak phase, eta the CP eigenvalue of the even ones, lambda = e^{-2 i phi}, x = Delta m Delta t/2::

        other B an anti-B0:  G_+ (cos x + i eta lambda sin x),     G_-  (cos x - i eta lambda sin x)
        other B a B0:        G_+ (cos x + i eta/lambda sin x),    -G_-  (cos x - i eta/lambda sin x)

        H_00 = G_{0+}/sqrt2,   H_{++} = (G_{1+} + G_{1-})/sqrt2,   H_{--} = (G_{1+} - G_{1-})/sqrt2
    """

    signature: ClassVar[ModelSignature] = ModelSignature(
        name="SVV_CP",
        parameters=(
            Parameter("weakPhase", "rad", "weak phase"),
            Parameter("deltaM", "1/s", "mass difference"),
            Parameter("eta", "", "CP eigenvalue of the even amplitudes, +1 or -1"),
            Parameter("G1Plus", "", "|G_{1+}|", 1.0),
            Parameter("G1PlusPhase", "rad", "phase of G_{1+}", 0.0),
            Parameter("G0Plus", "", "|G_{0+}|", 1.0),
            Parameter("G0PlusPhase", "rad", "phase of G_{0+}", 0.0),
            Parameter("G1Minus", "", "|G_{1-}|", 1.0),
            Parameter("G1MinusPhase", "rad", "phase of G_{1-}", 0.0),
        ),
        counts=(9,),
        daughters=(2,),
        mother_spin2=(0,),
        daughter_spin2=((2,), (2,)),
        reference="EvtGen guide, model SVV_CP; Dunietz et al., Phys. Rev. D43 (1991) 2193",
        summary="Neutral B into two vectors, time-dependent CP violation.",
    )
    massless: ClassVar[tuple[bool, ...] | None] = (False, False)

    def row_parameters(self, facts: ModeFacts, arguments: Sequence[float | str]) -> tuple[float, ...]:
        """Delta m [rad/ns]; P, Q of (G_{1+}, G_{0+}, G_{1-}) for an anti-B0 tag, then for a B0 tag."""
        del facts
        phase, delta_m, eta, *polar = numbers(self.signature.name, arguments)
        weak = cmath.exp(-2j * phase)
        column = [delta_m * 1e-9]
        for tag_weak, odd_sign in ((weak, 1.0), (1.0 / weak, -1.0)):
            for index, parity in enumerate((1.0, 1.0, -1.0)):
                size = cmath.rect(polar[2 * index], polar[2 * index + 1]) * (odd_sign if parity < 0.0 else 1.0)
                for value in (size, size * parity * eta * tag_weak):
                    column += [value.real, value.imag]
        return tuple(column)

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
        """``[3, 3, n]``, equal helicities; see the class."""
        del flipped, mother_mass, masses
        tagged = np.where(tag_b0bar, parameters[1:13], parameters[13:25])
        still = np.zeros_like(delta_t)
        plus, zero, odd = (
            oscillate(t[0] + 1j * t[1], t[2] + 1j * t[3], parameters[0], still, delta_t)
            for t in (tagged[0:4], tagged[4:8], tagged[8:12])
        )
        amplitudes = no_amplitudes(spins, delta_t.shape[0])
        scale = 1.0 / sqrt(2.0)
        amplitudes[0, 0] = scale * (plus + odd)
        amplitudes[1, 1] = scale * zero
        amplitudes[2, 2] = scale * (plus - odd)
        return amplitudes

    def rate_bound(
        self, parameters: FloatArray, mother_mass: FloatArray, masses: FloatArray, spins: TwoBodySpins
    ) -> FloatArray:
        """``sum |H|^2 = |G_{1+}|^2 + |G_{1-}|^2 + |G_{0+}|^2/2``, each at its maximum; the larger tag."""
        del mother_mass, masses, spins
        bounds = []
        for first in (1, 13):
            p = parameters[first : first + 12]
            plus, zero, odd = (oscillation_bound(p[i] + 1j * p[i + 1], p[i + 2] + 1j * p[i + 3]) for i in (0, 4, 8))
            bounds.append(plus + 0.5 * zero + odd)
        return np.maximum(*bounds)

    def pattern(self, spins: TwoBodySpins) -> BoolArray:
        """The diagonal."""
        return element_pattern(spins, {(2, 2), (0, 0), (-2, -2)})
