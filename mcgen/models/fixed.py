"""Two-body models whose helicity amplitudes are the same numbers for every row."""

from __future__ import annotations

from abc import abstractmethod

from mcgen.models.amplitudes import constant_elements, element_pattern
from mcgen.models.kinds import TwoBodyAmplitude
from mcgen.spin import TwoBodySpins
from mcgen.typing import BoolArray, ComplexArray, FloatArray

__all__ = ["FixedAmplitudes"]


class FixedAmplitudes(TwoBodyAmplitude):
    """A model given by a table of helicity amplitudes."""

    @abstractmethod
    def elements(self, spins: TwoBodySpins) -> dict[tuple[int, int], complex]:
        """H_{l1 l2} by (2 l1, 2 l2); what is absent vanishes."""

    def helicity_amplitudes(
        self, parameters: FloatArray, mother_mass: FloatArray, masses: FloatArray, spins: TwoBodySpins
    ) -> ComplexArray:
        """H of the table, ``[s1, s2, n]``; the arguments do not matter."""
        del parameters, masses
        return constant_elements(spins, mother_mass.shape[0], self.elements(spins))

    def pattern(self, spins: TwoBodySpins) -> BoolArray:
        """Elements of the table."""
        return element_pattern(spins, set(self.elements(spins)))
