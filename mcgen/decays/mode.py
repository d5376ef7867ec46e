"""One way in which a particle decays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from mcgen.diagnostics.source import Source, Span

__all__ = ["DecayMode", "ModeParameter"]

ModeParameter: TypeAlias = float | str
NOWHERE = Span(0, 0)


@dataclass(slots=True, unsafe_hash=True)
class DecayMode:
    """One decay mode of a mother, ready to be bound to a model.

    Not to be changed: tables share their modes. (It is not frozen because a table has ten thousand of them, and making
    frozen ones takes twice as long.)

    Parameters
    ----------
    fraction
        Branching fraction as written; only its ratio to the sum over the mother's modes matters.
    daughters
        Names as the decay file writes them, aliases included, in the order of the file.
    model
        Name of the decay model, a ``ModelAlias`` already replaced by what it stands for.
    parameters
        Arguments of the model, ``Define`` names already replaced; what does not read as a number stays text.
    photos, verbose, summary
        The flags ``PHOTOS``, ``VERBOSE`` and ``SUMMARY`` of the mode.
    span, source
        Where the mode is written. A mode made by ``CDecay`` or ``CopyDecay`` keeps the place of its original. Not part
        of the comparison of modes.

    Notes
    -----
    The charge conjugate of a mode (``CDecay``) is the same mode with every daughter conjugated; model and parameters
    stay as they are, as in EvtGen (``EvtParticleDecay::chargeConj``), where the models themselves tell a particle from
    its antiparticle.
    """

    fraction: float
    daughters: tuple[str, ...]
    model: str
    parameters: tuple[ModeParameter, ...] = ()
    photos: bool = False
    verbose: bool = False
    summary: bool = False
    span: Span = field(default=NOWHERE, compare=False)
    source: Source | None = field(default=None, compare=False, repr=False)

    @property
    def line(self) -> int:
        """The line (from 1) at which the mode begins; 0 when it was not read from a text."""
        return self.source.line_column(self.span.start)[0] if self.source is not None else 0

    @property
    def where(self) -> str:
        """``file:line`` of the mode, for messages; empty when it was not read from a text."""
        return f"{self.source.name}:{self.line}" if self.source is not None else ""

    def __str__(self) -> str:
        words = [f"{self.fraction:g}", *self.daughters]
        words += [
            flag for flag, on in (("PHOTOS", self.photos), ("VERBOSE", self.verbose), ("SUMMARY", self.summary)) if on
        ]
        words.append(self.model)
        words += [p if isinstance(p, str) else f"{p:g}" for p in self.parameters]
        return " ".join(words) + ";"
