"""A decay file as read."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from mcgen.dec.header import Header
from mcgen.dec.syntax import DecayBlock, Name, Statement
from mcgen.diagnostics.diagnostic import Diagnostic, Severity
from mcgen.diagnostics.source import Source, Span
from mcgen.errors import McgenError

__all__ = ["DecayFile", "read_text"]

MAXIMUM_BYTES = 64 << 20
"""Longest decay file that is read from disk; the central table of Belle II has 0.8 MB."""

_COMMENT = re.compile(r"#[^\n]*")


@dataclass(frozen=True, slots=True)
class DecayFile:
    """The statements of one decay file.

    Two files are equal when they say the same, wherever and however it is written.

    Parameters
    ----------
    source
        The text.
    statements
        Up to ``End``, in order.
    header
        The comments before the first statement as metadata.
    diagnostics
        Mistakes of syntax, in order of their places.
    """

    source: Source = field(compare=False, repr=False)
    statements: tuple[Statement, ...]
    header: Header = field(default_factory=Header, compare=False)
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False, repr=False)

    @property
    def name(self) -> str:
        """Name of the source."""
        return self.source.name

    @property
    def sha256(self) -> str:
        """Hex digest of the text in UTF-8."""
        return hashlib.sha256(self.source.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def blocks(self) -> tuple[DecayBlock, ...]:
        """The ``Decay`` (and ``AddDecay``) blocks."""
        return tuple(statement for statement in self.statements if isinstance(statement, DecayBlock))

    @property
    def comments(self) -> tuple[Name, ...]:
        """All comments, from ``#`` to the end of the line, with their places."""
        return tuple(
            Name(match.group().rstrip(), Span(match.start(), match.end()))
            for match in _COMMENT.finditer(self.source.text)
        )

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.diagnostics)


def read_text(path: Path) -> str:
    """Text of a decay file.

    Raises
    ------
    McgenError
        If the file cannot be read, is longer than `MAXIMUM_BYTES`, is binary, or is not UTF-8 text.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        message = f"cannot read the decay file {path}: {error.strerror or error}"
        raise McgenError(message) from error
    if len(data) > MAXIMUM_BYTES:
        message = f"{path} is longer than {MAXIMUM_BYTES >> 20} MiB: no decay file is"
        raise McgenError(message)
    if b"\x00" in data[:65536]:
        message = f"{path} is not a decay file: it holds binary data"
        raise McgenError(message)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"{path} is not UTF-8 text: byte 0x{data[error.start]:02x} on line {line}; save the file as UTF-8"
        raise McgenError(message) from error
