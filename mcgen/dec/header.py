"""The comments at the top of a decay file as metadata.

Belle II's decay files begin with lines ``# Key: value`` (``EventType``, ``Descriptor``, ``NickName``, ...). No tool
enforces them and they vary; they are read leniently and nothing is refused here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mcgen.dec.event_type import EventType
from mcgen.diagnostics.source import Source, Span

__all__ = ["Header", "HeaderField", "read_header"]

_FIELD = re.compile(r"#[#*=\s]*([A-Za-z][A-Za-z0-9 _-]{0,30}?)\s*:\s*([^\n]*)")
_TEXT = re.compile(r"#+[ \t]*([^\n]*)")
_KNOWN = frozenset(
    [
        "eventtype",
        "descriptor",
        "nickname",
        "responsible",
        "email",
        "date",
        "physicswg",
        "tested",
        "documentation",
        "cuts",
        "comments",
        "comment",
        "changes",
        "cputime",
        "parents",
        "note",
        "notes",
        "author",
    ]
)
_LONG = frozenset({"documentation", "comments", "comment", "changes", "descriptor", "notes"})


@dataclass(frozen=True, slots=True)
class HeaderField:
    """One ``# Key: value``: the key as written, the value, and the place of the value."""

    key: str
    value: str
    span: Span = field(default=Span(0, 0), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Header:
    """Metadata of a decay file.

    Parameters
    ----------
    fields
        By normalised key (lower case letters and digits only: ``eventtype``, ``physicswg``); the first of a key counts.
    """

    fields: dict[str, HeaderField] = field(default_factory=dict)

    def get(self, key: str) -> str:
        """Value of a field, whatever the case and spacing of the key; empty when there is none."""
        found = self.fields.get(_normalise(key))
        return found.value if found is not None else ""

    @property
    def event_type(self) -> EventType | None:
        """The decoded ``EventType``; None when there is none or it is not ten digits."""
        return EventType.decode(self.get("EventType"))

    @property
    def nickname(self) -> str:
        """``NickName``."""
        return self.get("NickName")

    @property
    def descriptor(self) -> str:
        """``Descriptor``."""
        return self.get("Descriptor")


def read_header(source: Source, end: int) -> Header:
    """Read the comments of `source` before offset `end`."""
    fields: dict[str, HeaderField] = {}
    last = ""
    for match in _TEXT.finditer(source.text, 0, end):
        found = _FIELD.match(source.text, match.start(), match.end())
        key = _normalise(found.group(1)) if found is not None else ""
        if found is not None and (key in _KNOWN or last not in _LONG):
            last = key
            span = Span(found.start(2), found.start(2) + len(found.group(2).rstrip()))
            fields.setdefault(key, HeaderField(found.group(1), found.group(2).strip(), span))
        elif last in _LONG and (text := match.group(1).strip(" \t\r#*=-")):
            old = fields[last]
            fields[last] = HeaderField(old.key, f"{old.value} {text}".strip(), Span(old.span.start, match.end()))
        else:
            last = ""
    return Header(fields)


def _normalise(key: str) -> str:
    return "".join(character for character in key.lower() if character.isalnum())
