"""Decays into two leptons: VLL, SLL, SLN."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from mcgen.decays.signature import ModelSignature
from mcgen.models.amplitudes import element_pattern, no_amplitudes
from mcgen.models.fixed import FixedAmplitudes
from mcgen.models.kinds import TwoBodyAmplitude
from mcgen.models.registry import register
from mcgen.spin import TwoBodySpins
from mcgen.typing import BoolArray, ComplexArray, FloatArray

__all__ = ["SLL", "SLN", "VLL"]


@register
class VLL(TwoBodyAmplitude):
    """``A_M = e_M^mu  ubar(p1) gamma_mu v(p2)`` for leptons of any mass m1, m2 and mother mass M.

    H_{+-} = H_{-+} = 1, H_{++} = H_{--} = (m1 + m2)/(sqrt2 M). From a mother with M = +-1 and equal masses:
    1 + cos^2(theta) + (4 m^2/M^2) sin^2(theta).
    """

    massless: ClassVar[tuple[bool, ...] | None] = (False, False)
    signature: ClassVar[ModelSignature] = ModelSignature(
        name="VLL",
        counts=(0,),
        daughters=(2,),
        mother_spin2=(2,),
        daughter_spin2=((1,), (1,)),
        reference="EvtGen guide, model VLL",
        summary="Vector into a lepton pair through the vector current.",
    )

    def helicity_amplitudes(
        self, parameters: FloatArray, mother_mass: FloatArray, masses: FloatArray, spins: TwoBodySpins
    ) -> ComplexArray:
        """``[2, 2, n]``, see the class."""
        del parameters
        amplitudes = no_amplitudes(spins, mother_mass.shape[0])
        amplitudes[0, 1] = amplitudes[1, 0] = 1.0
        amplitudes[0, 0] = amplitudes[1, 1] = (masses[0] + masses[1]) / (np.sqrt(2.0) * mother_mass)
        return amplitudes


@register
class SLL(TwoBodyAmplitude):
    """``A = P^mu  ubar(p1) gamma_mu (1 - gamma5) v(p2)`` = (m1 - m2) ubar v - (m1 + m2) ubar gamma5 v.

    With kappa = +1 when the first daughter is the particle, -1 when it is the antiparticle::

        H_{++} =  (m1 + m2) sqrt(M^2 - (m1 - m2)^2) + kappa (m1 - m2) sqrt(M^2 - (m1 + m2)^2)
        H_{--} = -(m1 + m2) sqrt(M^2 - (m1 - m2)^2) + kappa (m1 - m2) sqrt(M^2 - (m1 + m2)^2)

    For m2 = 0 one of them vanishes: the V-A helicity of the neutrino. The common factor is left out where both masses
    vanish together.
    """

    massless: ClassVar[tuple[bool, ...] | None] = (False, False)
    signature: ClassVar[ModelSignature] = ModelSignature(
        name="SLL",
        counts=(0,),
        daughters=(2,),
        mother_spin2=(0,),
        daughter_spin2=((1,), (1,)),
        reference="EvtGen guide, model SLL",
        summary="Scalar into a lepton pair through the V-A current.",
    )

    def helicity_amplitudes(
        self, parameters: FloatArray, mother_mass: FloatArray, masses: FloatArray, spins: TwoBodySpins
    ) -> ComplexArray:
        """``[2, 2, n]``, normalised to a factor (m1 + m2) M."""
        del parameters
        first, second = masses
        kappa = -1.0 if spins[1].antiparticle else 1.0
        total, difference = first + second, first - second
        ratio = np.divide(difference, total, out=np.zeros_like(total), where=total > 0.0)
        singlet = np.sqrt(np.maximum(1.0 - (difference / mother_mass) ** 2, 0.0))
        triplet = kappa * ratio * np.sqrt(np.maximum(1.0 - (total / mother_mass) ** 2, 0.0))
        amplitudes = no_amplitudes(spins, mother_mass.shape[0])
        amplitudes[0, 0] = singlet + triplet
        amplitudes[1, 1] = triplet - singlet
        return amplitudes

    def pattern(self, spins: TwoBodySpins) -> BoolArray:
        """Equal helicities."""
        return element_pattern(spins, {(1, 1), (-1, -1)})


@register
class SLN(FixedAmplitudes):
    """Charged lepton (first) and neutrino: ``A = P^mu ubar gamma_mu (1 - gamma5) v``.

    Angular momentum leaves one amplitude: the lepton has the neutrino's helicity, l+ nu: -1/2, l- antinu: +1/2.
    """

    massless: ClassVar[tuple[bool, ...] | None] = (False, True)
    signature: ClassVar[ModelSignature] = ModelSignature(
        name="SLN",
        counts=(0,),
        daughters=(2,),
        mother_spin2=(0,),
        daughter_spin2=((1,), (1,)),
        reference="EvtGen guide, model SLN",
        summary="Scalar into a charged lepton (first) and its neutrino.",
    )

    def elements(self, spins: TwoBodySpins) -> dict[tuple[int, int], complex]:
        """H = 1 for equal helicities."""
        return {(h, h): 1.0 for h in spins[2].helicities2}
