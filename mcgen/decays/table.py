"""What every particle decays into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from mcgen.decays.lineshapes import LineshapeStatements
from mcgen.decays.mode import DecayMode
from mcgen.diagnostics.diagnostic import Diagnostic

__all__ = ["DecayTable", "PhotosState", "TableSource"]

PhotosState: TypeAlias = Literal["yes", "no", "normal"]


@dataclass(frozen=True, slots=True)
class TableSource:
    """A text that a table was made from: its name and the sha256 of its bytes in UTF-8."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class DecayTable:
    """Decay modes by mother, with everything else that decay files declare. Immutable: lay files over it with `resolve`.

    Parameters
    ----------
    modes
        Modes by the mother's name as the files write it (aliases are names of their own). An empty tuple says that the
        mother has been told to be stable; a mother without an entry has never been declared.
    aliases
        {alias: real particle}; an alias of an alias is resolved to the particle, as in EvtGen.
    conjugates
        ``ChargeConj`` pairs in both directions.
    definitions
        ``Define`` names and their values as written.
    model_aliases
        {name: (model, arguments as written)} of ``ModelAlias``.
    photos
        ``yesPhotos``, ``noPhotos``, ``normalPhotos``: the last one wins, "normal" (flagged modes only) when none was given.
    particle_changes
        ``Particle`` statements, {real particle: (mass, width or None)} [GeV].
    lineshapes
        Lineshape and mass-limit statements.
    pythia
        Pythia commands in the order of the files: (statement keyword, text).
    sources
        The texts, in the order in which they were laid over each other.
    diagnostics
        Findings of the resolution, with those of the syntax before them.
    """

    modes: Mapping[str, tuple[DecayMode, ...]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    conjugates: Mapping[str, str] = field(default_factory=dict)
    definitions: Mapping[str, str] = field(default_factory=dict)
    model_aliases: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    photos: PhotosState = "normal"
    particle_changes: Mapping[str, tuple[float, float | None]] = field(default_factory=dict)
    lineshapes: LineshapeStatements = field(default_factory=LineshapeStatements)
    pythia: tuple[tuple[str, str], ...] = ()
    sources: tuple[TableSource, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)

    def __getitem__(self, mother: str) -> tuple[DecayMode, ...]:
        return self.modes[mother]

    def __contains__(self, mother: object) -> bool:
        return mother in self.modes

    def __len__(self) -> int:
        return len(self.modes)

    def __repr__(self) -> str:
        count = sum(map(len, self.modes.values()))
        names = ", ".join(source.name for source in self.sources)
        return f"DecayTable({len(self.modes)} mothers, {count} modes; {names})"

    def _repr_html_(self) -> str:
        from mcgen.decays.html import table_html

        return table_html(self)

    def real_name(self, name: str) -> str:
        """The particle behind a name: the alias's particle, or the name itself."""
        return self.aliases.get(name, name)

    def fraction_sum(self, mother: str) -> float:
        """Sum of the branching fractions of `mother` as written; modes are drawn with ``fraction / sum``.

        Raises
        ------
        KeyError
            If the table has no entry for `mother`.
        """
        return sum(mode.fraction for mode in self.modes[mother])
