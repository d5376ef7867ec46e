"""Reading evt.pdl files."""

from __future__ import annotations

from pathlib import Path

import pytest

from mcgen.errors import McgenError
from mcgen.particles import load_particles, read_pdl

_LINES = """\
* a comment
add  p Particle  B0        511  5.28  0.0    0.0   0  0  0.45  511

add  p Particle  anti-B0  -511  5.28  0      0     0  0  0.45  -511
set p Something 1 2
add  p Particle  rho+      213  0.775 149e-3 0.6   3  2  0     213
add  p Particle  rho-     -213  0.775 149e-3 0.6  -3  2  0    -213
add  p Particle  gamma      22  0     0      0     0  2  0     22
end
add  p Particle  nonsense
"""


def _write(folder: Path, text: str) -> Path:
    path = folder / "some.pdl"
    path.write_text(text, encoding="utf-8")
    return path


def test_units_conjugates_and_limits(tmp_path: Path) -> None:
    table = load_particles(_write(tmp_path, _LINES))
    assert table.names == ("B0", "anti-B0", "rho+", "rho-", "gamma")
    assert table["B0"].ctau == pytest.approx(0.045)
    assert [table[name].conjugate for name in table.names] == ["anti-B0", "B0", "rho-", "rho+", "gamma"]
    assert table["rho+"].mass_range == pytest.approx((0.175, 0.775 + 15 * 0.149))
    assert table.spin_states.tolist() == [1, 1, 3, 3, 2]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("add p Particle B0 511 5.28 0 0 0 0", "needs 12 fields"),
        ("add p Particle B0 511 five 0 0 0 0 0 0", "mass of 'B0' must be a number, found 'five'"),
        ("add p Particle B0 511 5.28 -1 0 0 0 0 0", "width of 'B0' must not be negative"),
        ("add p Particle B0 511 5.28 0 0 0.5 0 0 0", "3\\*charge of 'B0' must be a whole number"),
        ("add p Particle B0 511 nan 0 0 0 0 0 0", "must be a number"),
        ("ad p Particle B0 511 5.28 0 0 0 0 0 0", "expected 'add'"),
    ],
)
def test_wrong_lines_name_file_and_line(tmp_path: Path, line: str, message: str) -> None:
    path = _write(tmp_path, "* first\n" + line + "\n")
    with pytest.raises(McgenError, match=message) as caught:
        read_pdl(path)
    assert str(caught.value).startswith(f"{path}:2: ")


def test_duplicates_empty_and_unreadable_files(tmp_path: Path) -> None:
    line = "add p Particle B0 511 5.28 0 0 0 0 0 0\n"
    with pytest.raises(McgenError, match="already defined in line 1"):
        read_pdl(_write(tmp_path, line + line))
    with pytest.raises(McgenError, match="no particle"):
        read_pdl(_write(tmp_path, "* nothing\n"))
    with pytest.raises(McgenError, match="cannot read"):
        read_pdl(tmp_path / "absent.pdl")
    binary = tmp_path / "binary.pdl"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(McgenError, match="cannot read"):
        read_pdl(binary)
