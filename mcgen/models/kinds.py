"""The kinds of decay model, and what each promises to the engine.

Parameters come to the kernels as columns ``parameters[p, n]``: rows of different decay modes stand in one call. What a
decay file writes (``VSS_BMIX`` takes 1 to 14 arguments, ``HELAMP`` as many as the spins ask for) is turned once a mode
into a column of fixed length by :meth:`DecayModel.row_parameters`; kernels see only that column.

All rows of one kernel call share the model and the spin states of mother and daughters (``spins``); masses and
parameters differ from row to row.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from mcgen.errors import DecayFileError
from mcgen.spin import TwoBodySpins, allowed_helicities

if TYPE_CHECKING:
    from mcgen.decays.signature import ModelSignature
    from mcgen.models.facts import ModeFacts
    from mcgen.spin import SpinStates
    from mcgen.typing import BoolArray, ComplexArray, FloatArray

__all__ = ["Amplitude", "CPAmplitude", "DecayModel", "PhaseSpaceModel", "TwoBodyAmplitude"]


class DecayModel(ABC):
    """A registered decay model. Instances carry no state; one instance serves all modes.

    Attributes
    ----------
    signature
        Name, arguments, daughters and spins it accepts.
    mixes
        The daughters are a coherent pair of oscillating mesons (see :mod:`mcgen.models.mixing`).
    violates_cp
        The kernel wants the time difference to the other B and its flavour (:class:`CPAmplitude`).
    massless
        For each daughter whether it must be massless (photon, neutrino) or must not; None: any.
    """

    signature: ClassVar[ModelSignature]
    mixes: ClassVar[bool] = False
    violates_cp: ClassVar[bool] = False
    massless: ClassVar[tuple[bool, ...] | None] = None

    def for_mode(self, facts: ModeFacts) -> DecayModel:
        """Return the model that generates a mode: itself, unless the name stands for models of different kinds."""
        del facts
        return self

    def problem(self, facts: ModeFacts, arguments: Sequence[float | str]) -> str | None:
        """Say in one line why this mode cannot use the model; None when it can."""
        found = self.signature.problems(facts.spins[0].spin2, [s.spin2 for s in facts.spins[1:]], arguments)
        if found:
            return found[0].message
        for index, (wanted, states) in enumerate(zip(self.massless or (), facts.spins[1:], strict=False)):
            if wanted != states.massless:
                what = "a photon or neutrino" if wanted else "a massive particle"
                return f"{self.signature.name} needs {what} as daughter {index + 1}"
        try:
            self.row_parameters(facts, arguments)
        except DecayFileError as error:
            return str(error)
        return None

    def row_parameters(self, facts: ModeFacts, arguments: Sequence[float | str]) -> tuple[float, ...]:
        """Turn the arguments of a decay mode into its parameter column; the length depends on the spins alone.

        Parameters
        ----------
        facts
            Who decays into what.
        arguments
            As the decay file has them, Define names already replaced.

        Raises
        ------
        DecayFileError
            When the arguments make no sense for this mode.
        """
        del facts
        return numbers(self.signature.name, arguments)


def numbers(name: str, arguments: Sequence[float | str]) -> tuple[float, ...]:
    """All arguments as floats.

    Raises
    ------
    DecayFileError
        For one that is not a finite number.
    """
    values = []
    for argument in arguments:
        try:
            value = float(argument)
        except ValueError:
            raise DecayFileError(f"{name} wants numbers, {argument!r} is none") from None
        if not np.isfinite(value):
            raise DecayFileError(f"{name} wants finite numbers, {argument!r} is none")
        values.append(value)
    return tuple(values)


class PhaseSpaceModel(DecayModel):
    """Flat in n-body phase space; daughters unpolarised, decay matrix of the mother the identity."""


class TwoBodyAmplitude(DecayModel):
    """Two bodies: helicity amplitudes; direction and bases are the business of :func:`mcgen.spin.two_body_amplitude`."""

    @abstractmethod
    def helicity_amplitudes(
        self, parameters: FloatArray, mother_mass: FloatArray, masses: FloatArray, spins: TwoBodySpins
    ) -> ComplexArray:
        """Helicity amplitudes H.

        Parameters
        ----------
        parameters
            ``[p, n]`` from :meth:`row_parameters`.
        mother_mass
            ``[n]`` GeV.
        masses
            Daughters' masses ``[2, n]`` GeV.
        spins
            Spin states of mother, first and second daughter.

        Returns
        -------
        ComplexArray
            ``[s1, s2, n]``, helicities in the order of ``SpinStates.helicities2``, phases as in
            :mod:`mcgen.spin.two_body`.
        """

    def pattern(self, spins: TwoBodySpins) -> BoolArray:
        """Elements of H that can differ from zero, ``bool[s1, s2]``."""
        return allowed_helicities(spins)


class CPAmplitude(TwoBodyAmplitude):
    """Two-body decay of a neutral B whose amplitude depends on the time difference and the flavour of the other B.

    The joint density of both proper times t1 (this B), t2 (the other), the tag (each flavour 1/2) and, where
    :meth:`flips` says so, of the final state (itself or its conjugate, each 1/2) is, with Gamma = 1/tau::

        exp(-Gamma (t1 + t2)) * sum |H(t1 - t2, tag, flipped)|^2

    A sampler draws t1 and t2 from ``exp(-Gamma (1 - y) t)`` with y = :meth:`time_stretch` (0 unless the widths differ)
    and accepts with probability ``sum |H|^2 exp(-y Gamma (t1 + t2)) / rate_bound``.
    """

    violates_cp: ClassVar[bool] = True

    @abstractmethod
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
        """Helicity amplitudes at a time difference.

        Parameters
        ----------
        delta_t
            Proper decay time of this B minus that of the other [ns], ``[n]``.
        tag_b0bar
            True where the other B decays as an anti-B (so this one is a B at that moment), ``[n]``.
        flipped
            True where the final state is the conjugate of the one that the decay file names, ``[n]``.

        Other parameters and the result are those of :meth:`helicity_amplitudes`.
        """

    @abstractmethod
    def rate_bound(
        self, parameters: FloatArray, mother_mass: FloatArray, masses: FloatArray, spins: TwoBodySpins
    ) -> FloatArray:
        """Upper bound ``[n]`` of ``sum |H|^2 exp(-y Gamma |delta_t|)`` over all times, tags and flips."""

    def flips(self, parameters: FloatArray) -> BoolArray:
        """Whether the conjugate final state is to be drawn as well, ``[n]``."""
        return np.zeros(parameters.shape[1], dtype=np.bool_)

    def time_stretch(self, parameters: FloatArray) -> FloatArray:
        """The y of the class text, 0 <= y < 1, ``[n]``."""
        return np.zeros(parameters.shape[1])

    def helicity_amplitudes(
        self, parameters: FloatArray, mother_mass: FloatArray, masses: FloatArray, spins: TwoBodySpins
    ) -> ComplexArray:
        """Amplitudes of a B at zero time difference (no oscillation); the engine uses :meth:`cp_amplitudes`."""
        n = mother_mass.shape[0]
        return self.cp_amplitudes(
            parameters, np.zeros(n), np.ones(n, np.bool_), np.zeros(n, np.bool_), mother_mass, masses, spins
        )


class Amplitude(DecayModel):
    """An amplitude over n-body phase space; its bound is scanned once a mode by the engine."""

    @abstractmethod
    def amplitude(
        self,
        p4: FloatArray,
        mother_mass: FloatArray,
        masses: FloatArray,
        parameters: FloatArray,
        spins: tuple[SpinStates, ...],
    ) -> ComplexArray:
        """Amplitude in canonical bases.

        Parameters
        ----------
        p4
            Daughters' momenta in the mother's rest frame ``[k, 4, n]`` GeV.
        mother_mass, masses
            ``[n]`` and ``[k, n]`` GeV.
        parameters
            ``[p, n]``.
        spins
            Spin states of the mother and of the k daughters.

        Returns
        -------
        ComplexArray
            ``[sM, s1, ..., sk, n]``, canonical states m descending (massless daughters: helicities).
        """
