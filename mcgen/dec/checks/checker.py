"""Everything that can be said about a decay file before it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mcgen.dec.checks.aliases import AliasChecks
from mcgen.dec.checks.blocks import BlockChecks
from mcgen.dec.checks.chains import check_endings, check_reach
from mcgen.dec.checks.event_type import check_event_type
from mcgen.dec.checks.findings import Findings
from mcgen.dec.checks.masses import MassLimits, check_masses
from mcgen.dec.checks.names import NameChecks
from mcgen.dec.checks.scope import Scope
from mcgen.dec.file import DecayFile
from mcgen.dec.resolve import resolve
from mcgen.dec.syntax import (
    AliasStatement,
    BlattWeisskopfStatement,
    CDecayStatement,
    ChargeConjStatement,
    CopyDecayStatement,
    DecayBlock,
    DefineStatement,
    FactorStatement,
    LineshapeStatement,
    MassLimitStatement,
    ModelAliasStatement,
    PartialWaveStatement,
    ParticleStatement,
    RemoveDecayBlock,
)
from mcgen.decays.signature import ModelSignature
from mcgen.decays.table import DecayTable
from mcgen.diagnostics import Diagnostic

if TYPE_CHECKING:
    from mcgen.particles.table import ParticleTable

__all__ = ["check"]

_OF_RESOLUTION = frozenset(
    {"arguments-of-model-alias", "inherited-model-alias", "model-alias-redefined", "removed-mode-unknown"}
)


def check(
    file: DecayFile,
    central: DecayTable | None,
    particles: ParticleTable,
    signatures: Mapping[str, ModelSignature],
) -> list[Diagnostic]:
    """Check a decay file over a central table.

    Parameters
    ----------
    file
        The file as parsed.
    central
        The table that the file is laid over, or None if it stands alone.
    particles
        Properties of particles.
    signatures
        What each decay model accepts; names of EvtGen models that are not among them count as not implemented.

    Returns
    -------
    list of Diagnostic
        The parser's findings and those of the checks, in the order of their places.
    """
    return _Checker(file, central, particles, signatures).run()


class _Checker:
    def __init__(
        self,
        file: DecayFile,
        central: DecayTable | None,
        particles: ParticleTable,
        signatures: Mapping[str, ModelSignature],
    ) -> None:
        declared: dict[str, AliasStatement] = {}
        for statement in file.statements:
            if isinstance(statement, AliasStatement):
                declared.setdefault(statement.new.text, statement)
        added = frozenset(block.particle.text for block in file.blocks if block.keyword == "AddDecay")
        self._file = file
        self._central = central
        self._findings = Findings(file.source)
        self._scope = Scope(central, particles, signatures)
        self._names = NameChecks(self._scope, self._findings, declared)
        self._aliases = AliasChecks(self._scope, self._findings, self._names, declared)
        self._blocks = BlockChecks(self._scope, self._findings, self._names, file.source, added)
        self._shapes: list[ParticleStatement | MassLimitStatement | LineshapeStatement] = []
        self._used: set[str] = set()

    def run(self) -> list[Diagnostic]:
        check_event_type(self._file.header, self._findings)
        for statement in self._file.statements:
            self._read(statement)
        blocks = self._file.blocks
        endless = check_endings(blocks, self._scope, self._findings)
        limits = MassLimits(self._scope, self._central, self._shapes)
        check_masses(blocks, endless, limits, self._scope.aliases, self._findings)
        check_reach(blocks, self._scope, self._blocks.sources, self._findings)
        self._aliases.finish(self._used)
        self._names.finish()
        found = [*self._file.diagnostics, *self._findings.finish(), *self._resolution()]
        found.sort(key=lambda finding: finding.labels[0].span.start if finding.labels else len(self._file.source.text))
        return found

    def _resolution(self) -> list[Diagnostic]:
        """What only carrying the statements out tells; the rest is told better by the checks."""
        table = resolve(self._file, particles=self._scope.particles, base=self._central)
        return [finding for finding in table.diagnostics if finding.id in _OF_RESOLUTION]

    def _read(self, statement: object) -> None:
        """Check one statement and make known what it declares."""
        if isinstance(statement, DecayBlock):
            self._use(statement.particle.text, *(name for mode in statement.modes for name in mode.daughters))
            self._blocks.decay(statement)
        elif isinstance(statement, AliasStatement):
            self._use(statement.old.text)
            self._aliases.alias(statement)
        elif isinstance(statement, CDecayStatement):
            self._use(statement.particle.text)
            self._blocks.cdecay(statement)
        elif isinstance(statement, ChargeConjStatement):
            self._aliases.charge_conj(statement)
        elif isinstance(statement, CopyDecayStatement):
            self._use(statement.new.text, statement.old.text)
            self._blocks.copy(statement)
        elif isinstance(statement, RemoveDecayBlock):
            self._use(statement.particle.text)
            self._blocks.remove(statement)
        elif isinstance(statement, DefineStatement):
            self._scope.definitions[statement.name.text] = statement.value.text
        elif isinstance(statement, ModelAliasStatement):
            arguments = tuple(argument.text for argument in statement.arguments)
            self._scope.model_aliases[statement.name.text] = (statement.model.text, arguments)
        elif isinstance(statement, PartialWaveStatement):
            for name in (statement.particle, statement.first, statement.second):
                self._names.particle(name.text, name.span)
        elif isinstance(
            statement,
            ParticleStatement | MassLimitStatement | LineshapeStatement | BlattWeisskopfStatement | FactorStatement,
        ):
            self._use(statement.particle.text)
            known = self._names.particle(statement.particle.text, statement.particle.span)
            if known and isinstance(statement, ParticleStatement | MassLimitStatement | LineshapeStatement):
                self._shapes.append(statement)

    def _use(self, *names: str) -> None:
        self._used.update(names)
