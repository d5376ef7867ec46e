"""A run: from a request and a range of event numbers to a sample, in memory or in a file."""

from __future__ import annotations

import dataclasses
import warnings
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from mcgen.errors import McgenError
from mcgen.events import Events, concatenate
from mcgen.production.account import account
from mcgen.production.blocks import BLOCK_SIZE
from mcgen.production.counters import add_counts
from mcgen.production.local import generate_here, generate_with_workers
from mcgen.production.sample import Sample

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Generator

    from mcgen.files.manifest import Manifest
    from mcgen.processes.source import EventSource, GenerationRequest
    from mcgen.production.blocks import EventRange
    from mcgen.production.worker import Piece

__all__ = ["NotCleanWarning", "produce"]

_SMALLEST_BLOCK = 2_000  # events; a worker's start costs about as much as generating them


class NotCleanWarning(UserWarning):
    """Accept-reject bounds were exceeded too often: distributions may be distorted."""


def produce(
    request: GenerationRequest,
    events: EventRange,
    *,
    workers: int = 1,
    output: str | os.PathLike[str] | None = None,
    format: str | None = None,  # noqa: A002
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
    opener: Callable[[GenerationRequest], EventSource] | None = None,
) -> Sample:
    """Generate a range of events.

    Parameters
    ----------
    request
        What to generate.
    events
        The event numbers.
    workers
        Number of processes; 1 generates in this one. The events do not depend on it.
    output
        Write to this file, block by block; by default the events stay in memory.
    format, force
        Format of the file where the suffix is not to decide; overwrite an existing file.
    progress
        Called with (events done, events in all) after each block.
    opener
        Opens the source; :func:`mcgen.processes.source.open_source` unless given.

    Returns
    -------
    Sample
        The sample; with ``output``, its events are in the file.

    Raises
    ------
    McgenError
        Whatever the user can mend. No file is left behind then.
    """
    if workers < 1:
        raise McgenError(f"the number of workers must be at least 1, got {workers}")
    if output is not None:
        from mcgen.files.formats import format_of

        format_of(Path(output), format)  # a wrong suffix is told before anything is computed
    if opener is None:
        from mcgen.processes.source import open_source

        opener = open_source
    source = opener(request)
    size = max(_SMALLEST_BLOCK, min(BLOCK_SIZE, -(-len(events) // workers)))
    blocks = events.blocks(size)
    workers = min(workers, len(blocks))
    pieces = generate_with_workers(opener, request, blocks, workers) if workers > 1 else generate_here(source, blocks)
    run = _Run(source, events, progress)
    with closing(pieces):
        return run.keep(pieces) if output is None else run.write(pieces, Path(output), format, force)


class _Run:
    """One pass over all pieces, with its counters."""

    def __init__(self, source: EventSource, events: EventRange, progress: Callable[[int, int], None] | None) -> None:
        self._source, self._events, self._progress = source, events, progress
        self._counts: dict[str, int] = {}
        self._done = self._particles = 0

    def keep(self, pieces: Generator[Piece, None, None]) -> Sample:
        """Return the sample in memory."""
        events = concatenate([self._counted(piece) for piece in pieces])
        return _told(Sample(self._manifest().to_dict(), self._events, events=events))

    def write(self, pieces: Generator[Piece, None, None], path: Path, format: str | None, force: bool) -> Sample:  # noqa: A002
        """Return the sample in a file; the file appears when it is complete."""
        from mcgen.files.writer import open_writer

        with open_writer(path, self._manifest(), force, format=format) as writer:
            for piece in pieces:
                writer.write(self._counted(piece))
            manifest = writer.close(self._manifest())
        return _told(Sample(manifest.to_dict(), self._events, path=path, source=self._source))

    def _manifest(self) -> Manifest:
        manifest = account(self._source, self._events, self._counts)
        return dataclasses.replace(manifest, other={**manifest.other, "particles": self._particles})

    def _counted(self, piece: Piece) -> Events:
        add_counts(self._counts, piece.counters)
        self._done += len(piece.events)
        self._particles += int(piece.events.offsets[-1])
        if self._progress is not None:
            self._progress(self._done, len(self._events))
        return piece.events


def _told(sample: Sample) -> Sample:
    """Warn about a sample that is not clean."""
    if not sample.manifest["clean"]:
        warnings.warn(sample.notes[-1], NotCleanWarning, stacklevel=5)
    return sample
