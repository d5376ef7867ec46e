"""Particles: names, codes, masses, widths, lifetimes, charges and spins."""

from __future__ import annotations

from mcgen.particles.load import load_particles
from mcgen.particles.pdl import read_pdl
from mcgen.particles.table import Particle, ParticleTable

__all__ = ["Particle", "ParticleTable", "load_particles", "read_pdl"]
