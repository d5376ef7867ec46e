"""Events as awkward arrays with ``vector`` behaviours, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mcgen.events.columns import EVENT_COLUMNS, PARTICLE_COLUMNS
from mcgen.events.events import Events

if TYPE_CHECKING:
    import awkward as ak

__all__ = ["from_awkward", "to_awkward"]


def to_awkward(events: Events) -> ak.Array:
    """Return events as awkward records; see :meth:`mcgen.events.Events.to_awkward`."""
    import awkward as ak
    import vector

    vector.register_awkward()
    layout = ak.contents
    particles = layout.RecordArray(
        [layout.NumpyArray(getattr(events, column.name)) for column in PARTICLE_COLUMNS],
        [column.name for column in PARTICLE_COLUMNS],
        length=int(events.offsets[-1]),
        parameters={"__record__": "Momentum4D"},
    )
    jagged = layout.ListOffsetArray(ak.index.Index64(events.offsets), particles)
    contents = [layout.NumpyArray(getattr(events, column.name)) for column in EVENT_COLUMNS]
    names = [column.name for column in EVENT_COLUMNS]
    return ak.Array(layout.RecordArray([*contents, jagged], [*names, "particles"], length=len(events)))


def from_awkward(array: ak.Array) -> Events:
    """Return awkward records as events; see :meth:`mcgen.events.Events.from_awkward`."""
    import awkward as ak

    fields = set(ak.fields(array))
    particle_fields = set(ak.fields(array["particles"])) if "particles" in fields else set()
    wanted = {c.name for c in EVENT_COLUMNS} - fields | {c.name for c in PARTICLE_COLUMNS} - particle_fields
    if wanted:
        raise ValueError(f"columns missing: {', '.join(sorted(wanted))}")
    particles = ak.to_packed(array["particles"])
    columns: dict[str, npt.NDArray[Any]] = {c.name: ak.to_numpy(array[c.name]) for c in EVENT_COLUMNS}
    columns |= {c.name: ak.to_numpy(ak.flatten(particles[c.name])) for c in PARTICLE_COLUMNS}
    counts = ak.to_numpy(ak.num(particles, axis=1))
    return Events(np.concatenate(([0], np.cumsum(counts))), columns)
