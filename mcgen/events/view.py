"""One event of a batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mcgen.events.columns import COLUMNS, EVENT_COLUMNS
from mcgen.events.status import Process

if TYPE_CHECKING:
    from mcgen.events.events import Events
    from mcgen.typing import FloatArray

__all__ = ["EventView"]

_EVENT_NAMES = frozenset(column.name for column in EVENT_COLUMNS)


class EventView:
    """A cheap view of one event: particle columns are array slices, event columns are plain numbers.

    Parameters
    ----------
    events
        The batch.
    index
        Position of the event in the batch, 0 <= index < len(events).

    Notes
    -----
    ``print(view)`` shows the decay tree; ``view.px`` [GeV] is float64[particles], ``view.event`` the event number.
    """

    __slots__ = ("_events", "_index", "_rows")

    def __init__(self, events: Events, index: int) -> None:
        self._events = events
        self._index = index
        self._rows = slice(int(events.offsets[index]), int(events.offsets[index + 1]))

    def __getattr__(self, name: str) -> Any:
        if name not in COLUMNS:
            raise AttributeError(f"an event has no column {name!r}; it has {', '.join(COLUMNS)}")
        column: npt.NDArray[Any] = getattr(self._events, name)
        return column[self._index].item() if name in _EVENT_NAMES else column[self._rows]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *COLUMNS]

    def __len__(self) -> int:
        """Return the number of particles."""
        return self._rows.stop - self._rows.start

    @property
    def events(self) -> Events:
        """The event as a batch of one."""
        return self._events[self._index : self._index + 1]

    @property
    def roots(self) -> list[int]:
        """Positions of the particles without a mother."""
        return [int(i) for i in np.flatnonzero(self.mother < 0)]

    @property
    def process_label(self) -> str:
        """Name of the process, its number if the code has no name."""
        try:
            return Process(self.process).label
        except ValueError:
            return str(self.process)

    def daughters(self, position: int) -> range:
        """Return the positions of a particle's daughters within the event.

        Raises
        ------
        IndexError
            There is no such particle.
        """
        first, last = int(self.first_daughter[position]), int(self.last_daughter[position])
        return range(first, last + 1) if first >= 0 else range(0)

    def mass(self) -> FloatArray:
        """Return sign(m^2) sqrt(|m^2|) of every particle [GeV], float64[particles]."""
        p2 = self.px * self.px + self.py * self.py + self.pz * self.pz
        m2: FloatArray = self.energy * self.energy - p2
        return np.copysign(np.sqrt(np.abs(m2)), m2)

    def __repr__(self) -> str:
        name = f"experiment {self.experiment}, run {self.run}, event {self.event}"
        return f"<Event: {name}, {self.process_label}, {len(self)} particles>"

    def __str__(self) -> str:
        from mcgen.events.tree import event_tree

        return event_tree(self)

    def _repr_html_(self) -> str:
        from mcgen.events.html import event_html

        return event_html(self)
