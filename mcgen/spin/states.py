"""The spin states that a particle has in an amplitude."""

from __future__ import annotations

from dataclasses import dataclass

from mcgen.errors import McgenError

__all__ = ["ANTINEUTRINO", "NEUTRINO", "PHOTON", "SCALAR", "SpinStates", "massive", "spin_states"]


@dataclass(frozen=True, slots=True)
class SpinStates:
    """Spin and states of one particle; the same for all rows of a kernel call, hashable.

    Parameters
    ----------
    spin2
        Twice the spin.
    helicities2
        Twice the helicities in the order of the amplitude's axis, descending: ``spin2 ... -spin2`` for a massive
        particle, ``(2, -2)`` for a massless vector, ``(-1,)`` for a neutrino, ``(1,)`` for an antineutrino.
    massless
        The axis counts helicities (there is no rest frame); otherwise it counts canonical states, m descending.
    antiparticle
        Set for fermions of spin 1/2 with a negative PDG code; V-A models need to know which one is the antiparticle.
    """

    spin2: int
    helicities2: tuple[int, ...]
    massless: bool = False
    antiparticle: bool = False

    @property
    def count(self) -> int:
        """Number of states, the length of the amplitude's axis."""
        return len(self.helicities2)


def massive(spin2: int, *, antiparticle: bool = False) -> SpinStates:
    """States of a massive particle of spin ``spin2 / 2``.

    Examples
    --------
    >>> massive(2).helicities2
    (2, 0, -2)
    """
    return SpinStates(spin2, tuple(range(spin2, -spin2 - 1, -2)), massless=False, antiparticle=antiparticle)


SCALAR = massive(0)
PHOTON = SpinStates(2, (2, -2), massless=True)
NEUTRINO = SpinStates(1, (-1,), massless=True)
ANTINEUTRINO = SpinStates(1, (1,), massless=True, antiparticle=True)


def spin_states(spin2: int, states: int, pdg: int) -> SpinStates:
    """States of a particle as the particle table describes it.

    Parameters
    ----------
    spin2
        Twice the spin.
    states
        Number of spin states: ``spin2 + 1``, 2 for massless vectors, 1 for neutrinos.
    pdg
        PDG code; its sign tells fermion from antifermion.

    Raises
    ------
    McgenError
        For a combination that no particle has.
    """
    if spin2 == 2 and states == 2:
        return PHOTON
    if spin2 == 1 and states == 1:
        return NEUTRINO if pdg > 0 else ANTINEUTRINO
    if states != spin2 + 1:
        raise McgenError(f"particle {pdg}: {states} states do not belong to spin {spin2}/2")
    return massive(spin2, antiparticle=spin2 == 1 and pdg < 0)
