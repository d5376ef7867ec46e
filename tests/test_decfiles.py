"""Every decay file that we hand out is clean, documented and generates events."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import mcgen

FOLDER = Path(__file__).resolve().parent.parent / "decfiles"
FILES = sorted(FOLDER.glob("*.dec"))
HEADER = ("EventType", "Descriptor", "NickName", "Cuts", "Documentation", "PhysicsWG", "Tested", "Responsible", "Date")
BEAMS = {"Upsilon(3S)": "Y3S", "Upsilon(4S)": "Y4S", "Upsilon(5S)": "Y5S", "vpho": "Y4S"}

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def header(path: Path) -> dict[str, str]:
    """The ``# Key: value`` lines at the top of a decay file."""
    lines = path.read_text().split("\n\n", 1)[0].splitlines()
    return dict(re.fullmatch(r"# (\w+): (.*)", line).groups() for line in lines)  # type: ignore[union-attr, misc]


def root(path: Path) -> str:
    """The particle that the beams make: the first ``Decay`` of the file."""
    found = re.search(r"^Decay (\S+)", path.read_text(), re.MULTILINE)
    assert found is not None
    return found[1]


def substituted(path: Path) -> bool:
    """Whether the header says that the file needs ``--unsupported phsp`` for its own modes."""
    return "--unsupported phsp" in header(path).get("Comments", "")


def test_there_are_files_for_every_field() -> None:
    groups = {header(path)["PhysicsWG"] for path in FILES}
    assert groups >= {"TDCPV", "SL", "EWP", "Charm", "BtoCharm", "Quarkonium", "Bottomonium"}
    assert {root(path) for path in FILES} == set(BEAMS)


@each_file
def test_header(path: Path) -> None:
    fields = header(path)
    assert set(HEADER) <= set(fields)
    assert fields["NickName"] == path.stem
    assert re.fullmatch(r"\d{10}", fields["EventType"])
    assert path.read_text().endswith("\nEnd\n")


def test_event_types_are_unique() -> None:
    codes = [header(path)["EventType"] for path in FILES]
    assert len(set(codes)) == len(codes)


def test_table_lists_every_file() -> None:
    rows = re.findall(
        r"^\| \[`(\S+)\.dec`\]\((\S+)\.dec\) \| `(\d+)` \|", (FOLDER / "README.md").read_text(), re.MULTILINE
    )
    assert rows == [(path.stem, path.stem, header(path)["EventType"]) for path in FILES]


@each_file
def test_checker_finds_nothing(path: Path) -> None:
    found = [item for item in mcgen.check_dec(path) if not (substituted(path) and item.id == "model-not-implemented")]
    assert [f"{item.severity.value}[{item.id}]: {item.message}" for item in found] == []


@each_file
def test_generates(path: Path) -> None:
    sample = mcgen.generate("signal", 20, dec=path, seed=1, beams=BEAMS[root(path)], unsupported="phsp")
    assert len(sample) == 20
    events = sample.events
    assert np.isfinite(events.energy).all()
    assert np.all(np.diff(events.offsets) > 4)
