"""Tensors: STS, TSS, TVS_PWAVE."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from mcgen.decays.signature import ModelSignature, Parameter
from mcgen.errors import DecayFileError
from mcgen.models.amplitudes import element_pattern, no_amplitudes, polar
from mcgen.models.facts import ModeFacts
from mcgen.models.fixed import FixedAmplitudes
from mcgen.models.kinds import TwoBodyAmplitude, numbers
from mcgen.models.registry import register
from mcgen.spin import TwoBodySpins
from mcgen.typing import BoolArray, ComplexArray, FloatArray

__all__ = ["STS", "TSS", "TVSPartialWave"]


@register
class STS(FixedAmplitudes):
    """``A_m ~ e*_m^{ab}(p1) P_a P_b``: the tensor has helicity 0, D wave."""

    signature: ClassVar[ModelSignature] = ModelSignature(
        name="STS",
        counts=(0,),
        daughters=(2,),
        mother_spin2=(0,),
        daughter_spin2=((4,), (0,)),
        reference="EvtGen guide, model STS",
        summary="Scalar into a tensor (first) and a scalar, D wave.",
    )

    def elements(self, spins: TwoBodySpins) -> dict[tuple[int, int], complex]:
        """H_00 = 1."""
        del spins
        return {(0, 0): 1.0}


@register
class TSS(FixedAmplitudes):
    """``A_M ~ e_M^{ab} p1_a p1_b / |p1|^2``: H_00 = 1, D wave. From M = 0: (3 cos^2(theta) - 1)^2."""

    signature: ClassVar[ModelSignature] = ModelSignature(
        name="TSS",
        counts=(0,),
        daughters=(2,),
        mother_spin2=(4,),
        daughter_spin2=((0,), (0,)),
        reference="EvtGen guide, model TSS",
        summary="Tensor into two scalars, D wave.",
    )

    def elements(self, spins: TwoBodySpins) -> dict[tuple[int, int], complex]:
        """H_00 = 1."""
        del spins
        return {(0, 0): 1.0}


@register
class TVSPartialWave(TwoBodyAmplitude):
    """Tensor into a vector and a scalar: arguments |P|, arg P, |D|, arg D, |F|, arg F.

    D wave: ``A ~ D e_M^{ab} p_a (p x e*)_b``, so H_{+} = -H_{-} = D, H_0 = 0. P and F waves violate parity in the decays
    that this model is used for; EvtGen reports an error and drops them, here they are refused.
    """

    massless: ClassVar[tuple[bool, ...] | None] = (False, False)
    signature: ClassVar[ModelSignature] = ModelSignature(
        name="TVS_PWAVE",
        parameters=(
            Parameter("PWave", "", "|P|, must be 0", 0.0),
            Parameter("PWavePhase", "rad", "phase of P", 0.0),
            Parameter("DWave", "", "|D|", 1.0),
            Parameter("DWavePhase", "rad", "phase of D", 0.0),
            Parameter("FWave", "", "|F|, must be 0", 0.0),
            Parameter("FWavePhase", "rad", "phase of F", 0.0),
        ),
        counts=(6,),
        daughters=(2,),
        mother_spin2=(4,),
        daughter_spin2=((2,), (0,)),
        reference="EvtGen guide, model TVS_PWAVE",
        summary="Tensor into a vector (first) and a scalar, D wave.",
    )

    def row_parameters(self, facts: ModeFacts, arguments: Sequence[float | str]) -> tuple[float, ...]:
        """Magnitude and phase of the D wave.

        Raises
        ------
        DecayFileError
            When a P or F wave is asked for.
        """
        del facts
        values = numbers(self.signature.name, arguments)
        if values[0] != 0.0 or values[4] != 0.0:
            raise DecayFileError(
                "TVS_PWAVE has a D wave only: the P wave (1st) and the F wave (5th argument) must be 0"
            )
        return values[2:4]

    def helicity_amplitudes(
        self, parameters: FloatArray, mother_mass: FloatArray, masses: FloatArray, spins: TwoBodySpins
    ) -> ComplexArray:
        """``H_{+,0} = D, H_{-,0} = -D``, ``[3, 1, n]``."""
        del masses
        amplitudes = no_amplitudes(spins, mother_mass.shape[0])
        amplitudes[0, 0] = polar(parameters[0], parameters[1])
        amplitudes[2, 0] = -amplitudes[0, 0]
        return amplitudes

    def pattern(self, spins: TwoBodySpins) -> BoolArray:
        """Transverse vectors only."""
        return element_pattern(spins, {(2, 0), (-2, 0)})
