"""Decay files as arguments: a path, or the text itself."""

from __future__ import annotations

import os
from pathlib import Path

from mcgen.errors import McgenError

__all__ = ["INLINE_NAME", "LARGEST_DECAY_FILE", "read_decay_text"]

INLINE_NAME = "<decay text>"
"""What messages call a text that was handed over without a file."""

LARGEST_DECAY_FILE = 32 * 1024 * 1024
"""Bytes; the complete central tables of the experiments have less than one MiB."""


def read_decay_text(dec: str | os.PathLike[str]) -> tuple[str, str]:
    """Return the name and the text of a decay file.

    Parameters
    ----------
    dec
        A path, or the text itself: a string with a line end is text.

    Returns
    -------
    (name, text)
        The path as given (or :data:`INLINE_NAME`) and the text.

    Raises
    ------
    McgenError
        The file cannot be read, is empty, not text, or far too large for a decay file.
    """
    if isinstance(dec, str) and "\n" in dec:
        if not dec.strip():
            raise McgenError("the decay text is empty")
        return INLINE_NAME, dec
    from mcgen.dec.file import read_text

    name = os.fspath(dec)
    _refuse_oddities(name)
    text = read_text(Path(name))
    if not text.strip():
        raise McgenError(f"the decay file {name} is empty")
    return name, text


def _refuse_oddities(name: str) -> None:
    """Name what is wrong with a path before anything is read."""
    shown = name if len(name) <= 200 else f"{name[:200]}..."
    try:
        size = Path(name).stat().st_size
    except FileNotFoundError:
        hint = " (a decay table given as text needs a line end in it, or it is taken for a path)" if ";" in name else ""
        raise McgenError(f"there is no decay file {shown}{hint}") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise McgenError(f"cannot read the decay file {shown}: {reason}") from None
    if size > LARGEST_DECAY_FILE:
        raise McgenError(
            f"{shown} has {size / 1024**2:.0f} MiB: that is not a decay file "
            "(a complete central table has less than one MiB)"
        )
