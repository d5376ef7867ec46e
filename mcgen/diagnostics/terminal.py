"""Diagnostics for people: source lines with carets under the words that matter."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO

from mcgen.diagnostics.diagnostic import Diagnostic, Label, Severity
from mcgen.diagnostics.source import Source

__all__ = ["colour_wanted", "render_terminal"]

_TAB = 4
_WIDEST = 140


def colour_wanted(stream: TextIO) -> bool:
    """Whether to colour output to `stream`: a terminal, and ``NO_COLOR`` not set (https://no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and stream.isatty()


def render_terminal(diagnostics: Iterable[Diagnostic], *, colour: bool = False) -> str:
    """All diagnostics with excerpts of their sources, a blank line between two.

    Parameters
    ----------
    diagnostics
        In the order in which they are to be printed.
    colour
        Whether to use ANSI colours.

    Returns
    -------
    str
        The text, ending with a line end unless there is nothing to say.
    """
    brush = _Brush(colour)
    return "\n".join("\n".join(_lines(diagnostic, brush)) + "\n" for diagnostic in diagnostics)


@dataclass(frozen=True, slots=True)
class _Brush:
    """Puts ANSI colours round text, or nothing."""

    colour: bool

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text


_BOLD, _BLUE, _CYAN = "1", "1;34", "1;36"
_TONES = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: _CYAN}


def _lines(diagnostic: Diagnostic, brush: _Brush) -> list[str]:
    tone = _TONES[diagnostic.severity]
    lines = [brush(f"{diagnostic.severity.value}[{diagnostic.id}]", tone) + brush(f": {diagnostic.message}", _BOLD)]
    if diagnostic.labels:
        gutter = max(len(str(label.line_column[0])) for label in diagnostic.labels)
        for number, (source, labels) in enumerate(_by_source(diagnostic.labels)):
            line, column = labels[0].line_column
            lines.append(" " * gutter + brush("::: " if number else "--> ", _BLUE) + f"{source.name}:{line}:{column}")
            lines.append(_margin(gutter, brush))
            lines += _excerpt(source, labels, gutter, brush, diagnostic.labels[0], tone)
    if diagnostic.help:
        lines.append(brush("help", _CYAN) + f": {diagnostic.help}")
    lines += [brush("note", _BOLD) + f": {note}" for note in diagnostic.notes]
    return lines


def _by_source(labels: Sequence[Label]) -> list[tuple[Source, list[Label]]]:
    """Labels grouped by their source, the primary label's first."""
    groups: list[tuple[Source, list[Label]]] = []
    for label in labels:
        for source, members in groups:
            if source is label.source:
                members.append(label)
                break
        else:
            groups.append((label.source, [label]))
    return groups


def _margin(gutter: int, brush: _Brush, line: int | None = None) -> str:
    number = "" if line is None else str(line)
    return brush(f"{number:>{gutter}} |", _BLUE)


def _excerpt(source: Source, labels: list[Label], gutter: int, brush: _Brush, primary: Label, tone: str) -> list[str]:
    """The labelled lines of one source with their markers; a gap of one line is printed, a longer one is dots."""
    by_line: dict[int, list[Label]] = {}
    for label in labels:
        by_line.setdefault(label.line_column[0], []).append(label)
    rows: list[str] = []
    last = 0
    for line in sorted(by_line):
        if last and line == last + 2:
            rows.append(f"{_margin(gutter, brush, last + 1)} {_Line(source.line_text(last + 1), 0).text}".rstrip())
        elif last and line > last + 2:
            rows.append(brush("...", _BLUE))
        here = by_line[line]
        shown = _Line(source.line_text(line), min(label.line_column[1] for label in here) - 1)
        rows.append(f"{_margin(gutter, brush, line)} {shown.text}".rstrip())
        marks = [_Mark.of(label, shown, tone if label is primary else _BLUE, label is primary) for label in here]
        rows += [f"{_margin(gutter, brush)} {row}".rstrip() for row in _marker_rows(marks, brush)]
        last = line
    return rows


class _Line:
    """A source line as it is shown: tabs expanded, control characters replaced, a very long one cut to a window."""

    def __init__(self, text: str, focus: int) -> None:
        first = 0 if len(text) <= _WIDEST else max(0, min(focus - _WIDEST // 3, len(text) - _WIDEST))
        window = text[first : first + _WIDEST]
        shown = "… " if first else ""
        self._first = first
        self._cells = []
        width = len(shown)
        for letter in window:
            self._cells.append(width)
            piece = " " * _TAB if letter == "\t" else letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"
            shown += piece
            width += 2 if unicodedata.east_asian_width(letter) in "WF" else len(piece)
        self._width = width
        self.text = shown + (" …" if first + _WIDEST < len(text) else "")

    def cell(self, index: int) -> int:
        """The terminal column, from 0, of character `index` of the line (also beyond its end)."""
        index -= self._first
        if index < 0:
            return 0
        return self._cells[index] if index < len(self._cells) else self._width + min(index - len(self._cells), 1)


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    width: int
    text: str
    tone: str
    primary: bool

    @classmethod
    def of(cls, label: Label, shown: _Line, tone: str, primary: bool) -> _Mark:
        line, column = label.line_column
        end_line, end_column = label.source.line_column(label.span.end)
        if end_line > line:  # a longer stretch is marked to the end of its first line
            end_column = len(label.source.line_text(line)) + 1
        start = shown.cell(column - 1)
        return cls(start, max(1, shown.cell(end_column - 1) - start), label.text, tone, primary)


def _marker_rows(marks: list[_Mark], brush: _Brush) -> list[str]:
    """Rows under a line: all carets and dashes, the last one's text beside them, the others' texts below."""
    marks = sorted(marks, key=lambda mark: (mark.start, mark.primary))
    row, position = "", 0
    for mark in marks:
        start, end = max(mark.start, position), max(mark.start + mark.width, position)
        row += " " * (start - position) + brush(("^" if mark.primary else "-") * (end - start), mark.tone)
        position = end
    if marks[-1].text:
        row += " " + brush(marks[-1].text, marks[-1].tone)
    rows = [row]
    waiting = [mark for mark in marks[:-1] if mark.text]
    if waiting:
        rows.append(_bars(waiting, brush))
    while waiting:
        mark = waiting.pop()
        bars = _bars(waiting, brush)
        gap = mark.start - (waiting[-1].start + 1 if waiting else 0)
        rows.append(bars + " " * max(gap, 1 if waiting else 0) + brush(mark.text, mark.tone))
    return rows


def _bars(marks: list[_Mark], brush: _Brush) -> str:
    row, position = "", 0
    for mark in marks:
        if mark.start >= position:
            row += " " * (mark.start - position) + brush("|", mark.tone)
            position = mark.start + 1
    return row
