r"""The density of a wide particle's mass in two-body decays.

.. math::

    f(m) \propto \left|\frac{1}{m_0^2 - m^2 - i m_0 \Gamma(m)}\right|^2
      \left(\frac{p}{p_0}\right)^{2L+1} \frac{F_L^2(p)}{F_L^2(p_0)}
      \left(\frac{q}{q_0}\right)^{2\ell+1} \frac{F_\ell^2(q)}{F_\ell^2(q_0)},
    \quad
    \Gamma(m) = \Gamma_0 \left(\frac{p}{p_0}\right)^{2L+1} \frac{m_0}{m} \frac{F_L^2(p)}{F_L^2(p_0)}

p is the break-up momentum of the particle's own decay at the masses its daughters have, q that of the decay it comes
from at the pole masses of its mother and sister; a zero marks the pole mass. The second factor, the decay, has a radius
R = 3/GeV, the third, the birth, R = 1/GeV.

References
----------
Review of Particle Physics, "Resonances", section on Breit-Wigner parametrisation with running width; A. Ryd et al.,
"EvtGen: A Monte Carlo Generator for B-Physics", BAD 522 (2005), section on lineshapes. The density here is one in m,
not in m^2: the Jacobian 2m is not there, as it is not in EvtGen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mcgen.lineshapes.barrier import barrier, breakup_momentum_squared

if TYPE_CHECKING:
    from mcgen.typing import BoolArray, FloatArray, IntArray

__all__ = ["Birth", "Decay", "birth_factor", "decay_density", "decay_density_bounds", "running_width"]


@dataclass(slots=True)
class Decay:
    """What the density needs of the particle and its own decay; columns that broadcast against the masses.

    Attributes
    ----------
    mass, width
        Pole mass and width [GeV].
    wave, radius
        Orbital angular momentum and Blatt-Weisskopf radius [1/GeV].
    factor
        Whether the decay factor enters (``IncludeDecayFactor``).
    """

    mass: FloatArray
    width: FloatArray
    wave: IntArray
    radius: FloatArray
    factor: BoolArray

    def __getitem__(self, rows: object) -> Decay:
        return Decay(*(getattr(self, name)[rows] for name in self.__slots__))


@dataclass(slots=True)
class Birth:
    """What the density needs of the two-body decay that the particle comes from.

    Attributes
    ----------
    on
        Whether there is a birth factor.
    mother, sister
        Pole masses of the mother and of its other daughter [GeV].
    q2_pole
        Break-up momentum squared of the birth at the pole masses [GeV^2], above 0 where ``on``.
    wave, radius
        Orbital angular momentum and Blatt-Weisskopf radius [1/GeV].
    """

    on: BoolArray
    mother: FloatArray
    sister: FloatArray
    q2_pole: FloatArray
    wave: IntArray
    radius: FloatArray

    def __getitem__(self, rows: object) -> Birth:
        return Birth(*(getattr(self, name)[rows] for name in self.__slots__))


def running_width(m: FloatArray, total: FloatArray, difference: FloatArray, decay: Decay) -> FloatArray:
    r"""Return :math:`\Gamma(m)/\Gamma_0`, 0 below the daughters' masses.

    Parameters
    ----------
    m
        Mass [GeV].
    total, difference
        Sum and difference of the daughters' masses [GeV]; ``total`` below the pole mass.
    decay
        The particle.
    """
    p2_pole = breakup_momentum_squared(decay.mass, total, difference)
    factor = barrier(breakup_momentum_squared(m, total, difference), p2_pole, decay.wave, decay.radius)
    factor *= decay.mass / m
    return factor


def decay_density(m: FloatArray, running: FloatArray, decay: Decay) -> FloatArray:
    """Return propagator and decay factor, scaled to 1 at the pole.

    Parameters
    ----------
    m
        Mass [GeV].
    running
        Running width over the width at the pole.
    decay
        The particle.
    """
    off = _distance(m, decay)
    with np.errstate(divide="ignore"):
        return np.where(decay.factor, running * m / decay.mass, 1.0) / (off * off + running * running)


def decay_density_bounds(
    m: FloatArray, least: FloatArray, most: FloatArray, decay: Decay
) -> tuple[FloatArray, FloatArray]:
    """Return the least and the greatest :func:`decay_density` for running widths between ``least`` and ``most``.

    As a function of the running width w the density w / (d^2 + w^2) rises up to w = d and falls from there.
    """
    ends = decay_density(m, least, decay), decay_density(m, most, decay)
    top = np.minimum(np.maximum(np.abs(_distance(m, decay)), least), most)
    greatest = np.where(decay.factor, decay_density(m, top, decay), ends[0])
    return np.minimum(*ends), greatest


def _distance(m: FloatArray, decay: Decay) -> FloatArray:
    return (decay.mass - m) * (decay.mass + m) / (decay.mass * decay.width)


def birth_factor(m: FloatArray, birth: Birth) -> FloatArray:
    """Return the birth factor, 1 at the pole.

    Masses that the mother cannot produce at its own pole mass have factor 1 for the wave 0 and factor 0 for others: a
    wide mother may have more mass than its pole, and that is how EvtGen treats the case.
    """
    open_ = m + birth.sister < birth.mother
    q2 = breakup_momentum_squared(birth.mother, m + birth.sister, m - birth.sister)
    inside = barrier(q2, birth.q2_pole, birth.wave, birth.radius)
    return np.where(birth.on, np.where(open_, inside, np.where(birth.wave == 0, 1.0, 0.0)), 1.0)
