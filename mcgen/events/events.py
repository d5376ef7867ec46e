"""The container of events: a struct of arrays, one flat array a column, cut into events by offsets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import numpy.typing as npt

from mcgen.events.columns import COLUMNS, EVENT_COLUMNS, PARTICLE_COLUMNS

if TYPE_CHECKING:
    import awkward as ak

    from mcgen.events.view import EventView

__all__ = ["Events", "concatenate"]

I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
F64 = npt.NDArray[np.float64]


class Events:
    """A batch of events as columns; read-only and complete.

    Parameters
    ----------
    offsets : int64[n + 1]
        Particles of event ``i`` are the entries ``offsets[i]`` to ``offsets[i + 1]`` of the particle columns.
    columns
        Every column of :mod:`mcgen.events.columns` by name: particle columns of length ``offsets[-1]``, event columns
        of length ``n``. Values are converted to the column's type; arrays of that type are not copied.

    Raises
    ------
    ValueError
        A column is missing or unknown, has the wrong length or holds values that its type cannot hold.

    Notes
    -----
    Each column is an attribute: ``events.px`` [GeV], ``events.event`` (event numbers), ... ``events[3]`` is a view of
    one event, ``events[10:20]``, ``events[mask]`` and ``events[indices]`` are `Events`.
    """

    __slots__ = ("__weakref__", "offsets", *COLUMNS)

    offsets: I64
    pdg: I32
    status: I32
    mother: I32
    first_daughter: I32
    last_daughter: I32
    px: F64
    py: F64
    pz: F64
    energy: F64
    production_x: F64
    production_y: F64
    production_z: F64
    production_time: F64
    decay_x: F64
    decay_y: F64
    decay_z: F64
    decay_time: F64
    experiment: I32
    run: I32
    event: I64
    weight: F64
    process: I32
    event_code: I64

    def __init__(self, offsets: npt.ArrayLike, columns: Mapping[str, npt.ArrayLike]) -> None:
        cuts = _as_column("offsets", np.dtype(np.int64), offsets)
        if len(cuts) < 1 or cuts[0] != 0 or (np.diff(cuts) < 0).any():
            raise ValueError("offsets must start at 0 and never fall")
        if missing := [name for name in COLUMNS if name not in columns]:
            raise ValueError(f"columns missing: {', '.join(missing)}")
        if unknown := [name for name in columns if name not in COLUMNS]:
            raise ValueError(f"unknown columns: {', '.join(unknown)}")
        self.offsets = cuts
        for group, length in ((PARTICLE_COLUMNS, int(cuts[-1])), (EVENT_COLUMNS, len(cuts) - 1)):
            for column in group:
                array = _as_column(column.name, column.dtype, columns[column.name])
                if len(array) != length:
                    raise ValueError(f"column {column.name} has {len(array)} entries, expected {length}")
                setattr(self, column.name, array)

    @classmethod
    def empty(cls) -> Events:
        """Return a batch without events."""
        return cls([0], {name: np.empty(0, column.dtype) for name, column in COLUMNS.items()})

    @classmethod
    def from_awkward(cls, array: ak.Array) -> Events:
        """Return the events of an awkward array as made by :meth:`to_awkward`.

        Parameters
        ----------
        array
            Records with a jagged field ``particles`` and one field an event column; fields that are no columns are
            left out.

        Raises
        ------
        ValueError
            A column is missing.
        """
        from mcgen.events.awkward_view import from_awkward

        return from_awkward(array)

    @property
    def columns(self) -> dict[str, npt.NDArray[Any]]:
        """All columns by name (the arrays themselves, no copies)."""
        return {name: getattr(self, name) for name in COLUMNS}

    @property
    def counts(self) -> I64:
        """Number of particles of each event, int64[n]."""
        return np.diff(self.offsets)

    @property
    def nbytes(self) -> int:
        """Size of all columns and offsets [bytes]."""
        return int(self.offsets.nbytes + sum(array.nbytes for array in self.columns.values()))

    def event_of_particle(self) -> I64:
        """Return for every particle the position of its event in this batch, int64[particles]."""
        return np.repeat(np.arange(len(self), dtype=np.int64), self.counts)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, item: int | np.integer[Any]) -> EventView: ...
    @overload
    def __getitem__(self, item: slice | npt.NDArray[Any] | list[int] | list[bool]) -> Events: ...
    def __getitem__(
        self, item: int | np.integer[Any] | slice | npt.NDArray[Any] | list[int] | list[bool]
    ) -> Events | EventView:
        if isinstance(item, slice):
            start, stop, step = item.indices(len(self))
            return self._slice(start, max(start, stop)) if step == 1 else self.select(np.arange(start, stop, step))
        if isinstance(item, (int, np.integer)):
            from mcgen.events.view import EventView

            index = int(item) + (len(self) if item < 0 else 0)
            if not 0 <= index < len(self):
                raise IndexError(f"event {int(item)} of a batch of {len(self)}")
            return EventView(self, index)
        return self.select(np.asarray(item))

    def __iter__(self) -> Iterator[EventView]:
        for index in range(len(self)):
            yield self[index]

    def _slice(self, start: int, stop: int) -> Events:
        first, last = int(self.offsets[start]), int(self.offsets[stop])
        columns = {c.name: getattr(self, c.name)[first:last] for c in PARTICLE_COLUMNS}
        columns |= {c.name: getattr(self, c.name)[start:stop] for c in EVENT_COLUMNS}
        return Events(self.offsets[start : stop + 1] - first, columns)

    def select(self, mask: npt.NDArray[Any]) -> Events:
        """Return the events of a boolean mask (bool[n]) or of an array of positions, in that order.

        Raises
        ------
        IndexError
            The mask's length is not the number of events, or a position lies outside.
        """
        if mask.dtype == np.bool_:
            if mask.shape != (len(self),):
                raise IndexError(f"mask of shape {mask.shape} for {len(self)} events")
            index = np.flatnonzero(mask)
        else:
            index = np.arange(len(self))[mask.astype(np.int64, casting="same_kind") if mask.size else []]
        counts = self.counts[index]
        offsets = np.concatenate(([0], np.cumsum(counts)))
        rows = np.arange(offsets[-1]) + np.repeat(self.offsets[index] - offsets[:-1], counts)
        columns = {c.name: getattr(self, c.name)[rows] for c in PARTICLE_COLUMNS}
        columns |= {c.name: getattr(self, c.name)[index] for c in EVENT_COLUMNS}
        return Events(offsets, columns)

    def numbered(self, number: int) -> EventView:
        """Return the event with this event number (its name, not its position).

        Raises
        ------
        KeyError
            No event of the batch bears the number.
        """
        found = np.flatnonzero(self.event == number)
        if not len(found):
            raise KeyError(f"no event with number {number} in this batch of {len(self)}")
        return self[int(found[0])]

    def __eq__(self, other: object) -> bool:
        """Tell whether two batches agree bit for bit (nan equals nan, 0.0 and -0.0 differ)."""
        if not isinstance(other, Events):
            return NotImplemented
        mine, theirs = {"": self.offsets, **self.columns}, {"": other.offsets, **other.columns}
        return all(
            a.shape == b.shape and np.array_equal(a.view(np.uint8), b.view(np.uint8))
            for a, b in zip(mine.values(), theirs.values(), strict=True)
        )

    __hash__ = None  # type: ignore[assignment] # compared by content, hence not hashable

    def __reduce__(self) -> tuple[Any, ...]:
        return Events, (self.offsets, self.columns)

    def digest(self) -> str:
        """Return the sha256 of all columns, see :class:`mcgen.events.digest.EventsDigest`.

        Equal for equal events in equal order, however the batches were cut that they came in.
        """
        from mcgen.events.digest import EventsDigest

        return EventsDigest().update(self).hexdigest()

    def to_awkward(self) -> ak.Array:
        """Return the events as an awkward array of records, without copying a column.

        Returns
        -------
        ak.Array
            Fields: the event columns and ``particles``, a jagged array of ``vector`` four-momenta (``Momentum4D``)
            with all particle columns; ``events.to_awkward().particles.pt`` and the like work.
        """
        from mcgen.events.awkward_view import to_awkward

        return to_awkward(self)

    def __repr__(self) -> str:
        return f"<Events: {len(self):,} events, {int(self.offsets[-1]):,} particles>"

    def _repr_html_(self) -> str:
        from mcgen.events.html import events_html

        return events_html(self)


def concatenate(batches: Iterable[Events]) -> Events:
    """Return the events of several batches as one, in order.

    Parameters
    ----------
    batches
        Any number of batches; none gives an empty batch.
    """
    parts = [batch for batch in batches if len(batch)]
    if len(parts) < 2:
        return parts[0] if parts else Events.empty()
    counts = np.concatenate([batch.counts for batch in parts])
    columns = {name: np.concatenate([getattr(batch, name) for batch in parts]) for name in COLUMNS}
    return Events(np.concatenate(([0], np.cumsum(counts))), columns)


def _as_column(name: str, dtype: np.dtype[Any], values: npt.ArrayLike) -> npt.NDArray[Any]:
    """Return values as a contiguous, read-only, one-dimensional array of a type; copies only what it must."""
    given = np.asarray(values)
    if given.ndim != 1:
        raise ValueError(f"column {name} has shape {given.shape}, expected one dimension")
    if given.dtype != dtype and given.size:
        if dtype.kind == "i" and given.dtype.kind not in "iub":
            raise ValueError(f"column {name} has type {given.dtype}, expected integers")
        if given.dtype.kind not in "iubf":
            raise ValueError(f"column {name} has type {given.dtype}, expected numbers")
        if dtype.kind == "i" and given.dtype.kind != "b":
            limits = np.iinfo(dtype)
            if int(given.min()) < limits.min or int(given.max()) > limits.max:
                raise ValueError(f"column {name} holds values beyond {dtype}")
    array = np.ascontiguousarray(given, dtype).view()
    array.flags.writeable = False
    return array
