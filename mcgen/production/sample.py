"""What a user gets from generating: the events, how they were made, and any one of them again by its number."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import numpy.typing as npt

from mcgen.errors import McgenError
from mcgen.events import Events, EventView

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    import awkward as ak

    from mcgen.production.blocks import EventRange

__all__ = ["Sample"]


class Sample:
    """Events with their manifest; in memory, or in a file that is read when the events are asked for.

    Samples are made by :func:`mcgen.generate` and :func:`mcgen.open`.

    Parameters
    ----------
    events
        The events, or a function that reads them.
    numbers
        The event numbers that the sample consists of; None if they are not consecutive (a file made by hand).
    manifest
        How the sample was made, and what was counted: plain data, ready for JSON.
    regenerate
        Makes the events of given numbers again; None for a sample that was read from a file.
    path
        The file that holds the sample, if there is one.

    Notes
    -----
    ``sample[3]`` is the fourth event, ``sample.event(1004)`` the event with the number 1004; both print as trees.
    ``sample[10:20]`` and ``sample[mask]`` are :class:`mcgen.Events`.
    """

    def __init__(
        self,
        events: Events | Callable[[], Events],
        numbers: EventRange | None,
        manifest: Mapping[str, Any],
        *,
        regenerate: Callable[[npt.NDArray[np.int64]], Events] | None = None,
        path: Path | None = None,
    ) -> None:
        self._events = events
        self._numbers = numbers
        self._manifest = dict(manifest)
        self._regenerate = regenerate
        self._path = path

    @property
    def events(self) -> Events:
        """All events as columns; those of a file are read at the first use and kept."""
        if not isinstance(self._events, Events):
            self._events = self._events()
        return self._events

    @property
    def manifest(self) -> dict[str, Any]:
        """How the sample was made: version, process, seed, digests of the decay files, settings, counts, notes."""
        return self._manifest

    @property
    def path(self) -> Path | None:
        """The file that holds the sample, or None."""
        return self._path

    @property
    def notes(self) -> list[str]:
        """What the user should know about the sample, one line each."""
        return list(self._manifest.get("notes", ()))

    def __len__(self) -> int:
        return len(self._numbers) if self._numbers is not None else len(self.events)

    @overload
    def __getitem__(self, item: int | np.integer[Any]) -> EventView: ...
    @overload
    def __getitem__(self, item: slice | npt.NDArray[Any] | list[int] | list[bool]) -> Events: ...
    def __getitem__(
        self, item: int | np.integer[Any] | slice | npt.NDArray[Any] | list[int] | list[bool]
    ) -> EventView | Events:
        if isinstance(item, int | np.integer) and self._can_make_one() and self._numbers is not None:
            index = int(item) + (len(self) if item < 0 else 0)
            if not 0 <= index < len(self):
                raise IndexError(f"event {int(item)} of a sample of {len(self)}")
            return self._made_again(self._numbers.first + index)
        return self.events[item]

    def __iter__(self) -> Iterator[EventView]:
        return iter(self.events)

    def event(self, number: int) -> EventView:
        """Return the event with this event number; it is the same event whether it is looked up or made again alone.

        Parameters
        ----------
        number
            Event number (not the position in the sample; numbers start at ``first_event``, 1 by default).

        Raises
        ------
        McgenError
            The sample has no such event.
        """
        if self._numbers is not None:
            if number not in self._numbers:
                last = self._numbers.first + len(self._numbers) - 1
                raise McgenError(f"no event {number} in this sample; its events are {self._numbers.first} to {last}")
            if self._can_make_one():
                return self._made_again(number)
        try:
            return self.events.numbered(number)
        except KeyError:
            raise McgenError(f"no event {number} in this sample of {len(self)} events") from None

    def to_awkward(self) -> ak.Array:
        """Return the events as an awkward array; ``.particles`` is jagged, with ``vector`` behaviours.

        See :meth:`mcgen.Events.to_awkward`.
        """
        return self.events.to_awkward()

    def write(self, path: str | os.PathLike[str], *, force: bool = False, format: str | None = None) -> Path:  # noqa: A002
        """Write the sample to a file; the suffix tells the format (``.root``, ``.parquet``, ``.hepmc3`` ...).

        Parameters
        ----------
        path
            The file.
        force
            Overwrite an existing file.
        format
            Name of the format if the suffix is not to decide.

        Returns
        -------
        Path
            The file written.

        Raises
        ------
        FileExistsRefusedError
            The file exists and ``force`` is not given.
        McgenError
            The file cannot be written.
        """
        from mcgen.production.output import write_whole

        return write_whole(self.events, self._manifest, path, force=force, format=format)

    def _can_make_one(self) -> bool:
        """Tell whether making one event again is the cheap way: the events are in a file, not in memory."""
        return self._regenerate is not None and not isinstance(self._events, Events)

    def _made_again(self, number: int) -> EventView:
        if self._regenerate is None:
            raise RuntimeError("the sample has no source")
        return self._regenerate(np.array([number], np.int64))[0]

    def __repr__(self) -> str:
        process = self._manifest.get("process", "events")
        where = f" in {self._path}" if self._path is not None else ""
        return f"<Sample: {len(self):,} {process} events{where}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{html.escape(name)}</th>"
            f"<td style='text-align:left'>{html.escape(_short(self._manifest[name]))}</td></tr>"
            for name in ("process", "events", "first_event", "seed", "experiment", "run", "version", "clean")
            if name in self._manifest
        )
        notes = "".join(f"<li>{html.escape(note)}</li>" for note in self.notes)
        head = html.escape(repr(self).strip("<>"))
        first = self[0]._repr_html_() if len(self) else ""
        return f"<div><b>{head}</b><table>{rows}</table>" + (f"<ul>{notes}</ul>" if notes else "") + f"{first}</div>"


def _short(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
