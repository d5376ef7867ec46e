"""Collects what the checks find in one file."""

from __future__ import annotations

from mcgen.dec.checks.rules import dec_rules
from mcgen.diagnostics import Diagnostic, Label, Severity, Source, Span

__all__ = ["Findings"]

_MAXIMUM = 1000
"""Findings kept per file; a file with more is not a decay file."""


class Findings:
    """Findings about one source; severities are those of the rules.

    Parameters
    ----------
    source
        The text that the spans refer to.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.list: list[Diagnostic] = []
        self._rules = dec_rules()
        self._dropped = 0

    def add(
        self,
        rule: str,
        message: str,
        *labels: tuple[Span, str] | Label,
        help_text: str = "",
        notes: tuple[str, ...] = (),
        severity: Severity | None = None,
    ) -> None:
        """Add a finding; the first label is the primary one. `severity` only where it is not the rule's own."""
        if len(self.list) >= _MAXIMUM:
            self._dropped += 1
            return
        placed = tuple(
            label if isinstance(label, Label) else Label(label[0], label[1], self.source) for label in labels
        )
        self.list.append(Diagnostic(rule, severity or self._rules[rule].severity, message, placed, help_text, notes))

    @property
    def count(self) -> int:
        """How many findings there were so far."""
        return len(self.list) + self._dropped

    @property
    def full(self) -> bool:
        """Whether nothing more is kept, so that no effort should be spent on it."""
        return len(self.list) >= _MAXIMUM

    def finish(self) -> list[Diagnostic]:
        """All findings, with a word about those that were not kept."""
        if not self._dropped:
            return self.list
        message = f"too many mistakes: {self._dropped} more are not shown"
        return [*self.list, Diagnostic("too-many-mistakes", Severity.ERROR, message)]

    def line(self, span: Span) -> int:
        """The line of a place."""
        return self.source.line_column(span.start)[0]


def quoted(names: list[str]) -> str:
    """`a`, `b` or `c`."""
    marked = [f"`{name}`" for name in names]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} or {marked[-1]}"
