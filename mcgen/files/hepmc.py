"""HepMC3 text files, plain and gzipped."""

from __future__ import annotations

import contextlib
import gzip
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import numpy.typing as npt

from mcgen.errors import McgenError
from mcgen.events import Events, concatenate
from mcgen.files.hepmc_text import BITS_OF_CODE, CM, EVENT_ATTRIBUTES, NS, events_text

if TYPE_CHECKING:
    from mcgen.files.manifest import Manifest

__all__ = ["HepMCDecoder", "HepMCEncoder", "HepMCGzipEncoder"]

_BLOCK = 4000  # events formatted or read at once
_RESERVE = 1 << 16  # bytes kept free in the header for a manifest that grows
_PIECE = 1 << 20  # bytes moved at once
_CHUNK = 60_000  # characters of an attribute: readers hold a line of 2^18
_START = "HepMC::Version 3.02.05\nHepMC::Asciiv3-START_EVENT_LISTING\n"
_END = b"HepMC::Asciiv3-END_EVENT_LISTING\n\n"


def _header(manifest: Manifest, size: int = 0) -> bytes:
    """Return the head of a file, run information with the manifest, padded with blanks to ``size`` bytes at least."""
    text = manifest.to_json()
    version = manifest.version.replace("\\", "")
    lines = [f"{_START}W Default\nT mcgen\\|{version}\\|e+e- event generator"]
    for k in range(0, len(text), _CHUNK):
        name = f"manifest_{k // _CHUNK}" if k else "manifest"
        lines.append(f"A {name} " + text[k : k + _CHUNK].replace("\\", "\\\\"))
    head = "\n".join(lines).encode()
    return head + b" " * (size - 1 - len(head)) + b"\n"


class HepMCEncoder:
    """Writes HepMC3 text; the manifest is an attribute of the run information, filled in at the end.

    Parameters
    ----------
    handle
        Binary file, seekable.
    manifest
        The opening manifest.
    """

    def __init__(self, handle: BinaryIO, manifest: Manifest) -> None:
        self._handle = handle
        self._size = len(_header(manifest)) + _RESERVE
        handle.write(self._packed(_header(manifest, self._size)))
        self._body_start = handle.tell()
        self._body: BinaryIO | gzip.GzipFile = self._open_body()

    def _open_body(self) -> BinaryIO | gzip.GzipFile:
        return self._handle

    def _close_body(self) -> None:
        """Write out what the body's compressor holds."""

    def _packed(self, header: bytes) -> bytes:
        """Return the header as it stands in the file; its length depends on the header's length only."""
        return header

    def append(self, events: Events) -> None:
        """Write a batch of events.

        Raises
        ------
        McgenError
            HepMC3 cannot hold an event, see :func:`mcgen.files.hepmc_text.events_text`.
        """
        for start in range(0, len(events), _BLOCK):
            self._body.write(events_text(events[start : start + _BLOCK]))

    def finish(self, manifest: Manifest) -> None:
        """Write the end of the listing, then the final manifest into the header."""
        self._body.write(_END)
        self._close_body()
        header = _header(manifest, self._size)
        if len(header) == self._size:
            self._handle.seek(0)
            self._handle.write(self._packed(header))
            self._handle.seek(0, os.SEEK_END)
        else:
            self._make_room(self._packed(header))

    def abandon(self) -> None:
        """Close the compressor now, or it would write when it is forgotten."""
        with contextlib.suppress(Exception):
            self._close_body()

    def _make_room(self, header: bytes) -> None:
        """Write a header that is longer than the room kept for it: the events move towards the end, last piece first."""
        shift = len(header) - self._body_start
        position = self._handle.seek(0, os.SEEK_END)
        while position > self._body_start:
            size = min(_PIECE, position - self._body_start)
            position -= size
            self._handle.seek(position)
            piece = self._handle.read(size)
            self._handle.seek(position + shift)
            self._handle.write(piece)
        self._handle.seek(0)
        self._handle.write(header)


class HepMCGzipEncoder(HepMCEncoder):
    """Writes gzipped HepMC3 text: two gzip members, the header (stored, so that it can be replaced) and the events."""

    def _open_body(self) -> gzip.GzipFile:
        return gzip.GzipFile("", "wb", compresslevel=1, fileobj=self._handle, mtime=0)

    def _close_body(self) -> None:
        self._body.close()

    def _packed(self, header: bytes) -> bytes:
        return gzip.compress(header, compresslevel=0, mtime=0)


class HepMCDecoder:
    """Reads HepMC3 files that mcgen wrote, through pyhepmc.

    Parameters
    ----------
    path
        The file. Reading forward is cheap, reading backward starts again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.manifest_text = _manifest_of(path)
        self._length = 0
        if self.manifest_text is not None:
            from mcgen.files.manifest import Manifest

            self._length = Manifest.from_json(self.manifest_text).events
        self._file: Any = None
        self._position = 0

    def __len__(self) -> int:
        """Return the number of events."""
        return self._length

    def read(self, start: int, stop: int) -> Events:
        """Return the events at some positions.

        Raises
        ------
        McgenError
            The file ends early, or holds what mcgen does not write.
        """
        import pyhepmc

        if self._file is None or self._position > start:
            self.close()
            self._file, self._position = pyhepmc.open(self._path), 0
        for _ in range(start - self._position):
            self._next()
        blocks = []
        for first in range(start, stop, _BLOCK):
            records = [pyhepmc.GenEventData() for _ in range(min(_BLOCK, stop - first))]
            for record in records:
                self._next().write_data(record)
            blocks.append(_events_of(records))
        return concatenate(blocks)

    def _next(self) -> Any:
        event = self._file.read()
        if event is None:
            raise McgenError(f"{self._path} ends after {self._position} of {self._length} events")
        self._position += 1
        return event

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _manifest_of(path: Path) -> str | None:
    """Return the manifest in the header, None if there is none."""
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    chunks = []
    with gzip.open(path, "rb") if packed else path.open("rb") as handle:
        for line in handle:
            if line.startswith((b"E ", b"HepMC::Asciiv3-END")):
                break
            words = line.rstrip(b"\n").split(b" ", 2)
            if words[0] == b"A" and len(words) == 3 and words[1].split(b"_")[0] == b"manifest":
                chunks.append(words[2].replace(b"\\\\", b"\\").decode())
    return "".join(chunks) or None


def _events_of(records: Sequence[Any]) -> Events:
    """Return the events of `pyhepmc.GenEventData` records, a column at a time."""
    counts = np.array([len(r.particles) for r in records])
    vertex_counts = np.array([len(r.vertices) for r in records])
    offsets, cuts = (np.concatenate(([0], np.cumsum(c))) for c in (counts, vertex_counts))
    particles = _stack([r.particles for r in records])
    links = np.array([len(r.links1) for r in records])
    event_of_link = np.repeat(np.arange(len(records)), links)
    first = np.concatenate([r.links1 for r in records]).astype(np.int64)
    second = np.concatenate([r.links2 for r in records]).astype(np.int64)
    enters, leaves = second < 0, first < 0
    incoming = (offsets[event_of_link] + first - 1)[enters]
    into = (cuts[event_of_link] - second - 1)[enters]
    outgoing = (offsets[event_of_link] + second - 1)[leaves]
    source = (cuts[event_of_link] - first - 1)[leaves]
    structure = _structure(offsets, particles["status"], (incoming, into), (outgoing, source), int(cuts[-1]))
    events = {"event": np.array([r.event_number for r in records]), "weight": np.array([_weight(r) for r in records])}
    codes, status = _attributes(records, offsets, particles["status"])
    momenta = {"pdg": particles["pid"], "energy": particles["e"]} | {k: particles[k] for k in ("px", "py", "pz")}
    places = _places(records, offsets, (outgoing, source), (incoming, into))
    return Events(offsets, {**structure, **momenta, **places, **events, **codes, "status": status})


def _stack(arrays: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Return record arrays one after another; `numpy.concatenate` would compare their fields one by one."""
    return np.frombuffer(b"".join([array.data for array in arrays]), arrays[0].dtype)


def _structure(
    offsets: npt.NDArray[np.int64],
    status: npt.NDArray[np.int32],
    entering: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    leaving: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    vertices: int,
) -> dict[str, npt.NDArray[np.int64]]:
    """Return mother, first and last daughter (positions within the event) from the links of a block."""
    (incoming, into), (outgoing, source) = entering, leaving
    start = np.repeat(offsets[:-1], np.diff(offsets))
    maker = np.full(vertices, -1)
    decays = status[incoming] != 4
    maker[into[decays]] = incoming[decays]
    mother = np.full(len(start), -1)
    mother[outgoing] = maker[source]
    first, last = np.full(len(start), len(start)), np.full(len(start), -1)
    born = np.flatnonzero(mother >= 0)
    np.minimum.at(first, mother[born], born)
    np.maximum.at(last, mother[born], born)
    none = last < 0
    if (np.bincount(mother[born], minlength=len(start)) != np.where(none, 0, last - first + 1)).any():
        raise McgenError("the daughters of a particle do not stand side by side: not written by mcgen")
    return {
        "mother": np.where(mother >= 0, mother - start, -1),
        "first_daughter": np.where(none, -1, first - start),
        "last_daughter": np.where(none, -1, last - start),
    }


def _weight(record: Any) -> float:
    return float(record.weights[0]) if len(record.weights) else 1.0


def _attributes(
    records: Sequence[Any], offsets: npt.NDArray[np.int64], code: npt.NDArray[np.int32]
) -> tuple[dict[str, npt.NDArray[np.int64]], npt.NDArray[np.int64]]:
    """Return event columns and status bits from the attributes of events and particles."""
    columns = {column: np.zeros(len(records), np.int64) for column in EVENT_ATTRIBUTES}
    column_of = {attribute: column for column, attribute in EVENT_ATTRIBUTES.items()}
    status = np.zeros(len(code), np.int64)
    for value, bits in BITS_OF_CODE.items():
        status[code == value] = bits
    for i, record in enumerate(records):
        for owner, name, text in zip(record.attribute_id, record.attribute_name, record.attribute_string, strict=True):
            if owner == 0 and name in column_of:
                columns[column_of[name]][i] = int(text)
            elif owner > 0 and name == "status":
                status[offsets[i] + owner - 1] = int(text)
    return columns, status


def _places(
    records: Sequence[Any],
    offsets: npt.NDArray[np.int64],
    leaving: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    entering: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
) -> dict[str, npt.NDArray[np.float64]]:
    """Return production and decay points [cm, ns] from (particles, vertices) that leave and enter vertices."""
    vertices = _stack([r.vertices for r in records])
    places: dict[str, npt.NDArray[np.float64]] = {}
    for axis, unit in (("x", CM), ("y", CM), ("z", CM), ("t", NS)):
        event = np.array([getattr(r.event_pos, axis) for r in records])
        made = np.repeat(event, np.diff(offsets))
        made[leaving[0]] = vertices[axis][leaving[1]]
        ended = np.full(len(made), np.inf) if axis == "t" else made.copy()
        ended[entering[0]] = vertices[axis][entering[1]]
        name = "time" if axis == "t" else axis
        places[f"production_{name}"], places[f"decay_{name}"] = made / unit, ended / unit
    return places
