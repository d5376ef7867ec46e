"""The kinds of decay kernel: what a wave of particles is split by."""

from __future__ import annotations

import enum

__all__ = ["Kind"]


class Kind(enum.IntEnum):
    """How the daughters of a mode get their momenta and spins."""

    ONE = 0
    """One daughter: the particle turns into another (K0 -> K_S0)."""
    FLAT = 1
    """Flat in phase space, daughters unpolarised."""
    TWO_BODY = 2
    """A two-body helicity amplitude."""
    N_BODY = 3
    """An amplitude over n-body phase space."""
