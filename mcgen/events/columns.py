"""The columns of events: one table that the container, the writers, the checker and the documentation all read.

Particles stand breadth first, a mother before its daughters, the daughters of one mother side by side in the order of
the decay file. The names ``x``, ``t`` and ``mass`` are avoided on purpose: ``vector`` would read them as coordinates.
``docs/event_columns.md`` is made from this table by :func:`columns_document`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["COLUMNS", "EVENT_COLUMNS", "PARTICLE_COLUMNS", "Column", "columns_document"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in memory, in awkward arrays, in ROOT and in Parquet files alike.

    Parameters
    ----------
    name
        Name of the column.
    dtype
        Its numpy type, native byte order.
    unit
        Its unit; empty for pure numbers.
    meaning
        One line of explanation.
    """

    name: str
    dtype: np.dtype[Any]
    unit: str
    meaning: str


def _column(name: str, dtype: type[np.generic], unit: str, meaning: str) -> Column:
    return Column(name, np.dtype(dtype), unit, meaning)


PARTICLE_COLUMNS: tuple[Column, ...] = (
    _column("pdg", np.int32, "", "particle identity, Particle Data Group numbering"),
    _column("status", np.int32, "", "sum of the bits of `mcgen.events.Status` (those of Belle II's MCParticle)"),
    _column("mother", np.int32, "", "position of the mother within the event, -1: none"),
    _column("first_daughter", np.int32, "", "position of the first daughter within the event, -1: none"),
    _column("last_daughter", np.int32, "", "position of the last daughter within the event (inclusive), -1: none"),
    _column("px", np.float64, "GeV", "momentum along x, laboratory frame"),
    _column("py", np.float64, "GeV", "momentum along y, laboratory frame"),
    _column("pz", np.float64, "GeV", "momentum along z, laboratory frame"),
    _column("energy", np.float64, "GeV", "energy, laboratory frame"),
    _column("production_x", np.float64, "cm", "x of the point where the particle was made"),
    _column("production_y", np.float64, "cm", "y of the point where the particle was made"),
    _column("production_z", np.float64, "cm", "z of the point where the particle was made"),
    _column("production_time", np.float64, "ns", "time at which the particle was made"),
    _column("decay_x", np.float64, "cm", "x of the decay point; of a stable particle its production point"),
    _column("decay_y", np.float64, "cm", "y of the decay point; of a stable particle its production point"),
    _column("decay_z", np.float64, "cm", "z of the decay point; of a stable particle its production point"),
    _column(
        "decay_time",
        np.float64,
        "ns",
        "time of the decay; inf for a particle that the generator left stable, of a beam particle the collision",
    ),
)
"""Columns with one entry a particle; all events one after another, cut by `Events.offsets`."""

EVENT_COLUMNS: tuple[Column, ...] = (
    _column("experiment", np.int32, "", "experiment number, part of the event's name"),
    _column("run", np.int32, "", "run number, part of the event's name"),
    _column("event", np.int64, "", "event number, part of the event's name"),
    _column("weight", np.float64, "", "weight of the event; 1 in unweighted samples"),
    _column("process", np.int32, "", "what was generated, a code of `mcgen.events.Process`"),
    _column("event_code", np.int64, "", "Belle II event type of the decay file (10 or more digits), 0: none"),
)
"""Columns with one entry an event."""

COLUMNS: dict[str, Column] = {c.name: c for c in (*PARTICLE_COLUMNS, *EVENT_COLUMNS)}
"""All columns by name."""


def columns_document() -> str:
    """Return the reference page of the columns as markdown.

    Returns
    -------
    str
        Text of ``docs/event_columns.md``; a test keeps the file equal to it.
    """
    lines = [
        "# Event columns",
        "",
        "The same names and types in memory (`mcgen.Events`), in awkward arrays, in ROOT and in Parquet files. Particles",
        "stand mother before daughter, the daughters of one mother side by side, in the order of the decay file. This page",
        "is made from `mcgen/events/columns.py` (`columns_document()`).",
    ]
    for title, columns in (("One entry a particle", PARTICLE_COLUMNS), ("One entry an event", EVENT_COLUMNS)):
        lines += ["", f"## {title}", "", "| column | type | unit | meaning |", "|---|---|---|---|"]
        lines += [f"| `{c.name}` | {c.dtype.name} | {c.unit or '-'} | {c.meaning} |" for c in columns]
    return "\n".join(lines) + "\n"
