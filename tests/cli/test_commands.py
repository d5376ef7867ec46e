"""Commands that need no engine: help, files, models."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import mcgen
from mcgen.cli.main import COMMANDS, cli
from mcgen.production.blocks import EventRange
from mcgen.production.produce import produce
from tests.production.fake_source import FakeRequest, open_fake


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "sample.root"
    produce(FakeRequest(seed=7), EventRange(101, 20), opener=open_fake, output=path)  # type: ignore[arg-type]
    return path


def test_help_lists_every_command() -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name, (_, line) in COMMANDS.items():
        assert name in result.output
        assert line in result.output


def test_version() -> None:
    assert run("--version").output == f"mcgen, version {mcgen.__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert result.output.startswith("Usage: ")


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - {"dec"}))
def test_the_line_of_a_command_agrees_with_its_help(name: str) -> None:
    assert COMMANDS[name][1].endswith(".")
    assert len(COMMANDS[name][1]) < 60


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["genrate"], "Did you mean generate?"),
        (["generate"], "Missing argument 'PROCESS'"),
        (["generate", "mixed", "-n", "1.5"], "not a number of events"),
        (["generate", "mixed", "-n", "-3"], "not a number of events"),
        (["generate", "mixed", "-n", "many"], "not a number of events"),
        (["generate", "mixed", "--seed", "-1"], "--seed"),
        (["generate", "mixed", "--workers", "0"], "--workers"),
        (["generate", "mixed", "--unsupported", "ignore"], "--unsupported"),
        (["generate", "mixed", "--nonsense"], "No such option"),
        (["decay", "B0", "-o", "x.root"], "Missing option '--dec'"),
        (["show"], "Missing argument"),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str], told: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


def test_info_tells_how_a_sample_was_made(sample: Path) -> None:
    result = run("info", sample)
    assert result.exit_code == 0
    words = {line.split()[0]: line.split()[1] for line in result.stdout.splitlines()[1:]}
    assert (words["process"], words["seed"], words["events"], words["first_event"]) == ("signal", "7", "20", "101")
    assert words["clean"] == "yes"


def test_info_prints_the_manifest_as_json(sample: Path) -> None:
    lines = run("info", "--json", sample, sample).stdout.splitlines()
    assert len(lines) == 2
    assert json.loads(lines[0]) == mcgen.open(sample).manifest


def test_show_prints_the_first_tree(sample: Path) -> None:
    assert run("show", sample).stdout == f"{mcgen.open(sample)[0]}\n"


def test_show_prints_the_trees_asked_for(sample: Path) -> None:
    opened = mcgen.open(sample)
    assert run("show", sample, "-e", "105", "-e", "120").stdout == f"{opened.event(105)}\n{opened.event(120)}\n"
    assert run("show", sample, "-n", "3").stdout == "".join(f"{opened[i]}\n" for i in range(3))
    result = run("show", sample, "-e", "1")
    assert result.exit_code == 1
    assert result.stderr == "error: no event 1 in this sample; its events are 101 to 120\n"


@pytest.mark.parametrize("name", ["copy.parquet", "copy.root"])
def test_convert_keeps_everything(sample: Path, tmp_path: Path, name: str) -> None:
    result = run("convert", sample, tmp_path / name)
    assert result.exit_code == 0
    assert "20 events" in result.stdout
    assert mcgen.open(tmp_path / name).events == mcgen.open(sample).events


def test_convert_does_not_overwrite(sample: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.parquet"
    target.write_text("precious")
    result = run("convert", sample, target)
    assert result.exit_code == 1
    assert "exists" in result.stderr
    assert target.read_text() == "precious"
    assert run("convert", sample, target, "--force", "--quiet").output == ""
    assert len(mcgen.open(target)) == 20


@pytest.mark.parametrize("command", ["info", "show"])
@pytest.mark.parametrize("content", [None, b"", b"root", b"PAR1PAR1", b"\x00" * 100, b"Decay B0\nEnddecay\n"])
def test_files_that_are_no_samples_are_named(tmp_path: Path, command: str, content: bytes | None) -> None:
    path = tmp_path / "odd.root"
    if content is not None:
        path.write_bytes(content)
    result = run(command, path)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert "odd.root" in result.stderr
    assert "Traceback" not in result.stderr


def test_models_are_listed_and_explained() -> None:
    listed = run("models").stdout
    assert "VSS" in listed.split()
    names = run("models", "--names").stdout.split()
    assert names == [line.split()[0] for line in listed.splitlines()]
    assert names == sorted(names)
    every = run("models", "--names", "--all").stdout.split()
    assert set(names) < set(every)
    result = run("models", "VSS")
    assert result.exit_code == 0
    assert result.stdout.startswith("VSS: ")


@pytest.mark.parametrize("name", ["SVS", "HELAMP", "VSS_BMIX", "PHSP", "PYTHIA"])
def test_models_explain_themselves(name: str) -> None:
    assert run("models", name).stdout.startswith(f"{name}: ")


def test_an_unknown_model_gets_a_suggestion() -> None:
    result = run("models", "SVSS")
    assert result.exit_code == 1
    assert "did you mean SVS" in result.stderr


@pytest.mark.slow
def test_help_is_there_in_a_third_of_a_second() -> None:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "mcgen.cli.main", "--help"], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.3
