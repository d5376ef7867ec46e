"""PHSP: flat in phase space."""

from __future__ import annotations

from typing import ClassVar

from mcgen.decays.signature import ModelSignature
from mcgen.models.kinds import PhaseSpaceModel
from mcgen.models.registry import register

__all__ = ["PHSP", "PhaseSpace"]

PHSP = "PHSP"


@register
class PhaseSpace(PhaseSpaceModel):
    """Any number of daughters of any spin, distributed as n-body phase space, |A|^2 = 1, daughters unpolarised."""

    signature: ClassVar[ModelSignature] = ModelSignature(
        name=PHSP,
        counts=(0,),
        reference="PDG review Kinematics, eq. 49.12",
        summary="Flat in n-body phase space, daughters unpolarised.",
    )
