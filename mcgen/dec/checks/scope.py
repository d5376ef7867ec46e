"""What names mean at a place of a decay file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mcgen.dec.checks.quantum_numbers import is_parton, three_baryon_number
from mcgen.dec.syntax import ModeNode
from mcgen.dec.vocabulary import known_models
from mcgen.decays.mode import DecayMode
from mcgen.decays.signature import ModelSignature
from mcgen.decays.table import DecayTable

if TYPE_CHECKING:
    from mcgen.particles.table import ParticleTable

__all__ = ["Modes", "Scope"]


@dataclass(frozen=True, slots=True)
class Modes:
    """The modes that a name has at a place of the file: fractions, daughters, and where they are written.

    `places` has the modes that these were made from: nodes of the checked file, or modes of the table below it.
    """

    fractions: tuple[float, ...]
    daughters: tuple[tuple[str, ...], ...]
    places: tuple[ModeNode | DecayMode, ...]

    @classmethod
    def of(cls, modes: Iterable[DecayMode]) -> Modes:
        """The same of a resolved table."""
        listed = tuple(modes)
        return cls(
            tuple(mode.fraction for mode in listed),
            tuple(mode.daughters for mode in listed),
            listed,
        )

    def __len__(self) -> int:
        return len(self.fractions)


class Scope:
    """Names known so far, while the statements of a file are read in order over a central table.

    Parameters
    ----------
    central
        The table under the file, or None.
    particles
        Properties of particles.
    signatures
        Decay models by name.

    Attributes
    ----------
    aliases
        {alias: particle}, an alias of an alias resolved.
    conjugates
        ``ChargeConj`` in both directions.
    definitions
        Names with a value.
    model_aliases
        {name: (model, arguments)}.
    """

    def __init__(
        self, central: DecayTable | None, particles: ParticleTable, signatures: Mapping[str, ModelSignature]
    ) -> None:
        table = central if central is not None else DecayTable()
        self.particles = particles
        self.signatures = signatures
        self.aliases: dict[str, str] = dict(table.aliases)
        self.conjugates: dict[str, str] = dict(table.conjugates)
        self.definitions: dict[str, str] = dict(table.definitions)
        self.model_aliases: dict[str, tuple[str, tuple[str, ...]]] = dict(table.model_aliases)
        self._central = table
        self._modes: dict[str, Modes] = {}
        self._below: dict[str, Modes] = {}
        self._made: dict[str, frozenset[str]] = {}
        self._made_below = _made_by_table(table)

    def row(self, name: str) -> int | None:
        """Row of the particle table for a particle or alias; None when the name means nothing."""
        return self.particles.index.get(self.aliases.get(name, name))

    def known(self, name: str) -> bool:
        """Whether the name is a particle or an alias declared so far."""
        return name in self.aliases or name in self.particles.index

    def is_model(self, name: str) -> bool:
        """Whether the name is a model, of this program or of EvtGen, or a ``ModelAlias``."""
        return name in self.signatures or name in self.model_aliases or name in known_models()

    def conjugate(self, name: str) -> str | None:
        """The charge conjugate as EvtGen finds it: declared, or the particle table's; None for an alias without one."""
        if (declared := self.conjugates.get(name)) is not None:
            return declared
        row = self.row(name)
        if row is None:
            return None
        other = int(self.particles.conjugate[row])
        if name in self.aliases:
            return name if other == row else None
        return self.particles.names[other]

    def three_baryon_number(self, row: int) -> int:
        """Three times the baryon number of a row of the particle table."""
        return three_baryon_number(int(self.particles.pdg[row]), int(self.particles.spin2[row]))

    def is_parton(self, row: int) -> bool:
        """Whether a row is a quark, diquark, gluon or string."""
        return is_parton(int(self.particles.pdg[row]), int(self.particles.spin2[row]))

    def names(self) -> list[str]:
        """All particles and aliases, the aliases last."""
        return [*self.particles.names, *self.aliases]

    def modes(self, name: str) -> Modes | None:
        """The modes of a name at this place; None when it has none."""
        if name in self._modes:
            own = self._modes[name]
            return own if len(own) else None
        if name not in self._below and (central := self._central.modes.get(name)):
            self._below[name] = Modes.of(central)
        return self._below.get(name)

    def made(self, name: str) -> frozenset[str]:
        """All daughters that the name has in modes with a fraction above zero."""
        if name in self._modes:
            if name not in self._made:
                modes = self._modes[name]
                listed = zip(modes.fractions, modes.daughters, strict=True)
                self._made[name] = frozenset(kind for share, kinds in listed if share > 0 for kind in kinds)
            return self._made[name]
        if name not in self._made_below:
            central = self._central.modes.get(name, ())
            self._made_below[name] = frozenset(kind for mode in central if mode.fraction > 0 for kind in mode.daughters)
        return self._made_below[name]

    def set_modes(self, name: str, modes: Modes) -> None:
        """Replace the modes of a name."""
        self._made.pop(name, None)
        self._modes[name] = modes

    def has_modes(self, name: str) -> bool:
        """Whether the name has modes at this place."""
        return len(self._modes[name]) > 0 if name in self._modes else bool(self._central.modes.get(name))


_KEPT = 4
_made_by_tables: dict[int, tuple[DecayTable, dict[str, frozenset[str]]]] = {}


def _made_by_table(table: DecayTable) -> dict[str, frozenset[str]]:
    """What is known of the daughters in a table, kept from check to check because a central table serves many files."""
    known = _made_by_tables.get(id(table))
    if known is None or known[0] is not table:
        while len(_made_by_tables) >= _KEPT:
            _made_by_tables.pop(next(iter(_made_by_tables)))
        known = _made_by_tables[id(table)] = (table, {})
    return known[1]
