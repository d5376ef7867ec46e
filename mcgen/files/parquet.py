"""Parquet files: one row an event, the particles a list of records, the manifest in the file's metadata.

``awkward.from_parquet`` gives the array of :meth:`mcgen.events.Events.to_awkward`; polars, DuckDB and pandas read the
file too.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from mcgen.events import EVENT_COLUMNS, PARTICLE_COLUMNS, Column, Events, concatenate

if TYPE_CHECKING:
    import pyarrow as pa

    from mcgen.files.manifest import Manifest

__all__ = ["ParquetDecoder", "ParquetEncoder"]

_GROUP = 20_000  # events a row group
_KEY = b"manifest"


def _field(column: Column) -> pa.Field:
    import pyarrow as pa

    note = {"unit": column.unit, "meaning": column.meaning}
    return pa.field(column.name, pa.from_numpy_dtype(column.dtype), nullable=False, metadata=note)


def _schema() -> pa.Schema:
    import pyarrow as pa

    record = pa.struct([_field(column) for column in PARTICLE_COLUMNS])
    particles = pa.field("particles", pa.list_(pa.field("element", record, nullable=False)), nullable=False)
    return pa.schema([*(_field(column) for column in EVENT_COLUMNS), particles])


class ParquetEncoder:
    """Writes Parquet with zstd, a row group at a time.

    Parameters
    ----------
    handle
        Binary file.
    manifest
        The opening manifest.
    """

    def __init__(self, handle: BinaryIO, manifest: Manifest) -> None:  # noqa: ARG002 - the manifest goes in at the end; HepMC3 needs it here
        import pyarrow.parquet as pq

        self._schema = _schema()
        self._held: list[Events] = []
        words = [f"particles.list.element.{c.name}" for c in PARTICLE_COLUMNS if c.dtype.kind == "i"]
        words += [c.name for c in EVENT_COLUMNS if c.dtype.kind == "i" and c.name != "event"]
        self._writer: Any = pq.ParquetWriter(
            handle,
            self._schema,
            compression="zstd",
            compression_level=1,
            use_dictionary=words,
            write_statistics=[c.name for c in EVENT_COLUMNS],
        )

    def append(self, events: Events) -> None:
        """Take a batch of events and write full row groups."""
        for start in range(0, len(events), _GROUP):
            self._held.append(events[start : start + _GROUP])
            if sum(len(batch) for batch in self._held) >= _GROUP:
                self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if not self._held:
            return
        events, self._held = concatenate(self._held), []
        record = self._schema.field("particles").type.value_type
        columns = [pa.array(getattr(events, field.name)) for field in record]
        structs = pa.StructArray.from_arrays(columns, fields=list(record))
        offsets = pa.array(events.offsets.astype(np.int32))
        particles = pa.ListArray.from_arrays(offsets, structs, type=self._schema.field("particles").type)
        flat = [pa.array(getattr(events, column.name)) for column in EVENT_COLUMNS]
        self._writer.write_table(
            pa.Table.from_arrays([*flat, particles], schema=self._schema), row_group_size=_GROUP * 2
        )

    def finish(self, manifest: Manifest) -> None:
        """Write the last row group and the manifest."""
        self._flush()
        self._writer.add_key_value_metadata({_KEY: manifest.to_json().encode()})
        self._writer.close()

    def abandon(self) -> None:
        """Close the writer now, or it would do so when it is forgotten, into a file that is gone."""
        with contextlib.suppress(Exception):
            self._writer.close()
        self._writer.is_open = False


class ParquetDecoder:
    """Reads Parquet files that mcgen wrote.

    Parameters
    ----------
    path
        The file.
    """

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet as pq

        self._file: Any = pq.ParquetFile(path)
        metadata = self._file.metadata
        text = (metadata.metadata or {}).get(_KEY)
        self.manifest_text: str | None = text.decode() if text is not None else None
        rows = [metadata.row_group(k).num_rows for k in range(metadata.num_row_groups)]
        self._cuts = np.concatenate(([0], np.cumsum(rows))).astype(np.int64)

    def __len__(self) -> int:
        """Return the number of events."""
        return int(self._cuts[-1])

    def read(self, start: int, stop: int) -> Events:
        """Return the events at some positions; row groups are read whole, one after another."""
        first = int(np.searchsorted(self._cuts, start, side="right")) - 1
        last = int(np.searchsorted(self._cuts, stop, side="left"))
        parts = []
        for group in range(first, last):
            begin = int(self._cuts[group])
            events = _events_of(self._file.read_row_group(group))
            parts.append(events[max(start - begin, 0) : stop - begin])
        return concatenate(parts)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _events_of(table: pa.Table) -> Events:
    columns = {column.name: table.column(column.name).to_numpy() for column in EVENT_COLUMNS}
    particles = table.column("particles").combine_chunks()
    lists = particles if not hasattr(particles, "chunks") else particles.chunk(0)
    offsets = lists.offsets.to_numpy().astype(np.int64)
    structs = lists.values.slice(int(offsets[0]), int(offsets[-1] - offsets[0]))
    columns |= {column.name: structs.field(column.name).to_numpy() for column in PARTICLE_COLUMNS}
    return Events(offsets - offsets[0], columns)
