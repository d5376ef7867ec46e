from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from mcgen.errors import FileExistsRefusedError, McgenError
from mcgen.files.atomic import AsideFile, clear_errors


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_the_file_appears_on_commit(tmp_path: Path) -> None:
    aside = AsideFile(tmp_path / "a.txt")
    aside.handle.write(b"text")
    assert not (tmp_path / "a.txt").exists()
    assert aside.pending
    aside.commit()
    assert names(tmp_path) == ["a.txt"]
    assert (tmp_path / "a.txt").read_bytes() == b"text"
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o666 & ~mask
    aside.discard()  # harmless now
    assert names(tmp_path) == ["a.txt"]


def test_discard_leaves_nothing(tmp_path: Path) -> None:
    aside = AsideFile(tmp_path / "a.txt")
    aside.discard()
    aside.discard()
    assert names(tmp_path) == []


def test_a_forgotten_file_is_removed(tmp_path: Path) -> None:
    aside = AsideFile(tmp_path / "a.txt")
    aside.handle.write(b"text")
    del aside
    assert names(tmp_path) == []


def test_an_existing_file_is_refused_or_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")
    with pytest.raises(FileExistsRefusedError, match=r"a\.txt exists"):
        AsideFile(target)
    aside = AsideFile(target, force=True)
    aside.handle.write(b"new")
    aside.discard()
    assert target.read_text() == "old"
    aside = AsideFile(target, force=True)
    aside.handle.write(b"new")
    assert target.read_text() == "old"
    aside.commit()
    assert target.read_text() == "new"


def test_a_file_that_came_in_between_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: Any) -> None:
        raise OSError(errno.EPERM, "no hard links on this file system")

    for _ in range(2):
        aside = AsideFile(tmp_path / "a.txt")
        (tmp_path / "a.txt").write_text("theirs")
        with pytest.raises(FileExistsRefusedError):
            aside.commit()
        assert names(tmp_path) == ["a.txt"]
        assert (tmp_path / "a.txt").read_text() == "theirs"
        (tmp_path / "a.txt").unlink()
        monkeypatch.setattr(os, "link", no_links)
    aside = AsideFile(tmp_path / "a.txt")
    aside.commit()
    assert names(tmp_path) == ["a.txt"]


def test_folders(tmp_path: Path) -> None:
    with pytest.raises(McgenError, match="does not exist"):
        AsideFile(tmp_path / "nowhere" / "a.txt")
    with pytest.raises(McgenError, match="it is a folder"):
        AsideFile(tmp_path, force=True)
    (tmp_path / "file").write_text("")
    with pytest.raises(McgenError, match="does not exist"):
        AsideFile(tmp_path / "file" / "a.txt")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_unwritable_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(McgenError, match="no permission"):
            AsideFile(tmp_path / "a.txt")
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EACCES, "no permission"),
        (errno.EROFS, "no permission"),
        (errno.ENOENT, "does not exist"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_errors_in_words(number: int, words: str) -> None:
    with pytest.raises(McgenError, match=words), clear_errors(Path("a.txt")):
        raise OSError(number, os.strerror(number))


def test_a_disk_full_at_the_last_flush_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    aside = AsideFile(tmp_path / "a.txt")
    with pytest.raises(McgenError, match="disk is full"):
        aside.commit()
    assert names(tmp_path) == []


def test_a_forked_child_leaves_the_file_to_its_parent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aside = AsideFile(tmp_path / "a.txt")
    owner = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: owner + 1)
    aside.discard()
    assert len(names(tmp_path)) == 1
