"""Decay texts and arrays for the tests of the engine."""

from __future__ import annotations

import numpy as np

from mcgen.events import Events
from mcgen.typing import FloatArray

JPSI_KST = """Decay B0
1.0 J/psi K*0 SVV_HELAMP {plus} {phase_plus} {zero} 0.0 {minus} {phase_minus};
Enddecay
Decay J/psi
1.0 mu+ mu- VLL;
Enddecay
Decay K*0
1.0 K+ pi- VSS;
Enddecay
End
"""

MIXED = """Define dm 0.507e12
Decay Upsilon(4S)
1.0 B0 anti-B0 VSS_BMIX dm;
Enddecay
Decay B0
1.0 D- e+ nu_e PHSP;
Enddecay
Decay anti-B0
1.0 D+ e- anti-nu_e PHSP;
Enddecay
End
"""


def columns(events: Events, position: int) -> FloatArray:
    """Four-momenta (E, px, py, pz) of the particle at one position of events of one topology, ``[4, n]``."""
    at = events.offsets[:-1] + position
    return np.stack([events.energy[at], events.px[at], events.py[at], events.pz[at]])


def codes(events: Events, position: int) -> np.ndarray:
    """PDG codes of the particle at one position."""
    return np.asarray(events.pdg[events.offsets[:-1] + position])


def proper_times(events: Events, position: int) -> FloatArray:
    """Proper decay times [ns] of the particle at one position."""
    at = events.offsets[:-1] + position
    p = columns(events, position)
    mass = np.sqrt(p[0] ** 2 - p[1] ** 2 - p[2] ** 2 - p[3] ** 2)
    return np.asarray((events.decay_time[at] - events.production_time[at]) * mass / p[0])
