"""Every benchmark can be run by ``python -m benchmarks.run``."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import pytest

from benchmarks.rows import Row, best_time, markdown
from benchmarks.run import main

NAMES = sorted(path.stem for path in (Path(__file__).resolve().parent.parent / "benchmarks").glob("bench_*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_has_rows(name: str) -> None:
    module = importlib.import_module(f"benchmarks.{name}")
    parameters = inspect.signature(module.rows).parameters.values()
    assert all(parameter.default is not parameter.empty for parameter in parameters)
    assert module.__doc__


def test_table() -> None:
    table = markdown([Row("first", 12345.6, "events/s"), Row("second", 0.12345, "s", 2.0, "first")])
    assert table.splitlines()[2:] == ["| first | 12,346 | events/s |  |  |", "| second | 0.123 | s | 2 | first |"]


def test_clock_takes_the_best() -> None:
    calls = iter([200_000, 10, 100_000])
    assert best_time(lambda: sum(range(next(calls))), 3) < 1e-3


def test_unknown_benchmark_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["nothing"])
    assert "no benchmark nothing" in capsys.readouterr().err
