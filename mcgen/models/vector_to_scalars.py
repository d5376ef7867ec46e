"""VSS: a vector into two (pseudo)scalars."""

from __future__ import annotations

from typing import ClassVar

from mcgen.decays.signature import ModelSignature
from mcgen.models.fixed import FixedAmplitudes
from mcgen.models.registry import register
from mcgen.spin import TwoBodySpins

__all__ = ["VSS"]


@register
class VSS(FixedAmplitudes):
    """``A_M = e_M . p1 / |p1|``: H_00 = 1, P wave.

    From a mother of helicity +-1 along z: dN/dcos(theta) ~ sin^2(theta).
    """

    signature: ClassVar[ModelSignature] = ModelSignature(
        name="VSS",
        counts=(0,),
        daughters=(2,),
        mother_spin2=(2,),
        daughter_spin2=((0,), (0,)),
        reference="EvtGen guide, model VSS",
        summary="Vector into two scalars, P wave.",
    )

    def elements(self, spins: TwoBodySpins) -> dict[tuple[int, int], complex]:
        """H_00 = 1."""
        del spins
        return {(0, 0): 1.0}
