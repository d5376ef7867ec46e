"""Numbers as decay files write them."""

from __future__ import annotations

import math
import re

__all__ = ["leading_number", "to_number"]

_LEADING = re.compile(r"[+-]?(?:\d{1,400}\.?\d{0,400}|\.\d{1,400})(?:[eE][+-]?\d{1,5})?")


def to_number(word: str) -> float | None:
    """The finite number that the whole word stands for, or None.

    Python's further spellings (``nan``, ``inf``, ``1_000``, digits of other scripts) are not numbers here.
    """
    try:
        value = float(word)
    except ValueError:
        return None
    if math.isfinite(value) and "_" not in word and word.isascii():
        return value
    return None


def leading_number(word: str) -> float | None:
    """The number with which the word begins, as C's ``atof`` reads it; None when there is none."""
    match = _LEADING.match(word)
    return to_number(match.group()) if match else None
