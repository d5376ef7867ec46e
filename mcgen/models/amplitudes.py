"""Building blocks of helicity amplitude arrays."""

from __future__ import annotations

import numpy as np

from mcgen.spin import TwoBodySpins
from mcgen.typing import BoolArray, ComplexArray, FloatArray

__all__ = ["constant_elements", "element_pattern", "no_amplitudes", "polar"]


def no_amplitudes(spins: TwoBodySpins, n: int) -> ComplexArray:
    """Zeros ``[s1, s2, n]``."""
    return np.zeros((spins[1].count, spins[2].count, n), dtype=np.complex128)


def constant_elements(spins: TwoBodySpins, n: int, elements: dict[tuple[int, int], complex]) -> ComplexArray:
    """Amplitudes that are the same for every row: ``elements[2 l1, 2 l2]`` is H_{l1 l2}, all others vanish."""
    amplitudes = no_amplitudes(spins, n)
    for (first, second), value in elements.items():
        amplitudes[spins[1].helicities2.index(first), spins[2].helicities2.index(second)] = value
    return amplitudes


def element_pattern(spins: TwoBodySpins, elements: set[tuple[int, int]]) -> BoolArray:
    """``bool[s1, s2]`` with the elements (2 l1, 2 l2) set."""
    pattern = np.zeros((spins[1].count, spins[2].count), dtype=np.bool_)
    for first, second in elements:
        pattern[spins[1].helicities2.index(first), spins[2].helicities2.index(second)] = True
    return pattern


def polar(magnitude: FloatArray, phase: FloatArray) -> ComplexArray:
    """``magnitude * exp(i phase)``, phase in rad."""
    value = np.empty(np.broadcast_shapes(magnitude.shape, phase.shape), dtype=np.complex128)
    value.real = magnitude * np.cos(phase)
    value.imag = magnitude * np.sin(phase)
    return value
