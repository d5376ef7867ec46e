"""Diagnostics for programs: JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from mcgen.diagnostics.diagnostic import Diagnostic, Label


def as_dict(diagnostic: Diagnostic) -> dict[str, Any]:
    """One diagnostic as plain data.

    Returns
    -------
    dict
        ``id``, ``severity``, ``message``, ``help``, ``notes`` and ``labels``; each label has ``file``, ``text``,
        ``start`` and ``end`` (character offsets, ``end`` exclusive), ``line``, ``column``, ``end_line`` and
        ``end_column`` (from 1, the end exclusive). The first label is the primary one.
    """
    return {
        "id": diagnostic.id,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "notes": list(diagnostic.notes),
        "labels": [_label(label) for label in diagnostic.labels],
    }


def render_json(diagnostics: Iterable[Diagnostic]) -> str:
    """A JSON array of diagnostics (see :func:`as_dict`), indented, with a line end."""
    return json.dumps([as_dict(diagnostic) for diagnostic in diagnostics], indent=2, ensure_ascii=False) + "\n"


def _label(label: Label) -> dict[str, Any]:
    line, column = label.source.line_column(label.span.start)
    end_line, end_column = label.source.line_column(label.span.end)
    return {
        "file": label.source.name,
        "text": label.text,
        "start": label.span.start,
        "end": label.span.end,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }
