"""The manifest of a run: what was asked for, what the source says about itself, and what was counted."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from mcgen.files.manifest import Manifest
from mcgen.production.counters import CLEAN_OVERFLOW_FRACTION, overflows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mcgen.processes.source import EventSource
    from mcgen.production.blocks import EventRange

__all__ = ["account"]

_FIELDS = {field.name for field in dataclasses.fields(Manifest)} - {"other"}


def account(source: EventSource, events: EventRange, counts: Mapping[str, int]) -> Manifest:
    """Return the manifest of a run.

    Parameters
    ----------
    source
        What generates; its :meth:`~mcgen.processes.source.EventSource.manifest_entries` are fields of the manifest by
        name, anything else in them is kept as it is.
    events
        The events.
    counts
        Added-up counters of all blocks so far.
    """
    entries = source.manifest_entries()
    known = {name: value for name, value in entries.items() if name in _FIELDS}
    other = {name: value for name, value in entries.items() if name not in _FIELDS}
    exceeded = overflows(counts)
    clean = sum(exceeded.values()) <= CLEAN_OVERFLOW_FRACTION * len(events)
    notes = [*known.pop("notes", ())]
    if not clean:
        notes.append(_unclean(exceeded, len(events)))
    request = source.request
    fields: dict[str, Any] = {
        "process": request.process,
        "seed": request.seed,
        "experiment": request.experiment,
        "run": request.run,
        "first_event": events.first,
        "last_event": events.first + len(events) - 1,
        "requested": len(events),
        "events": len(events),
        "bound_overflows": exceeded,
        "clean": clean,
        "notes": tuple(notes),
    }
    return Manifest(**{**fields, **known}, other={**other, "counters": dict(sorted(counts.items()))})


def _unclean(exceeded: Mapping[str, int], events: int) -> str:
    worst = sorted(exceeded, key=lambda mode: -exceeded[mode])[:3]
    return (
        f"not clean: an accept-reject bound was exceeded in {sum(exceeded.values()):,} of {events:,} events; "
        f"distributions may be distorted, most of all those of {', '.join(worst)}"
    )
