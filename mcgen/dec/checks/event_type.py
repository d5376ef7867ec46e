"""Does the header's event type name the file?"""

from __future__ import annotations

import re
from pathlib import PurePath

from mcgen.dec.checks.findings import Findings
from mcgen.dec.header import Header

__all__ = ["check_event_type"]

# Ten digits; the last may be a letter, and a letter may follow, where the counting has run over.
_EVENT_TYPE = re.compile(r"\d{9}[0-9a-z][a-z]?")


def check_event_type(header: Header, findings: Findings) -> None:
    """Compare ``# EventType:`` with the name of the file, if both are there."""
    field = header.fields.get("eventtype")
    if field is None or not field.value:
        return
    if _EVENT_TYPE.fullmatch(field.value) is None:
        findings.add(
            "invalid-event-type",
            f"`{field.value}` is not an event type",
            (field.span, f"{len(field.value)} characters" if field.value.isalnum() else "ten digits expected"),
            help_text="write ten digits",
        )
        return
    stem = PurePath(findings.source.name).stem
    if _EVENT_TYPE.fullmatch(stem) is not None and stem != field.value:
        findings.add(
            "event-type-mismatch",
            f"the file is named {stem}, its header says {field.value}",
            (field.span, f"the file is `{PurePath(findings.source.name).name}`"),
            help_text=f"write `EventType: {stem}`, or rename the file",
        )
