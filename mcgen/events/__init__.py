"""Events: columns, views, checks and displays.

Start with :mod:`mcgen.events.columns`, the table of columns; :class:`Events` holds them, :class:`EventView` is one
event of a batch.
"""

from __future__ import annotations

from mcgen.events.check import EventProblem, check_events
from mcgen.events.columns import COLUMNS, EVENT_COLUMNS, PARTICLE_COLUMNS, Column
from mcgen.events.digest import EventsDigest
from mcgen.events.events import Events, concatenate
from mcgen.events.status import Process, Status
from mcgen.events.view import EventView

__all__ = [
    "COLUMNS",
    "EVENT_COLUMNS",
    "PARTICLE_COLUMNS",
    "Column",
    "EventProblem",
    "EventView",
    "Events",
    "EventsDigest",
    "Process",
    "Status",
    "check_events",
    "concatenate",
]
