"""The ten digits of Belle II's event type."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["EventType"]

_TEN = re.compile(r"\d{10}")
_PLACES = ("general", "selection", "decay", "charm", "lepton", "tracks", "neutrals", "kaons", "extra", "user")


@dataclass(frozen=True, slots=True)
class EventType:
    """The event type ``g s d c l t n k e u`` of a decay file, digit by digit.

    Parameters
    ----------
    general, selection, decay, charm, lepton, tracks, neutrals, kaons, extra, user
        The digits. `neutrals` and `kaons` are sums of bits. Their meaning is told by :meth:`describe`.

    Notes
    -----
    Belle II decay-file numbering, basf2 ``decfiles/doc/event_type.rst``.
    """

    general: int
    selection: int
    decay: int
    charm: int
    lepton: int
    tracks: int
    neutrals: int
    kaons: int
    extra: int
    user: int

    @classmethod
    def decode(cls, text: str) -> EventType | None:
        """Decode ten digits; None for anything else (file names and headers in use hold nine, eleven, letters ...)."""
        if not text.isascii() or _TEN.fullmatch(text.strip()) is None:
            return None
        return cls(*map(int, text.strip()))

    def __str__(self) -> str:
        return "".join(str(getattr(self, place)) for place in _PLACES)

    @property
    def neutrino(self) -> bool:
        """Whether the decay digit says that there is at least one neutrino."""
        return self.general <= 4 and 5 <= self.decay <= 8

    def describe(self) -> dict[str, str]:
        """The meaning of each digit in words; digits without a defined meaning say so."""
        table = _meanings()
        general = str(self.general)
        words = {"general": table["general"].get(general, "undefined")}
        words["selection"] = table["selection"].get(general, {}).get(str(self.selection), "undefined")
        if general in "1234":
            words["decay"] = table["decay"].get(str(self.decay), "undefined")
            words["charm"] = table["charm"].get(str(self.charm), "undefined")
        elif general == "5":
            words["charm"] = table["gun"].get(str(self.charm), "undefined")
        words["lepton"] = table["lepton"].get(str(self.lepton), "undefined")
        words["tracks"] = f"{self.tracks} stable charged particles" + (" or more" if self.tracks == 9 else "")
        words["neutrals"] = _bits(self.neutrals, table["neutrals"])
        words["kaons"] = _bits(self.kaons, table["kaons"])
        words["extra"] = self._extra(table["extra"])
        words["user"] = f"{self.user}"
        return words

    def _extra(self, table: dict[str, Any]) -> str:
        key = f"{self.general}{self.selection}" if self.general == 2 else f"{self.general}"
        return str(table.get(key, {}).get(str(self.extra), self.extra))


def _bits(value: int, meanings: dict[str, str]) -> str:
    """Words for a sum of bits; 8 stands alone."""
    if value >= 8:
        return meanings["8"] if value == 8 else "undefined"
    found = [text for bit, text in meanings.items() if int(bit) < 8 and value & int(bit)]
    return ", ".join(found) if found else "none"


@cache
def _meanings() -> dict[str, Any]:
    text = Path(__file__).with_name("event_type.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table
