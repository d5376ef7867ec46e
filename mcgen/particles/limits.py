"""Spin states and mass limits that follow from a particle's figures.

EvtGen's conventions, because decay files are written against them: a vector lighter than 0.1 MeV has two spin states
and a fermion lighter than that one; a resonance lives between ``mass - max_delta`` and ``mass + 15 width``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mcgen.typing import FloatArray, IntArray

__all__ = ["lightest_decay", "mass_limits", "spin_states"]

_MASSLESS = 1e-4
_PI, _K, _N, _LAMBDA = 0.13957, 0.49368, 0.93827, 1.11568

# Lightest strong decay by valence quarks (sorted PDG digits) [GeV]; quarkonia have radiative and leptonic decays far below.
_LIGHTEST: dict[str, float] = {
    "13": _K + _PI, "23": _K + _PI, "14": 1.8648 + _PI, "24": 1.8648 + _PI, "34": 1.9683 + _PI,
    "15": 5.2797 + _PI, "25": 5.2797 + _PI, "35": 5.2797 + _K,
    "111": _N + _PI, "112": _N + _PI, "122": _N + _PI, "222": _N + _PI,
    "113": _LAMBDA + _PI, "123": _LAMBDA + _PI, "223": _LAMBDA + _PI, "133": 1.3149 + _PI, "233": 1.3149 + _PI,
    "114": 2.2865 + _PI, "124": 2.2865 + _PI, "224": 2.2865 + _PI, "134": 2.4677 + _PI, "234": 2.4677 + _PI,
    "115": 5.6196 + _PI, "125": 5.6196 + _PI, "225": 5.6196 + _PI, "135": 5.7919 + _PI, "235": 5.7919 + _PI,
}  # fmt: skip
_LIGHT_MESONS = {"11", "12", "22", "33"}


def lightest_decay(pdg: int, g_parity: int = 0) -> float:
    """Return the mass of the lightest strong decay of a hadron's flavour [GeV], 0 if there is no such limit.

    Parameters
    ----------
    pdg
        PDG code; its digits name the valence quarks.
    g_parity
        -1: unflavoured mesons need three pions, otherwise two.
    """
    digits = f"{abs(pdg) % 10000:04d}"
    quarks = "".join(sorted(digits[:3].lstrip("0")))
    if quarks in _LIGHT_MESONS:
        return (3 if g_parity == -1 else 2) * _PI
    return _LIGHTEST.get(quarks, 0.0)


def spin_states(spin2: IntArray, mass: FloatArray, names: Sequence[str]) -> IntArray:
    """Return the number of spin states: ``2J + 1``, massless vectors 2, massless fermions 1.

    Parameters
    ----------
    spin2
        Twice the spin ``[n]``.
    mass
        Mass [GeV] ``[n]``; below 0.1 MeV counts as massless.
    names
        Names: the virtual photon ``vpho`` keeps three states whatever its tabulated mass, ``string`` has one.
    """
    states = spin2.astype(np.int64) + 1
    massless = mass < _MASSLESS
    virtual = np.array([name == "vpho" for name in names], bool)
    states[massless & (spin2 == 2) & ~virtual] = 2
    states[massless & (spin2 == 1)] = 1
    states[[i for i, name in enumerate(names) if name == "string"]] = 1
    return states


def mass_limits(mass: FloatArray, width: FloatArray, max_delta: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the lowest and highest mass at which particles are produced [GeV].

    Lower: ``mass - max_delta`` where ``max_delta`` exceeds 10 keV, otherwise ``mass - 15 width``; never below 0, nor
    below 0.11 MeV for widths above 0.1 MeV. Upper: ``mass + 15 width``.

    Parameters
    ----------
    mass, width, max_delta
        ``[n]`` [GeV].
    """
    low = np.where(max_delta > 1e-5, mass - max_delta, mass - 15.0 * width)
    low = np.where(low < 0.0, np.where(width > 1e-4, 1.1e-4, 0.0), low)
    return low, mass + 15.0 * width
