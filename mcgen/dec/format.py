"""Writing a decay file back in one layout."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from mcgen.dec.file import DecayFile
from mcgen.dec.syntax import (
    AliasStatement,
    BlattWeisskopfStatement,
    CDecayStatement,
    ChargeConjStatement,
    CopyDecayStatement,
    DecayBlock,
    DefineStatement,
    FactorStatement,
    FlagStatement,
    LineshapeStatement,
    MassLimitStatement,
    ModelAliasStatement,
    ModeNode,
    Name,
    PartialWaveStatement,
    ParticleStatement,
    PhotosStatement,
    PythiaStatement,
    RemoveDecayBlock,
)
from mcgen.diagnostics.source import Span

__all__ = ["format_file"]


def format_file(file: DecayFile) -> str:
    """Text of a decay file in the standard layout.

    One statement and one mode a line, the columns of a block aligned, an empty line around blocks. Comments are kept: those
    at the end of a line stay there, the others have lines of their own before what they preceded. Reading the result
    gives the same file: ``parse(format_file(file)) == file`` for every file without errors.

    Parameters
    ----------
    file
        A file. Words that the parser could not make sense of are lost; better do not format a file with errors.
    """
    comments = _Comments(file)
    lines: list[str] = []
    previous_block = False
    for statement in file.statements:
        block = isinstance(statement, DecayBlock | RemoveDecayBlock)
        if lines and lines[-1] and (block or previous_block):
            lines.append("")
        previous_block = block
        lines += comments.before(statement.span.start)
        if isinstance(statement, DecayBlock | RemoveDecayBlock):
            lines += _block(statement, comments)
        else:
            lines += comments.attach(_text(statement), statement.span)
    end = "End"
    rest = comments.before(len(file.source.text) + 1)
    if rest and lines and lines[-1]:
        lines.append("")
    return "\n".join([*lines, *rest, end]) + "\n"


class _Comments:
    """The comments of a file, handed out in the order of their places."""

    def __init__(self, file: DecayFile) -> None:
        self._comments = file.comments
        self._source = file.source
        self._next = 0

    def before(self, offset: int) -> list[str]:
        """All comments before `offset` that have not been handed out yet."""
        first = self._next
        while self._next < len(self._comments) and self._comments[self._next].span.start < offset:
            self._next += 1
        return [comment.text for comment in self._comments[first : self._next]]

    def attach(self, text: str, span: Span) -> list[str]:
        """`text` with the comment that follows it on its line; comments within it go before it."""
        inside = self.before(span.end)
        if self._next < len(self._comments):
            comment = self._comments[self._next]
            between = self._source.text[span.end : comment.span.start]
            if "\n" not in between and not between.strip(" \t\r;"):
                self._next += 1
                return [*inside, f"{text}  {comment.text}"]
        return [*inside, text]


def _block(block: DecayBlock | RemoveDecayBlock, comments: _Comments) -> list[str]:
    keyword = "RemoveDecay" if isinstance(block, RemoveDecayBlock) else block.keyword
    lines = comments.attach(f"{keyword} {block.particle}", Span(block.span.start, block.particle.span.end))
    if isinstance(block, RemoveDecayBlock):
        texts = [" ".join(map(str, mode.daughters)) + ";" for mode in block.modes]
        spans = [mode.span for mode in block.modes]
    else:
        texts = _align([_columns(mode) for mode in block.modes])
        spans = [mode.span for mode in block.modes]
    for text, span in zip(texts, spans, strict=True):
        lines += comments.before(span.start)
        lines += comments.attach(text, span)
    lines += comments.before(max(block.span.end - len("Enddecay"), 0))
    lines += comments.attach("Enddecay", Span(block.span.end, block.span.end))
    return lines


def _columns(mode: ModeNode) -> tuple[str, str, str]:
    tail = [*mode.flags, mode.model, *mode.arguments]
    return mode.words[0], " ".join(mode.daughters), " ".join(filter(None, tail)) + ";"


def _align(rows: Sequence[tuple[str, str, str]]) -> list[str]:
    fractions = max((len(row[0]) for row in rows), default=0)
    daughters = min(max((len(row[1]) for row in rows), default=0), 60)
    return [f"{row[0]:<{fractions}}  {row[1]:<{daughters}}  {row[2]}" for row in rows]


@singledispatch
def _text(statement: Any) -> str:
    raise TypeError(type(statement).__name__)


def _join(*words: str | Name | None) -> str:
    return " ".join(str(word) for word in words if word is not None)


@_text.register
def _(s: AliasStatement) -> str:
    return _join("Alias", s.new, s.old)


@_text.register
def _(s: ChargeConjStatement) -> str:
    return _join("ChargeConj", s.first, s.second)


@_text.register
def _(s: CDecayStatement) -> str:
    return _join("CDecay", s.particle)


@_text.register
def _(s: CopyDecayStatement) -> str:
    return _join("CopyDecay", s.new, s.old)


@_text.register
def _(s: DefineStatement) -> str:
    return _join("Define", s.name, s.value)


@_text.register
def _(s: ModelAliasStatement) -> str:
    return _join("ModelAlias", s.name, s.model, *s.arguments) + ";"


@_text.register
def _(s: ParticleStatement) -> str:
    return _join("Particle", s.particle, s.mass, s.width)


@_text.register
def _(s: MassLimitStatement) -> str:
    return _join(s.keyword, s.particle, s.mass)


@_text.register
def _(s: LineshapeStatement) -> str:
    return _join(s.keyword, s.particle)


@_text.register
def _(s: BlattWeisskopfStatement) -> str:
    return _join(s.keyword, s.particle, s.radius)


@_text.register
def _(s: FactorStatement) -> str:
    return _join(s.keyword, s.particle, s.value)


@_text.register
def _(s: PartialWaveStatement) -> str:
    return _join("SetLineshapePW", s.particle, s.first, s.second, s.wave)


@_text.register
def _(s: PhotosStatement | FlagStatement) -> str:
    return s.keyword


@_text.register
def _(s: PythiaStatement) -> str:
    return _join(s.keyword, s.text)
