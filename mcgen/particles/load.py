"""Where particle properties come from."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from mcgen.particles.pdg import read_pdg
from mcgen.particles.pdl import read_pdl

if TYPE_CHECKING:
    import os

    from mcgen.particles.table import ParticleTable

__all__ = ["load_particles"]


def load_particles(pdl: str | os.PathLike[str] | None = None) -> ParticleTable:
    """Return the particle table.

    Parameters
    ----------
    pdl
        An ``evt.pdl`` file whose particles are taken instead of the default ones (:func:`~mcgen.particles.pdl.read_pdl`).
        By default the Review of Particle Physics (:func:`~mcgen.particles.pdg.read_pdg`), read once a process.

    Examples
    --------
    >>> particles = load_particles()
    >>> particles["anti-B0"].pdg, particles["anti-B0"].conjugate
    (-511, 'B0')
    >>> particles.names[particles.find_pdg(443)]
    'J/psi'
    """
    return _default() if pdl is None else read_pdl(pdl)


@functools.cache
def _default() -> ParticleTable:
    return read_pdg()
