"""VVS_PWAVE: a vector into a vector and a scalar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from mcgen.decays.signature import ModelSignature, Parameter
from mcgen.errors import DecayFileError
from mcgen.models.amplitudes import no_amplitudes, polar
from mcgen.models.facts import ModeFacts
from mcgen.models.kinds import TwoBodyAmplitude, numbers
from mcgen.models.registry import register
from mcgen.spin import TwoBodySpins
from mcgen.typing import ComplexArray, FloatArray

__all__ = ["VVSPartialWave"]


@register
class VVSPartialWave(TwoBodyAmplitude):
    """Arguments |S|, arg S, |P|, arg P, |D|, arg D.

    ``A = S (e_M . e*_V) - D [(e_M . p)(e*_V . p)/p^2 - (e_M . e*_V)/3]`` with e_V in the vector's rest frame (EvtGen's
    relative sign of S and D), so H_{+-} = S + D/3, H_0 = S - 2 D/3. The P wave is refused, as in EvtGen.
    """

    massless: ClassVar[tuple[bool, ...] | None] = (False, False)
    signature: ClassVar[ModelSignature] = ModelSignature(
        name="VVS_PWAVE",
        parameters=(
            Parameter("SWave", "", "|S|", 1.0),
            Parameter("SWavePhase", "rad", "phase of S", 0.0),
            Parameter("PWave", "", "|P|, must be 0", 0.0),
            Parameter("PWavePhase", "rad", "phase of P", 0.0),
            Parameter("DWave", "", "|D|", 0.0),
            Parameter("DWavePhase", "rad", "phase of D", 0.0),
        ),
        counts=(6,),
        daughters=(2,),
        mother_spin2=(2,),
        daughter_spin2=((2,), (0,)),
        reference="EvtGen guide, model VVS_PWAVE",
        summary="Vector into a vector (first) and a scalar, S and D wave.",
    )

    def row_parameters(self, facts: ModeFacts, arguments: Sequence[float | str]) -> tuple[float, ...]:
        """|S|, arg S, |D|, arg D.

        Raises
        ------
        DecayFileError
            When a P wave is asked for.
        """
        del facts
        values = numbers(self.signature.name, arguments)
        if values[2] != 0.0:
            raise DecayFileError("VVS_PWAVE has S and D waves only: the P wave (3rd argument) must be 0")
        return (*values[0:2], *values[4:6])

    def helicity_amplitudes(
        self, parameters: FloatArray, mother_mass: FloatArray, masses: FloatArray, spins: TwoBodySpins
    ) -> ComplexArray:
        """``H_{+-} = S + D/3, H_0 = S - 2 D/3``, ``[3, 1, n]``."""
        del masses
        amplitudes = no_amplitudes(spins, mother_mass.shape[0])
        s_wave = polar(parameters[0], parameters[1])
        third = polar(parameters[2] / 3.0, parameters[3])
        amplitudes[0, 0] = s_wave + third
        amplitudes[1, 0] = s_wave - 2.0 * third
        amplitudes[2, 0] = amplitudes[0, 0]
        return amplitudes
