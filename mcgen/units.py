"""Units and natural constants: GeV, cm, ns.

Energies, momenta and masses are in GeV (c = 1), lengths in cm, times in ns. A proper decay length ``ctau`` is in cm.

References
----------
CODATA 2018; E. Tiesinga et al., Rev. Mod. Phys. 93 (2021) 025010, doi:10.1103/RevModPhys.93.025010.
"""

from __future__ import annotations

SPEED_OF_LIGHT = 29.9792458
"""Speed of light [cm/ns], exact."""

HBAR = 6.582119569e-16
"""Reduced Planck constant [GeV ns] (6.582119569e-16 eV s)."""

HBAR_C = HBAR * SPEED_OF_LIGHT
"""Reduced Planck constant times speed of light [GeV cm]."""

MM = 0.1
"""A millimetre [cm]."""

PICOSECOND = 1e-3
"""A picosecond [ns]."""
