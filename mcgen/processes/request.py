"""What a sample is made of: everything that determines the content of its events."""

from __future__ import annotations

import dataclasses
from typing import Literal, TypeAlias

__all__ = ["DecayText", "GenerationRequest", "MotherSpin", "Unsupported"]

Unsupported: TypeAlias = Literal["error", "phsp"]
MotherSpin: TypeAlias = Literal["unpolarised", "ee"]


@dataclasses.dataclass(frozen=True, slots=True)
class DecayText:
    """A decay file that has been read: its name, and its text."""

    name: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class GenerationRequest:
    """A sample, short of its event numbers; hashable and picklable.

    Parameters
    ----------
    process
        Name of the process (:mod:`mcgen.processes.registry`), or ``"decay"``: one mother at rest.
    seed, experiment, run
        Names of the random streams.
    decay_files
        Decay files, laid over the central table in this order.
    central
        ``"belle2"``, the path of another central table, or None: only the given files.
    pdl
        Path of an ``evt.pdl`` file with particle properties, None for the default table.
    unsupported
        What to do with decay models that are not implemented.
    photons
        Whether charged particles radiate; only None and False can be generated yet.
    beams
        Beam preset, ``"auto"``: the one of the parent particle.
    cms_energy
        Centre-of-mass energy to scale the beams to [GeV], None: the preset's own.
    parent
        The particle that the beams make, None: the process's (for ``signal`` the decay file's).
    smear_energy, smear_vertex
        Whether beam energies and primary vertices are smeared.
    mother, spin
        For ``"decay"``: the particle that decays, and its polarisation.
    """

    process: str
    seed: int = 1
    experiment: int = 0
    run: int = 0
    decay_files: tuple[DecayText, ...] = ()
    central: str | None = "belle2"
    pdl: str | None = None
    unsupported: Unsupported = "error"
    photons: bool | None = None
    beams: str = "auto"
    cms_energy: float | None = None
    parent: str | None = None
    smear_energy: bool = True
    smear_vertex: bool = True
    mother: str | None = None
    spin: MotherSpin = "unpolarised"
