"""Radiative decays of vectors: VSP_PWAVE and VVP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from mcgen.decays.signature import ModelSignature, Parameter
from mcgen.errors import DecayFileError
from mcgen.models.facts import ModeFacts
from mcgen.models.fixed import FixedAmplitudes
from mcgen.models.kinds import DecayModel
from mcgen.models.registry import register
from mcgen.models.vector_radiative_leptons import VVPLeptons
from mcgen.spin import PHOTON, TwoBodySpins

__all__ = ["VVP", "VSPPartialWave"]


@register
class VSPPartialWave(FixedAmplitudes):
    """``A ~ (e_M x k) . e*_gamma``, magnetic dipole: H_{0,+} = -H_{0,-} = 1. From M = +-1: 1 + cos^2(theta)."""

    massless: ClassVar[tuple[bool, ...] | None] = (False, True)
    signature: ClassVar[ModelSignature] = ModelSignature(
        name="VSP_PWAVE",
        counts=(0,),
        daughters=(2,),
        mother_spin2=(2,),
        daughter_spin2=((0,), (2,)),
        reference="EvtGen guide, model VSP_PWAVE",
        summary="Vector into a scalar (first) and a photon, P wave (M1).",
    )

    def elements(self, spins: TwoBodySpins) -> dict[tuple[int, int], complex]:
        """H_{0,+1} = 1, H_{0,-1} = -1."""
        del spins
        return {(0, 2): 1.0, (0, -2): -1.0}


@register
class VVP(FixedAmplitudes):
    """``A ~ (e_M x e*_V) . e*_gamma`` (chi_c1 -> J/psi gamma, E1): H_{0,+-} and H_{+-,+-} of equal size.

    The eight arguments of old decay files have no effect, as in EvtGen. With a lepton pair in place of the photon the mode
    is made by :class:`~mcgen.models.vector_radiative_leptons.VVPLeptons`.
    """

    signature: ClassVar[ModelSignature] = ModelSignature(
        name="VVP",
        parameters=tuple(Parameter(f"unused{i}", "", "no effect", 0.0) for i in range(1, 9)),
        counts=(0, 8, 1),
        daughters=(2, 3),
        mother_spin2=(2,),
        daughter_spin2=((2,), (1, 2), (1,)),
        reference="EvtGen guide, model VVP",
        summary="Axial vector into a vector (first) and a photon, E1.",
    )

    def for_mode(self, facts: ModeFacts) -> DecayModel:
        """Three daughters: a lepton pair in place of the photon."""
        return VVPLeptons() if len(facts.spins) == 4 else self

    def row_parameters(self, facts: ModeFacts, arguments: Sequence[float | str]) -> tuple[float, ...]:
        """No column is needed.

        Raises
        ------
        DecayFileError
            For a massive vector in place of the photon.
        """
        if len(arguments) == 1:
            raise DecayFileError("VVP with two daughters takes no parameters or 8, 1 given")
        if facts.spins[1].massless or facts.spins[2] != PHOTON:
            raise DecayFileError("VVP needs a massive vector and a photon as daughters")
        return ()

    def elements(self, spins: TwoBodySpins) -> dict[tuple[int, int], complex]:
        """H_{+,+} = H_{0,+} = 1, H_{-,-} = H_{0,-} = -1."""
        del spins
        return {(2, 2): 1.0, (-2, -2): -1.0, (0, 2): 1.0, (0, -2): -1.0}
