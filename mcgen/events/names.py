"""Names of particles for displays."""

from __future__ import annotations

import functools
from collections.abc import Mapping

__all__ = ["particle_name", "particle_names"]


@functools.cache
def particle_names() -> Mapping[int, str]:
    """Return the DEC name of every particle of the default table by its pdg number (read once)."""
    from mcgen.particles import load_particles

    table = load_particles()
    names: dict[int, str] = {}
    for pdg, name in zip(table.pdg.tolist(), table.names, strict=True):
        names.setdefault(pdg, name)
    return names


def particle_name(pdg: int, names: Mapping[int, str] | None = None) -> str:
    """Return the name of a particle, ``pdg 12345`` if it has none.

    Parameters
    ----------
    pdg
        Particle identity.
    names
        Names by pdg number; default: those of the default particle table.
    """
    return (particle_names() if names is None else names).get(pdg, f"pdg {pdg}")
