"""The syntax mistakes of decay files as diagnostics."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from mcgen.dec.lexer import Tokens
from mcgen.dec.vocabulary import KEYWORDS
from mcgen.diagnostics.diagnostic import Diagnostic, Label, Severity
from mcgen.diagnostics.source import Span

__all__ = ["MAXIMUM", "Complaints"]

MAXIMUM = 1000
"""Findings kept per file; a file with more is not a decay file."""

_LOWER = {keyword.lower(): keyword for keyword in KEYWORDS}


class Complaints:
    """Collects findings about the words of one file.

    Parameters
    ----------
    tokens
        The words, to which all methods refer by position.
    """

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._found: list[Diagnostic] = []
        self._dropped = 0

    def finish(self) -> tuple[Diagnostic, ...]:
        """All findings in the order of their places."""
        found = sorted(self._found, key=lambda finding: finding.labels[0].span.start if finding.labels else -1)
        if self._dropped:
            message = f"too many mistakes: {self._dropped} more are not shown"
            found.append(Diagnostic("too-many-mistakes", Severity.ERROR, message))
        return tuple(found)

    def error(self, rule: str, message: str, *labels: tuple[Span, str], hint: str = "", note: str = "") -> None:
        """Add an error; the first label is the primary one."""
        self._add(Severity.ERROR, rule, message, labels, hint, note)

    def warning(self, rule: str, message: str, *labels: tuple[Span, str], hint: str = "", note: str = "") -> None:
        """Add a warning; the first label is the primary one."""
        self._add(Severity.WARNING, rule, message, labels, hint, note)

    def of_characters(self) -> None:
        """Complain of white space that is none and of text stuck to a ``;``."""
        text = self._tokens.source.text
        for span in self._tokens.foreign_spaces:
            self.error(
                "foreign-space",
                f"the invisible character U+{ord(text[span.start]):04X} is not white space in a decay file",
                (span, "EvtGen takes it for part of a word"),
                hint="replace it by an ordinary space",
            )
        for span in self._tokens.stuck:
            stuck = text[span.start : span.end]
            self.warning(
                "text-after-semicolon",
                f"`{shorten(stuck)}` is ignored",
                (span, "whatever is stuck to a `;` is not read"),
                hint="remove it" if set(stuck) == {";"} else "put a space or a line end behind the `;`",
            )

    def missing_semicolon(self, last: int, following: int | None) -> None:
        """A mode whose last word is `last` is not closed before `following` (None: the end of the file)."""
        line = self._tokens.source.line_column(self._tokens.starts[last])[0]
        labels = [(_behind(self._tokens, last), "expected `;`")]
        if following is None:
            message = "this decay mode is not closed before the end of the file"
        elif (word := self._tokens.words[following]) in KEYWORDS:
            message = f"this decay mode is not closed before `{word}`"
            labels.append((self._tokens.span(following), f"`{word}` would be read as an argument of the model"))
        else:
            message = "this decay mode is not closed before the next one"
            labels.append((self._tokens.span(following), "the next branching fraction starts here"))
        self.error("missing-semicolon", message, *labels, hint=f"end line {line} with `;`")

    def missing_enddecay(self, header: int, name: str, last: int, following: int | None) -> None:
        """The block that begins with word `header` and ends with word `last` has no ``Enddecay``."""
        before = "the end of the file" if following is None else f"`{self._tokens.words[following]}`"
        block = f"{self._tokens.words[header]} {name}".strip()
        place = _behind(self._tokens, last) if following is None else self._tokens.span(following)
        self.error(
            "missing-enddecay",
            f"the block `{block}` is not closed before {before}",
            (place, "expected `Enddecay` before this" if following is not None else "expected `Enddecay`"),
            (self._tokens.span(header), "the block begins here"),
            hint=f"write `Enddecay` after the last mode of `{name}`"
            if name
            else "write `Enddecay` after the last mode",
        )

    def misspelt_keyword(self, index: int, keyword: str) -> None:
        """Word `index` is not a statement but `keyword` nearly is the same."""
        word = self._tokens.words[index]
        self.error(
            "unknown-statement",
            f"unknown statement `{shorten(word)}`",
            (self._tokens.span(index), f"did you mean `{keyword}`?"),
            hint=f"write `{keyword}`",
        )

    def nearest_keyword(self, index: int, among: Iterable[str] = KEYWORDS) -> str | None:
        """The statement that word `index` is probably meant to be; None when there is none or too many were asked."""
        word = self._tokens.words[index]
        if len(word) > 40 or len(self._found) >= MAXIMUM or not word[0].isalpha():
            return None
        allowed = frozenset(among)
        if (same := _LOWER.get(word.lower())) in allowed:
            return same
        close = difflib.get_close_matches(word, sorted(allowed), 1, 0.8)
        return close[0] if close else None

    def _add(
        self, severity: Severity, rule: str, message: str, labels: Iterable[tuple[Span, str]], hint: str, note: str
    ) -> None:
        if len(self._found) >= MAXIMUM:
            self._dropped += 1
            return
        source = self._tokens.source
        placed = tuple(Label(span, text, source) for span, text in labels)
        self._found.append(Diagnostic(rule, severity, message, placed, hint, (note,) if note else ()))


def shorten(word: str) -> str:
    """A word fit for a message."""
    return word if len(word) <= 60 else word[:57] + "..."


def _behind(tokens: Tokens, index: int) -> Span:
    end = tokens.end(index)
    return Span(end, end)
