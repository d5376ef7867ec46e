"""One way in which a particle decays."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TypeAlias

from mcgen.diagnostics.source import Source, Span

__all__ = ["DecayMode", "ModeParameter"]

ModeParameter: TypeAlias = float | str
NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True, init=False)
class DecayMode:
    """One decay mode of a mother, ready to be bound to a model.

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

    def __init__(
        self,
        fraction: float,
        daughters: tuple[str, ...],
        model: str,
        parameters: tuple[ModeParameter, ...] = (),
        photos: bool = False,
        verbose: bool = False,
        summary: bool = False,
        span: Span = NOWHERE,
        source: Source | None = None,
    ) -> None:
        # A table has ten thousand modes and the generated initialiser of a frozen class takes three times as long.
        _set_fraction(self, fraction)
        _set_daughters(self, daughters)
        _set_model(self, model)
        _set_parameters(self, parameters)
        _set_photos(self, photos)
        _set_verbose(self, verbose)
        _set_summary(self, summary)
        _set_span(self, span)
        _set_source(self, source)

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


(
    _set_fraction,
    _set_daughters,
    _set_model,
    _set_parameters,
    _set_photos,
    _set_verbose,
    _set_summary,
    _set_span,
    _set_source,
) = (DecayMode.__dict__[entry.name].__set__ for entry in fields(DecayMode))
