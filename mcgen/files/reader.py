"""Reading samples: the events and the manifest of a file, whatever its format."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np

from mcgen.errors import McgenError
from mcgen.events import Events, EventView
from mcgen.files.formats import FORMATS, FileFormat
from mcgen.files.manifest import Manifest

if TYPE_CHECKING:
    import awkward as ak

__all__ = ["Decoder", "SampleFile", "open_sample"]

_BLOCK = 20_000  # events


class Decoder(Protocol):
    """What a file format does for reading; made with a path."""

    manifest_text: str | None
    """The manifest as JSON, None if the file has none."""

    def __len__(self) -> int:
        """Return the number of events."""

    def read(self, start: int, stop: int) -> Events:
        """Return the events at positions ``start`` to ``stop`` (exclusive), 0 <= start <= stop <= len."""

    def close(self) -> None:
        """Let go of the file."""


class SampleFile:
    """A file of events, open for reading; events are read when asked for.

    Parameters
    ----------
    path
        A file written by mcgen.

    Raises
    ------
    McgenError
        The file is missing, cannot be read or was not written by mcgen.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        chosen = _format_by_content(self.path)
        module = importlib.import_module(chosen.module)
        try:
            self._decoder: Decoder = getattr(module, chosen.decoder)(self.path)
        except McgenError:
            raise
        except Exception as error:  # whatever the libraries raise on a damaged file
            raise McgenError(f"cannot read {self.path}: {error}") from error
        if self._decoder.manifest_text is None:
            self._decoder.close()
            raise McgenError(f"{self.path} has no manifest: it was not written by mcgen")
        self.manifest = Manifest.from_json(self._decoder.manifest_text)

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self._decoder)

    def events(self, start: int = 0, stop: int | None = None) -> Events:
        """Return the events at positions ``start`` to ``stop`` (exclusive; default: the end), like a slice.

        Raises
        ------
        McgenError
            The file is damaged.
        """
        first, last, _ = slice(start, stop).indices(len(self))
        if last <= first:
            return Events.empty()
        try:
            return self._decoder.read(first, last)
        except McgenError:
            raise
        except Exception as error:  # whatever the libraries raise on a damaged file
            raise McgenError(f"cannot read events {first} to {last} of {self.path}: {error}") from error

    def blocks(self, size: int = _BLOCK) -> Iterator[Events]:
        """Yield all events in blocks of ``size`` events; memory stays flat."""
        for start in range(0, len(self), size):
            yield self.events(start, start + size)

    def __iter__(self) -> Iterator[EventView]:
        for block in self.blocks():
            yield from block

    def event(self, number: int) -> EventView:
        """Return the event with this event number.

        Raises
        ------
        McgenError
            The file has no such event.
        """
        position = number - self.manifest.first_event
        if 0 <= position < len(self):  # where it stands if the numbers are consecutive
            found = self.events(position, position + 1)
            if found.event[0] == number:
                return found[0]
        for block in self.blocks():
            if (block.event == number).any():
                return block[int(np.argmax(block.event == number))]
        raise McgenError(f"no event {number} among the {len(self)} events of {self.path}")

    def to_awkward(self) -> ak.Array:
        """Return all events as an awkward array, see :meth:`mcgen.events.Events.to_awkward`."""
        return self.events().to_awkward()

    def close(self) -> None:
        """Let go of the file."""
        self._decoder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<SampleFile: {len(self):,} {self.manifest.process} events in {self.path}>"


def open_sample(path: str | os.PathLike[str]) -> SampleFile:
    """Open a file of events; see :class:`SampleFile`. The format is told by the content, not by the suffix."""
    return SampleFile(path)


def _format_by_content(path: Path) -> FileFormat:
    try:
        with path.open("rb") as handle:
            head = handle.read(16)
    except FileNotFoundError:
        raise McgenError(f"there is no file {path}") from None
    except OSError as error:
        raise McgenError(f"cannot read {path}: {error.strerror or error}") from error
    marks = {b"root": "root", b"PAR1": "parquet", b"HepMC::": "hepmc3", b"\x1f\x8b": "hepmc3.gz"}
    for mark, name in marks.items():
        if head.startswith(mark):
            return next(f for f in FORMATS if f.name == name)
    raise McgenError(f"{path} is no file of events (neither ROOT nor Parquet nor HepMC3)")
