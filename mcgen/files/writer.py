"""Writing samples: one verb for all formats, the suffix tells which."""

from __future__ import annotations

import dataclasses
import importlib
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, Self

from mcgen.errors import McgenError
from mcgen.files.atomic import AsideFile, clear_errors
from mcgen.files.formats import format_of
from mcgen.files.manifest import Manifest

if TYPE_CHECKING:
    from mcgen.events import Events

__all__ = ["Encoder", "SampleWriter", "open_writer"]


class Encoder(Protocol):
    """What a file format does; made with (handle, opening manifest)."""

    def append(self, events: Events) -> None:
        """Take a batch of events; it may be kept back until more come."""

    def finish(self, manifest: Manifest) -> None:
        """Write what is kept back and the manifest; the handle stays open."""

    def abandon(self) -> None:
        """Let go of everything that would write later; never raises."""


class SampleWriter:
    """A file of events in the making; memory stays flat however many batches are written.

    Use it as a context manager: an exception (Ctrl-C too) inside the block removes the unfinished file. Leaving the
    block without :meth:`close` closes with the opening manifest.

    Parameters
    ----------
    path
        Name of the file; nothing stands there before :meth:`close`.
    manifest
        How the sample is made, as far as it is known at the beginning.
    force
        Replace an existing file.
    format
        Name of the format; default: told by the suffix.

    Raises
    ------
    FileExistsRefusedError
        The file exists and ``force`` is not given.
    McgenError
        The suffix tells no format, or the folder cannot be written.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        manifest: Manifest | Mapping[str, Any],
        *,
        force: bool = False,
        format: str | None = None,  # noqa: A002
    ) -> None:
        chosen = format_of(Path(path), format)
        self.path = Path(path)
        self._manifest = _manifest(manifest)
        self._count, self._first, self._last = 0, 0, -1
        self._aside = AsideFile(self.path, force=force)
        try:
            module = importlib.import_module(chosen.module)
            with clear_errors(self.path):
                self._encoder: Encoder = getattr(module, chosen.encoder)(self._aside.handle, self._manifest)
        except BaseException:
            self._aside.discard()
            raise

    @property
    def events(self) -> int:
        """Number of events written so far."""
        return self._count

    def write(self, events: Events) -> None:
        """Append a batch of events.

        Raises
        ------
        McgenError
            The disk is full, or the format cannot hold an event; the unfinished file is removed.
        """
        self._open_handle()
        if not len(events):
            return
        try:
            with clear_errors(self.path):
                self._encoder.append(events)
        except BaseException:
            self.abort()
            raise
        self._first = int(events.event[0]) if not self._count else self._first
        self._last = int(events.event[-1])
        self._count += len(events)

    def close(self, manifest: Manifest | Mapping[str, Any] | None = None) -> Manifest:
        """Complete the file and give it its name.

        Parameters
        ----------
        manifest
            The final manifest; default: the opening one. The number of events and, if events were written, the first
            and last event number are set to what the file holds.

        Returns
        -------
        Manifest
            The manifest as stored.

        Raises
        ------
        FileExistsRefusedError
            Another program made the file meanwhile.
        McgenError
            The disk is full.
        """
        self._open_handle()
        try:
            final = dataclasses.replace(_manifest(manifest or self._manifest), events=self._count).dated()
            if self._count:
                final = dataclasses.replace(final, first_event=self._first, last_event=self._last)
            with clear_errors(self.path):
                self._encoder.finish(final)
            self._aside.commit()
        except BaseException:
            self.abort()
            raise
        return final

    def abort(self) -> None:
        """Give up: remove the unfinished file. Harmless after :meth:`close`."""
        if self._aside.pending:
            self._encoder.abandon()
        self._aside.discard()

    def _open_handle(self) -> BinaryIO:
        if not self._aside.pending:
            raise ValueError(f"the writer of {self.path} is closed")
        return self._aside.handle

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is not None:
            self.abort()
        elif self._aside.pending:
            self.close()


def open_writer(
    path: str | os.PathLike[str],
    manifest: Manifest | Mapping[str, Any],
    force: bool = False,
    *,
    format: str | None = None,  # noqa: A002
) -> SampleWriter:
    """Open a file for writing events, block by block; see :class:`SampleWriter`.

    Examples
    --------
    >>> with open_writer("sample.root", Manifest(process="mixed")) as writer:  # doctest: +SKIP
    ...     for events in blocks:
    ...         writer.write(events)
    """
    return SampleWriter(path, manifest, force=force, format=format)


def _manifest(given: Manifest | Mapping[str, Any]) -> Manifest:
    manifest = given if isinstance(given, Manifest) else Manifest.from_dict(given)
    try:
        manifest.to_json()
    except TypeError as error:
        raise McgenError(f"the manifest cannot be stored: {error}") from error
    return manifest
