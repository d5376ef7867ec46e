"""Two bodies of any spin: HELAMP (helicity amplitudes) and PARTWAVE (partial waves)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import cos, sin, sqrt
from typing import ClassVar

import numpy as np

from mcgen.decays.signature import ModelSignature
from mcgen.errors import DecayFileError
from mcgen.models.amplitudes import no_amplitudes
from mcgen.models.facts import ModeFacts
from mcgen.models.kinds import TwoBodyAmplitude, numbers
from mcgen.models.registry import register
from mcgen.spin import TwoBodySpins, allowed_helicities
from mcgen.spin.clebsch import clebsch_gordan
from mcgen.typing import ComplexArray, FloatArray

__all__ = ["HelicityAmplitudes", "PartialWaves", "partial_waves"]

Element = tuple[int, int]


def _elements(spins: TwoBodySpins) -> list[Element]:
    """Allowed (l1, l2) as indices, l1 slowest, both descending: the order of HELAMP's arguments."""
    return [(int(i), int(k)) for i, k in zip(*np.nonzero(allowed_helicities(spins)), strict=True)]


def partial_waves(spins: TwoBodySpins) -> list[tuple[int, int]]:
    """All (2L, 2S) that couple, L slowest, both ascending: the order of PARTWAVE's arguments."""
    mother, first, second = (s.spin2 for s in spins)
    lowest = max(mother - first - second, first - mother - second, second - mother - first, 0)
    waves = []
    for orbital in range(lowest, mother + first + second + 1, 2):
        smallest = max(abs(orbital - mother), abs(first - second))
        waves += [(orbital, spin) for spin in range(smallest, min(orbital + mother, first + second) + 1, 2)]
    return waves


def _two_body(name: str, facts: ModeFacts) -> TwoBodySpins:
    if len(facts.spins) != 3:
        raise DecayFileError(f"{name} needs 2 daughters, this mode has {len(facts.spins) - 1}")
    return facts.spins[0], facts.spins[1], facts.spins[2]


def _polar_pairs(values: Sequence[float]) -> Iterator[complex]:
    for magnitude, phase in list(pairwise(values))[::2]:
        yield complex(magnitude * cos(phase), magnitude * sin(phase))


class _GivenAmplitudes(TwoBodyAmplitude):
    """Parameter columns are real and imaginary parts of the allowed H_{l1 l2}."""

    def helicity_amplitudes(
        self, parameters: FloatArray, mother_mass: FloatArray, masses: FloatArray, spins: TwoBodySpins
    ) -> ComplexArray:
        """H, ``[s1, s2, n]``."""
        del masses
        amplitudes = no_amplitudes(spins, mother_mass.shape[0])
        for index, (i, k) in enumerate(_elements(spins)):
            amplitudes[i, k].real = parameters[2 * index]
            amplitudes[i, k].imag = parameters[2 * index + 1]
        return amplitudes

    @staticmethod
    def _flatten(amplitudes: Sequence[complex]) -> tuple[float, ...]:
        return tuple(part for value in amplitudes for part in (value.real, value.imag))


@register
class HelicityAmplitudes(_GivenAmplitudes):
    """Arguments: magnitude and phase of each H_{l1 l2} with ``|l1 - l2| <= J``.

    The first daughter's helicity runs slowest, both descend (+s ... -s; photons +1, -1; neutrinos have one). Example:
    ``Lambda0 -> p+ pi-``: H_{+1/2}, H_{-1/2}, four numbers.
    """

    signature: ClassVar[ModelSignature] = ModelSignature(
        name="HELAMP",
        daughters=(2,),
        reference="Jacob and Wick, Ann. Phys. 7 (1959) 404; EvtGen guide, model HELAMP",
        summary="Two bodies of any spin by helicity amplitudes.",
    )

    def row_parameters(self, facts: ModeFacts, arguments: Sequence[float | str]) -> tuple[float, ...]:
        """Real and imaginary parts of the allowed amplitudes.

        Raises
        ------
        DecayFileError
            When their number does not fit the spins.
        """
        name = self.signature.name
        elements = _elements(_two_body(name, facts))
        values = numbers(name, arguments)
        if len(values) != 2 * len(elements):
            raise DecayFileError(
                f"{name} takes {2 * len(elements)} parameters for these spins "
                f"({len(elements)} helicity amplitudes, magnitude and phase), {len(values)} given"
            )
        return self._flatten(list(_polar_pairs(values)))


@register
class PartialWaves(_GivenAmplitudes):
    """Arguments: magnitude and phase of each M_{LS}, L slowest, both ascending.

    ``H_{l1 l2} = sum_{L S} sqrt((2L + 1)/(2J + 1)) <L 0 S l|J l> <s1 l1 s2 -l2|S l> M_{LS}``, l = l1 - l2 (Jacob and
    Wick, eq. B5).
    """

    signature: ClassVar[ModelSignature] = ModelSignature(
        name="PARTWAVE",
        daughters=(2,),
        reference="Jacob and Wick, Ann. Phys. 7 (1959) 404, eq. B5; EvtGen guide, model PARTWAVE",
        summary="Two bodies of any spin by partial-wave amplitudes.",
    )

    def row_parameters(self, facts: ModeFacts, arguments: Sequence[float | str]) -> tuple[float, ...]:
        """Real and imaginary parts of the helicity amplitudes that the partial waves make.

        Raises
        ------
        DecayFileError
            When the number of arguments does not fit the spins.
        """
        name = self.signature.name
        spins = _two_body(name, facts)
        waves = partial_waves(spins)
        values = numbers(name, arguments)
        if len(values) != 2 * len(waves):
            listed = ", ".join(f"L={orbital // 2} S={_half(spin)}" for orbital, spin in waves)
            raise DecayFileError(
                f"{name} takes {2 * len(waves)} parameters for these spins (magnitude and phase of {listed}), "
                f"{len(values)} given"
            )
        strengths = list(_polar_pairs(values))
        amplitudes = []
        for i, k in _elements(spins):
            first, second = spins[1].helicities2[i], spins[2].helicities2[k]
            amplitudes.append(
                sum(
                    (_coupling(spins, wave, first, second) * m for wave, m in zip(waves, strengths, strict=True)),
                    start=0j,
                )
            )
        return self._flatten(amplitudes)


def _half(spin2: int) -> str:
    return f"{spin2}/2" if spin2 % 2 else f"{spin2 // 2}"


def _coupling(spins: TwoBodySpins, wave: tuple[int, int], first2: int, second2: int) -> float:
    """Coefficient of M_{LS} in H_{l1 l2}."""
    (mother, one, two), (orbital, spin), net = (s.spin2 for s in spins), wave, first2 - second2
    return (
        sqrt((orbital + 1) / (mother + 1))
        * clebsch_gordan(one, first2, two, -second2, spin, net)
        * clebsch_gordan(orbital, 0, spin, net, mother, net)
    )
