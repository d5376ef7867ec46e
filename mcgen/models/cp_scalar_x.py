"""SSD_CP: time-dependent CP (and CPT) violation in B0 or B_s0 into a scalar and a particle of spin 0, 1 or 2."""

from __future__ import annotations

import cmath
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from mcgen.decays.signature import ModelSignature, Parameter
from mcgen.errors import DecayFileError
from mcgen.models.amplitudes import no_amplitudes
from mcgen.models.facts import ModeFacts
from mcgen.models.kinds import CPAmplitude, numbers
from mcgen.models.oscillation import MesonMixing, oscillate, oscillation_bound
from mcgen.models.registry import register
from mcgen.spin import TwoBodySpins
from mcgen.typing import BoolArray, ComplexArray, FloatArray

__all__ = ["SSDCP"]

_OSCILLATING = frozenset({511, 531})
_FIRST_COEFFICIENT = 4


def _rect(values: Sequence[float], index: int) -> complex:
    return cmath.rect(values[index], values[index + 1])


@register
class SSDCP(CPAmplitude):
    """Amplitudes g_+ P + g_- Q of :mod:`mcgen.models.oscillation` for the final state f and its conjugate.

    Arguments: Delta m [1/s], Delta Gamma/Gamma (Gamma_L - Gamma_H over Gamma), |q/p|, arg q/p, |A_f|, arg A_f,
    |Abar_f|, arg Abar_f [, |A_fbar|, arg, |Abar_fbar|, arg [, Re z, Im z]].

    With 8 arguments and a final state that is its own conjugate, only f is made. With 8 and another final state,
    A_fbar = conj(Abar_f) and Abar_fbar = conj(A_f). Wherever f and fbar differ (and always with 12 or more arguments,
    as in EvtGen) each is drawn with probability 1/2 before the rate decides.

    f is the final state as written and A_f its amplitude from the B0 (B_s0), in the antimeson's decay block too: a
    ``CDecay`` conjugates f and keeps the numbers, so for f that is not its own conjugate write the block out.

    For |A_f| = |Abar_f|, lambda = (q/p) Abar_f/A_f: rate ~ 1 -+ Im(lambda) sin(Delta m Delta t) for anti-B0/B0 tags.
    """

    signature: ClassVar[ModelSignature] = ModelSignature(
        name="SSD_CP",
        parameters=(
            Parameter("deltaM", "1/s", "mass difference"),
            Parameter("deltaGammaOverGamma", "", "(Gamma_L - Gamma_H)/Gamma"),
            Parameter("qOverP", "", "|q/p|"),
            Parameter("qOverPPhase", "rad", "phase of q/p", 0.0),
            Parameter("Af", "", "|A_f|", 1.0),
            Parameter("AfPhase", "rad", "phase of A_f", 0.0),
            Parameter("Abarf", "", "|Abar_f|", 1.0),
            Parameter("AbarfPhase", "rad", "phase of Abar_f", 0.0),
            Parameter("Afbar", "", "|A_fbar|", 0.0),
            Parameter("AfbarPhase", "rad", "phase of A_fbar", 0.0),
            Parameter("Abarfbar", "", "|Abar_fbar|", 0.0),
            Parameter("AbarfbarPhase", "rad", "phase of Abar_fbar", 0.0),
            Parameter("ReZ", "", "real part of z (CPT violation)", 0.0),
            Parameter("ImZ", "", "imaginary part of z", 0.0),
        ),
        counts=(8, 12, 14),
        daughters=(2,),
        mother_spin2=(0,),
        daughter_spin2=((0, 2, 4), (0, 2, 4)),
        reference="EvtGen guide, model SSD_CP; BaBar physics book, SLAC-R-504 (1998) section 1",
        summary="Neutral B into a scalar and a particle of spin 0, 1, 2: time-dependent CP violation.",
    )

    def row_parameters(self, facts: ModeFacts, arguments: Sequence[float | str]) -> tuple[float, ...]:
        """Delta m [rad/ns], Delta Gamma [1/ns], y, flip flag; P and Q for f: anti-B0 tag, B0 tag; the same for fbar.

        Raises
        ------
        DecayFileError
            For a mother that does not oscillate, |q/p| = 0, |Delta Gamma/Gamma| >= 2, or two daughters with spin.
        """
        self._check_facts(facts)
        values = numbers(self.signature.name, arguments)
        delta_m, ratio = values[0] * 1e-9, values[1]
        if values[2] == 0.0:
            raise DecayFileError("SSD_CP needs |q/p| (3rd argument) different from 0")
        if not abs(ratio) < 2.0:
            raise DecayFileError("SSD_CP needs |Delta Gamma/Gamma| (2nd argument) below 2")
        mixing = MesonMixing(_rect(values, 2), complex(values[12], values[13]) if len(values) == 14 else 0j)
        final = _rect(values, 4), _rect(values, 6)
        own_conjugate = len(values) == 8 and facts.self_conjugate
        if len(values) > 8:
            conjugate = _rect(values, 8), _rect(values, 10)
        else:
            conjugate = final[1].conjugate(), final[0].conjugate()
        column = [delta_m, ratio / facts.lifetime if facts.lifetime > 0.0 else 0.0, 0.5 * abs(ratio)]
        column.append(0.0 if own_conjugate else 1.0)
        for amplitudes in (final, final if own_conjugate else conjugate):
            for antimeson in (False, True):
                for value in mixing.coefficients(*amplitudes, antimeson):
                    column += [value.real, value.imag]
        return tuple(column)

    @staticmethod
    def _check_facts(facts: ModeFacts) -> None:
        if abs(facts.pdg[0]) not in _OSCILLATING:
            raise DecayFileError("SSD_CP decays B0 and B_s0 only")
        if all(spins.spin2 > 0 for spins in facts.spins[1:]):
            raise DecayFileError("SSD_CP needs a scalar among its two daughters")
        if any(spins.massless for spins in facts.spins[1:]):
            raise DecayFileError("SSD_CP cannot decay into photons")

    @staticmethod
    def _coefficients(parameters: FloatArray, block: int) -> tuple[ComplexArray, ComplexArray]:
        first = _FIRST_COEFFICIENT + 4 * block
        p = parameters[first : first + 4]
        return p[0] + 1j * p[1], p[2] + 1j * p[3]

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
        """``[s1, s2, n]``, helicity 0 only."""
        del mother_mass, masses
        block = np.where(tag_b0bar, 0, 1) + np.where(flipped, 2, 0)
        even, odd = self._coefficients(parameters, 0)
        for other in (1, 2, 3):
            chosen = block == other
            even_other, odd_other = self._coefficients(parameters, other)
            even, odd = np.where(chosen, even_other, even), np.where(chosen, odd_other, odd)
        amplitudes = no_amplitudes(spins, delta_t.shape[0])
        first, second = (s.helicities2.index(0) for s in spins[1:])
        amplitudes[first, second] = oscillate(even, odd, parameters[0], parameters[1], delta_t)
        return amplitudes

    def rate_bound(
        self, parameters: FloatArray, mother_mass: FloatArray, masses: FloatArray, spins: TwoBodySpins
    ) -> FloatArray:
        """Largest of the four (tag, final state) bounds; exact where Delta Gamma = 0."""
        del mother_mass, masses, spins
        bound = oscillation_bound(*self._coefficients(parameters, 0))
        for block in (1, 2, 3):
            bound = np.maximum(bound, oscillation_bound(*self._coefficients(parameters, block)))
        return bound

    def flips(self, parameters: FloatArray) -> BoolArray:
        """Where final state and conjugate are both made."""
        return np.asarray(parameters[3] > 0.0)

    def time_stretch(self, parameters: FloatArray) -> FloatArray:
        """``|Delta Gamma|/(2 Gamma)``."""
        stretch: FloatArray = parameters[2]
        return stretch

    def pattern(self, spins: TwoBodySpins) -> BoolArray:
        """Helicity 0."""
        pattern = np.zeros((spins[1].count, spins[2].count), dtype=np.bool_)
        pattern[spins[1].helicities2.index(0), spins[2].helicities2.index(0)] = True
        return pattern
