"""Events as HepMC3 text, built a column at a time.

A block of events becomes one string array of lines, made by Arrow's vectorised formatting of numbers (the shortest
digits that read back as the same double), and its data buffer is the text. This is a few times faster than filling
`pyhepmc.GenEvent` objects one by one, and the order of the particles is under control.

Units are GeV and mm, times are c t in mm. Status codes are those of HepMC3: 1 stable, 2 decayed, 4 beam.

References
----------
A. Buckley et al., The HepMC3 event record library for Monte Carlo event generators, Comput. Phys. Commun. 260 (2021)
107310, arXiv:1912.08005, section 4.1 (format ``Asciiv3``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from mcgen.errors import McgenError
from mcgen.events import Status
from mcgen.units import MM, SPEED_OF_LIGHT

if TYPE_CHECKING:
    import pyarrow as pa

    from mcgen.events import Events
    from mcgen.typing import BoolArray, FloatArray, IntArray

__all__ = ["BITS_OF_CODE", "CM", "EVENT_ATTRIBUTES", "NS", "events_text"]

CM = 1.0 / MM
"""A centimetre [mm]."""

NS = SPEED_OF_LIGHT * CM
"""c times a nanosecond [mm]."""

BITS_OF_CODE = {
    1: int(Status.PRIMARY | Status.STABLE),
    2: int(Status.PRIMARY),
    4: int(Status.PRIMARY | Status.STABLE | Status.INITIAL),
}
"""Status bits that a HepMC3 status code stands for; others are stored in an attribute ``status`` of the particle."""

EVENT_ATTRIBUTES = {
    "experiment": "experiment",
    "run": "run",
    "process": "signal_process_id",
    "event_code": "event_code",
}
"""Event columns and the names of the event attributes that hold them."""


def events_text(events: Events) -> memoryview:
    """Return events as HepMC3 text, from the first ``E`` line to the end of the last ``P`` line.

    Raises
    ------
    McgenError
        HepMC3 cannot hold an event: it has no particles, its number needs more than 32 bits, or its particles without
        mother were made at different points.
    """
    import pyarrow as pa

    n = len(events)
    _refuse_unfit(events)
    index = events.event_of_particle()
    start = events.offsets[index]
    position = np.arange(len(index)) - start
    root = events.mother < 0
    beam = root & ((events.status & Status.INITIAL) != 0)
    collides = np.bincount(index[beam], minlength=n) * np.bincount(index[root & ~beam], minlength=n) > 0
    from_beams = root & ~beam & collides[index]
    mother = np.where(root, 0, start + events.mother)
    opens = ~root & (events.first_daughter[mother] == position)
    opens |= _first_of_event(from_beams, index)
    vertex = _vertex_numbers(events, opens, from_beams, index, start, mother)
    code = np.where(beam, 4, np.where(events.first_daughter < 0, 1, 2))
    lines = pa.concat_arrays(
        [
            _event_lines(events, np.bincount(index[opens], minlength=n)),
            *_status_lines(events, code, position),
            _particle_lines(events, code, position, vertex, _vertex_lines(events, opens, beam, index, vertex, mother)),
        ]
    )
    odd = np.flatnonzero(_odd_status(events, code))
    order = np.argsort(np.concatenate([np.arange(n) * 3, index[odd] * 3 + 1, index * 3 + 2]), kind="stable")
    text = lines.take(pa.array(order))
    first, last = np.frombuffer(text.buffers()[1], np.int32)[[text.offset, text.offset + len(text)]]
    return memoryview(text.buffers()[2])[first:last]


def _refuse_unfit(events: Events) -> None:
    if len(events) and int(events.event.max()) > np.iinfo(np.int32).max:
        raise McgenError("HepMC3 holds event numbers up to 2^31 - 1; use ROOT or Parquet")
    if (events.counts == 0).any():
        raise McgenError("HepMC3 cannot hold an event without particles")
    index = events.event_of_particle()
    for initial in (0, int(Status.INITIAL)):
        rows = np.flatnonzero((events.mother < 0) & ((events.status & Status.INITIAL) == initial))
        same_event = index[rows[1:]] == index[rows[:-1]]
        for axis in ("x", "y", "z", "time"):
            values = getattr(events, f"production_{axis}")[rows]
            if (same_event & (values[1:] != values[:-1])).any():
                raise McgenError("HepMC3 cannot hold particles without mother that were made at different points")


def _first_of_event(mask: BoolArray, index: IntArray) -> BoolArray:
    """Return a mask of the first particle of each event that ``mask`` selects."""
    rows = np.flatnonzero(mask)
    first = np.zeros(len(mask), np.bool_)
    if len(rows):
        first[rows[np.concatenate(([True], index[rows[1:]] != index[rows[:-1]]))]] = True
    return first


def _vertex_numbers(
    events: Events, opens: BoolArray, from_beams: BoolArray, index: IntArray, start: IntArray, mother: IntArray
) -> IntArray:
    """Return the number of each particle's production vertex: -1, -2, ... within the event, 0 for none."""
    total = np.cumsum(opens)
    before = (total - opens)[events.offsets[:-1]] if len(total) else total
    number: IntArray = before[index] - total
    first = np.where(events.mother < 0, np.arange(len(index)), start + events.first_daughter[mother])
    collision = np.zeros(len(events), np.int64)
    opener = np.flatnonzero(opens & from_beams)
    collision[index[opener]] = number[opener]
    vertex: IntArray = np.where(events.mother >= 0, number[first], np.where(from_beams, collision[index], 0))
    return vertex


def _text(values: npt.NDArray[Any]) -> pa.Array:
    """Return numbers as text, floats in the fewest digits that read back as the same double."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.cast(pa.array(np.ascontiguousarray(values)), pa.string())


def _join(*parts: pa.Array | str) -> pa.Array:
    """Return the parts put together line by line; a string stands in every line."""
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(*parts, "")


def _place(events: Events, rows: IntArray, what: str) -> list[FloatArray]:
    """Return x, y, z and c t [mm] of the points ``production`` or ``decay`` of some particles."""
    axes = [getattr(events, f"{what}_{axis}")[rows] * CM for axis in ("x", "y", "z")]
    return [*axes, getattr(events, f"{what}_time")[rows] * NS]


def _event_lines(events: Events, vertices: IntArray) -> pa.Array:
    x, y, z, t = (_text(values) for values in _place(events, events.offsets[:-1], "production"))
    parts = ["E ", _text(events.event), " ", _text(vertices), " ", _text(events.counts)]
    parts += [" @ ", x, " ", y, " ", z, " ", t, "\nU GEV MM\nW ", _text(events.weight)]
    for column, attribute in EVENT_ATTRIBUTES.items():
        parts += [f"\nA 0 {attribute} ", _text(getattr(events, column))]
    return _join(*parts, "\n")


def _odd_status(events: Events, code: IntArray) -> BoolArray:
    usual = np.select([code == c for c in BITS_OF_CODE], list(BITS_OF_CODE.values()))
    odd: BoolArray = events.status != usual
    return odd


def _status_lines(events: Events, code: IntArray, position: IntArray) -> list[pa.Array]:
    odd = np.flatnonzero(_odd_status(events, code))
    if not len(odd):
        return []
    return [_join("A ", _text(position[odd] + 1), " status ", _text(events.status[odd]), "\n")]


def _vertex_lines(
    events: Events, opens: BoolArray, beam: BoolArray, index: IntArray, vertex: IntArray, mother: IntArray
) -> pa.Array:
    """Return for every particle the line of the vertex that it opens, empty for the others."""
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = np.flatnonzero(opens)
    incoming = _text(mother[rows] - events.offsets[index[rows]] + 1)
    collision = events.mother[rows] < 0
    if collision.any():
        beams = np.flatnonzero(beam)
        cuts = np.concatenate(([0], np.cumsum(np.bincount(index[beams], minlength=len(events)))))
        ids = _text(beams - events.offsets[index[beams]] + 1)
        lists = pc.binary_join(pa.ListArray.from_arrays(pa.array(cuts.astype(np.int32)), ids), ",")
        incoming = pc.if_else(pa.array(collision), lists.take(pa.array(index[rows])), incoming)
    x, y, z, t = (_text(values) for values in _place(events, rows, "production"))
    text = _join("V ", _text(vertex[rows]), " 0 [", incoming, "] @ ", x, " ", y, " ", z, " ", t, "\n")
    which = np.where(opens, np.cumsum(opens) - 1, len(rows))
    return pa.concat_arrays([text, pa.array([""])]).take(pa.array(which))


def _particle_lines(
    events: Events, code: IntArray, position: IntArray, vertex: IntArray, vertex_lines: pa.Array
) -> pa.Array:
    m2 = events.energy**2 - (events.px**2 + events.py**2 + events.pz**2)
    mass = np.copysign(np.sqrt(np.abs(m2)), m2)
    parts = [vertex_lines, "P ", _text(position + 1), " ", _text(vertex), " ", _text(events.pdg)]
    for values in (events.px, events.py, events.pz, events.energy, mass, code):
        parts += [" ", _text(values)]
    return _join(*parts, "\n")
