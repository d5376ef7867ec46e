"""What is wrong, where, and what to type instead: data, not text."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from mcgen.diagnostics.source import Source, Span


class Severity(enum.Enum):
    """How bad: an error stops the work, a warning does not, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Label:
    """A place in a source and what is to be said about it (may be nothing)."""

    span: Span
    text: str
    source: Source

    @property
    def line_column(self) -> tuple[int, int]:
        """Line and column of the first character, from 1."""
        return self.source.line_column(self.span.start)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    Parameters
    ----------
    id
        The rule that found it, in kebab-case (``missing-semicolon``).
    severity
        Error, warning or note.
    message
        One terse line; the labels carry the detail.
    labels
        The places; the first is the primary one, the others show the other places that matter.
    help
        What to type, or empty.
    notes
        Further lines.
    """

    id: str
    severity: Severity
    message: str
    labels: tuple[Label, ...] = ()
    help: str = ""
    notes: tuple[str, ...] = ()

    @property
    def primary(self) -> Label | None:
        """The first label, or None when the finding has no place."""
        return self.labels[0] if self.labels else None
