"""Clebsch-Gordan coefficients."""

from __future__ import annotations

from functools import cache
from math import factorial, sqrt

__all__ = ["clebsch_gordan"]


def _factorial(double: int) -> int:
    """Factorial of ``double / 2``."""
    return factorial(double // 2)


@cache
def clebsch_gordan(j1: int, m1: int, j2: int, m2: int, j: int, m: int) -> float:
    """``<j1 m1 j2 m2 | j m>``, all arguments doubled, Condon-Shortley phases.

    Racah's formula (PDG review "Clebsch-Gordan coefficients"; Varshalovich et al., Quantum Theory of Angular Momentum,
    eq. 8.2.1(3)). Zero where the triangle or projection rules fail.

    Examples
    --------
    >>> round(clebsch_gordan(1, 1, 1, -1, 0, 0) ** 2, 12)
    0.5
    """
    if m1 + m2 != m or j > j1 + j2 or j < abs(j1 - j2) or (j1 + j2 + j) % 2:
        return 0.0
    if abs(m1) > j1 or abs(m2) > j2 or abs(m) > j or (j1 + m1) % 2 or (j2 + m2) % 2:
        return 0.0
    triangle = (j + 1) * _factorial(j + j1 - j2) * _factorial(j - j1 + j2) * _factorial(j1 + j2 - j)
    norm = sqrt(triangle / _factorial(j1 + j2 + j + 2))
    norm *= sqrt(_factorial(j + m) * _factorial(j - m) * _factorial(j1 - m1))
    norm *= sqrt(_factorial(j1 + m1) * _factorial(j2 - m2) * _factorial(j2 + m2))
    total = 0.0
    for k in range(0, j1 + j2 - j + 2, 2):
        parts = (k, j1 + j2 - j - k, j1 - m1 - k, j2 + m2 - k, j - j2 + m1 + k, j - j1 - m2 + k)
        if min(parts) < 0:
            continue
        denominator = 1
        for part in parts:
            denominator *= _factorial(part)
        total += (-1.0) ** (k // 2) / denominator
    return norm * total
