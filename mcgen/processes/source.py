"""Sources of events: opened from a request, they turn event numbers into events."""

from __future__ import annotations

import dataclasses
from abc import ABC, abstractmethod
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from mcgen.engine.assembly import EventHeader
from mcgen.engine.generator import Generator
from mcgen.engine.plan import Plan, compile_plan
from mcgen.errors import McgenError
from mcgen.events import Process, concatenate
from mcgen.kinematics import invariant_mass
from mcgen.particles import load_particles
from mcgen.processes.beams import PRESETS, find_beams
from mcgen.processes.polarisation import annihilation_density, beam_axis
from mcgen.processes.registry import find_process
from mcgen.processes.request import DecayText, GenerationRequest
from mcgen.processes.tables import UserFiles, read_tables
from mcgen.rng import Streams

if TYPE_CHECKING:
    from mcgen.decays import DecayTable
    from mcgen.events import Events
    from mcgen.particles import ParticleTable
    from mcgen.processes.beams import Beams
    from mcgen.typing import ComplexArray, IntArray

__all__ = ["DecayText", "EventSource", "GenerationRequest", "open_source"]

_BATCH = 20_000
_VECTOR2 = 2  # twice the spin of a vector
_BEAM_TRIALS = 1000
_NO_PHOTONS = (
    "final-state photons: the decay table asks for them (yesPhotos or PHOTOS), but they are not implemented in this "
    "version; the sample has none"
)


class EventSource(Protocol):
    """Anything that turns event numbers into events.

    Attributes
    ----------
    request
        What it was opened for.
    counters
        Counts of everything noteworthy so far, such as ``overflow:B0 -> ...`` and ``substituted:MODEL:B0 -> ...``.
    """

    request: GenerationRequest

    @property
    def counters(self) -> Counter[str]:
        """Accumulated counts."""

    @property
    def particles(self) -> ParticleTable:
        """Properties of the particles in the events."""

    def generate(self, numbers: IntArray) -> Events:
        """Return the events with these numbers; each is a function of the request and its number alone."""

    def manifest_entries(self) -> dict[str, Any]:
        """Return what a manifest should say of the source."""


def open_source(request: GenerationRequest) -> EventSource:
    """Open the source of a request.

    Raises
    ------
    McgenError
        Something in the request cannot be generated; the message says what to change.
    """
    if request.photons:
        raise McgenError("final-state photons are not implemented in this version: leave `photons` out or set it False")
    particles = load_particles(request.pdl)
    return _AtRest(request, particles) if request.process == "decay" else _FromBeams(request, particles)


_KEPT_PLANS = 4
_plans: dict[tuple[object, ...], Plan] = {}


def _plan(table: DecayTable, particles: ParticleTable, parent: str, request: GenerationRequest) -> Plan:
    """Compile a plan, or take that of an earlier source of the same files: with it come its lineshapes and bounds."""
    # bounds are scanned at the parent's energy, so that belongs to the key
    key = (tuple(table.sources), particles.digest, parent, request.unsupported, request.beams, request.cms_energy)
    plan = _plans.pop(key, None)
    if plan is None:
        plan = compile_plan(table, particles, [parent], unsupported=request.unsupported)
    _plans[key] = plan
    while len(_plans) > _KEPT_PLANS:
        _plans.pop(next(iter(_plans)))
    return plan


class _Source(ABC):
    """What all sources share: plan, generator, manifest."""

    def generate(self, numbers: IntArray) -> Events:
        """Return the events with these numbers, made in batches that fit the processor's caches best."""
        if len(numbers) <= _BATCH:
            return self._batch(numbers)
        return concatenate([self._batch(numbers[i : i + _BATCH]) for i in range(0, len(numbers), _BATCH)])

    @abstractmethod
    def _batch(self, numbers: IntArray) -> Events:
        """Return one batch of events."""

    def __init__(self, request: GenerationRequest, files: UserFiles, particles: ParticleTable, parent: str) -> None:
        self.request, self.files = request, files
        self.plan: Plan = _plan(files.table, particles, parent, request)
        self.species = self.plan.particles.find(parent)
        self.generator = Generator(self.plan, Streams(request.seed, request.experiment, request.run))

    @property
    def counters(self) -> Counter[str]:
        return self.generator.counters

    @property
    def particles(self) -> ParticleTable:
        """Particle properties, with the aliases and changes of the decay files."""
        return self.plan.particles

    @property
    def seconds(self) -> dict[str, float]:
        """Processor time spent in each stage [s]."""
        return self.generator.seconds

    def manifest_entries(self) -> dict[str, Any]:
        request, table = self.request, self.files.table
        notes = []
        if table.photos == "yes" or any(mode.photos for modes in table.modes.values() for mode in modes):
            notes.append(_NO_PHOTONS)
        notes += [
            f"{mode.mother}: a mode of {mode.model} without daughters (fraction {mode.fraction:g}) is left out, its "
            "share goes to the other modes"
            for mode in self.plan.left_out
        ]
        notes += self._notes()
        return {
            "decay_files": [{"name": PurePath(source.name).name, "sha256": source.sha256} for source in table.sources],
            "settings": {
                "parent": self.plan.particles.names[self.species],
                "particles": self.plan.particles.digest,
                "unsupported": request.unsupported,
                "photons": False,
                **self._settings(),
            },
            "diagnostics": [
                {"id": f.id, "severity": f.severity.name.lower(), "message": f.message} for f in self.files.findings
            ],
            "notes": notes,
        }

    def _settings(self) -> dict[str, Any]:
        return {}

    def _notes(self) -> list[str]:
        return []

    def _need_vector(self) -> None:
        if self.plan.spin2[self.species] != _VECTOR2:
            name = self.plan.particles.names[self.species]
            raise McgenError(f"{name} is not a vector: e+e- annihilation through a photon makes vectors only")


class _AtRest(_Source):
    """One mother at rest at its nominal mass; she is particle 0."""

    def __init__(self, request: GenerationRequest, particles: ParticleTable) -> None:
        if request.mother is None:
            raise McgenError("which particle is to decay? Name the mother")
        files = read_tables(request, particles)
        super().__init__(request, files, particles, request.mother)
        if self.plan.mass[self.species] <= 0.0 and self.plan.n_modes[self.species]:
            raise McgenError(
                f"{request.mother} has no mass of its own; give it one in the decay file "
                f"(`Particle {request.mother} 10.58 0.0`, in GeV) or with an evt.pdl file"
            )
        if request.spin == "ee":
            self._need_vector()

    def _batch(self, numbers: IntArray) -> Events:
        n = len(numbers)
        mass = np.full(n, self.plan.mass[self.species])
        momentum = np.zeros((4, n))
        momentum[0] = mass
        density: ComplexArray | None = None
        if self.request.spin == "ee":
            axis = np.zeros((3, n))
            axis[2] = 1.0
            density = annihilation_density(axis)
        request = self.request
        header = EventHeader(
            numbers,
            np.zeros((4, n)),
            experiment=request.experiment,
            run=request.run,
            process=Process.DECAY,
            event_code=self.files.event_code,
        )
        return self.generator.run(self.species, momentum, mass, density, header)

    def _settings(self) -> dict[str, Any]:
        return {"spin": self.request.spin}


class _FromBeams(_Source):
    """A vector made by the beams, which decays by the table."""

    def __init__(self, request: GenerationRequest, particles: ParticleTable) -> None:
        self.process = find_process(request.process)
        files = read_tables(request, particles, self.process.decay)
        parent = request.parent or self.process.parent or files.root() or self._default_parent(files)
        super().__init__(request, files, particles, parent)
        self._need_vector()
        if self.plan.n_modes[self.species] == 0:
            raise McgenError(f"{parent} has no decay in the decay table: nothing to generate")
        self.streams = Streams(request.seed, request.experiment, request.run, domain="beam")
        first, count = int(self.plan.first_mode[self.species]), int(self.plan.n_modes[self.species])
        self.threshold = float(self.plan.threshold[first : first + count].min())
        self.beams, self.beams_note = _choose_beams(request, self._real_name(), self.threshold)
        self.plan.scan_masses[self.species] = self.beams.cms_energy
        if self.beams.cms_energy <= self.threshold:
            above = [b.name for b in PRESETS.values() if b.cms_energy > self.threshold]
            hint = f"--beams {above[0]}" if above else "--cms-energy"
            raise McgenError(
                f"at {self.beams.cms_energy:.4f} GeV (beams {self.beams.name}) no decay of {parent} is open, the lightest "
                f"needs {self.threshold:.4f} GeV; choose another energy, for example with {hint}"
            )

    def _real_name(self) -> str:
        return str(self.plan.particles.names[self.plan.particles.alias_of[self.species]])

    def _notes(self) -> list[str]:
        return [self.beams_note] if self.beams_note else []

    def _default_parent(self, files: UserFiles) -> str:
        if "Upsilon(4S)" in files.table.modes:
            return "Upsilon(4S)"
        declared = ", ".join(files.mothers()) or "nothing"
        raise McgenError(
            f"the decay files declare decays of {declared}, but of no particle that the beams can make; "
            "name one with --parent, or use `mcgen decay MOTHER` for a mother at rest"
        )

    def _batch(self, numbers: IntArray) -> Events:
        rows = self.streams.rows(numbers)
        beams = self.beams.draw(rows)
        total = beams.sum(axis=0)
        mass = invariant_mass(total)
        # the energy spread reaches below threshold, where the parent cannot be made: draw such energies again
        for trial in range(1, _BEAM_TRIALS):
            low = np.flatnonzero(mass <= self.threshold)
            if not len(low):
                break
            self.generator.counters["beam energies drawn again below threshold"] += len(low)
            beams[:, :, low] = self.beams.draw(rows[low], trial)
            total[:, low] = beams[:, :, low].sum(axis=0)
            mass[low] = invariant_mass(total[:, low])
        header = EventHeader(
            numbers,
            self.beams.draw_vertices(rows),
            experiment=self.request.experiment,
            run=self.request.run,
            process=self.process.code,
            event_code=self.files.event_code,
            beams=beams,
        )
        density = annihilation_density(beam_axis(beams[0], total))
        return self.generator.run(self.species, total, mass, density, header)

    def _settings(self) -> dict[str, Any]:
        return {
            "beams": self.beams.name,
            "cms_energy": self.beams.cms_energy,
            "energy_her": self.beams.energy_her,
            "energy_ler": self.beams.energy_ler,
            "smear_energy": self.beams.smear_energy,
            "smear_vertex": self.beams.smear_vertex,
        }


_PRESET_OF = {
    "Upsilon": "Y1S",
    "Upsilon(2S)": "Y2S",
    "Upsilon(3S)": "Y3S",
    "Upsilon(4S)": "Y4S",
    "Upsilon(5S)": "Y5S",
    "Upsilon(6S)": "Y6S",
}


_FALLBACK_PRESETS = ("Y5S", "Y6S")


def _choose_beams(request: GenerationRequest, parent: str, threshold: float) -> tuple[Beams, str]:
    """Return the beams, and a note where ``auto`` had to leave the usual energy because nothing is open there."""
    name, note = request.beams, ""
    if name == "auto":
        name = _PRESET_OF.get(parent, "Y4S")
        above = [n for n in _FALLBACK_PRESETS if find_beams(n).cms_energy > threshold]
        if request.cms_energy is None and find_beams(name).cms_energy <= threshold and above:
            note = f"beams {above[0]}: at the energy of {name} no decay of {parent} is open"
            name = above[0]
    beams = dataclasses.replace(find_beams(name), smear_energy=request.smear_energy, smear_vertex=request.smear_vertex)
    return (beams if request.cms_energy is None else beams.at(request.cms_energy)), note
