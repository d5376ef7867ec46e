"""What a model may know of the mode that uses it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcgen.spin import SpinStates, spin_states
from mcgen.units import SPEED_OF_LIGHT

if TYPE_CHECKING:
    from mcgen.particles import ParticleTable

__all__ = ["ModeFacts", "mode_facts"]


@dataclass(frozen=True, slots=True)
class ModeFacts:
    """Properties of mother and daughters of one decay mode.

    Parameters
    ----------
    spins
        Spin states of the mother, then of the daughters.
    pdg
        PDG codes in the same order.
    self_conjugate
        The set of the two daughters is its own charge conjugate (``J/psi K_S0``, ``pi+ pi-``).
    lifetime
        Mean proper lifetime of the mother [ns], 0 if she decays at once.
    daughter_lifetime
        Mean proper lifetime of the first daughter [ns].
    """

    spins: tuple[SpinStates, ...]
    pdg: tuple[int, ...]
    self_conjugate: bool = False
    lifetime: float = 0.0
    daughter_lifetime: float = 0.0


def mode_facts(particles: ParticleTable, mother: int, daughters: Sequence[int]) -> ModeFacts:
    """Read the facts of a mode from the particle table.

    Parameters
    ----------
    particles
        The particle table.
    mother, daughters
        Row numbers of the table.
    """
    rows = (mother, *daughters)
    spins = tuple(
        spin_states(int(particles.spin2[i]), int(particles.spin_states[i]), int(particles.pdg[i])) for i in rows
    )
    codes = sorted(int(particles.pdg[i]) for i in daughters)
    conjugates = sorted(int(particles.pdg[particles.conjugate[i]]) for i in daughters)
    return ModeFacts(
        spins=spins,
        pdg=tuple(int(particles.pdg[i]) for i in rows),
        self_conjugate=codes == conjugates,
        lifetime=float(particles.ctau[mother]) / SPEED_OF_LIGHT,
        daughter_lifetime=float(particles.ctau[daughters[0]]) / SPEED_OF_LIGHT if daughters else 0.0,
    )
