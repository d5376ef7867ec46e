"""Reading decay files as text, with a clear word for every file that is none."""

from __future__ import annotations

import os
from pathlib import Path

from mcgen.errors import DecayFileError

__all__ = ["INLINE_NAME", "LARGEST_DECAY_FILE", "read_decay_text"]

INLINE_NAME = "<decay text>"
"""What messages call a text that was handed over without a file."""

LARGEST_DECAY_FILE = 32 * 1024 * 1024
"""Bytes; the complete central tables of the experiments have less than one MiB."""

_CONTROL = frozenset(map(chr, range(32))) - set("\t\n\v\f\r\x1a")


def read_decay_text(dec: str | os.PathLike[str]) -> tuple[str, str]:
    """Return the name and the text of a decay file.

    Parameters
    ----------
    dec
        A path, or the text itself: a string with a line end is text.

    Returns
    -------
    (name, text)
        The path as given (or :data:`INLINE_NAME`) and the text, line ends as they are.

    Raises
    ------
    DecayFileError
        The file cannot be read, is empty, not text, or far too large for a decay file.
    """
    if isinstance(dec, str) and "\n" in dec:
        if not dec.strip():
            raise DecayFileError("the decay text is empty")
        return INLINE_NAME, dec
    name = os.fspath(dec)
    return name, _decoded(name, _bytes_of(name))


def _bytes_of(name: str) -> bytes:
    try:
        with Path(name).open("rb") as file:
            content = file.read(LARGEST_DECAY_FILE + 1)
    except FileNotFoundError:
        hint = ""
        if ";" in name:
            hint = " (a decay table given as text needs a line end in it, or it is taken for a path)"
        raise DecayFileError(f"there is no decay file {_short(name)}{hint}") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise DecayFileError(f"cannot read the decay file {_short(name)}: {reason}") from None
    if len(content) > LARGEST_DECAY_FILE:
        raise DecayFileError(
            f"{name} is larger than {LARGEST_DECAY_FILE // 1024**2} MiB: that is not a decay file "
            "(a complete central table has less than one MiB)"
        )
    return content


def _decoded(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")  # names in comments of old files
    if not text.strip():
        raise DecayFileError(f"the decay file {name} is empty")
    if found := _CONTROL.intersection(text):
        line = 1 + text[: min(text.index(character) for character in found)].count("\n")
        raise DecayFileError(f"{name} is not a decay file: it holds binary data (first in line {line})")
    return text


def _short(name: str) -> str:
    return name if len(name) <= 200 else f"{name[:200]}..."
