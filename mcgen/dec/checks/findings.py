"""Collects what the checks find in one file."""

from __future__ import annotations

from mcgen.dec.checks.rules import dec_rules
from mcgen.diagnostics import Diagnostic, Label, Severity, Source, Span

__all__ = ["Findings"]


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
        placed = tuple(
            label if isinstance(label, Label) else Label(label[0], label[1], self.source) for label in labels
        )
        self.list.append(Diagnostic(rule, severity or self._rules[rule].severity, message, placed, help_text, notes))

    def line(self, span: Span) -> int:
        """The line of a place."""
        return self.source.line_column(span.start)[0]


def quoted(names: list[str]) -> str:
    """`a`, `b` or `c`."""
    marked = [f"`{name}`" for name in names]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} or {marked[-1]}"
