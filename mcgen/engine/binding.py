"""Binding of decay modes to decay models: names become numbers, mistakes become errors at the decay-file line."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from mcgen.decays import DecayMode
from mcgen.engine.kinds import Kind
from mcgen.errors import DecayFileError, UnknownParticleError, UnsupportedModelError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mcgen.decays import DecayTable
    from mcgen.models import DecayModel
    from mcgen.particles import ParticleTable
    from mcgen.spin import SpinStates
    from mcgen.typing import FloatArray

__all__ = ["MAX_DAUGHTERS", "Binding", "Substitution", "bind", "reachable"]

MAX_DAUGHTERS = 10
_MIXING_MESONS = frozenset({"B0", "anti-B0", "B_s0", "anti-B_s0"})
_MIXING_PAIRS = 4  # daughters of a mixing mode that names its signal and its tag side apart
_NAMED_IN_ERROR = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Substitution:
    """A mode that is generated flat in phase space because its model is not there."""

    mother: str
    daughters: tuple[str, ...]
    model: str
    fraction: float


@dataclasses.dataclass(slots=True)
class Binding:
    """Columns of the bound modes, in table order (see :class:`mcgen.engine.plan.Plan` for their meaning)."""

    modes: list[DecayMode]
    species: npt.NDArray[np.int32]
    fraction: FloatArray
    daughters: npt.NDArray[np.int32]
    alternates: npt.NDArray[np.int32]
    n_daughters: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int8]
    model: npt.NDArray[np.int16]
    models: list[DecayModel]
    spins: npt.NDArray[np.int16]
    spin_signatures: list[tuple[SpinStates, ...]]
    parameters: FloatArray
    n_parameters: npt.NDArray[np.int16]
    cp: npt.NDArray[np.bool_]
    mixing: npt.NDArray[np.bool_]
    oscillates: npt.NDArray[np.bool_]
    substitutions: list[Substitution]
    substituted: npt.NDArray[np.bool_]
    left_out: list[Substitution]


def reachable(table: DecayTable, particles: ParticleTable, roots: Iterable[str]) -> list[str]:
    """Return the mothers (with decays) that can occur in the decay of ``roots``, in the order they are met.

    A neutral B meson can turn into its conjugate by mixing, and a CP violating decay into the conjugate of the final
    state that it names, so those conjugates count as met.
    """
    from mcgen.models import find_model

    def conjugate(name: str) -> str:
        return particles.names[particles.conjugate[particles.index[name]]] if name in particles.index else name

    def violates_cp(mode: DecayMode) -> bool:
        model = find_model(mode.model)
        return model is not None and model.violates_cp

    queue = list(roots)
    seen = set(queue)
    for name in queue:
        modes = table.modes.get(name, ())
        met = {daughter for mode in modes for daughter in mode.daughters}
        if table.real_name(name) in _MIXING_MESONS:
            met.add(conjugate(name))
            met.update((table.real_name(name), conjugate(table.real_name(name))))
        met.update(conjugate(d) for mode in modes if violates_cp(mode) for d in mode.daughters)
        queue.extend(sorted(met - seen))
        seen |= met
    return [name for name in queue if table.modes.get(name)]


def bind(
    table: DecayTable,
    particles: ParticleTable,
    roots: Iterable[str],
    oscillating: Iterable[int],
    *,
    unsupported: str = "error",
) -> Binding:
    """Bind the modes of all mothers that the roots can reach.

    Parameters
    ----------
    table
        The resolved decay table.
    particles
        Particle table that knows the table's aliases.
    roots
        Names of the particles that events start from.
    oscillating
        Species that can turn into their own antiparticles; each gets a further mode that says so.
    unsupported
        ``"error"`` or ``"phsp"``.

    Raises
    ------
    UnsupportedModelError
        A mode with a positive fraction uses a model that is not implemented, and ``unsupported`` is ``"error"``.
    DecayFileError
        A mode does not fit its model (spins, number of daughters or arguments) or names an unknown particle.
    """
    from mcgen.models import get_model

    columns = _Columns(particles, unsupported)
    flat = columns.model_index(get_model("PHSP"))
    for mother in reachable(table, particles, roots):
        species = columns.find(mother, None)
        for mode in table.modes[mother]:
            if mode.fraction > 0.0:
                columns.add(mother, species, mode, flat)
    for species in oscillating:
        columns.add_oscillation(species, flat)
    columns.raise_problems()
    return columns.finish()


class _Columns:
    def __init__(self, particles: ParticleTable, unsupported: str) -> None:
        self.particles = particles
        self.substitute = unsupported == "phsp"
        self.models: list[DecayModel] = []
        self.modes: list[DecayMode] = []
        self.species: list[int] = []
        self.daughters: list[list[int]] = []
        self.alternates: list[tuple[int, int]] = []
        self.kind: list[int] = []
        self.model: list[int] = []
        self.spins: list[int] = []
        self.oscillates: list[int] = []
        self.spin_signatures: list[tuple[SpinStates, ...]] = []
        self.parameters: list[tuple[float, ...]] = []
        self.substitutions: list[Substitution] = []
        self.substituted: list[int] = []
        self.left_out: list[Substitution] = []
        self.refused: list[tuple[str, DecayMode]] = []
        self.wrong: list[tuple[str, DecayMode, str]] = []
        self._index: dict[type[DecayModel], int] = {}
        self._spins_index: dict[tuple[SpinStates, ...], int] = {}

    def find(self, name: str, mode: DecayMode | None) -> int:
        try:
            return self.particles.index[name]
        except KeyError:
            hints = self.particles.suggest(name)
            hint = f"; did you mean {' or '.join(hints[:3])}?" if hints else ""
            place = f"{_place(mode)}: " if mode is not None else ""
            raise UnknownParticleError(f"{place}unknown particle `{name}`{hint}") from None

    def model_index(self, model: DecayModel) -> int:
        if type(model) not in self._index:
            self._index[type(model)] = len(self.models)
            self.models.append(model)
        return self._index[type(model)]

    def spins_index(self, spins: tuple[SpinStates, ...]) -> int:
        if spins not in self._spins_index:
            self._spins_index[spins] = len(self.spin_signatures)
            self.spin_signatures.append(spins)
        return self._spins_index[spins]

    def add(self, mother: str, species: int, mode: DecayMode, flat: int) -> None:
        from mcgen.models import PhaseSpaceModel, find_model, mode_facts

        ids = [self.find(d, mode) for d in mode.daughters]
        if not ids:
            self._without_daughters(mother, mode, known=find_model(mode.model) is not None)
            return
        if len(ids) > MAX_DAUGHTERS:
            self.wrong.append((mother, mode, f"has {len(ids)} daughters; at most {MAX_DAUGHTERS} can be generated"))
            return
        model = find_model(mode.model)
        alternates = (-1, -1)
        index, kind, spins = flat, Kind.FLAT, -1
        parameters: tuple[float, ...] = ()
        if model is None:
            if not self.substitute:
                self.refused.append((mother, mode))
                return
            self.substitutions.append(Substitution(mother, mode.daughters, mode.model, mode.fraction))
            self.substituted.append(len(self.modes))
        elif not isinstance(model, PhaseSpaceModel) or mode.parameters:
            facts = mode_facts(self.particles, species, ids)
            model = model.for_mode(facts)
            problem = model.problem(facts, mode.parameters)
            if problem:
                self.wrong.append((mother, mode, problem))
                return
            index, kind = self.model_index(model), _kind(model)
            parameters = model.row_parameters(facts, mode.parameters)
            if model.mixes and len(ids) == _MIXING_PAIRS:
                alternates = (ids[2], ids[3])
                ids = ids[:2]
            spins = self.spins_index(facts.spins[: 1 + len(ids)])
        self.modes.append(mode)
        self.species.append(species)
        self.daughters.append(ids)
        self.alternates.append(alternates)
        self.kind.append(Kind.ONE if len(ids) == 1 else kind)
        self.model.append(index)
        self.spins.append(spins)
        self.parameters.append(parameters)

    def _without_daughters(self, mother: str, mode: DecayMode, *, known: bool) -> None:
        """A mode that names no daughters: the table leaves them to its model, or it is a mistake."""
        if known:
            self.wrong.append((mother, mode, "has no daughters"))
        elif self.substitute:
            self.left_out.append(Substitution(mother, (), mode.model, mode.fraction))
        else:
            self.refused.append((mother, mode))

    def add_oscillation(self, species: int, flat: int) -> None:
        """Add the mode "turns into its own antiparticle", which is never chosen by its fraction."""
        conjugate = int(self.particles.conjugate[species])
        self.modes.append(DecayMode(0.0, (self.particles.names[conjugate],), "oscillation"))
        self.species.append(species)
        self.daughters.append([conjugate])
        self.alternates.append((-1, -1))
        self.kind.append(Kind.ONE)
        self.model.append(flat)
        self.spins.append(-1)
        self.parameters.append(())
        self.oscillates.append(len(self.modes) - 1)

    def raise_problems(self) -> None:
        if self.wrong:
            mother, mode, problem = self.wrong[0]
            more = f" (and {len(self.wrong) - 1} more)" if len(self.wrong) > 1 else ""
            raise DecayFileError(
                f"{_place(mode)}: {mother} -> {' '.join(mode.daughters)} {mode.model}: {problem}{more}"
            )
        if self.refused:
            lines = [
                f"  {_place(mode)}: {mother} -> {' '.join(mode.daughters)} with {mode.model}"
                for mother, mode in self.refused[:_NAMED_IN_ERROR]
            ]
            rest = len(self.refused) - len(lines)
            names = sorted({mode.model for _, mode in self.refused})
            raise UnsupportedModelError(
                f"{len(self.refused)} decay mode(s) use models that mcgen cannot generate yet "
                f"({', '.join(names)}):\n" + "\n".join(lines) + (f"\n  ... and {rest} more" if rest > 0 else "") + "\n"
                'Generate them flat in phase space with unsupported="phsp" (--unsupported phsp); the sample records it.'
            )

    def finish(self) -> Binding:
        n = len(self.modes)
        daughters = np.full((MAX_DAUGHTERS, n), -1, np.int32)
        counts = np.array([len(d) for d in self.daughters], np.int32)
        for k in range(MAX_DAUGHTERS):
            rows = [i for i in range(n) if counts[i] > k] if k > 2 else np.flatnonzero(counts > k)
            daughters[k, rows] = [self.daughters[i][k] for i in rows]
        width = max((len(p) for p in self.parameters), default=0)
        parameters = np.full((width, n), np.nan)
        n_parameters = np.array([len(p) for p in self.parameters], np.int16)
        for i in np.flatnonzero(n_parameters):
            parameters[: n_parameters[i], i] = self.parameters[i]
        model = np.array(self.model, np.int16)
        return Binding(
            modes=self.modes,
            species=np.array(self.species, np.int32),
            fraction=np.array([m.fraction for m in self.modes]),
            daughters=daughters,
            alternates=np.array(self.alternates, np.int32).reshape(n, 2).T.copy(),
            n_daughters=counts,
            kind=np.array(self.kind, np.int8),
            model=model,
            models=self.models,
            spins=np.array(self.spins, np.int16),
            spin_signatures=self.spin_signatures,
            parameters=parameters,
            n_parameters=n_parameters,
            cp=np.array([m.violates_cp for m in self.models], bool)[model] if n else np.empty(0, bool),
            mixing=np.array([m.mixes for m in self.models], bool)[model] if n else np.empty(0, bool),
            oscillates=np.isin(np.arange(n), self.oscillates),
            substitutions=self.substitutions,
            substituted=np.isin(np.arange(n), self.substituted),
            left_out=self.left_out,
        )


def _kind(model: DecayModel) -> Kind:
    from mcgen.models import Amplitude, TwoBodyAmplitude

    if isinstance(model, TwoBodyAmplitude):
        return Kind.TWO_BODY
    return Kind.N_BODY if isinstance(model, Amplitude) else Kind.FLAT


def _place(mode: DecayMode) -> str:
    return mode.where or "decay table"
