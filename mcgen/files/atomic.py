"""Files that appear whole or not at all.

A file is written under another name in the same folder, flushed to the disk and renamed; whatever ends the work before
that - an error, Ctrl-C, a full disk, a forgotten ``close`` - removes it again and leaves an older file untouched.
"""

from __future__ import annotations

import contextlib
import errno
import os
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mcgen.errors import FileExistsRefusedError, McgenError

__all__ = ["AsideFile", "clear_errors"]

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EACCES, errno.EMLINK}


@contextlib.contextmanager
def clear_errors(path: Path) -> Iterator[None]:
    """Turn the operating system's errors while writing ``path`` into `McgenError` with advice."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            text = f"the disk is full (or a quota reached) while writing {path}; nothing was left behind"
        elif error.errno in _FORBIDDEN:
            text = f"cannot write {path}: no permission to write in {path.parent}"
        elif error.errno in {errno.ENOENT, errno.ENOTDIR}:
            text = f"cannot write {path}: the folder {path.parent} does not exist"
        else:
            text = f"cannot write {path}: {error.strerror or error}"
        raise McgenError(text) from error


class AsideFile:
    """A new file that takes its name only when it is complete.

    Parameters
    ----------
    path
        Name of the file to be.
    force
        Replace an existing file.

    Attributes
    ----------
    handle
        Binary file, open for reading and writing, at a hidden name in the same folder.

    Raises
    ------
    FileExistsRefusedError
        The file exists and ``force`` is not given.
    McgenError
        The folder is missing or cannot be written.
    """

    def __init__(self, path: str | os.PathLike[str], *, force: bool = False) -> None:
        self.path = Path(path)
        self._force = force
        with clear_errors(self.path):
            self._refuse_existing()
            self._temporary, self.handle = _create_beside(self.path)
        self._undo = weakref.finalize(self, _remove, self._temporary, self.handle, os.getpid())

    @property
    def pending(self) -> bool:
        """Whether the file has neither been committed nor discarded yet."""
        return self._undo.alive

    def commit(self) -> None:
        """Flush the file to the disk and give it its name.

        Raises
        ------
        FileExistsRefusedError
            Another program made the file meanwhile; it is left alone and the new one is removed.
        McgenError
            The disk is full or the folder cannot be written; the new file is removed.
        """
        try:
            with clear_errors(self.path):
                self.handle.flush()
                os.fsync(self.handle.fileno())
                self.handle.close()
                self._rename()
                _flush_folder(self.path.parent)
        except BaseException:
            self.discard()
            raise
        self._undo.detach()

    def discard(self) -> None:
        """Remove the unfinished file; harmless when there is none."""
        self._undo()

    def _rename(self) -> None:
        if self._force:
            self._temporary.replace(self.path)
            return
        try:  # a hard link fails where a file stands, a rename would replace it
            os.link(self._temporary, self.path)
        except FileExistsError:
            self._refuse_existing()
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            self._refuse_existing()
            self._temporary.replace(self.path)
        else:
            self._temporary.unlink()

    def _refuse_existing(self) -> None:
        if self.path.is_dir():
            raise McgenError(f"cannot write {self.path}: it is a folder")
        if not self._force and os.path.lexists(self.path):
            raise FileExistsRefusedError(f"{self.path} exists; say so (--force, force=True) to replace it")


def _create_beside(path: Path) -> tuple[Path, BinaryIO]:
    """Create a new hidden file in the folder of ``path`` with the user's usual permissions."""
    for attempt in range(1000):
        temporary = path.parent / f".{path.name[:100]}.{os.getpid()}-{attempt}.part"
        try:
            return temporary, os.fdopen(os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o666), "w+b")
        except FileExistsError:
            continue
    raise McgenError(f"cannot write {path}: too many unfinished files beside it")


def _remove(temporary: Path, handle: BinaryIO, owner: int) -> None:
    """Close and remove an unfinished file; a forked child leaves its parent's file alone."""
    with contextlib.suppress(OSError):
        handle.close()
    if os.getpid() == owner:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _flush_folder(folder: Path) -> None:
    """Ask for the folder's entry to reach the disk; not every system can."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
