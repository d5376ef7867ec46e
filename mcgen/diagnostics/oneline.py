"""Diagnostics for editors and ``grep``: one line each."""

from __future__ import annotations

from collections.abc import Iterable

from mcgen.diagnostics.diagnostic import Diagnostic


def render_oneline(diagnostics: Iterable[Diagnostic]) -> str:
    """``file:line:column: severity[id] message`` for each, with the help after a dash."""
    return "".join(_line(diagnostic) for diagnostic in diagnostics)


def _line(diagnostic: Diagnostic) -> str:
    place = ""
    if diagnostic.primary is not None:
        line, column = diagnostic.primary.line_column
        place = f"{diagnostic.primary.source.name}:{line}:{column}: "
    advice = f" - {diagnostic.help}" if diagnostic.help else ""
    return f"{place}{diagnostic.severity.value}[{diagnostic.id}] {diagnostic.message}{advice}\n"
