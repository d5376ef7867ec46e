"""What a user gets from generating: the events, how they were made, and any one of them again by its number."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import numpy.typing as npt

from mcgen.errors import McgenError
from mcgen.events import Events, EventView
from mcgen.files.manifest import Manifest

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import awkward as ak

    from mcgen.files.reader import SampleFile
    from mcgen.processes.source import EventSource
    from mcgen.production.blocks import EventRange

__all__ = ["Sample"]


class Sample:
    """Events with their manifest; in memory, or in a file that is read when the events are asked for.

    Samples are made by :func:`mcgen.generate` and :func:`mcgen.open`.

    Parameters
    ----------
    manifest
        How the sample was made, and what was counted: plain data, ready for JSON.
    numbers
        The event numbers that the sample consists of; None if they are not consecutive.
    events
        The events; None if they are in the file.
    path
        The file that holds the sample, if there is one.
    source
        Makes events again; None for a sample that was read from a file.

    Notes
    -----
    ``sample[3]`` is the fourth event, ``sample.event(1004)`` the event with the number 1004; both print as trees.
    ``sample[10:20]`` and ``sample[mask]`` are :class:`mcgen.Events`. Of a sample in a file only what is asked for is
    read; ``sample.events`` reads everything, once.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        numbers: EventRange | None,
        *,
        events: Events | None = None,
        path: Path | None = None,
        source: EventSource | None = None,
    ) -> None:
        if events is None and path is None:
            raise ValueError("a sample needs events or a file")
        self._manifest = dict(manifest)
        self._numbers = numbers
        self._events = events
        self._path = path
        self._source = source

    @classmethod
    def from_file(cls, path: str | os.PathLike[str]) -> Sample:
        """Return the sample of a file written by mcgen.

        Raises
        ------
        McgenError
            The file is missing, damaged, or not one of mcgen's.
        """
        from mcgen.files.reader import open_sample
        from mcgen.production.blocks import EventRange

        with open_sample(path) as file:
            manifest = file.manifest
            consecutive = manifest.last_event - manifest.first_event + 1 == len(file) and manifest.first_event >= 0
            numbers = EventRange(manifest.first_event, len(file)) if consecutive else None
            return cls({**manifest.to_dict(), "events": len(file)}, numbers, path=file.path)

    @property
    def events(self) -> Events:
        """All events as columns; those of a file are read at the first use and kept."""
        if self._events is None:
            with self._opened() as file:
                self._events = file.events()
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
        return len(self._events) if self._events is not None else int(self._manifest["events"])

    @overload
    def __getitem__(self, item: int | np.integer[Any]) -> EventView: ...
    @overload
    def __getitem__(self, item: slice | npt.NDArray[Any] | list[int] | list[bool]) -> Events: ...
    def __getitem__(
        self, item: int | np.integer[Any] | slice | npt.NDArray[Any] | list[int] | list[bool]
    ) -> EventView | Events:
        if self._events is None and isinstance(item, int | np.integer):
            index = int(item) + (len(self) if item < 0 else 0)
            if not 0 <= index < len(self):
                raise IndexError(f"event {int(item)} of a sample of {len(self)}")
            if self._source is not None and self._numbers is not None:
                return self._made_again(self._source, self._numbers.first + index)
            with self._opened() as file:
                return file.events(index, index + 1)[0]
        if self._events is None and isinstance(item, slice) and item.step in (None, 1):
            start, stop, _ = item.indices(len(self))
            with self._opened() as file:
                return file.events(start, max(start, stop))
        return self.events[item]

    def __iter__(self) -> Iterator[EventView]:
        if self._events is not None:
            yield from self._events
            return
        with self._opened() as file:
            yield from file

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
        if self._numbers is not None and number not in self._numbers:
            last = self._numbers.first + len(self._numbers) - 1
            raise McgenError(f"no event {number} in this sample; its events are {self._numbers.first} to {last}")
        if self._events is None and self._source is not None:
            return self._made_again(self._source, number)
        if self._events is None:
            with self._opened() as file:
                return file.event(number)
        try:
            return self._events.numbered(number)
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
        from mcgen.files.writer import open_writer

        with open_writer(path, Manifest.from_dict(self._manifest), force, format=format) as writer:
            if self._events is not None:
                writer.write(self._events)
            else:
                with self._opened() as file:
                    for block in file.blocks():
                        writer.write(block)
            writer.close()
            return writer.path

    def _opened(self) -> SampleFile:
        from mcgen.files.reader import open_sample

        if self._path is None:
            raise RuntimeError("the sample has neither events nor a file")
        return open_sample(self._path)

    @staticmethod
    def _made_again(source: EventSource, number: int) -> EventView:
        return source.generate(np.array([number], np.int64))[0]

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
