"""What a decay file says, statement by statement, with the place of every word.

Places (``span``, ``starts``) take no part in comparisons: two files are equal when they say the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from mcgen.dec.vocabulary import FLAGS
from mcgen.diagnostics.source import Source, Span

__all__ = [
    "AliasStatement",
    "BlattWeisskopfStatement",
    "CDecayStatement",
    "ChargeConjStatement",
    "CopyDecayStatement",
    "DecayBlock",
    "DefineStatement",
    "FactorStatement",
    "FlagStatement",
    "LineshapeStatement",
    "MassLimitStatement",
    "ModeNode",
    "ModelAliasStatement",
    "Name",
    "PartialWaveStatement",
    "ParticleStatement",
    "PhotosStatement",
    "PythiaStatement",
    "RemoveDecayBlock",
    "RemovedMode",
    "Statement",
]

_WORD = re.compile(r"[^ \t\r]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A word of the file and its place."""

    text: str
    span: Span = field(default=Span(0, 0), compare=False, repr=False)

    def __str__(self) -> str:
        return self.text


@dataclass(slots=True, unsafe_hash=True)
class ModeNode:
    """One line of a ``Decay`` block. Not to be changed (it is not frozen because making frozen ones takes four times as long).

    Parameters
    ----------
    fraction
        The branching fraction as a number.
    words
        Fraction, daughters, model and arguments as written, flags left out.
    model_at
        Position of the model in `words`; ``len(words)`` when there is none.
    flags
        ``PHOTOS``, ``VERBOSE``, ``SUMMARY`` as written.
    span
        From the fraction to the last word.
    starts
        Character offset of each of `words`; empty for a mode on one line of `source` and nothing else, whose offsets are
        found when they are asked for.
    source
        The text.
    """

    fraction: float
    words: tuple[str, ...]
    model_at: int
    flags: tuple[str, ...] = ()
    span: Span = field(default=Span(0, 0), compare=False, repr=False)
    starts: tuple[int, ...] = field(default=(), compare=False, repr=False)
    source: Source | None = field(default=None, compare=False, repr=False)

    @property
    def daughters(self) -> tuple[str, ...]:
        """Names of the daughters."""
        return self.words[1 : self.model_at]

    @property
    def model(self) -> str:
        """Name of the model; empty when it is missing."""
        return self.words[self.model_at] if self.model_at < len(self.words) else ""

    @property
    def arguments(self) -> tuple[str, ...]:
        """Arguments of the model as written."""
        return self.words[self.model_at + 1 :]

    @property
    def fraction_span(self) -> Span:
        """Place of the branching fraction."""
        return self._spans()[0]

    @property
    def daughter_spans(self) -> tuple[Span, ...]:
        """Place of each daughter."""
        return self._spans()[1 : self.model_at]

    @property
    def model_span(self) -> Span:
        """Place of the model; the empty place behind the last daughter when it is missing."""
        if self.model_at < len(self.words):
            return self._spans()[self.model_at]
        return Span(self.span.end, self.span.end)

    @property
    def argument_spans(self) -> tuple[Span, ...]:
        """Place of each argument."""
        return self._spans()[self.model_at + 1 :]

    def _spans(self) -> tuple[Span, ...]:
        starts = self.starts
        if not starts and self.source is not None:
            found = _WORD.finditer(self.source.text, self.span.start, self.span.end)
            starts = tuple(match.start() for match in found if match.group() not in FLAGS)
        return tuple(Span(start, start + len(word)) for start, word in zip(starts, self.words, strict=True))


@dataclass(frozen=True, slots=True)
class DecayBlock:
    """``Decay X ... Enddecay`` (or ``AddDecay``, which adds to what X has)."""

    particle: Name
    modes: tuple[ModeNode, ...]
    keyword: Literal["Decay", "AddDecay"] = "Decay"
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RemovedMode:
    """The daughters of one mode in a ``RemoveDecay`` block."""

    daughters: tuple[Name, ...]
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RemoveDecayBlock:
    """``RemoveDecay X ... Enddecay``: modes to take away."""

    particle: Name
    modes: tuple[RemovedMode, ...]
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CDecayStatement:
    """``CDecay X``: X decays as its antiparticle does, conjugated."""

    particle: Name
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CopyDecayStatement:
    """``CopyDecay X Y``: X decays as Y does."""

    new: Name
    old: Name
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AliasStatement:
    """``Alias X Y``: X is a further name of Y, with decays of its own."""

    new: Name
    old: Name
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ChargeConjStatement:
    """``ChargeConj X Y``: the aliases X and Y are charge conjugates."""

    first: Name
    second: Name
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DefineStatement:
    """``Define X 0.5``: X stands for 0.5 among the arguments of models."""

    name: Name
    value: Name
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ModelAliasStatement:
    """``ModelAlias X MODEL 1.0 2.0;``: X stands for a model with its arguments."""

    name: Name
    model: Name
    arguments: tuple[Name, ...]
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ParticleStatement:
    """``Particle X mass width``: other mass and width [GeV]."""

    particle: Name
    mass: Name
    width: Name | None
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class MassLimitStatement:
    """``ChangeMassMin X mass`` and ``ChangeMassMax X mass`` [GeV]."""

    keyword: Literal["ChangeMassMin", "ChangeMassMax"]
    particle: Name
    mass: Name
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class LineshapeStatement:
    """``LSFLAT X``, ``LSNONRELBW X``, ``LSMANYDELTAFUNC X``."""

    keyword: Literal["LSFLAT", "LSNONRELBW", "LSMANYDELTAFUNC"]
    particle: Name
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BlattWeisskopfStatement:
    """``BlattWeisskopf X R`` (also ``BlattWeisskopfDecay``) and ``BlattWeisskopfBirth X R``, R in 1/GeV."""

    keyword: Literal["BlattWeisskopf", "BlattWeisskopfDecay", "BlattWeisskopfBirth"]
    particle: Name
    radius: Name
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class FactorStatement:
    """``IncludeBirthFactor X yes`` and ``IncludeDecayFactor X no``."""

    keyword: Literal["IncludeBirthFactor", "IncludeDecayFactor"]
    particle: Name
    value: Name
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PartialWaveStatement:
    """``SetLineshapePW X Y Z L``: the decay X -> Y Z has orbital angular momentum L in lineshapes."""

    particle: Name
    first: Name
    second: Name
    wave: Name
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PhotosStatement:
    """``yesPhotos``, ``noPhotos``, ``normalPhotos``."""

    keyword: Literal["yesPhotos", "noPhotos", "normalPhotos"]
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PythiaStatement:
    """``PythiaBothParam M:p=v``, ``PythiaGenericParam``, ``PythiaAliasParam`` and the old ``JetSetPar``."""

    keyword: Literal["PythiaBothParam", "PythiaGenericParam", "PythiaAliasParam", "JetSetPar"]
    text: Name
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class FlagStatement:
    """A word that stands for itself, such as ``PolarizedUpsilon``; it has no effect."""

    keyword: str
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


Statement: TypeAlias = (
    DecayBlock
    | RemoveDecayBlock
    | CDecayStatement
    | CopyDecayStatement
    | AliasStatement
    | ChargeConjStatement
    | DefineStatement
    | ModelAliasStatement
    | ParticleStatement
    | MassLimitStatement
    | LineshapeStatement
    | BlattWeisskopfStatement
    | FactorStatement
    | PartialWaveStatement
    | PhotosStatement
    | PythiaStatement
    | FlagStatement
)
