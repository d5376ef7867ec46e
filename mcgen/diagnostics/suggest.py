"""Did you mean ...? Near names for a misspelt one."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BAR = re.compile(r"^anti[-_ ]?|bar|~", re.IGNORECASE)
_CHARGE = re.compile(r"(?:[+-]+|0)$")
_PUNCTUATION = re.compile(r"[_/\s^{}()]+")
_FLIPPED = str.maketrans("+-", "-+")
# Spoken names of neutral kaons and a few more that no edit distance finds.
_SPOKEN = {
    "ks": "k_s0",
    "kshort": "k_s0",
    "k0s": "k_s0",
    "kl": "k_l0",
    "klong": "k_l0",
    "k0l": "k_l0",
    "y4s": "upsilon(4s)",
}


def edit_distance(a: str, b: str, limit: int) -> int:
    """Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.

    Parameters
    ----------
    a, b
        The two names.
    limit
        Give up above this distance.

    Returns
    -------
    int
        The distance, or ``limit + 1`` when it is larger than `limit`.

    Notes
    -----
    The recursion of F. J. Damerau, Commun. ACM 7 (1964) 171, doi:10.1145/363958.363994, restricted so that no substring
    is edited twice (the unrestricted Damerau-Levenshtein distance is not used).
    """
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        current = [i]
        for j, other in enumerate(b, 1):
            best = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                best = min(best, before[j - 2] + 1)
            current.append(best)
        if min(current) > limit and (not before or min(previous) > limit):
            return limit + 1
        before, previous = previous, current
    return min(previous[-1], limit + 1)


def suggest(name: str, candidates: Iterable[str], limit: int = 3) -> list[str]:
    """Names from `candidates` that `name` may have been meant to be, the nearest first.

    Parameters
    ----------
    name
        What was written.
    candidates
        The names that exist.
    limit
        At most so many are returned.

    Returns
    -------
    list of str
        Names that differ only in case, punctuation, charge or the way of writing an antiparticle (``K*0bar``,
        ``anti-D+``, ``Jpsi``, ``KS``) come first, then those within an edit distance of a third of the length.

    Examples
    --------
    >>> suggest("K*0bar", ["K*0", "anti-K*0", "K*+"])
    ['anti-K*0', 'K*0', 'K*+']
    >>> suggest("SSV_HELAMP", ["SVV_HELAMP", "SVP_HELAMP", "PHSP"], limit=1)
    ['SVV_HELAMP']
    """
    lowered = _SPOKEN.get(name.lower().replace("_", ""), name.lower())
    stem, charge, bar = _split(lowered)
    allowed = max(1, len(name) // 3)
    scored: list[tuple[float, int, str]] = []
    for order, candidate in enumerate(candidates):
        other = candidate.lower()
        if other == lowered:
            scored.append((0.0 if candidate == name else 0.1, order, candidate))
            continue
        distance = float("inf")
        if abs(len(other) - len(lowered)) <= allowed:
            # Two names share at least this many letters if they are near: a cheap test before the exact one.
            distance = edit_distance(lowered, other, allowed)
            if distance > allowed:
                distance = float("inf")
        other_stem, other_charge, other_bar = _split(other)
        if other_stem == stem and stem:
            distance = min(distance, _variant_distance(charge, bar, other_charge, other_bar))
        if distance != float("inf"):
            # Between equal distances the name that starts alike is the likelier one.
            scored.append((distance + (0.25 if other[:1] != lowered[:1] else 0.0), order, candidate))
    scored.sort()
    return [candidate for _, _, candidate in scored[:limit]]


def _split(lowered: str) -> tuple[str, str, bool]:
    """Stem without punctuation, charge, and whether it is written as an antiparticle."""
    bare, bars = _BAR.subn("", lowered)
    match = _CHARGE.search(bare)
    charge = match.group() if match else ""
    stem = bare[: len(bare) - len(charge)] if charge else bare
    return _PUNCTUATION.sub("", stem), charge, bars % 2 == 1


def _variant_distance(charge: str, bar: bool, other_charge: str, other_bar: bool) -> float:
    """How far apart two ways of writing charge and antiparticle are: 0.2 for the same thing, up to 1."""
    meant = charge.translate(_FLIPPED) if bar and charge not in ("", "0") else charge
    listed = other_charge.translate(_FLIPPED) if other_bar and other_charge not in ("", "0") else other_charge
    neutral = meant in ("", "0") and listed in ("", "0")
    if meant == listed or neutral:
        same_bar = bar == other_bar or (meant not in ("", "0"))
        return 0.2 if same_bar else 0.5
    return 0.6 if meant == "" else 1.0
