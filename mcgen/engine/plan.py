"""The decay plan: a decay table compiled into flat columns.

A *species* is a row of the particle table (aliases are species of their own), a *mode* a row of the mode columns.
Everything that differs between two modes of the same kernel (masses, parameters, spins) is a column here, so that the
engine gathers it per particle and never calls a kernel per mode.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mcgen.engine.binding import Binding, Substitution, bind
from mcgen.engine.single_mixing import MixingConstants, mixing_constants
from mcgen.lineshapes import MassSampler

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mcgen.decays import DecayMode, DecayTable
    from mcgen.models import DecayModel
    from mcgen.particles import ParticleTable
    from mcgen.spin import SpinStates
    from mcgen.typing import FloatArray

__all__ = ["WIDE", "Plan", "compile_plan"]

WIDE = 1e-7
"""Particles wider than this [GeV] draw a mass (the threshold of EvtGen's mass trees)."""

_COHERENT_MOTHERS = ("Upsilon(4S)", "B0", "anti-B0", "B_s0", "anti-B_s0")
_FIXED_WIDTH = 1e-4  # GeV; EvtGen draws no mass below this unless the particle decays into two
_FIXED_MINIMUM = 1e-4  # EvtGen: a lower mass limit below this is no limit, the nominal mass counts


@dataclasses.dataclass(slots=True)
class Plan:
    """A compiled decay table.

    Attributes
    ----------
    particles
        Particle table with the decay table's aliases and changes.
    mass, width, ctau
        Nominal mass and width [GeV] and c times lifetime [cm] of each species.
    minimum
        Smallest mass [GeV] a species may take.
    wide
        Species that draw their mass.
    spin2, states
        Twice the spin, and the number of spin states.
    first_mode, n_modes
        Block of modes of each species; ``n_modes`` 0 for stable ones.
    rank
        Offset of a species in ``cumulative``.
    cumulative
        Cumulative fractions of all species with decays, species r in (r, r + 1].
    closed
        Species that have modes, none of which is open.
    daughters
        ``int32[10, n_modes]``, -1 beyond the last.
    alternates
        The two alternative daughters of a mixing mode, ``int32[2, n_modes]``.
    n_daughters, kind, model, threshold
        Number of daughters, :class:`~mcgen.engine.kinds.Kind`, index into ``models``, and sum of the daughters' least
        masses [GeV].
    spins
        Index into ``spin_signatures`` (spin states of mother and daughters); -1 for modes flat in phase space.
    parameters
        ``float64[p, n_modes]``, nan beyond the last.
    n_parameters
        How many parameters each mode has.
    cp, mixing
        Modes whose amplitude depends on time and tag, and modes that make a coherent pair.
    oscillates, oscillation_mode
        The modes "turns into its own antiparticle", and which one it is for each species (-1: none).
    keeps_flavour
        Species whose neutral B daughters do not mix by themselves: Upsilon(4S) (the pair is coherent) and B mesons.
    mixing_constants
        Constants and "is the antimeson" of the species that mix by themselves.
    modes, mode_fraction
        The modes as the table has them, and their fractions among the open ones.
    substitutions, substituted
        The modes that are generated flat in phase space because their model is not there.
    draws, some_closed
        Species that draw random numbers: they decay or have a width; and whether some species has closed modes only.
    left_out
        Modes that name no daughters and whose model is not there: their fractions go to the others.
    bounds
        Largest intensities of n-body amplitudes by mode, as they are found.
    scan_masses
        Masses [GeV] around which to scan for bounds, of species whose mass is the energy of the beams.
    """

    table: DecayTable
    particles: ParticleTable
    sampler: MassSampler
    mass: FloatArray
    width: FloatArray
    ctau: FloatArray
    minimum: FloatArray
    wide: npt.NDArray[np.bool_]
    spin2: npt.NDArray[np.int8]
    states: npt.NDArray[np.int8]
    first_mode: npt.NDArray[np.int32]
    n_modes: npt.NDArray[np.int32]
    rank: FloatArray
    cumulative: FloatArray
    closed: npt.NDArray[np.bool_]
    species: npt.NDArray[np.int32]
    daughters: npt.NDArray[np.int32]
    alternates: npt.NDArray[np.int32]
    n_daughters: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int8]
    model: npt.NDArray[np.int16]
    models: list[DecayModel]
    spins: npt.NDArray[np.int16]
    spin_signatures: list[tuple[SpinStates, ...]]
    threshold: FloatArray
    parameters: FloatArray
    n_parameters: npt.NDArray[np.int16]
    cp: npt.NDArray[np.bool_]
    mixing: npt.NDArray[np.bool_]
    oscillates: npt.NDArray[np.bool_]
    oscillation_mode: npt.NDArray[np.int32]
    keeps_flavour: npt.NDArray[np.bool_]
    mixing_constants: dict[int, tuple[MixingConstants, bool]]
    modes: list[DecayMode]
    mode_fraction: FloatArray
    substitutions: list[Substitution]
    substituted: npt.NDArray[np.bool_]
    left_out: list[Substitution]
    bounds: dict[int, float] = dataclasses.field(default_factory=dict)
    scan_masses: dict[int, float] = dataclasses.field(default_factory=dict)
    draws: npt.NDArray[np.bool_] = dataclasses.field(init=False)
    some_closed: bool = dataclasses.field(init=False)
    shape_keys: npt.NDArray[np.int64] = dataclasses.field(default_factory=lambda: np.empty(0, np.int64))
    shape_values: npt.NDArray[np.int64] = dataclasses.field(default_factory=lambda: np.empty(0, np.int64))

    def __post_init__(self) -> None:
        self.draws = np.asarray((self.n_modes > 0) | self.wide | (self.ctau > 0.0))
        self.some_closed = bool(self.closed.any())

    def choose(self, species: npt.NDArray[np.int32], u: FloatArray) -> npt.NDArray[np.int32]:
        """Choose decay modes: ``species[n]`` with open modes, ``u[n]`` uniform in (0, 1); returns mode indices."""
        return np.searchsorted(self.cumulative, self.rank.take(species) + u, side="left").astype(np.int32)

    def is_anti(self, species: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """Return which species have a negative PDG code."""
        return np.asarray(self.particles.pdg[species] < 0)

    def is_alias(self, species: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
        """Return which species are aliases."""
        return np.asarray(self.particles.alias_of[species] != species)

    def flavour(self, species: npt.NDArray[np.int32], anti: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
        """Return the species or their conjugates, so that the result is an antiparticle where ``anti`` says so."""
        conjugate = self.particles.conjugate[species]
        return np.where(self.is_anti(species) == anti, species, conjugate).astype(np.int32)

    def describe(self, mode: int) -> str:
        """Return a mode in words: ``B0 -> D- pi+``."""
        entry = self.modes[mode]
        return f"{self.particles.names[self.species[mode]]} -> {' '.join(entry.daughters)}"


def compile_plan(
    table: DecayTable, particles: ParticleTable, roots: Iterable[str], *, unsupported: str = "error"
) -> Plan:
    """Compile a decay table.

    Parameters
    ----------
    table
        The resolved decay table.
    particles
        Particle properties, without the table's aliases and changes (they are applied here).
    roots
        Names of the particles that events start from. Their masses are given event by event, so none of their modes
        counts as closed here.
    unsupported
        ``"error"`` refuses modes whose model is not implemented; ``"phsp"`` generates them flat in phase space and
        lists them in :attr:`Plan.substitutions`.

    Raises
    ------
    UnsupportedModelError
        A model is not implemented and ``unsupported`` is ``"error"``.
    DecayFileError
        A model is used with the wrong daughters or arguments.
    """
    particles = particles.with_changes(table.particle_changes).with_aliases(table.aliases, table.conjugates)
    sampler = MassSampler(particles, table.lineshapes)
    names = list(roots)
    constants = mixing_constants(table, particles)
    binding = bind(table, particles, names, list(constants), unsupported=unsupported)
    return _columns(table, particles, sampler, binding, constants, [particles.find(name) for name in names])


def _columns(
    table: DecayTable,
    particles: ParticleTable,
    sampler: MassSampler,
    binding: Binding,
    constants: dict[int, tuple[MixingConstants, bool]],
    roots: list[int],
) -> Plan:
    n_species = len(particles.names)
    wide = particles.width > WIDE
    # particles below _FIXED_WIDTH keep their nominal mass in most decays, so that is what they need
    varies = (particles.width > _FIXED_WIDTH) & (sampler.mass_min > _FIXED_MINIMUM)
    minimum = np.where(varies, sampler.mass_min, particles.mass)
    maximum = np.where(wide, sampler.mass_max, particles.mass)
    maximum[roots] = np.inf
    daughters = binding.daughters
    threshold = np.where(daughters >= 0, minimum[daughters], 0.0).sum(axis=0)
    # an open mode: there is room for its daughters at the mother's (largest) mass; one-body modes keep the mass
    open_mode = (threshold < maximum[binding.species]) | (binding.n_daughters == 1)
    usable = open_mode & (binding.fraction > 0.0)
    order = np.lexsort((np.arange(len(usable)), binding.species))
    first_mode, n_modes = np.zeros(n_species, np.int32), np.zeros(n_species, np.int32)
    keep = order[usable[order]]
    species = binding.species[keep]
    present, starts, counts = np.unique(species, return_index=True, return_counts=True)
    first_mode[present], n_modes[present] = starts, counts
    rank = np.zeros(n_species)
    rank[present] = np.arange(len(present))
    fraction = binding.fraction[keep]
    total = np.add.reduceat(fraction, starts) if len(starts) else np.empty(0)
    running = np.cumsum(fraction)
    before = np.concatenate([[0.0], running])[starts] if len(starts) else np.empty(0)
    block = np.repeat(np.arange(len(present)), counts)
    cumulative = block + np.minimum((running - before[block]) / total[block], 1.0)
    if len(starts):
        cumulative[starts + counts - 1] = np.arange(1, len(present) + 1)
    declared = np.zeros(n_species, bool)
    declared[binding.species[~binding.oscillates]] = True
    n_usable = len(keep)
    keep = np.concatenate([keep, np.flatnonzero(binding.oscillates)])
    oscillation_mode = np.full(n_species, -1, np.int32)
    oscillation_mode[binding.species[keep[n_usable:]]] = np.arange(n_usable, len(keep))
    return Plan(
        table=table,
        particles=particles,
        sampler=sampler,
        mass=particles.mass,
        width=particles.width,
        ctau=particles.ctau,
        minimum=minimum,
        wide=wide,
        spin2=particles.spin2.astype(np.int8),
        states=particles.spin_states.astype(np.int8),
        first_mode=first_mode,
        n_modes=n_modes,
        rank=rank,
        cumulative=cumulative,
        closed=declared & (n_modes == 0),
        species=binding.species[keep],
        daughters=np.ascontiguousarray(daughters[:, keep]),
        alternates=np.ascontiguousarray(binding.alternates[:, keep]),
        n_daughters=binding.n_daughters[keep],
        kind=binding.kind[keep],
        model=binding.model[keep],
        models=binding.models,
        spins=binding.spins[keep],
        spin_signatures=binding.spin_signatures,
        threshold=threshold[keep],
        parameters=np.ascontiguousarray(binding.parameters[:, keep]),
        n_parameters=binding.n_parameters[keep],
        cp=binding.cp[keep],
        mixing=binding.mixing[keep],
        oscillates=binding.oscillates[keep],
        oscillation_mode=oscillation_mode,
        keeps_flavour=_keeps_flavour(particles),
        mixing_constants=constants,
        modes=[binding.modes[i] for i in keep],
        mode_fraction=np.concatenate([fraction / total[block], np.ones(len(keep) - n_usable)]),
        substitutions=binding.substitutions,
        substituted=binding.substituted[keep],
        left_out=binding.left_out,
    )


def _keeps_flavour(particles: ParticleTable) -> npt.NDArray[np.bool_]:
    keepers = [particles.index[name] for name in _COHERENT_MOTHERS if name in particles.index]
    return np.isin(particles.alias_of, keepers)
