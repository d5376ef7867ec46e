"""``mcgen dec``: output, exit codes, formats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mcgen.cli.main import cli

CLEAN = "Decay B0\n1.0 D- pi+ PHSP;\nEnddecay\nEnd\n"
WARNED = CLEAN.replace("1.0", "0.9")
WRONG = CLEAN.replace("pi+", "pi-")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["dec", *map(str, arguments)])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("clean", CLEAN), ("warned", WARNED), ("wrong", WRONG)):
        (tmp_path / f"{name}.dec").write_text(text, encoding="utf-8")
    (tmp_path / "binary.dec").write_bytes(b"\x00\x01\x02")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["clean.dec"], 0),
        (["warned.dec"], 0),
        (["--strict", "warned.dec"], 1),
        (["--strict", "clean.dec"], 0),
        (["clean.dec", "wrong.dec"], 1),
        (["absent.dec"], 2),
        (["binary.dec", "clean.dec"], 2),
        (["wrong.dec", "absent.dec"], 2),
        (["--central", "absent.dec", "clean.dec"], 2),
        (["--pdl", "absent.pdl", "clean.dec"], 2),
        ([], 2),
    ],
)
@pytest.mark.usefixtures("folder")
def test_exit_codes(arguments: list[str], code: int) -> None:
    result = run("check", "--central", "none", *arguments)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("folder")
def test_terminal_and_oneline() -> None:
    result = run("check", "--central", "none", "wrong.dec")
    assert "error[charge-violation]" in result.stdout
    assert "2 | 1.0 D- pi- PHSP;" in result.stdout
    assert "1 file checked: 1 error" in result.stderr
    assert "\x1b" not in result.stdout
    line = run("check", "--central", "none", "--format", "oneline", "wrong.dec", "clean.dec").stdout
    assert line.startswith("wrong.dec:2:5: error[charge-violation] ")
    assert line.count("\n") == 1


@pytest.mark.usefixtures("folder")
def test_json_and_sarif() -> None:
    found = json.loads(run("check", "--central", "none", "--format", "json", "wrong.dec").stdout)
    assert [record["id"] for record in found] == ["charge-violation"]
    log = json.loads(run("check", "--central", "none", "--format", "sarif", "wrong.dec").stdout)
    assert log["runs"][0]["results"][0]["ruleId"] == "charge-violation"
    assert json.loads(run("check", "--central", "none", "--format", "json", "clean.dec").stdout) == []


def test_central_table_gives_names(folder: Path) -> None:
    (folder / "signal.dec").write_text("Decay B0sig\n1.0 K_S0 K_S0 PHSP;\nEnddecay\nEnd\n", encoding="utf-8")
    assert run("check", "signal.dec").exit_code == 0
    assert run("check", "--central", "none", "signal.dec").exit_code == 1
    (folder / "central.dec").write_text("Alias B0sig B0\nEnd\n", encoding="utf-8")
    assert run("check", "--central", "central.dec", "signal.dec").exit_code == 0


def test_explain() -> None:
    assert "closed-decay" in run("explain").stdout
    assert "add up to more than the largest mass" in run("explain", "closed-decay").stdout.replace("\n", " ")
    result = run("explain", "closed-decays")
    assert result.exit_code == 2
    assert "closed-decay" in result.stderr


@pytest.mark.usefixtures("folder")
def test_show() -> None:
    shown = run("show", "--central", "none", "warned.dec").stdout
    assert shown.splitlines()[0] == "B0"
    assert shown.splitlines()[1].split()[:4] == ["1", "D-", "pi+", "PHSP"]
    assert (
        "anti-K_0*0" in run("show", "clean.dec", "anti-B0sig").stdout or "B0" in run("show", "clean.dec", "B0").stdout
    )
    missing = run("show", "--central", "none", "clean.dec", "BO")
    assert missing.exit_code != 0
