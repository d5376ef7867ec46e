"""How commands end: exit codes and messages, never a traceback for what a user can cause."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click
import pytest

from mcgen.cli.failures import exit_code_of
from mcgen.diagnostics import Diagnostic, Label, Severity, Source, Span
from mcgen.errors import DecayFileError, McgenError

ROOT = Path(__file__).resolve().parents[2]


def raising(error: BaseException) -> Callable[[], NoReturn]:
    def command() -> NoReturn:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (McgenError("say what to change"), 1, "error: say what to change\n"),
        (click.UsageError("no such thing"), 2, "Error: no such thing\n"),
        (KeyboardInterrupt(), 130, "interrupted, nothing written\n"),
        (click.Abort(), 130, "interrupted, nothing written\n"),
        (PermissionError(errno.EACCES, "Permission denied", "my.dec"), 1, "error: Permission denied: my.dec\n"),
        (OSError(errno.ENOSPC, "No space left on device"), 1, "error: No space left on device\n"),
        (MemoryError(), 1, "error: not enough memory; generate fewer events at a time, or write to a file with -o\n"),
    ],
)
def test_failures_are_told_in_one_line(
    error: BaseException, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code_of(raising(error)) == code
    captured = capsys.readouterr()
    assert captured.err == told
    assert captured.out == ""


@pytest.mark.parametrize("error", [ValueError("a defect"), OSError("no number"), KeyError("x")])
def test_defects_keep_their_traceback(error: Exception) -> None:
    with pytest.raises(type(error)):
        exit_code_of(raising(error))


def test_decay_file_errors_show_the_place(capsys: pytest.CaptureFixture[str]) -> None:
    source = Source("my.dec", "Decay B0\n1.0 K+ pj- PHSP;\n")
    finding = Diagnostic("unknown-particle", Severity.ERROR, "no particle `pj-`", (Label(Span(16, 19), "", source),))
    assert exit_code_of(raising(DecayFileError("my.dec has 1 mistake", [finding]))) == 1
    told = capsys.readouterr().err
    assert "error[unknown-particle]: no particle `pj-`" in told
    assert "my.dec:2:8" in told
    assert told.endswith("error: my.dec has 1 mistake\n")


@pytest.mark.parametrize(("result", "code"), [(None, 0), (0, 0), (3, 3), ("text", 0)])
def test_results_are_exit_codes(result: object, code: int) -> None:
    assert exit_code_of(lambda: result) == code


def test_the_handler_of_sigterm_is_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    exit_code_of(lambda: None)
    assert signal.getsignal(signal.SIGTERM) is before


SLOW_RUN = """
import sys
from pathlib import Path
from mcgen.cli.failures import exit_code_of
from mcgen.production.blocks import EventRange
from mcgen.production.produce import produce
from tests.production.fake_source import FakeRequest, open_fake

def command():
    produce(
        FakeRequest(seconds={seconds}, slow_from={slow_from}),
        EventRange(1, {count}),
        opener=open_fake,
        output=sys.argv[1],
        workers={workers},
        progress=lambda done, total: print("block", flush=True),
    )

{before}
sys.exit(exit_code_of(command))
"""


def start(tmp_path: Path, code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def slow_run(tmp_path: Path, **settings: Any) -> subprocess.Popen[str]:
    defaults = {"seconds": 30.0, "slow_from": 4001, "count": 8000, "workers": 1, "before": ""}
    code = SLOW_RUN.format(**{**defaults, **settings})
    return start(tmp_path, code, str(tmp_path / "sample.root"))


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("number", "code", "told"),
    [
        (signal.SIGINT, 130, "interrupted, nothing written\n"),
        (signal.SIGTERM, 143, "terminated, nothing written\n"),
    ],
)
def test_a_signal_stops_a_run_at_once_and_leaves_nothing(
    tmp_path: Path, workers: int, number: signal.Signals, code: int, told: str
) -> None:
    settings = {"slow_from": 4001, "count": 8000} if workers == 2 else {"slow_from": 20_001, "count": 30_000}
    process = slow_run(tmp_path, workers=workers, **settings)
    assert process.stdout is not None
    assert process.stdout.readline() == "block\n"
    begun = time.monotonic()
    # Ctrl-C reaches the whole group of the terminal, a batch system ends the leader.
    (os.killpg if number == signal.SIGINT else os.kill)(process.pid, number)
    _, err = process.communicate(timeout=20)
    assert time.monotonic() - begun < 15
    assert (process.returncode, err) == (code, told)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("delay", [0.05, 0.3, 0.6])
def test_a_signal_while_workers_start_is_as_quiet(tmp_path: Path, delay: float) -> None:
    process = slow_run(tmp_path, workers=2, slow_from=0, before="print('ready', flush=True)")
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (130, "interrupted, nothing written\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
@pytest.mark.parametrize("name", ["sample.root", "sample.parquet", "sample.hepmc3"])
def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    limit = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
    code = SLOW_RUN.format(seconds=0, slow_from=0, count=40_000, workers=1, before=limit)
    process = start(tmp_path, code, str(tmp_path / name))
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.startswith("error: the disk is full")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    code = (
        "import sys, click\nfrom mcgen.cli.failures import exit_code_of\n"
        "def command():\n    for k in range(200_000):\n        click.echo(k)\n"
        "sys.exit(exit_code_of(command))"
    )
    process = start(tmp_path, code)
    assert process.stdout is not None
    assert process.stdout.readline() == "0\n"
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(timeout=20) == 0
