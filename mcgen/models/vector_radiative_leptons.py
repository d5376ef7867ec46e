"""VVP with a lepton pair in the place of the photon: chi_c1 -> J/psi mu+ mu-."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from mcgen.decays.signature import ModelSignature, Parameter
from mcgen.errors import DecayFileError
from mcgen.models.facts import ModeFacts
from mcgen.models.kinds import Amplitude, numbers
from mcgen.spin import SpinStates
from mcgen.spin.polarisation import REST_VECTORS, polarisation_vectors
from mcgen.spin.rows import never_one_row
from mcgen.spin.spinors import antiparticle_spinors, particle_spinors, vector_current
from mcgen.typing import ComplexArray, FloatArray

__all__ = ["LEAST_PAIR_MASS_SQUARED", "VVPLeptons"]

LEAST_PAIR_MASS_SQUARED = 1e-3
"""Least mass squared of the pair [GeV^2], as in EvtGen: below it the photon is as good as real."""


class VVPLeptons(Amplitude):
    """``A = e_{mu nu alpha beta} e_M^mu e*_V^nu J^alpha k^beta  D^2 / ((D^2 - k^2) k^2)``, J = ubar(l-) gamma v(l+).

    k is the momentum of the pair and D the mass scale of the form factor, the argument of the model. Used for
    :class:`mcgen.models.vector_radiative.VVP` modes with three daughters (S. P. Baranov, Phys. Rev. D 85 (2012) 014034,
    eq. 10, as EvtGen's VVP has it).
    """

    signature: ClassVar[ModelSignature] = ModelSignature(
        name="VVP",
        parameters=(Parameter("delta", "GeV", "mass scale of the form factor"),),
        counts=(1,),
        daughters=(3,),
        mother_spin2=(2,),
        daughter_spin2=((2,), (1,), (1,)),
        reference="EvtGen guide, model VVP; Baranov, Phys. Rev. D 85 (2012) 014034, eq. 10",
        summary="Axial vector into a vector (first) and a lepton pair.",
    )

    def row_parameters(self, facts: ModeFacts, arguments: Sequence[float | str]) -> tuple[float, ...]:
        """The mass scale.

        Raises
        ------
        DecayFileError
            When the pair is not a lepton and its antilepton, or the scale lies within the pair's masses.
        """
        if facts.pdg[2] != -facts.pdg[3] or any(s.massless for s in facts.spins[1:]):
            raise DecayFileError("VVP with three daughters needs a massive vector, a lepton and its antilepton")
        values = numbers(self.signature.name, arguments)
        if len(values) != 1 or values[0] <= 0.0:
            raise DecayFileError("VVP with three daughters takes one parameter, the scale of the form factor [GeV]")
        return values

    def amplitude(
        self,
        p4: FloatArray,
        mother_mass: FloatArray,
        masses: FloatArray,
        parameters: FloatArray,
        spins: tuple[SpinStates, ...],
    ) -> ComplexArray:
        """``[3, 3, 2, 2, n]``."""
        del mother_mass
        lepton, antilepton = (2, 1) if spins[2].antiparticle else (1, 2)
        pair = p4[1] + p4[2]
        k2 = pair[0] ** 2 - pair[1] ** 2 - pair[2] ** 2 - pair[3] ** 2
        scale2 = parameters[0] ** 2
        open_pair = (k2 >= LEAST_PAIR_MASS_SQUARED) & (np.abs(scale2 - k2) > 1e-10)
        safe = np.where(open_pair, k2, 0.5 * scale2)
        factor = np.where(open_pair, scale2 / ((scale2 - safe) * safe), 0.0)
        current = vector_current(
            particle_spinors(p4[lepton], masses[lepton]), antiparticle_spinors(p4[antilepton], masses[antilepton])
        )
        if lepton == 2:
            current = np.swapaxes(current, 0, 1)
        out: ComplexArray = _contract(np.conj(polarisation_vectors(p4[0], masses[0])), current, pair)
        out *= factor
        return out


@never_one_row
def _contract(vector: ComplexArray, current: ComplexArray, pair: FloatArray) -> ComplexArray:
    """``e_{mu nu alpha beta} e_M^mu v^nu J^alpha k^beta`` for all states, ``[3, 3, 2, 2, n]``; e_M at rest."""
    out = np.empty((3, 3, *current.shape[:2], pair.shape[1]), dtype=np.complex128)
    for m, axis in enumerate(REST_VECTORS):
        for v in range(3):
            for a in range(current.shape[0]):
                for b in range(current.shape[1]):
                    out[m, v, a, b] = _determinant(axis, vector[v], current[a, b], pair)
    return out


def _determinant(axis: ComplexArray, v: ComplexArray, j: ComplexArray, k: FloatArray) -> ComplexArray:
    """Determinant of four four-vectors, the first of which has no time component."""
    terms = -v[0] * _triple(axis, j[1:], k[1:]) + j[0] * _triple(axis, v[1:], k[1:])
    return np.asarray(terms - k[0] * _triple(axis, v[1:], j[1:]))


def _triple(a: ComplexArray, b: ComplexArray, c: ComplexArray | FloatArray) -> ComplexArray:
    """``a . (b x c)``."""
    return np.asarray(
        a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) + a[2] * (b[0] * c[1] - b[1] * c[0])
    )
