"""The manifest of a run: what was asked for, what the source says about itself, and what was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mcgen.files.manifest import Manifest
from mcgen.production.counters import CLEAN_OVERFLOW_FRACTION, overflows, remaining, substitutions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mcgen.processes.source import EventSource
    from mcgen.production.blocks import EventRange

__all__ = ["account"]


def account(source: EventSource, events: EventRange, counts: Mapping[str, int]) -> Manifest:
    """Return the manifest of a run.

    Parameters
    ----------
    source
        What generates; its :meth:`~mcgen.processes.source.EventSource.manifest_entries` are plain data under
        the manifest's names; anything else in them is kept as it is.
    events
        The events.
    counts
        Added-up counters of all blocks so far.
    """
    exceeded = overflows(counts)
    clean = sum(exceeded.values()) <= CLEAN_OVERFLOW_FRACTION * len(events)
    entries = source.manifest_entries()
    request = source.request
    made = {
        "process": request.process,
        "seed": request.seed,
        "experiment": request.experiment,
        "run": request.run,
        "first_event": events.first,
        "last_event": events.first + len(events) - 1,
        "requested": len(events),
        "events": len(events),
        **entries,
        "bound_overflows": exceeded,
        "clean": clean,
        "notes": [*entries.get("notes", ()), *([] if clean else [_unclean(exceeded, len(events))])],
        "counters": remaining(counts),
    }
    replaced = [{"model": model, "mode": mode, "count": count} for model, mode, count in substitutions(counts)]
    return Manifest.from_dict({"substitutions": replaced, **made})


def _unclean(exceeded: Mapping[str, int], events: int) -> str:
    worst = sorted(exceeded, key=lambda mode: -exceeded[mode])[:3]
    return (
        f"not clean: an accept-reject bound was exceeded in {sum(exceeded.values()):,} of {events:,} events; "
        f"distributions may be distorted, most of all those of {', '.join(worst)}"
    )
