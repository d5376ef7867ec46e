r"""Barrier factors of two-body decays in an orbital wave L.

The Blatt-Weisskopf form factor squared is, with :math:`x = (R p)^2`,

.. math:: F_L^2(p) \propto \frac{1}{P_L(x)}, \quad P_0 = 1,\; P_1 = 1 + x,\; P_2 = 9 + 3 x + x^2, \ldots

It damps the factor :math:`p^{2L}` of the wave at large momenta and is quoted here without that factor.

References
----------
J. M. Blatt and V. F. Weisskopf, Theoretical Nuclear Physics (1952), doi:10.1007/978-1-4612-9959-2, section VIII.5;
CLEO, Phys. Rev. D 63 (2001) 092001, arXiv:hep-ex/0011065, eq. (5)-(7); Review of Particle Physics, "Resonances" (the
convention with :math:`x^L` in the numerator is not used).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from mcgen.typing import FloatArray, IntArray

__all__ = ["barrier", "breakup_momentum_squared", "lowest_wave"]

# Coefficients of P_L, lowest power first, one column a wave; waves above 5 have no form factor.
_P = np.array(
    [
        [1.0, 1.0, 9.0, 225.0, 11025.0, 893025.0, 1.0],
        [0.0, 1.0, 3.0, 45.0, 1575.0, 99225.0, 0.0],
        [0.0, 0.0, 1.0, 6.0, 135.0, 6300.0, 0.0],
        [0.0, 0.0, 0.0, 1.0, 10.0, 315.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 1.0, 15.0, 0.0],
        [0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0],
    ]
)


def breakup_momentum_squared(m: FloatArray, total: FloatArray, difference: FloatArray) -> FloatArray:
    r"""Return :math:`p^2 = (m^2 - (m_1 + m_2)^2)(m^2 - (m_1 - m_2)^2) / 4m^2` [GeV^2].

    Parameters
    ----------
    m
        Mass of the mother [GeV].
    total, difference
        Sum and difference of the daughters' masses [GeV].
    """
    m2 = m * m
    return (m2 - total * total) * (m2 - difference * difference) / (4.0 * m2)


def barrier(p2: FloatArray, p2_pole: FloatArray, wave: IntArray, radius: FloatArray) -> FloatArray:
    r"""Return :math:`(p/p_0)^{2L+1} F_L^2(p) / F_L^2(p_0)`, one at the pole.

    Parameters
    ----------
    p2, p2_pole
        Break-up momentum squared at the mass and at the pole mass [GeV^2]; values below 0 count as 0.
    wave
        Orbital angular momentum L.
    radius
        Blatt-Weisskopf radius R [1/GeV].
    """
    z = np.maximum(p2, 0.0) / p2_pole
    top = int(wave.max(initial=0))
    out = np.sqrt(z)
    if top == 0:
        return out
    x0 = radius * radius * p2_pole
    x = x0 * z
    column = np.minimum(wave, 6)
    order = min(top, 5)
    here, pole = _P[order][column], _P[order][column]
    for power in range(order - 1, -1, -1):
        here = here * x + _P[power][column]
        pole = pole * x0 + _P[power][column]
    for power in range(1, top + 1):
        out *= np.where(wave >= power, z, 1.0)
    ratio: FloatArray = out * pole / here
    return ratio


def lowest_wave(spin2: IntArray, first2: IntArray, second2: IntArray) -> IntArray:
    """Return the lowest L that the spins allow, whatever the parities.

    Parameters
    ----------
    spin2, first2, second2
        Twice the spins of mother and daughters.
    """
    gap = np.maximum(spin2 - first2 - second2, np.maximum(first2 - spin2 - second2, second2 - spin2 - first2))
    lowest: IntArray = np.maximum(gap, 0) // 2
    return lowest
