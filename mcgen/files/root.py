"""ROOT files: a TTree (the default) or an RNTuple named ``events``, and the manifest as a string.

In the TTree every column is a branch of its own name; the particle columns are arrays counted by the branch
``nparticles``, so that ROOT itself, RDataFrame and uproot read them alike. In the RNTuple the particles are one
collection ``particles`` of records, as in :meth:`mcgen.events.Events.to_awkward`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from mcgen.errors import McgenError
from mcgen.events import EVENT_COLUMNS, PARTICLE_COLUMNS, Events, concatenate

if TYPE_CHECKING:
    from mcgen.files.manifest import Manifest

__all__ = ["NtupleEncoder", "RootDecoder", "TreeEncoder"]

_BASKET = 20_000  # events: smaller baskets cost twice the time
_TITLE = "events by mcgen"


class _RootEncoder(ABC):
    """What both layouts share: events are collected until a basket is full.

    Parameters
    ----------
    handle
        Binary file, open for reading and writing.
    manifest
        The opening manifest.
    """

    def __init__(self, handle: BinaryIO, manifest: Manifest) -> None:  # noqa: ARG002 - the manifest goes in at the end; HepMC3 needs it here
        import uproot

        self._file: Any = uproot.recreate(handle, compression=uproot.ZSTD(1))
        self._held: list[Events] = []
        self._target: Any = self._make()

    @abstractmethod
    def _make(self) -> Any:
        """Return the empty tree."""

    @abstractmethod
    def _extend(self, events: Events) -> None:
        """Write one basket."""

    def append(self, events: Events) -> None:
        """Take a batch of events and write full baskets."""
        for start in range(0, len(events), _BASKET):
            self._held.append(events[start : start + _BASKET])
            if sum(len(batch) for batch in self._held) >= _BASKET:
                self._flush()

    def _flush(self) -> None:
        if self._held:
            whole, self._held = concatenate(self._held), []
            self._extend(whole)

    def finish(self, manifest: Manifest) -> None:
        """Write the last basket and the manifest."""
        self._flush()
        self._file["manifest"] = manifest.to_json()

    def abandon(self) -> None:
        """Drop the events kept back."""
        self._held = []


class TreeEncoder(_RootEncoder):
    """Writes a TTree."""

    def _make(self) -> Any:
        empty = Events.empty().to_awkward()
        branches = {column.name: column.dtype for column in EVENT_COLUMNS}
        return self._file.mktree(
            "events",
            {**branches, "particles": empty.particles.type.content},
            title=_TITLE,
            counter_name=lambda name: f"n{name}",
            field_name=lambda _, name: name,
        )

    def _extend(self, events: Events) -> None:
        columns = {column.name: getattr(events, column.name) for column in EVENT_COLUMNS}
        self._target.extend({**columns, "particles": events.to_awkward().particles})


class NtupleEncoder(_RootEncoder):
    """Writes an RNTuple."""

    def _make(self) -> Any:
        return self._file.mkrntuple("events", Events.empty().to_awkward().layout.form)

    def _extend(self, events: Events) -> None:
        self._target.extend(events.to_awkward())


class RootDecoder:
    """Reads ROOT files of either layout.

    Parameters
    ----------
    path
        The file.
    """

    def __init__(self, path: Path) -> None:
        import uproot

        self._file: Any = uproot.open(path)
        if path.stat().st_size < self._file.file.fEND:
            raise McgenError(f"{path} is cut off: it should have {self._file.file.fEND} bytes")
        keys = self._file.keys(cycle=False)
        self.manifest_text = str(self._file["manifest"]) if "manifest" in keys and "events" in keys else None
        self._events: Any = self._file["events"] if "events" in keys else None

    def __len__(self) -> int:
        """Return the number of events."""
        return int(self._events.num_entries)

    def read(self, start: int, stop: int) -> Events:
        """Return the events at some positions."""
        import awkward as ak

        array = self._events.arrays(entry_start=start, entry_stop=stop)
        if "particles" in ak.fields(array):
            return Events.from_awkward(array)
        columns = {column.name: ak.to_numpy(array[column.name]) for column in EVENT_COLUMNS}
        columns |= {column.name: ak.to_numpy(ak.flatten(array[column.name])) for column in PARTICLE_COLUMNS}
        counts = ak.to_numpy(ak.num(array[PARTICLE_COLUMNS[0].name], axis=1))
        return Events(np.concatenate(([0], np.cumsum(counts))), columns)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
