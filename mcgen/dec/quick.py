"""Reading plain decay files quickly.

Nearly every decay file in use is written one statement and one mode a line. Such a file is read here line by line; as soon
as anything is out of the ordinary - a mode over two lines, an unknown model, a mistake - this reader gives up and the
parser reads the file from its beginning, word by word. Both make the same of a plain file.
"""

from __future__ import annotations

import re

from mcgen.dec.numbers import to_number
from mcgen.dec.statements import NOT_EVTGEN, NUMBER, SHAPES, fits
from mcgen.dec.syntax import DecayBlock, ModelAliasStatement, ModeNode, Name, ParticleStatement, Statement
from mcgen.dec.vocabulary import FLAGS, KEYWORDS
from mcgen.diagnostics.source import Source, Span

__all__ = ["read_plainly"]

_LINE = re.compile(
    r"(?:[ \t\r]*+(?:#[^\n]*+)?\n)*+"  # empty lines and comments
    r"[ \t]*+(?:([\d.]++)[ \t]++([^;#\n]++);(;*+)|([A-Za-z][^;#\n]*+)(;?)|)"  # a mode, or a statement
    r"[ \t\r]*+(?:#[^\n]*+)?(?:\n|\Z)"
)
_span = Span._make  # quicker than the constructor, and needed for every mode
_COMMENT = re.compile(r"#[^\n]*")
_NUMERIC = frozenset("0123456789.+-")
_ODD = "\x00\x0b\x0c\x1c\x1d\x1e\x1f"


def read_plainly(source: Source, known_models: frozenset[str]) -> tuple[list[Statement], list[Span]] | None:
    """The statements of a plain file up to ``End``, and what was found stuck behind ``;``; None for any other file.

    Parameters
    ----------
    source
        The text.
    known_models
        Names of decay models.
    """
    text = source.text
    if any(character in text for character in _ODD):
        return None
    return _Reader(source, known_models).run()


class _Reader:
    def __init__(self, source: Source, models: frozenset[str]) -> None:
        self._source = source
        self._text = source.text
        self._models = set(models)
        self._fractions: dict[str, float | None] = {}
        self._daughters: set[str] = set()  # words met as daughters: no numbers, flags, keywords or models
        self._statements: list[Statement] = []

    def run(self) -> tuple[list[Statement], list[Span]] | None:
        text, size, match_line, mode = self._text, len(self._text), _LINE.match, self._mode
        isascii = text.isascii()
        header: tuple[Name, int] | None = None
        modes: list[ModeNode] = []
        stuck: list[Span] = []
        position = 0
        while position < size:
            match = match_line(text, position)
            if match is None:
                return None
            number, rest, more, line, semicolon = match.groups()
            position = match.end()
            if number is not None:
                node = None
                if header is not None and (isascii or (number + rest).isascii()):
                    node = mode(number, rest, match.start(1), match.end(2))
                if node is None:
                    return None
                modes.append(node)
                if more:
                    stuck.append(Span(*match.span(3)))
            elif line is not None:
                words, start = line.split(), match.start(4)
                if not line.isascii():
                    return None
                if header is not None:
                    if words != ["Enddecay"] or semicolon:
                        return None
                    span = Span(header[1], start + len("Enddecay"))
                    self._statements.append(DecayBlock(header[0], tuple(modes), "Decay", span))
                    header, modes = None, []
                elif words[0] == "Decay" and len(words) == 2 and not semicolon:
                    if words[1] in KEYWORDS or to_number(words[1]) is not None:
                        return None
                    header = (self._names(words, start)[0], start)
                elif words[0] == "End":
                    plain = len(words) == 1 and not semicolon and not _COMMENT.sub("", text[position:]).strip()
                    return (self._statements, stuck) if plain else None
                else:
                    statement = self._statement(words, start, bool(semicolon))
                    if statement is None:
                        return None
                    self._statements.append(statement)
        return None

    def _mode(self, number: str, rest: str, start: int, end: int) -> ModeNode | None:
        """The mode of a line, if nothing about it needs a closer look."""
        try:
            fraction = self._fractions[number]
        except KeyError:
            fraction = self._fractions[number] = to_number(number)
        words = rest.split()
        if rest[-1] in " \t\r":
            end -= len(rest) - len(rest.rstrip())
        if words[-1] in self._models and fraction is not None and self._daughters.issuperset(words[:-1]):
            return ModeNode(fraction, (number, *words), len(words), (), _span((start, end)), (), self._source)
        models = self._models
        model_at = 0
        for word in words:
            if word in models:
                break
            if word[0] in _NUMERIC:
                return None
            model_at += 1
        else:
            return None
        if fraction is None or not KEYWORDS.isdisjoint(words):
            return None
        if model_at + 1 < len(words) and not models.isdisjoint(words[model_at + 1 :]):
            return None
        flags: tuple[str, ...] = ()
        if not FLAGS.isdisjoint(words):
            first = model_at
            while first > 0 and words[first - 1] in FLAGS:
                first -= 1
            flags = tuple(words[first:model_at])
            del words[first:model_at]
            model_at = first
            if len(set(flags)) < len(flags) or not FLAGS.isdisjoint(words):
                return None
        self._daughters.update(words[:model_at])
        return ModeNode(fraction, (number, *words), model_at + 1, flags, _span((start, end)), (), self._source)

    def _statement(self, words: list[str], start: int, semicolon: bool) -> Statement | None:
        """The statement of a line, if it is complete and right."""
        keyword = words[0]
        if keyword in NOT_EVTGEN or not KEYWORDS.isdisjoint(words[1:]) or semicolon != (keyword == "ModelAlias"):
            return None
        names = self._names(words, start)
        span = Span(start, names[-1].span.end if names else start + len(keyword))
        if keyword == "ModelAlias":
            if len(names) < 2:
                return None
            self._models.add(names[0].text)
            self._daughters.discard(names[0].text)
            return ModelAliasStatement(names[0], names[1], tuple(names[2:]), span)
        if keyword == "Particle":
            if len(names) == 3 and fits(names[1].text, NUMBER) and fits(names[2].text, NUMBER):
                return ParticleStatement(names[0], names[1], names[2], span)
            return None
        shape = SHAPES.get(keyword)
        if shape is None or len(names) != len(shape.kinds):
            return None
        if not all(fits(name.text, kind) for name, kind in zip(names, shape.kinds, strict=True)):
            return None
        return shape.make(keyword, names, span)

    def _names(self, words: list[str], start: int) -> list[Name]:
        """The words behind the first one with their places."""
        names = []
        position = start + len(words[0])
        for word in words[1:]:
            position = self._text.index(word, position)
            names.append(Name(word, Span(position, position + len(word))))
            position += len(word)
        return names
