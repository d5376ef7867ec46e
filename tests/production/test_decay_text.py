from __future__ import annotations

import os
from pathlib import Path

import pytest

from mcgen.errors import McgenError
from mcgen.production.decay_text import LARGEST_DECAY_FILE, read_decay_text

TEXT = "Decay B0\n1.0 K+ pi- PHSP;\nEnddecay\nEnd\n"


def test_text_is_known_by_its_line_end() -> None:
    assert read_decay_text(TEXT) == ("<decay text>", TEXT)


def test_paths_are_read(tmp_path: Path) -> None:
    path = tmp_path / "my.dec"
    path.write_text(TEXT)
    assert read_decay_text(path) == (str(path), TEXT)
    assert read_decay_text(str(path)) == (str(path), TEXT)


def test_marks_and_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "my.dec"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert read_decay_text(path)[1] == TEXT
    path.write_bytes("# Bär\r\nEnd\r\n".encode())
    assert read_decay_text(path)[1] == "# Bär\r\nEnd\r\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\x7fELF\x02\x01\x01\x00\x00", "is not a decay file: it holds binary data"),
        (bytes(range(256)), "binary"),
        (b"Decay B0\n\xff\nEnddecay\n", "line 2"),
    ],
)
def test_what_is_no_text_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "odd.dec"
    path.write_bytes(content)
    with pytest.raises(McgenError, match=message) as caught:
        read_decay_text(path)
    assert "odd.dec" in str(caught.value)


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(McgenError, match="is empty"):
        read_decay_text("\n\n")


def test_missing_files_and_folders_are_named(tmp_path: Path) -> None:
    with pytest.raises(McgenError, match=r"there is no decay file .*none\.dec"):
        read_decay_text(tmp_path / "none.dec")
    with pytest.raises(McgenError, match="cannot read the decay file"):
        read_decay_text(tmp_path)
    with pytest.raises(McgenError, match="cannot read the decay file"):
        read_decay_text("a\0b")
    with pytest.raises(McgenError, match="cannot read the decay file"):
        read_decay_text("x" * 5000)


def test_text_without_line_end_gets_a_hint() -> None:
    with pytest.raises(McgenError, match="needs a line end"):
        read_decay_text("Decay B0 1.0 K+ pi- PHSP; Enddecay End")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "secret.dec"
    path.write_text(TEXT)
    path.chmod(0)
    with pytest.raises(McgenError, match="Permission denied"):
        read_decay_text(path)


def test_a_huge_file_is_refused_without_reading_all_of_it(tmp_path: Path) -> None:
    path = tmp_path / "huge.dec"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    assert path.stat().st_size > LARGEST_DECAY_FILE
    with pytest.raises(McgenError, match="100 MiB: that is not a decay file"):
        read_decay_text(path)
