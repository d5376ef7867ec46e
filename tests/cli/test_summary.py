from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

from mcgen.cli.progress import event_progress
from mcgen.cli.summary import human_size, substitution_line, summarised
from mcgen.production.blocks import EventRange
from mcgen.production.produce import NotCleanWarning, produce
from tests.production.fake_source import FakeRequest, open_fake


def unclean(path: Path) -> Any:
    request: Any = FakeRequest(overflow_every=100)
    return produce(request, EventRange(1, 1000), opener=open_fake, output=path)


def test_a_sample_that_is_not_clean_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with summarised("signal", quiet=False) as production:
        production.sample = unclean(tmp_path / "sample.root")
    out, err = capsys.readouterr()
    assert out.count("not clean") == 1
    assert "10 of 1,000 events" in out
    assert err == ""


def test_even_a_quiet_command_tells_that_a_sample_is_not_clean(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with summarised("signal", quiet=True) as production:
        production.sample = unclean(tmp_path / "sample.root")
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("warning: not clean")


def test_the_library_warns(tmp_path: Path) -> None:
    with warnings.catch_warnings(), pytest.warns(NotCleanWarning):
        unclean(tmp_path / "sample.root")


def test_nothing_is_told_of_a_failed_run(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError), summarised("signal", quiet=False):
        raise RuntimeError
    assert capsys.readouterr() == ("", "")


def test_a_progress_bar_moves(capsys: pytest.CaptureFixture[str]) -> None:
    with event_progress("signal", shown=True) as move:
        assert move is not None
        move(20_000, 100_000)
        move(100_000, 100_000)
    assert capsys.readouterr().out == ""
    with event_progress("signal", shown=False) as move:
        assert move is None


def test_substitutions_are_told_by_model_the_most_frequent_first() -> None:
    entries = [{"model": f"M{k}", "mode": f"B0 -> {k}", "count": k} for k in range(9)]
    entries.append({"model": "M8", "mode": "B+ -> 8", "count": 1000})
    line = substitution_line({"substitutions": entries})
    assert line == "phase space instead of the model in 1,036 decays: M8 1,008, M7 7, M6 6, M5 5, M4 4, M3 3 and 2 more"
    assert substitution_line({}) == ""
    assert substitution_line({"substitutions": entries[:1]}) == ""


@pytest.mark.parametrize(
    ("size", "text"), [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (2.5e9, "2.5 GB"), (5e13, "50.0 TB")]
)
def test_sizes_are_human(size: float, text: str) -> None:
    assert human_size(size) == text
