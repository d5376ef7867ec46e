"""The manifest of a run: what was asked for, what the source says about itself, and what was counted."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from mcgen.files.manifest import Manifest, Substitution
from mcgen.production.counters import CLEAN_OVERFLOW_FRACTION, group, overflow_fraction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mcgen.processes.source import GenerationRequest
    from mcgen.production.blocks import EventRange

__all__ = ["account"]

_FIELDS = {field.name for field in dataclasses.fields(Manifest)} - {"other"}


def account(
    request: GenerationRequest, entries: Mapping[str, Any], events: EventRange, counts: Mapping[str, int]
) -> Manifest:
    """Return the manifest of a finished run.

    Parameters
    ----------
    request
        What was asked for.
    entries
        What the source says about itself (:meth:`EventSource.manifest_entries`): fields of the manifest by name,
        anything else is kept as it is.
    events
        The events that were generated.
    counts
        Added-up counters of all blocks.
    """
    known = {name: value for name, value in entries.items() if name in _FIELDS}
    other = {name: value for name, value in entries.items() if name not in _FIELDS}
    notes = [*known.pop("notes", ())]
    overflows = dict(sorted(group(counts, "overflow").items()))
    fraction = overflow_fraction(counts, len(events))
    clean = fraction <= CLEAN_OVERFLOW_FRACTION
    if not clean:
        notes.append(
            f"not clean: the accept-reject bound was exceeded in {sum(overflows.values()):,} of {len(events):,} events "
            f"(more than {CLEAN_OVERFLOW_FRACTION:g}); distributions of these modes may be distorted: "
            + ", ".join(sorted(overflows, key=lambda mode: -overflows[mode])[:3])
        )
    remaining = {name: count for name, count in sorted(counts.items()) if name.partition(":")[0] not in _TAKEN}
    return Manifest(
        **{
            "process": request.process,
            "seed": request.seed,
            "experiment": request.experiment,
            "run": request.run,
            "first_event": events.first,
            "last_event": events.first + len(events) - 1,
            "requested": len(events),
            "events": len(events),
            "bound_overflows": overflows,
            "substitutions": _substitutions(counts),
            "clean": clean,
            "notes": tuple(notes),
            **known,
        },
        other={**other, **remaining},
    )


_TAKEN = {"overflow", "substituted"}


def _substitutions(counts: Mapping[str, int]) -> tuple[Substitution, ...]:
    """Return the modes that lost their model, from counters named ``substituted:MODEL:mode``."""
    records = []
    for name, count in sorted(group(counts, "substituted").items()):
        model, _, mode = name.partition(":")
        records.append(Substitution(mode=mode, model=model, count=count))
    return tuple(records)
