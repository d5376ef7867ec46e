"""Scalars into vectors and photons: SVS, SVV_HELAMP, SVP_HELAMP."""

from __future__ import annotations

from typing import ClassVar

from mcgen.decays.signature import ModelSignature, Parameter
from mcgen.models.amplitudes import element_pattern, no_amplitudes, polar
from mcgen.models.fixed import FixedAmplitudes
from mcgen.models.kinds import TwoBodyAmplitude
from mcgen.models.registry import register
from mcgen.spin import TwoBodySpins
from mcgen.typing import BoolArray, ComplexArray, FloatArray

__all__ = ["SVS", "SVPHelicity", "SVVHelicity"]


def _pair(name: str, meaning: str) -> tuple[Parameter, Parameter]:
    return (
        Parameter(f"{name}HelAmp", "", f"|H_{meaning}|", 1.0),
        Parameter(f"{name}HelAmpPhase", "rad", f"phase of H_{meaning}", 0.0),
    )


@register
class SVS(FixedAmplitudes):
    """``A_m ~ P . e*_m(p1)``: the vector has helicity 0, H_00 = 1. Its two scalars show cos^2(theta)."""

    massless: ClassVar[tuple[bool, ...] | None] = (False, False)
    signature: ClassVar[ModelSignature] = ModelSignature(
        name="SVS",
        counts=(0,),
        daughters=(2,),
        mother_spin2=(0,),
        daughter_spin2=((2,), (0,)),
        reference="EvtGen guide, model SVS",
        summary="Scalar into a vector (first) and a scalar, P wave.",
    )

    def elements(self, spins: TwoBodySpins) -> dict[tuple[int, int], complex]:
        """H_00 = 1."""
        del spins
        return {(0, 0): 1.0}


class _EqualHelicities(TwoBodyAmplitude):
    """H_{ll} from (magnitude, phase) pairs of parameters, in the order of `order` (twice the helicity)."""

    order: ClassVar[tuple[int, ...]]

    def helicity_amplitudes(
        self, parameters: FloatArray, mother_mass: FloatArray, masses: FloatArray, spins: TwoBodySpins
    ) -> ComplexArray:
        """Diagonal H, ``[s1, s2, n]``."""
        del masses
        amplitudes = no_amplitudes(spins, mother_mass.shape[0])
        for index, helicity2 in enumerate(self.order):
            first, second = (s.helicities2.index(helicity2) for s in spins[1:])
            amplitudes[first, second] = polar(parameters[2 * index], parameters[2 * index + 1])
        return amplitudes

    def pattern(self, spins: TwoBodySpins) -> BoolArray:
        """The diagonal."""
        return element_pattern(spins, {(h, h) for h in self.order})


@register
class SVVHelicity(_EqualHelicities):
    """Scalar into two vectors: arguments |H_+|, arg H_+, |H_0|, arg H_0, |H_-|, arg H_-.

    With A_0 = H_0, A_par = (H_+ + H_-)/sqrt2, A_perp = (H_+ - H_-)/sqrt2 (Dighe, Dunietz, Fleischer, Eur. Phys. J. C6
    (1999) 647, eq. 12).
    """

    order: ClassVar[tuple[int, ...]] = (2, 0, -2)
    massless: ClassVar[tuple[bool, ...] | None] = (False, False)
    signature: ClassVar[ModelSignature] = ModelSignature(
        name="SVV_HELAMP",
        parameters=(*_pair("plus", "+"), *_pair("zero", "0"), *_pair("minus", "-")),
        counts=(6,),
        daughters=(2,),
        mother_spin2=(0,),
        daughter_spin2=((2,), (2,)),
        reference="EvtGen guide, model SVV_HELAMP; hep-ph/9804253 eq. 12",
        summary="Scalar into two vectors by helicity amplitudes.",
    )


@register
class SVPHelicity(_EqualHelicities):
    """Scalar into a vector and a photon: arguments |H_+|, arg H_+, |H_-|, arg H_-."""

    order: ClassVar[tuple[int, ...]] = (2, -2)
    massless: ClassVar[tuple[bool, ...] | None] = (False, True)
    signature: ClassVar[ModelSignature] = ModelSignature(
        name="SVP_HELAMP",
        parameters=(*_pair("plus", "+"), *_pair("minus", "-")),
        counts=(4,),
        daughters=(2,),
        mother_spin2=(0,),
        daughter_spin2=((2,), (2,)),
        reference="EvtGen guide, model SVP_HELAMP",
        summary="Scalar into a vector (first) and a photon by helicity amplitudes.",
    )
