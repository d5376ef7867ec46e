"""Blocks of modes: whose, how often, and can they be conjugated?"""

from __future__ import annotations

from mcgen.dec.checks.arguments import check_model_use
from mcgen.dec.checks.conservation import check_conservation
from mcgen.dec.checks.findings import Findings
from mcgen.dec.checks.fractions import check_fractions
from mcgen.dec.checks.names import NameChecks
from mcgen.dec.checks.scope import Modes, Scope
from mcgen.dec.syntax import CDecayStatement, CopyDecayStatement, DecayBlock, ModeNode, Name, RemoveDecayBlock
from mcgen.decays.mode import DecayMode
from mcgen.diagnostics import Label, Source, Span

__all__ = ["BlockChecks"]

_UNDECLARED = "this daughter has no declared conjugate"


class BlockChecks:
    """Reads ``Decay``, ``CDecay``, ``CopyDecay`` and ``RemoveDecay`` in order.

    Parameters
    ----------
    scope, findings, names
        What names mean, where mistakes go, and who looks names up.
    source
        The file's text.
    added
        Mothers to whose modes an ``AddDecay`` adds.

    Attributes
    ----------
    sources
        {name: the names whose modes it was given}, from ``CDecay`` and ``CopyDecay``.
    """

    def __init__(
        self, scope: Scope, findings: Findings, names: NameChecks, source: Source, added: frozenset[str]
    ) -> None:
        self._scope = scope
        self._findings = findings
        self._names = names
        self._source = source
        self._added = added
        self._given: dict[str, Span] = {}
        self.sources: dict[str, set[str]] = {}

    def decay(self, block: DecayBlock) -> None:
        """Check a block, mode by mode, and make its modes known."""
        mother = block.particle
        known = self._names.particle(mother.text, mother.span)
        if block.keyword == "Decay":
            self._once(mother)
        check_fractions(block, self._findings, complete=mother.text not in self._added)
        right: set[tuple[str, ...]] = (
            set()
        )  # what has been looked at without a finding, for files that repeat themselves
        for mode in block.modes:
            if mode.words[1:] not in right:
                told = self._findings.count + self._names.count
                self._mode(mother.text, known, mode)
                if self._findings.count + self._names.count == told:
                    right.add(mode.words[1:])
        modes = Modes(
            tuple(mode.fraction for mode in block.modes),
            tuple(mode.daughters for mode in block.modes),
            block.modes,
        )
        if block.keyword == "AddDecay" and (before := self._scope.modes(mother.text)) is not None:
            modes = Modes(
                before.fractions + modes.fractions, before.daughters + modes.daughters, before.places + modes.places
            )
        self._scope.set_modes(mother.text, modes)

    def _mode(self, mother: str, known: bool, mode: ModeNode) -> None:
        daughters = [
            self._names.particle(name, span) for name, span in zip(mode.daughters, mode.daughter_spans, strict=True)
        ]
        if mode.model:
            self._names.model(mode)
            check_model_use(mother, mode, self._scope, self._findings)
        if known and all(daughters):
            check_conservation(mother, mode, self._scope, self._findings)

    def cdecay(self, statement: CDecayStatement) -> None:
        """Check a ``CDecay`` and make the conjugated modes known."""
        name = statement.particle
        if not self._names.particle(name.text, name.span):
            return
        other = self._scope.conjugate(name.text)
        if other is None:
            real = self._scope.aliases.get(name.text, name.text)
            row = self._scope.row(name.text)
            anti = real if row is None else self._scope.particles.names[int(self._scope.particles.conjugate[row])]
            partners = [alias for alias, target in self._scope.aliases.items() if target == anti]
            partner = next((alias for alias in partners if alias not in self._scope.conjugates), "ALIAS")
            self._findings.add(
                "alias-without-conjugate",
                f"`CDecay {name.text}` needs the charge conjugate of this alias",
                (name.span, "no `ChargeConj` names it"),
                help_text=f"write `ChargeConj {name.text} {partner}` above, with an alias of `{anti}`",
            )
            return
        if other == name.text:
            self._findings.add(
                "cdecay-self-conjugate",
                f"`{name.text}` is its own antiparticle",
                (name.span, "this throws its modes away" if self._scope.has_modes(other) else "nothing to conjugate"),
                help_text="take the line out",
            )
            return
        modes = self._scope.modes(other)
        if modes is None:
            self._findings.add(
                "cdecay-without-source",
                f"`CDecay {name.text}` copies the modes of `{other}`, which has none",
                (name.span, f"`{other}` has no modes above this line"),
                help_text=f"put `Decay {other} ... Enddecay` above, or take the line out",
            )
            return
        self._once(name)
        conjugated = tuple(
            self._conjugate(name, daughters, place)
            for daughters, place in zip(modes.daughters, modes.places, strict=True)
        )
        self._scope.set_modes(name.text, Modes(modes.fractions, conjugated, modes.places))
        self.sources.setdefault(name.text, set()).add(other)

    def copy(self, statement: CopyDecayStatement) -> None:
        """Check a ``CopyDecay`` and make the copied modes known."""
        known = [self._names.particle(name.text, name.span) for name in (statement.new, statement.old)]
        if not all(known):
            return
        self._once(statement.new)
        modes = self._scope.modes(statement.old.text)
        if modes is None:
            self._findings.add(
                "copydecay-without-source",
                f"`{statement.old.text}` has no modes to copy",
                (statement.old.span, "no modes above this line"),
            )
            return
        self._scope.set_modes(statement.new.text, modes)
        self.sources.setdefault(statement.new.text, set()).add(statement.old.text)

    def remove(self, block: RemoveDecayBlock) -> None:
        """Check a ``RemoveDecay`` and take the modes away."""
        mother = block.particle
        known = self._names.particle(mother.text, mother.span)
        listed = [self._names.particle(name.text, name.span) for mode in block.modes for name in mode.daughters]
        modes = self._scope.modes(mother.text) if known and all(listed) else None
        if modes is None:
            return
        gone = [tuple(sorted(name.text for name in mode.daughters)) for mode in block.modes]
        kept = [i for i, daughters in enumerate(modes.daughters) if tuple(sorted(daughters)) not in gone]
        self._scope.set_modes(
            mother.text,
            Modes(
                tuple(modes.fractions[i] for i in kept),
                tuple(modes.daughters[i] for i in kept),
                tuple(modes.places[i] for i in kept),
            ),
        )

    def _once(self, name: Name) -> None:
        """Report modes that are given a second time."""
        if (first := self._given.get(name.text)) is not None:
            self._findings.add(
                "duplicate-decay",
                f"the decays of `{name.text}` are given twice",
                (name.span, "these modes replace the earlier ones"),
                (first, "given here first"),
                help_text="join the two, or take one out",
            )
        self._given[name.text] = name.span

    def _conjugate(self, name: Name, daughters: tuple[str, ...], place: ModeNode | DecayMode) -> tuple[str, ...]:
        """The daughters' conjugates; an alias without one is reported and stays as it is."""
        conjugated = []
        for index, daughter in enumerate(daughters):
            other = self._scope.conjugate(daughter)
            if other is None and self._scope.known(daughter):
                labels = []
                if isinstance(place, ModeNode):
                    labels.append(Label(place.daughter_spans[index], _UNDECLARED, self._source))
                elif place.source is not None:
                    labels.append(Label(place.span, _UNDECLARED, place.source))
                real = self._scope.aliases.get(daughter, daughter)
                self._findings.add(
                    "alias-without-conjugate",
                    f"`CDecay {name.text}` needs the charge conjugate of `{daughter}`",
                    (name.span, "conjugates the modes below" if not labels else "conjugates this mode"),
                    *labels,
                    help_text=f"write `ChargeConj {daughter} ALIAS` above, with an alias of the antiparticle of `{real}`",
                )
                self._scope.conjugates[daughter] = daughter  # said once
            conjugated.append(daughter if other is None else other)
        return tuple(conjugated)
