"""read_dec and check_dec of the public face."""

from __future__ import annotations

import traceback
from pathlib import Path

import pytest

import mcgen
from mcgen.diagnostics import Severity
from mcgen.errors import DecayFileError

TEXT = "Decay B0\n1.0 K+ pi- PHSP;\nEnddecay\nEnd\n"
WRONG = "Decay B0\n1.0 K+ pi- PHSP\nEnddecay\nEnd\n"


def test_a_text_alone_is_a_table_of_its_particles() -> None:
    table = mcgen.read_dec(TEXT, central=None)
    assert set(table.modes) == {"B0"}
    assert table.modes["B0"][0].daughters == ("K+", "pi-")


def test_a_file_lies_over_the_central_table(tmp_path: Path) -> None:
    path = tmp_path / "my.dec"
    path.write_text(TEXT)
    table = mcgen.read_dec(path)
    assert len(table.modes["B0"]) == 1
    assert len(table.modes["anti-B0"]) > 100


def test_another_table_can_lie_below(tmp_path: Path) -> None:
    below = tmp_path / "central.dec"
    below.write_text("Decay B0\n1.0 pi+ pi- PHSP;\nEnddecay\nDecay D0\n1.0 K- pi+ PHSP;\nEnddecay\nEnd\n")
    table = mcgen.read_dec(TEXT, central=below)
    assert table.modes["B0"][0].daughters == ("K+", "pi-")
    assert table.modes["D0"][0].daughters == ("K-", "pi+")


def test_mistakes_raise_and_show_their_places() -> None:
    with pytest.raises(DecayFileError, match="<decay text> has 1 mistake") as caught:
        mcgen.read_dec(WRONG, central=None)
    assert [finding.id for finding in caught.value.diagnostics] == ["missing-semicolon"]
    assert "end line 2 with `;`" in "".join(traceback.format_exception(caught.value))


def test_checking_finds_them_without_raising() -> None:
    findings = mcgen.check_dec(WRONG)
    assert "missing-semicolon" in [finding.id for finding in findings if finding.severity is Severity.ERROR]


def test_a_right_file_has_no_errors() -> None:
    assert [finding for finding in mcgen.check_dec(TEXT) if finding.severity is Severity.ERROR] == []


@pytest.mark.parametrize("function", [mcgen.read_dec, mcgen.check_dec])
def test_files_that_cannot_be_read_raise(function: object, tmp_path: Path) -> None:
    assert callable(function)
    with pytest.raises(mcgen.McgenError, match="there is no decay file"):
        function(tmp_path / "none.dec")
    with pytest.raises(mcgen.McgenError, match="cannot read"):
        function(TEXT, central=tmp_path / "none.dec")
