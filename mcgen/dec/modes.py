"""Reading the modes of a ``Decay`` block.

A mode is ``fraction daughters... flags model arguments... ;``. Nothing but the vocabulary tells where the daughters end:
EvtGen reads daughters as long as the words are names of particles. The syntax is read here without a particle table, so
the rule is turned round: the first word that names a model (of EvtGen, Belle II or a ``ModelAlias``) ends the daughters.
Only when no word of the mode is a known model is it guessed (`ModeReader._guess_model`).
"""

from __future__ import annotations

from mcgen.dec.complaints import Complaints, shorten
from mcgen.dec.lexer import Tokens
from mcgen.dec.numbers import leading_number, to_number
from mcgen.dec.syntax import ModeNode
from mcgen.dec.vocabulary import FLAGS, KEYWORDS, looks_like_model
from mcgen.diagnostics.source import Span

__all__ = ["ModeReader"]

_DIGITS = frozenset("0123456789.+-")
_SHORT = 48
_LOOK_AHEAD = 24


class ModeReader:
    """Reads modes from words, one at a time.

    Parameters
    ----------
    tokens
        The words.
    complaints
        Where mistakes go.
    models
        Known names of models.

    Attributes
    ----------
    models
        Known names; the parser adds each ``ModelAlias`` as it meets it.
    names
        Names that are not models: aliases and defined names met so far.
    """

    def __init__(self, tokens: Tokens, complaints: Complaints, models: frozenset[str]) -> None:
        self._tokens = tokens
        self._complaints = complaints
        self._words = tokens.words
        self._starts = tokens.starts
        self._fractions: dict[str, float | None] = {}
        self._semicolon = -1
        self.models: set[str] = set(models)
        self.names: set[str] = set()

    def read(self, start: int) -> tuple[ModeNode | None, int]:
        """Read the mode that begins with word `start` (neither a statement nor ``;``).

        Returns
        -------
        tuple
            The mode (None when there is nothing to keep) and the position of the first word behind it.
        """
        node = None
        end = self._next_semicolon(start)
        if end < len(self._words) and end - start <= _SHORT:
            node = self._read_plain(start, end)
        if node is not None:
            return node, end + 1
        return self._read_with_care(start, end)

    def _next_semicolon(self, start: int) -> int:
        if self._semicolon < start:
            try:
                self._semicolon = self._words.index(";", start)
            except ValueError:
                self._semicolon = len(self._words)
        return self._semicolon

    def _fraction(self, word: str) -> float | None:
        """Number of a word, remembered: a file repeats its numbers."""
        try:
            return self._fractions[word]
        except KeyError:
            return self._fractions.setdefault(word, to_number(word))

    def _read_plain(self, start: int, end: int) -> ModeNode | None:
        """The quick way for a mode in which nothing is out of order; None when anything is."""
        words = tuple(self._words[start:end])
        fraction = self._fraction(words[0])
        if fraction is None or not KEYWORDS.isdisjoint(words):
            return None
        models = self.models
        for model_at, word in enumerate(words):
            if word in models:
                break
            if word in FLAGS or (model_at and word[0] in _DIGITS):
                return None
        else:
            return None
        if len(words) > model_at + 1:
            if not models.isdisjoint(words[model_at + 1 :]) or not FLAGS.isdisjoint(words):
                return None
            if self._tokens.source.text.find("\n", self._starts[start + model_at], self._starts[end]) >= 0:
                return None
        starts = tuple(self._starts[start:end])
        return ModeNode(
            fraction, words, model_at, (), Span(starts[0], starts[-1] + len(words[-1])), starts, self._tokens.source
        )

    def _read_with_care(self, start: int, semicolon: int) -> tuple[ModeNode | None, int]:
        """The thorough way: find where the mode really ends, then what it says."""
        end = self._find_end(start, semicolon)
        node = self._node(start, end) if end > start else None
        if end == semicolon and semicolon < len(self._words):
            return node, end + 1
        if node is not None or end > start:
            self._complaints.missing_semicolon(end - 1, end if end < len(self._words) else None)
        return node, end

    def _find_end(self, start: int, semicolon: int) -> int:
        """Where the mode ends: at its ``;``, at a statement, or where the next mode plainly begins."""
        words = self._words
        model_at = None
        for index in range(start + 1, semicolon):
            word = words[index]
            if word in KEYWORDS:
                return index
            if word in self.models:
                if model_at is None:
                    model_at = index
                    split = self._split(start, index)
                else:
                    split = self._split(model_at, index)
                if split is not None:
                    return split
            elif self._begins_mode(index, semicolon, model_at is not None or index > start + 2):
                return index
        return semicolon

    def _split(self, first: int, model_at: int) -> int | None:
        """Where, between word `first` and the model at `model_at`, a further mode begins with its fraction.

        Behind a complete mode (`first` is its model) any number before names will do; behind one whose model is not
        known, the number must begin a line.
        """
        index = model_at - 1
        stop = max(first, model_at - _LOOK_AHEAD)
        while index > stop and self._fraction(self._words[index]) is None:
            index -= 1
        if index <= stop or index == model_at - 1:
            return None
        if self._words[first] in self.models:
            return index
        return index if index > first + 1 and self._tokens.begins_line(index) else None

    def _begins_mode(self, index: int, semicolon: int, complete: bool) -> bool:
        """Whether a new mode begins with word `index`, judged by its line alone.

        It does when the word is a number, the first on its line, and names follow of which the last but numbers looks
        like a model: ``0.5 D*- pi+ MYMODEL``.
        """
        words = self._words
        if not complete or words[index][0] not in _DIGITS or self._fraction(words[index]) is None:
            return False
        if not self._tokens.begins_line(index) or index + 2 >= len(words):
            return False
        following = words[index + 1]
        if self._fraction(following) is not None or following in self.names:
            return False
        for ahead in range(index + 1, min(semicolon, index + _LOOK_AHEAD)):
            word = words[ahead]
            if word in KEYWORDS or self._fraction(word) is not None:
                return False
            if word in self.models or (looks_like_model(word) and word not in self.names):
                return True
        return False

    def _node(self, start: int, end: int) -> ModeNode | None:
        fraction = self._read_fraction(start)
        if fraction is None:
            return None
        positions = list(range(start + 1, end))
        flags, positions = self._take_flags(positions)
        model = self._find_model(positions)
        if model is not None and flags:
            self._check_flags(flags, positions, model)
        positions = self._drop_numbers(positions, model)
        model_at = 1 + (positions.index(model) if model is not None else len(positions))
        if model is None:
            last = end - 1
            self._complaints.error(
                "missing-model",
                "this decay mode names no decay model",
                (Span(self._tokens.end(last), self._tokens.end(last)), "expected a decay model"),
                hint="write the model before the `;`, for example `PHSP;`",
            )
        elif model_at < len(positions):
            self._check_second_model(positions[model_at - 1 :])
        kept = [start, *positions]
        return ModeNode(
            fraction,
            tuple(self._words[index] for index in kept),
            model_at,
            tuple(self._words[index] for index in flags),
            Span(self._starts[start], self._tokens.end(end - 1)),
            tuple(self._starts[index] for index in kept),
            self._tokens.source,
        )

    def _read_fraction(self, index: int) -> float | None:
        """The fraction at word `index`; a word that is not quite a number gives what ``atof`` makes of it."""
        word = self._words[index]
        value = self._fraction(word)
        if value is not None:
            return value
        value = leading_number(word)
        if value is None:
            self._complaints.error(
                "expected-fraction",
                f"expected a branching fraction or `Enddecay`, found `{shorten(word)}`",
                (self._tokens.span(index), "a decay mode begins with its branching fraction"),
            )
            return None
        self._complaints.error(
            "bad-number",
            f"`{shorten(word)}` is not a number",
            (self._tokens.span(index), "expected a branching fraction"),
            hint=f"write `{word.replace(',', '.')}`" if to_number(word.replace(",", ".")) is not None else "",
        )
        return value

    def _take_flags(self, positions: list[int]) -> tuple[list[int], list[int]]:
        """Take ``PHOTOS`` and the like out of the words before the arguments."""
        flags: list[int] = []
        kept = []
        for index in positions:
            word = self._words[index]
            if word not in FLAGS:
                kept.append(index)
            elif any(self._words[flag] == word for flag in flags):
                self._complaints.warning(
                    "repeated-flag", f"`{word}` is given twice", (self._tokens.span(index), "once is enough")
                )
            else:
                flags.append(index)
        return flags, kept

    def _find_model(self, positions: list[int]) -> int | None:
        for index in positions:
            if self._words[index] in self.models:
                return index
        return self._guess_model(positions)

    def _check_flags(self, flags: list[int], positions: list[int], model: int) -> None:
        """Flags stand between the last daughter and the model."""
        last = max((index for index in positions if index < model), default=-1)
        for index in flags:
            if index < last or index > model:
                word = self._words[index]
                self._complaints.error(
                    "misplaced-flag",
                    f"`{word}` stands {'before a daughter' if index < last else 'behind the model'}",
                    (self._tokens.span(index), "expected after the last daughter, before the model"),
                    hint=f"write `{word} {self._words[model]}`",
                )

    def _guess_model(self, positions: list[int]) -> int | None:
        """Position of what is probably the model when no word is a known one.

        The word behind a flag is a model for certain. Else the first word that looks like one; else the last word that
        is not a number, unless it is plainly a particle (an alias, no capital letter, or an ending such as ``+``).
        """
        for index in positions:
            if self._words[index - 1] in FLAGS and self._fraction(self._words[index]) is None:
                return index
        for index in positions:
            word = self._words[index]
            if word not in self.names and looks_like_model(word):
                return index
        named = [index for index in positions if self._fraction(self._words[index]) is None]
        if not named:
            return None
        word = self._words[named[-1]]
        if word in self.names or word[-1] in "+-0)" or "/" in word or word == word.lower():
            return None
        return named[-1]

    def _drop_numbers(self, positions: list[int], model: int | None) -> list[int]:
        """Leave out numbers that stand among the daughters, with a complaint each."""
        kept = []
        for index in positions:
            among_daughters = model is None or index < model
            if among_daughters and self._words[index][0] in _DIGITS and self._fraction(self._words[index]) is not None:
                self._complaints.error(
                    "number-among-daughters",
                    f"expected a daughter or a decay model, found the number `{shorten(self._words[index])}`",
                    (self._tokens.span(index), "this is not a particle"),
                )
            else:
                kept.append(index)
        return kept

    def _check_second_model(self, positions: list[int]) -> None:
        """Complain about a model among the arguments of a model."""
        first = positions[0]
        for index in positions[1:]:
            if self._words[index] in self.models:
                self._complaints.error(
                    "second-model",
                    "this decay mode names two decay models",
                    (self._tokens.span(index), "expected an argument or `;`"),
                    (self._tokens.span(first), "the model of this mode"),
                )
                return
