"""Baryon number and lepton flavours of a particle, read off its PDG code.

Reference: Particle Data Group, "Monte Carlo particle numbering scheme", Review of Particle Physics.
"""

from __future__ import annotations

__all__ = ["is_parton", "lepton_flavours", "three_baryon_number"]


def three_baryon_number(pdg: int, spin2: int) -> int:
    """Three times the baryon number; 0 for every code that names no quark, baryon, nucleus or pentaquark.

    Quarks are 1 to 8, diquarks ``q1 q2 0 2J+1``. A baryon has three quark digits that are not zero in front of the last
    one, a pentaquark (``9 q1 q2 q3 q4 qbar 2J+1``) five, and both half-integer spin, by which they differ from the
    generators' own codes for mesons; a nucleus is ``10LZZZAAAI``.

    Parameters
    ----------
    pdg
        PDG code.
    spin2
        Twice the spin.

    Examples
    --------
    >>> three_baryon_number(2212, 1), three_baryon_number(-3122, 1), three_baryon_number(-2, 1)
    (3, -3, -1)
    >>> three_baryon_number(9010221, 0), three_baryon_number(2103, 2), three_baryon_number(900553, 2)
    (0, 2, 0)
    """
    sign, code = (1 if pdg > 0 else -1), abs(pdg)
    if code > 1_000_000_000:
        return 3 * sign * (code // 10 % 1000)
    if 1 <= code <= 8:
        return sign
    digits = [code // 10**place % 10 for place in range(6, -1, -1)]
    if digits[0] == 9:
        return 3 * sign if all(digits[1:6]) and spin2 % 2 else 0
    if digits[0] or not (digits[3] and digits[4]):  # 1...... to 8......: supersymmetry and the like
        return 0
    if digits[5]:
        return 3 * sign if spin2 % 2 else 0
    return 2 * sign if code < 10_000 else 0


def is_parton(pdg: int, spin2: int) -> bool:
    """Whether the code is that of a quark, diquark, gluon or string, which fragment instead of having a mass shell."""
    return abs(pdg) <= 8 or abs(pdg) == 21 or 81 <= abs(pdg) <= 99 or three_baryon_number(pdg, spin2) % 3 != 0


def lepton_flavours(pdg: int) -> tuple[int, int, int]:
    """Electron, muon and tau number.

    Examples
    --------
    >>> lepton_flavours(-14)
    (0, -1, 0)
    """
    code = abs(pdg)
    if not 11 <= code <= 16:
        return 0, 0, 0
    sign, family = (1 if pdg > 0 else -1), (code - 11) // 2
    return (sign * (family == 0), sign * (family == 1), sign * (family == 2))
