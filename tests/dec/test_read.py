from __future__ import annotations

from pathlib import Path

import pytest

from mcgen.dec import central_path, central_table, parse, read
from mcgen.dec import file as file_module
from mcgen.dec.event_type import EventType
from mcgen.errors import McgenError
from tests.dec.fake_particles import PARTICLES


def test_unreadable_files_raise_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(McgenError, match="cannot read"):
        read(tmp_path / "none.dec")
    with pytest.raises(McgenError, match="cannot read"):
        read(tmp_path)
    binary = tmp_path / "binary.dec"
    binary.write_bytes(b"root\x00\x01\x02")
    with pytest.raises(McgenError, match="binary"):
        read(binary)
    latin = tmp_path / "latin.dec"
    latin.write_bytes("End\n# Jos\u00e9".encode("latin-1"))
    with pytest.raises(McgenError, match="line 2"):
        read(latin)


def test_overlong_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_module, "MAXIMUM_BYTES", 1 << 20)
    long = tmp_path / "long.dec"
    long.write_bytes(b" " * ((1 << 20) + 1))
    with pytest.raises(McgenError, match="longer than 1 MiB"):
        read(long)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "windows.dec"
    path.write_bytes("\ufeff# NickName: x\r\nDecay D0\r\n1.0 K- pi+ PHSP;\r\nEnddecay\r\nEnd\r\n".encode())
    file = read(path)
    assert not file.diagnostics
    assert file.header.nickname == "x"
    assert file.blocks[0].modes[0].words == ("1.0", "K-", "pi+", "PHSP")


def test_the_central_table_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "central.dec"
    path.write_text("Decay D0\n1.0 K- pi+ PHSP;\nEnddecay\nEnd\n", encoding="utf-8")
    first = central_table(PARTICLES, path)
    assert central_table(PARTICLES, path) is first
    path.write_text("Decay D0\n1.0 K- K+ PHSP;\nEnddecay\nEnd\n", encoding="utf-8")
    assert central_table(PARTICLES, path)["D0"][0].daughters == ("K-", "K+")


def test_belle_2s_table_is_found_and_clean() -> None:
    file = read(central_path())
    assert len(file.blocks) == 272
    assert sum(len(block.modes) for block in file.blocks) == 8659
    assert not file.has_errors


def test_the_header_is_metadata() -> None:
    text = """# EventType: 1110003001
# Descriptor: [B0 -> [eta -> gamma gamma] [eta -> gamma gamma]
#
# Physics WG: Charmless
# Documentation: two etas,
#   and nothing else
## Cuts : None
Alias x B0 # Tested: no
End
"""
    header = parse(text).header
    assert header.get("eventtype") == "1110003001"
    assert header.get("PhysicsWG") == "Charmless"
    assert header.get("documentation") == "two etas, and nothing else"
    assert header.get("cuts") == "None"
    assert header.get("tested") == ""
    span = header.fields["eventtype"].span
    assert text[span.start : span.end] == "1110003001"
    decoded = header.event_type
    assert decoded is not None
    words = decoded.describe()
    assert (words["general"], words["selection"]) == ("bottom", "B0")
    assert words["decay"] == "one exclusive final and intermediate state"
    assert words["tracks"] == "0 stable charged particles"
    assert (words["neutrals"], words["kaons"]) == ("photon, one pi0", "none")


@pytest.mark.parametrize(
    ("text", "good"),
    [("1110003001", True), ("111000300", False), ("111000300a", False), ("", False), ("\u0661" * 10, False)],
)
def test_event_types_have_ten_digits(text: str, good: bool) -> None:
    decoded = EventType.decode(text)
    assert (decoded is not None) == good
    assert decoded is None or str(decoded) == text
