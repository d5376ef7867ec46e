"""The shapes of statements of fixed length: how many words of what kind follow the keyword."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mcgen.dec.numbers import to_number
from mcgen.dec.syntax import (
    AliasStatement,
    BlattWeisskopfStatement,
    CDecayStatement,
    ChargeConjStatement,
    CopyDecayStatement,
    DefineStatement,
    FactorStatement,
    FlagStatement,
    LineshapeStatement,
    MassLimitStatement,
    Name,
    PartialWaveStatement,
    PhotosStatement,
    PythiaStatement,
    Statement,
)
from mcgen.diagnostics.source import Span

__all__ = ["ALIAS", "INTEGER", "MODEL", "NAME", "NOT_EVTGEN", "NUMBER", "SHAPES", "WORD", "YES_NO", "Shape", "fits"]

NAME = "a particle"
ALIAS = "a new name"
WORD = "a name"
MODEL = "a decay model"
NUMBER = "a number"
INTEGER = "an integer"
TEXT = "Module:parameter=value"
YES_NO = "`yes` or `no`"

NOT_EVTGEN = frozenset({"AddDecay", "BlattWeisskopfDecay", "PolarizedUpsilon"})
"""Statements that are understood here and not by EvtGen."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The words that follow a keyword, and the statement that they make.

    Parameters
    ----------
    kinds
        What each word must be.
    node
        Class of the statement.
    keyed
        Whether the statement is given its keyword first.
    """

    kinds: tuple[str, ...]
    node: Callable[..., Any]
    keyed: bool = False

    def make(self, keyword: str, words: list[Name], span: Span) -> Statement:
        """The statement."""
        statement: Statement = self.node(*((keyword,) if self.keyed else ()), *words, span=span)
        return statement


SHAPES: dict[str, Shape] = {
    "Alias": Shape((ALIAS, NAME), AliasStatement),
    "ChargeConj": Shape((NAME, NAME), ChargeConjStatement),
    "CDecay": Shape((NAME,), CDecayStatement),
    "CopyDecay": Shape((NAME, NAME), CopyDecayStatement),
    "Define": Shape((WORD, NUMBER), DefineStatement),
    "SetLineshapePW": Shape((NAME, NAME, NAME, INTEGER), PartialWaveStatement),
    "ChangeMassMin": Shape((NAME, NUMBER), MassLimitStatement, keyed=True),
    "ChangeMassMax": Shape((NAME, NUMBER), MassLimitStatement, keyed=True),
    "BlattWeisskopf": Shape((NAME, NUMBER), BlattWeisskopfStatement, keyed=True),
    "BlattWeisskopfDecay": Shape((NAME, NUMBER), BlattWeisskopfStatement, keyed=True),
    "BlattWeisskopfBirth": Shape((NAME, NUMBER), BlattWeisskopfStatement, keyed=True),
    "IncludeBirthFactor": Shape((NAME, YES_NO), FactorStatement, keyed=True),
    "IncludeDecayFactor": Shape((NAME, YES_NO), FactorStatement, keyed=True),
    "LSFLAT": Shape((NAME,), LineshapeStatement, keyed=True),
    "LSNONRELBW": Shape((NAME,), LineshapeStatement, keyed=True),
    "LSMANYDELTAFUNC": Shape((NAME,), LineshapeStatement, keyed=True),
    "PythiaBothParam": Shape((TEXT,), PythiaStatement, keyed=True),
    "PythiaGenericParam": Shape((TEXT,), PythiaStatement, keyed=True),
    "PythiaAliasParam": Shape((TEXT,), PythiaStatement, keyed=True),
    "JetSetPar": Shape((TEXT,), PythiaStatement, keyed=True),
    "yesPhotos": Shape((), PhotosStatement, keyed=True),
    "noPhotos": Shape((), PhotosStatement, keyed=True),
    "normalPhotos": Shape((), PhotosStatement, keyed=True),
    "PolarizedUpsilon": Shape((), FlagStatement, keyed=True),
}


def fits(word: str, kind: str) -> bool:
    """Whether a word is of a kind."""
    if kind == NUMBER:
        return to_number(word) is not None
    if kind == INTEGER:
        value = to_number(word)
        return value is not None and value == int(value)
    return kind != YES_NO or word in {"yes", "no"}
