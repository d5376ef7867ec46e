r"""Time evolution of neutral mesons.

With the light (L) and heavy (H) eigenstates, Delta m = m_H - m_L and Delta Gamma = Gamma_L - Gamma_H, a meson that is a
B0 at t = 0 decays to f at t with the amplitude (common factor exp(-i m t - Gamma t/2) left out)::

    g_+ P + g_- Q,    g_+- = (exp(-Delta Gamma t/4 + i Delta m t/2) +- exp(Delta Gamma t/4 - i Delta m t/2)) / 2

    B0:      P = A_f,      Q =  z A_f    + sqrt(1 - z^2) (q/p) Abar_f
    anti-B0: P = Abar_f,   Q = -z Abar_f + sqrt(1 - z^2) (p/q) A_f

z parametrises CPT violation in mixing. Conventions and signs are those of EvtGen's SSD_CP (BaBar physics book sign of
q/p). For a coherent pair t is the difference of the proper times and "at t = 0" is the moment of the other's decay.
"""

from __future__ import annotations

import cmath
from dataclasses import dataclass
from math import sqrt

import numpy as np

from mcgen.spin.rows import never_one_row
from mcgen.typing import ComplexArray, FloatArray

__all__ = ["MesonMixing", "oscillate", "oscillation_bound"]


@dataclass(frozen=True, slots=True)
class MesonMixing:
    """Mixing constants of one mode: q/p and the CPT parameter z."""

    q_over_p: complex
    z: complex = 0j

    def coefficients(
        self, amplitude: complex, conjugate: complex, starts_as_antimeson: bool
    ) -> tuple[complex, complex]:
        """(P, Q) of a final state with A_f = `amplitude` and Abar_f = `conjugate`."""
        difference = 1.0 - self.z * self.z
        root = sqrt(abs(difference)) * cmath.exp(0.5j * cmath.phase(difference))
        if starts_as_antimeson:
            return conjugate, root / self.q_over_p * amplitude - self.z * conjugate
        return amplitude, root * self.q_over_p * conjugate + self.z * amplitude


@never_one_row
def oscillate(
    even: ComplexArray, odd: ComplexArray, delta_m: FloatArray, delta_gamma: FloatArray, time: FloatArray
) -> ComplexArray:
    """``g_+ P + g_- Q``, ``[n]``.

    Parameters
    ----------
    even, odd
        P and Q, complex ``[n]``.
    delta_m, delta_gamma
        Mass difference [rad/ns] and width difference [1/ns], ``[n]``.
    time
        Proper time (difference) [ns], ``[n]``, may be negative.
    """
    growth = np.exp(-0.25 * delta_gamma * time)
    angle = 0.5 * delta_m * time
    light = np.empty(time.shape, dtype=np.complex128)
    light.real = growth * np.cos(angle)
    light.imag = growth * np.sin(angle)
    heavy = np.conj(light) / (growth * growth)
    amplitude: ComplexArray = 0.5 * ((light + heavy) * even + (light - heavy) * odd)
    return amplitude


def oscillation_bound(even: ComplexArray, odd: ComplexArray) -> FloatArray:
    """Largest ``|g_+ P + g_- Q|^2 exp(-|Delta Gamma t|/2)`` over all t: ``(|P + Q| + |P - Q|)^2 / 4``.

    Attained when Delta Gamma = 0.
    """
    plus, minus = _size(even + odd), _size(even - odd)
    return (1.0 + 1e-12) * 0.25 * (plus + minus) ** 2


def _size(value: ComplexArray) -> FloatArray:
    # not np.abs: its vectorised form rounds differently from the one for a single element
    return np.sqrt(value.real**2 + value.imag**2)
