"""Do the names of particles and models exist?"""

from __future__ import annotations

from collections.abc import Mapping

from mcgen.dec.checks.findings import Findings, quoted
from mcgen.dec.checks.scope import Scope
from mcgen.dec.complaints import shorten
from mcgen.dec.syntax import AliasStatement, ModeNode
from mcgen.dec.vocabulary import known_models
from mcgen.diagnostics import Span, suggest
from mcgen.diagnostics.suggest import edit_distance

__all__ = ["NameChecks"]

# So many unknown names, not longer than this, are compared with the known ones: more is no decay file.
_SUGGESTED = 50
_LONGEST = 60


class NameChecks:
    """Looks names up and reports those that mean nothing, each once with all its places.

    Parameters
    ----------
    scope
        What is known at the place that is being read.
    findings
        Where mistakes go.
    declared
        The alias statements of the whole file by new name, to tell "too late" from "never".

    Attributes
    ----------
    count
        How many places so far wait to be reported.
    """

    def __init__(self, scope: Scope, findings: Findings, declared: Mapping[str, AliasStatement]) -> None:
        self._scope = scope
        self._findings = findings
        self._declared = declared
        self._particles: dict[str, list[Span]] = {}
        self._models: dict[str, list[Span]] = {}
        self._unimplemented: dict[str, list[Span]] = {}
        self.count = 0

    def particle(self, name: str, span: Span) -> bool:
        """Whether `name` is a particle or an alias; otherwise it is remembered."""
        if self._scope.known(name):
            return True
        self._particles.setdefault(name, []).append(span)
        self.count += 1
        return False

    def model(self, mode: ModeNode) -> None:
        """Look up the model of a mode."""
        name = self._scope.model_aliases.get(mode.model, (mode.model, ()))[0]
        signature = self._scope.signatures.get(name)
        if signature is not None and signature.implemented:
            return
        known = signature is not None or name in known_models()
        (self._unimplemented if known else self._models).setdefault(mode.model, []).append(mode.model_span)
        self.count += 1

    def finish(self) -> None:
        """Report, with what was known at the end of the file."""
        for number, (name, places) in enumerate(self._particles.items()):
            self._unknown_particle(name, places, thorough=number < _SUGGESTED)
        models = sorted({*known_models(), *self._scope.signatures, *self._scope.model_aliases})
        for number, (name, places) in enumerate(self._models.items()):
            near = suggest(name, models) if number < _SUGGESTED and len(name) < _LONGEST else []
            self._findings.add(
                "unknown-model",
                f"unknown decay model `{shorten(name)}`",
                (places[0], f"did you mean {quoted(near)}?" if near else "this is not a decay model"),
                help_text=f"write `{near[0]}`" if near else "`mcgen models` lists the decay models",
                notes=self._elsewhere(places),
            )
        for name, places in self._unimplemented.items():
            real = self._scope.model_aliases.get(name, (name, ()))[0]
            self._findings.add(
                "model-not-implemented",
                f"decay model `{real}` cannot be generated yet",
                (places[0], "" if real == name else f"stands for `{real}`"),
                help_text="`--unsupported phsp` generates phase space instead and says so in the output",
                notes=self._elsewhere(places),
            )

    def _unknown_particle(self, name: str, places: list[Span], *, thorough: bool) -> None:
        message = f"unknown particle `{shorten(name)}`"
        notes = self._elsewhere(places)
        if (later := self._declared.get(name)) is not None and later.new.span.start > places[0].start:
            self._findings.add(
                "unknown-particle",
                f"`{name}` is used before its alias is declared",
                (places[0], "not known yet"),
                (later.new.span, "declared here"),
                help_text=f"move `Alias {name} {later.old.text}` above line {self._findings.line(places[0])}",
                notes=notes,
            )
            return
        thorough = thorough and len(name) < _LONGEST
        near = suggest(name, self._scope.names()) if thorough else []
        stem = self._stem(name) if thorough else ""
        if stem and not (near and edit_distance(name, near[0], 1) <= 1):
            label, advice = "no alias of this name", f"declare it first: `Alias {name} {stem}`"
        elif near:
            label, advice = f"did you mean {quoted(near)}?", f"write `{near[0]}`"
        else:
            label = "neither a particle nor an alias"
            advice = "declare an alias, or give the particle's properties in an evt.pdl file (`--pdl FILE`)"
        self._findings.add("unknown-particle", message, (places[0], label), help_text=advice, notes=notes)

    def _stem(self, name: str) -> str:
        """The known particle that an undeclared alias such as ``D*+sig`` or ``MyD*+`` was made of; empty if none."""
        for cut in range(len(name) - 3, 1, -1):
            if name[cut:].isalnum() and name[cut:] != "bar" and name[:cut] in self._scope.particles.index:
                return name[:cut]
        bare = name.removeprefix("My")
        return bare if bare != name and bare in self._scope.particles.index else ""

    def _elsewhere(self, places: list[Span]) -> tuple[str, ...]:
        lines = list(dict.fromkeys(str(self._findings.line(span)) for span in places[1:]))
        if not lines:
            return ()
        shown = ", ".join(lines[:8]) + (f" and {len(lines) - 8} more" if len(lines) > 8 else "")
        return (f"also on line{'s' if len(lines) > 1 else ''} {shown}",)
