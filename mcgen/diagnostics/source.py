"""Source text and places in it."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of source text (a tuple: a central table has tens of thousands of them).

    Parameters
    ----------
    start, end
        Character offsets into the text, ``end`` exclusive. An empty span (``start == end``) is a place between two
        characters, such as the place where a ``;`` is missing.
    """

    start: int
    end: int


class Source:
    r"""A text with a name, able to tell lines and columns.

    Parameters
    ----------
    name
        What to call the text in messages, usually a path.
    text
        The whole text.

    Notes
    -----
    Lines end at ``\n``; a ``\r`` before it is not part of the line. Lines and columns count from 1, columns in
    characters. The index of line starts is made at the first question and kept.
    """

    __slots__ = ("_starts", "name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._starts: list[int] | None = None

    def __repr__(self) -> str:
        return f"Source({self.name!r}, {len(self.text)} characters)"

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of a character offset (clipped to the text)."""
        starts = self._line_starts()
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line_text(self, line: int) -> str:
        """The text of line `line` (from 1) without its line end; empty outside the text."""
        starts = self._line_starts()
        if not 1 <= line <= len(starts):
            return ""
        start = starts[line - 1]
        end = starts[line] - 1 if line < len(starts) else len(self.text)
        return self.text[start:end].removesuffix("\r")

    def line_count(self) -> int:
        """The number of lines; a final line end starts an empty line."""
        return len(self._line_starts())

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            starts = [0]
            position = self.text.find("\n")
            while position >= 0:
                starts.append(position + 1)
                position = self.text.find("\n", position + 1)
            self._starts = starts
        return self._starts
