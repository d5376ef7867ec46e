"""VVPIPI: hadronic transitions between quarkonia."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from mcgen.decays.signature import ModelSignature
from mcgen.errors import DecayFileError
from mcgen.models.facts import ModeFacts
from mcgen.models.kinds import Amplitude
from mcgen.models.registry import register
from mcgen.spin import SpinStates
from mcgen.spin.polarisation import REST_VECTORS, polarisation_vectors
from mcgen.typing import ComplexArray, FloatArray

__all__ = ["VVPiPi"]


@register
class VVPiPi(Amplitude):
    """``A_{M m} = (q^2 - 4 m1 m2) (e_M . e*_m)``, q^2 the mass squared of the pion pair.

    e_M is the mother's polarisation vector, e_m that of the daughter vector boosted to its momentum, four-vector
    product (psi(2S) -> J/psi pi pi: Voloshin and Zakharov, Phys. Rev. Lett. 45 (1980) 688; the S-wave of Brown and Cahn,
    Phys. Rev. Lett. 35 (1975) 1).
    """

    massless: ClassVar[tuple[bool, ...] | None] = (False, False, False)
    signature: ClassVar[ModelSignature] = ModelSignature(
        name="VVPIPI",
        counts=(0,),
        daughters=(3,),
        mother_spin2=(2,),
        daughter_spin2=((2,), (0,), (0,)),
        reference="EvtGen guide, model VVPIPI; Brown and Cahn, Phys. Rev. Lett. 35 (1975) 1",
        summary="Vector into a vector (first) and two pions, S wave.",
    )

    def row_parameters(self, facts: ModeFacts, arguments: Sequence[float | str]) -> tuple[float, ...]:
        """No column is needed.

        Raises
        ------
        DecayFileError
            When second and third daughter are not pi+ pi- or pi0 pi0.
        """
        del arguments
        if sorted(facts.pdg[2:]) not in ([-211, 211], [111, 111]):
            raise DecayFileError("VVPIPI needs pi+ pi- or pi0 pi0 as second and third daughter")
        return ()

    def amplitude(
        self,
        p4: FloatArray,
        mother_mass: FloatArray,
        masses: FloatArray,
        parameters: FloatArray,
        spins: tuple[SpinStates, ...],
    ) -> ComplexArray:
        """``[3, 3, 1, 1, n]``."""
        del mother_mass, parameters, spins
        pair = p4[1] + p4[2]
        factor = pair[0] ** 2 - pair[1] ** 2 - pair[2] ** 2 - pair[3] ** 2 - 4.0 * masses[1] * masses[2]
        outgoing = np.conj(polarisation_vectors(p4[0], masses[0]))
        out = np.empty((3, 3, 1, 1, p4.shape[2]), dtype=np.complex128)
        for mother in range(3):
            x, y, z = REST_VECTORS[mother]
            for vector in range(3):
                product = x * outgoing[vector, 1] + y * outgoing[vector, 2] + z * outgoing[vector, 3]
                out[mother, vector, 0, 0] = factor * product
        return out
