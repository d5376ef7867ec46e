"""From words to statements.

The parser never raises and never stops: after a mistake it goes on behind the next ``;`` or ``Enddecay``, or at the next
statement, so that one run tells all mistakes. It does not recurse, and its time is linear in the length of the text.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from mcgen.dec.complaints import Complaints, shorten
from mcgen.dec.file import DecayFile
from mcgen.dec.header import read_header
from mcgen.dec.lexer import Tokens, split_words
from mcgen.dec.modes import ModeReader
from mcgen.dec.numbers import to_number
from mcgen.dec.quick import read_plainly
from mcgen.dec.statements import MODEL, NAME, NOT_EVTGEN, NUMBER, SHAPES, WORD, YES_NO, fits
from mcgen.dec.syntax import (
    DecayBlock,
    ModelAliasStatement,
    ModeNode,
    Name,
    ParticleStatement,
    RemoveDecayBlock,
    RemovedMode,
    Statement,
)
from mcgen.dec.vocabulary import KEYWORDS, known_models
from mcgen.diagnostics.source import Source, Span

__all__ = ["parse", "parse_carefully"]

_OPENING = KEYWORDS - {"End", "Enddecay"}


def parse(text: str, name: str = "<text>", *, models: Collection[str] = ()) -> DecayFile:
    """Read the text of a decay file.

    Parameters
    ----------
    text
        The text.
    name
        What to call it in messages, usually its path.
    models
        Names of decay models beside those of EvtGen and Belle II (own models, ``ModelAlias`` names of other files).

    Returns
    -------
    DecayFile
        What the text says and, in ``diagnostics``, what is wrong with its syntax. Nothing is raised, whatever the text.
    """
    source = Source(name, text)
    known = known_models().union(models) if models else known_models()
    plain = read_plainly(source, known)
    if plain is not None:
        statements, stuck = plain
        complaints = Complaints(Tokens(source, [], [], tuple(stuck), ()))
        complaints.of_characters()
        first = statements[0].span.start if statements else len(text)
        return DecayFile(source, tuple(statements), read_header(source, first), complaints.finish())
    return parse_carefully(source, known)


def parse_carefully(source: Source, models: frozenset[str]) -> DecayFile:
    """Read a text word by word; what :func:`parse` does when the text is not plain."""
    return _Parser(source, models).run()


class _Parser:
    def __init__(self, source: Source, models: frozenset[str]) -> None:
        self._source = source
        self._tokens: Tokens = split_words(source)
        self._words = self._tokens.words
        self._complaints = Complaints(self._tokens)
        self._modes = ModeReader(self._tokens, self._complaints, models)
        self._statements: list[Statement] = []
        self._end: int | None = None

    def run(self) -> DecayFile:
        self._complaints.of_characters()
        words, index = self._words, 0
        while index < len(words):
            if words[index] == "End":
                self._end = index
                break
            index = self._statement(index)
        self._complain_of_end()
        first = self._tokens.starts[0] if words else len(self._source.text)
        return DecayFile(
            self._source, tuple(self._statements), read_header(self._source, first), self._complaints.finish()
        )

    def _statement(self, index: int) -> int:
        """Read the statement that begins with word `index`; position of the first word behind it."""
        keyword = self._words[index]
        if keyword not in KEYWORDS:
            nearest = self._complaints.nearest_keyword(index)
            if nearest is None or nearest == "End":
                return self._skip(index)
            self._complaints.misspelt_keyword(index, nearest)
            keyword = nearest
        if keyword in NOT_EVTGEN:
            self._complaints.warning(
                "unknown-to-evtgen",
                f"EvtGen does not know the statement `{keyword}`",
                (self._tokens.span(index), "accepted here, refused by EvtGen"),
            )
        if keyword in {"Decay", "AddDecay"}:
            return self._decay(index, keyword)
        if keyword == "RemoveDecay":
            return self._remove_decay(index)
        if keyword == "ModelAlias":
            return self._model_alias(index)
        if keyword == "Particle":
            return self._particle(index)
        if keyword == "Enddecay":
            self._complaints.error(
                "unexpected-enddecay",
                "`Enddecay` without a `Decay`",
                (self._tokens.span(index), "no block is open here"),
            )
            return index + 1
        return self._simple(index, keyword)

    # -- statements of fixed length

    def _simple(self, index: int, keyword: str) -> int:
        shape = SHAPES[keyword]
        arguments = self._arguments(index, keyword, shape.kinds)
        if arguments is None:
            return self._behind_arguments(index, len(shape.kinds))
        span = Span(self._tokens.starts[index], self._tokens.end(index + len(shape.kinds)))
        self._statements.append(shape.make(keyword, arguments, span))
        if keyword in {"Alias", "Define"}:
            self._modes.names.add(arguments[0].text)
        return index + 1 + len(shape.kinds)

    def _arguments(self, index: int, keyword: str, kinds: tuple[str, ...]) -> list[Name] | None:
        """The words behind a keyword, checked for their kinds; None (and a complaint) if there are too few."""
        arguments = []
        for offset, kind in enumerate(kinds, start=1):
            position = index + offset
            if not self._is_argument(position):
                where = self._tokens.end(position - 1)
                self._complaints.error(
                    "missing-argument",
                    f"`{shorten(keyword)}` is not complete",
                    (Span(where, where), f"expected {kind}"),
                    hint=f"write `{keyword} " + " ".join(f"<{word}>" for word in _plain(kinds)) + "`",
                )
                return None
            self._check_kind(position, kind)
            arguments.append(self._name(position))
        return arguments

    def _is_argument(self, position: int) -> bool:
        return position < len(self._words) and self._words[position] != ";" and self._words[position] not in KEYWORDS

    def _behind_arguments(self, index: int, count: int) -> int:
        """Where to go on after an incomplete statement."""
        position = index + 1
        while position <= index + count and self._is_argument(position):
            position += 1
        return position

    def _check_kind(self, position: int, kind: str) -> None:
        word = self._words[position]
        if fits(word, kind):
            return
        if kind == YES_NO:
            self._complaints.error(
                "expected-yes-or-no",
                f"expected {YES_NO}, found `{shorten(word)}`",
                (self._tokens.span(position), "EvtGen reads everything but `yes` as `no`"),
            )
        else:
            self._complaints.error(
                "expected-number", f"`{shorten(word)}` is not {kind}", (self._tokens.span(position), f"expected {kind}")
            )

    def _particle(self, index: int) -> int:
        arguments = self._arguments(index, "Particle", (NAME, NUMBER))
        if arguments is None:
            return self._behind_arguments(index, 2)
        last = index + 2
        width = None
        if self._is_argument(last + 1) and to_number(self._words[last + 1]) is not None:
            last += 1
            width = self._name(last)
        else:
            self._complaints.warning(
                "missing-width",
                "`Particle` without a width",
                (Span(self._tokens.end(last), self._tokens.end(last)), "EvtGen takes the next word for the width"),
                hint="write the width [GeV] behind the mass",
            )
        span = Span(self._tokens.starts[index], self._tokens.end(last))
        self._statements.append(ParticleStatement(arguments[0], arguments[1], width, span))
        return last + 1

    def _model_alias(self, index: int) -> int:
        arguments = self._arguments(index, "ModelAlias", (WORD, MODEL))
        if arguments is None:
            return self._behind_arguments(index, 2)
        self._modes.models.add(arguments[0].text)
        end = index + 3
        while self._is_argument(end):
            end += 1
        parameters = tuple(self._name(position) for position in range(index + 3, end))
        if end >= len(self._words) or self._words[end] != ";":
            self._complaints.missing_semicolon(end - 1, end if end < len(self._words) else None)
        span = Span(self._tokens.starts[index], self._tokens.end(end - 1))
        self._statements.append(ModelAliasStatement(arguments[0], arguments[1], parameters, span))
        return end + 1 if end < len(self._words) and self._words[end] == ";" else end

    # -- blocks

    def _decay(self, index: int, keyword: str) -> int:
        header = self._header(index, keyword)
        position = index + 1 + (header is not None)
        words, read = self._words, self._modes.read
        modes: list[ModeNode] = []
        closed = False
        while position < len(words):
            word = words[position]
            if word == "Enddecay":
                break
            if word in KEYWORDS or (word == ";" or word[0].isalpha()):
                action, position = self._odd_in_block(index, position)
                if action != "go on":
                    closed = action == "closed"
                    break
                continue
            node, position = read(position)
            if node is not None:
                modes.append(node)
        end = position if closed else self._close(index, position, "" if header is None else header.text)
        if header is not None:
            block = DecayBlock(header, tuple(modes), cast("Any", keyword), self._block_span(index, end))
            self._statements.append(block)
        return end

    def _header(self, index: int, keyword: str) -> Name | None:
        """The particle of a block; words behind it on the same line are complained of when the block is read."""
        if self._is_argument(index + 1) and to_number(self._words[index + 1]) is None:
            return self._name(index + 1)
        where = self._tokens.end(index)
        self._complaints.error(
            "missing-argument",
            f"`{keyword}` is not complete",
            (Span(where, where), "expected a particle"),
            hint=f"write `{keyword} <particle>`",
        )
        return None

    def _odd_in_block(self, header: int, position: int) -> tuple[str, int]:
        """Handle a word of a block that does not begin a mode: ("close", "closed" or "go on", where to go on)."""
        word = self._words[position]
        if word in KEYWORDS:
            return "close", position
        if word == ";":
            self._complaints.error(
                "unexpected-semicolon", "`;` closes nothing", (self._tokens.span(position), "no decay mode is open here"),
                hint="remove this `;`",
            )  # fmt: skip
            return "go on", position + 1
        if self._complaints.nearest_keyword(position, {"Enddecay"}) is not None:
            self._complaints.misspelt_keyword(position, "Enddecay")
            return "closed", position + 1
        if self._tokens.begins_line(position):
            nearest = self._complaints.nearest_keyword(position, _OPENING)
            if nearest is not None:
                return "close", position
            return "go on", self._modes.read(position)[1]
        return "go on", self._skip_line(header, position)

    def _skip_line(self, header: int, position: int) -> int:
        """Leave out the rest of a line, with a complaint."""
        first = position
        position += 1
        while position < len(self._words) and not self._tokens.begins_line(position):
            if self._words[position] in KEYWORDS:
                break
            position += 1
        span = Span(self._tokens.starts[first], self._tokens.end(position - 1))
        self._complaints.error(
            "unexpected-text",
            f"unexpected text in the block `{self._words[header]} {self._words[min(header + 1, first)]}`",
            (span, "expected a branching fraction on a new line"),
        )
        return position

    def _close(self, index: int, position: int, name: str) -> int:
        """Close the block that begins with word `index` at `position`; the position behind it."""
        if position < len(self._words) and self._words[position] == "Enddecay":
            return position + 1
        following = position if position < len(self._words) else None
        self._complaints.missing_enddecay(index, name, position - 1, following)
        return position

    def _block_span(self, index: int, end: int) -> Span:
        return Span(self._tokens.starts[index], self._tokens.end(max(end - 1, index)))

    def _remove_decay(self, index: int) -> int:
        header = self._header(index, "RemoveDecay")
        position = index + 1 + (header is not None)
        words = self._words
        modes = []
        while position < len(words) and words[position] not in KEYWORDS:
            first = position
            while self._is_argument(position):
                position += 1
            modes.append(self._removed_mode(first, position))
            if position < len(words) and words[position] == ";":
                position += 1
            else:
                self._complaints.missing_semicolon(position - 1, position if position < len(words) else None)
        end = self._close(index, position, "" if header is None else header.text)
        if header is not None:
            kept = tuple(mode for mode in modes if mode.daughters)
            self._statements.append(RemoveDecayBlock(header, kept, self._block_span(index, end)))
        return end

    def _removed_mode(self, first: int, end: int) -> RemovedMode:
        names = []
        for position in range(first, end):
            if to_number(self._words[position]) is not None or self._words[position] in self._modes.models:
                self._complaints.error(
                    "unexpected-text",
                    f"expected a daughter or `;`, found `{shorten(self._words[position])}`",
                    (self._tokens.span(position), "a `RemoveDecay` block lists daughters only"),
                )
            else:
                names.append(self._name(position))
        start = self._tokens.starts[min(first, len(self._words) - 1)]
        return RemovedMode(tuple(names), Span(start, self._tokens.end(max(end - 1, first))))

    # -- what does not belong

    def _skip(self, index: int) -> int:
        """Leave out words that are no statement, up to the next statement, with one complaint."""
        position = index + 1
        while position < len(self._words) and self._words[position] not in KEYWORDS:
            if self._tokens.begins_line(position) and self._complaints.nearest_keyword(position) is not None:
                break
            position += 1
        word = self._words[index]
        span = Span(self._tokens.starts[index], self._tokens.end(index))
        if word == ";":
            self._complaints.error(
                "unexpected-semicolon", "`;` closes nothing", (span, "no decay mode is open here"),
                hint="remove this `;`",
            )  # fmt: skip
        elif to_number(word) is not None:
            self._complaints.error(
                "mode-outside-block",
                "decay mode outside a `Decay` block",
                (span, "no block is open here"),
                hint="write `Decay <particle>` before it",
            )
        else:
            self._complaints.error(
                "unknown-statement", f"unknown statement `{shorten(word)}`", (span, "expected a statement")
            )
        return position

    def _complain_of_end(self) -> None:
        if self._end is None:
            if self._words:
                where = self._tokens.end(len(self._words) - 1)
                self._complaints.warning(
                    "missing-end",
                    "the file has no `End`",
                    (Span(where, where), "expected `End`; EvtGen refuses the file without it"),
                    hint="write `End` as the last line",
                )
            return
        after = self._end + 1
        if after < len(self._words):
            blocks = self._words[after:].count("Decay")
            self._complaints.warning(
                "statement-after-end",
                "what stands after `End` is never read",
                (Span(self._tokens.starts[after], self._tokens.end(after)), "this and all that follows is ignored"),
                (self._tokens.span(self._end), "the file ends here"),
                note=f"{blocks} `Decay` blocks are ignored" if blocks else "",
            )

    def _name(self, position: int) -> Name:
        return Name(self._words[position], self._tokens.span(position))


def _plain(kinds: tuple[str, ...]) -> list[str]:
    return [kind.removeprefix("a ").removeprefix("an ").replace("`", "").replace(" ", "-") for kind in kinds]
