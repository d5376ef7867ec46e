r"""From text to words.

EvtGen's rules (``EvtParser::read``): ``#`` starts a comment that runs to the end of the line; words are separated by
white space; a ``;`` ends a word and is one of its own, and what is stuck to its right side is dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mcgen.diagnostics.source import Source, Span

__all__ = ["Tokens", "split_words"]

_COMMENT = re.compile(r"#[^\n]*")
_WORD = re.compile(r";[^ \t\n\r\v\f]*|[^ \t\n\r\v\f;]+")
_FOREIGN_SPACE = re.compile(r"[^\S \t\n\r\v\f]|[\u200b\u2060\ufeff\x00]")


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of a source, comments left out.

    Parameters
    ----------
    source
        The text.
    words
        The words in order; the separator of modes is the word ``;``.
    starts
        Character offset of each word.
    stuck
        What was found stuck to the right of a ``;`` and is ignored.
    foreign_spaces
        Characters outside comments that look like white space (or like nothing) but are not white space to EvtGen.
    """

    source: Source
    words: list[str]
    starts: list[int]
    stuck: tuple[Span, ...]
    foreign_spaces: tuple[Span, ...]

    def end(self, index: int) -> int:
        """Offset just behind word `index`."""
        return self.starts[index] + len(self.words[index])

    def span(self, index: int) -> Span:
        """Place of word `index`."""
        start = self.starts[index]
        return Span(start, start + len(self.words[index]))

    def begins_line(self, index: int) -> bool:
        """Whether word `index` is the first on its line."""
        if index == 0:
            return True
        return self.source.text.find("\n", self.end(index - 1), self.starts[index]) >= 0


def split_words(source: Source) -> Tokens:
    """Split a source into words, in time linear in its length.

    Parameters
    ----------
    source
        Any text.

    Returns
    -------
    Tokens
        The words with their places. Foreign spaces (a no-break space, a byte-order mark, ...) separate words here;
        they are listed for the parser to complain about.
    """
    text = source.text
    if "#" in text:
        text = _COMMENT.sub(_blank, text)
    foreign: tuple[Span, ...] = ()
    if not text.isascii() or any(character in text for character in "\x00\x1c\x1d\x1e\x1f"):
        foreign = tuple(Span(match.start(), match.end()) for match in _FOREIGN_SPACE.finditer(text))
        text = _FOREIGN_SPACE.sub(" ", text)
    words = _WORD.findall(text)
    starts = [match.start() for match in _WORD.finditer(text)]
    stuck = []
    if ";;" in text or re.search(r";[^ \t\n\r\v\f]", text) is not None:
        for index, word in enumerate(words):
            if word[0] == ";" and len(word) > 1:
                stuck.append(Span(starts[index] + 1, starts[index] + len(word)))
                words[index] = ";"
    return Tokens(source, words, starts, tuple(stuck), foreign)


def _blank(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())
