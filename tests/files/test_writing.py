from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mcgen.errors import FileExistsRefusedError, McgenError
from mcgen.files import FORMATS, Manifest, open_sample, open_writer
from mcgen.files.atomic import AsideFile
from tests.events.builders import make_events

ALL = [("a.root", None), ("b.root", "rntuple"), ("c.parquet", None), ("d.hepmc3", None), ("e.hepmc.gz", None)]
EVENTS = make_events(21_000)


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@pytest.mark.parametrize(("name", "form"), ALL)
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_interruption_leaves_nothing(
    tmp_path: Path, name: str, form: str | None, error: type[BaseException]
) -> None:
    with pytest.raises(error), open_writer(tmp_path / name, Manifest(), format=form) as writer:  # noqa: PT012
        writer.write(EVENTS)
        assert len(names(tmp_path)) == 1
        raise error
    assert names(tmp_path) == []
    with pytest.raises(ValueError, match="is closed"):
        writer.write(EVENTS)


@pytest.mark.parametrize(("name", "form"), ALL)
@pytest.mark.parametrize("room", [0, 100_000, 2_000_000])
def test_a_full_disk_leaves_nothing_and_spares_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, form: str | None, room: int
) -> None:
    class FullDisk:
        """A file on a disk with room for so many bytes."""

        def __init__(self, handle: Any) -> None:
            self._handle, self._left = handle, room

        def write(self, data: Any) -> int:
            self._left -= memoryview(data).nbytes
            if self._left < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
            return int(self._handle.write(data))

        def __getattr__(self, attribute: str) -> Any:
            return getattr(self._handle, attribute)

    class FullDiskFile(AsideFile):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.handle = FullDisk(self.handle)  # type: ignore[assignment]

    monkeypatch.setattr("mcgen.files.writer.AsideFile", FullDiskFile)
    (tmp_path / name).write_text("old")
    with (  # noqa: PT012
        pytest.raises(McgenError, match=r"the disk is full .* nothing was left behind"),
        open_writer(tmp_path / name, Manifest(), force=True, format=form) as writer,
    ):
        for _ in range(3):
            writer.write(EVENTS)
    assert names(tmp_path) == [name]
    assert (tmp_path / name).read_text() == "old"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_disk_that_is_really_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("w+b", buffering=0) as full:

        class FullFile(AsideFile):
            def __init__(self, *args: Any, **options: Any) -> None:
                super().__init__(*args, **options)
                self.handle = full

        monkeypatch.setattr("mcgen.files.writer.AsideFile", FullFile)
        with pytest.raises(McgenError, match="disk is full"):
            open_writer(tmp_path / "a.hepmc3", Manifest())
    assert names(tmp_path) == []


def test_existing_files(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_text("old")
    with pytest.raises(FileExistsRefusedError):
        open_writer(path, Manifest())
    with open_writer(path, Manifest(), force=True) as writer:
        writer.write(EVENTS[:5])
    with open_sample(path) as sample:
        assert len(sample) == 5


def test_leaving_the_block_closes_with_what_is_known(tmp_path: Path) -> None:
    with open_writer(tmp_path / "a.parquet", {"process": "mixed", "seed": np.int64(3), "mine": 1}) as writer:
        writer.write(EVENTS[:0])
        writer.write(EVENTS[:5])
        assert writer.events == 5
    with open_sample(tmp_path / "a.parquet") as sample:
        assert (sample.manifest.seed, sample.manifest.events, sample.manifest.last_event) == (3, 5, 4)
        assert sample.manifest.other == {"mine": 1}


def test_unknown_formats(tmp_path: Path) -> None:
    with pytest.raises(McgenError, match=r"'a\.txt' tells no file format; known are \.root, \.parquet, \.hepmc, "):
        open_writer(tmp_path / "a.txt", Manifest())
    with pytest.raises(McgenError, match="no file format 'lhe'; there are root, rntuple, parquet, hepmc3"):
        open_writer(tmp_path / "a.root", Manifest(), format="lhe")
    with pytest.raises(McgenError, match="cannot be stored"):
        open_writer(tmp_path / "a.root", Manifest(settings={"x": object()}))
    assert names(tmp_path) == []
    assert len({f.name for f in FORMATS}) == len(FORMATS)


def test_files_that_are_no_samples(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq
    import uproot

    with pytest.raises(McgenError, match="there is no file"):
        open_sample(tmp_path / "none.root")
    with pytest.raises(McgenError, match="cannot read"):
        open_sample(tmp_path)
    (tmp_path / "empty.root").write_bytes(b"")
    (tmp_path / "text.root").write_text("hello")
    for name in ("empty.root", "text.root"):
        with pytest.raises(McgenError, match="is no file of events"):
            open_sample(tmp_path / name)
    pq.write_table(pa.table({"a": [1]}), tmp_path / "other.parquet")
    with uproot.recreate(tmp_path / "other.root") as file:
        file.mktree("events", {"a": np.int32})
    (tmp_path / "other.hepmc3").write_text("HepMC::Version 3.02.05\nHepMC::Asciiv3-START_EVENT_LISTING\nE 0 0 0\n")
    for name in ("other.parquet", "other.root", "other.hepmc3"):
        with pytest.raises(McgenError, match="not written by mcgen"):
            open_sample(tmp_path / name)


@pytest.mark.parametrize(("name", "form"), ALL)
def test_truncated_files(tmp_path: Path, name: str, form: str | None) -> None:
    with open_writer(tmp_path / name, Manifest(), format=form) as writer:
        writer.write(EVENTS[:3000])
    whole = (tmp_path / name).read_bytes()
    for length in (len(whole) // 20, len(whole) // 2, len(whole) - 60):
        (tmp_path / name).write_bytes(whole[:length])
        with pytest.raises(McgenError), open_sample(tmp_path / name) as sample:
            sample.events()
