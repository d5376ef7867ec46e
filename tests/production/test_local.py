from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mcgen.errors import McgenError
from mcgen.events import concatenate
from mcgen.production.blocks import EventRange
from mcgen.production.local import generate_here, generate_with_workers
from tests.production.fake_source import FakeRequest, open_fake

EVENTS = EventRange(1, 60)
ROOT = Path(__file__).resolve().parents[2]


def request(**changes: Any) -> Any:
    return replace(FakeRequest(), **changes)


def whole(**changes: Any) -> Any:
    return open_fake(request(**changes)).generate(EVENTS.numbers)


@pytest.mark.parametrize("size", [1, 7, 60, 1000])
def test_blocks_generated_here_are_the_events_generated_at_once(size: int) -> None:
    pieces = generate_here(open_fake(request()), EVENTS.blocks(size))
    assert concatenate(piece.events for piece in pieces) == whole()


def test_counters_of_blocks_add_up() -> None:
    pieces = list(generate_here(open_fake(request(overflow_every=10)), EVENTS.blocks(7)))
    assert sum(piece.counters.get("overflow:fake", 0) for piece in pieces) == 6
    assert {} in [piece.counters for piece in pieces]


def test_two_workers_give_the_same_events_in_order() -> None:
    pieces = list(generate_with_workers(open_fake, request(overflow_every=10), EVENTS.blocks(7), 2))
    assert concatenate(piece.events for piece in pieces) == whole()
    assert sum(piece.counters.get("overflow:fake", 0) for piece in pieces) == 6


def test_an_error_of_the_source_arrives_as_it_is() -> None:
    pieces = generate_with_workers(open_fake, request(fail_at=30), EVENTS.blocks(10), 2)
    with pytest.raises(McgenError, match="event 30 cannot be generated"):
        list(pieces)


def test_a_dead_worker_is_reported() -> None:
    pieces = generate_with_workers(open_fake, request(die_at=30), EVENTS.blocks(10), 2)
    with pytest.raises(McgenError, match="a worker process died"):
        list(pieces)


def test_leaving_early_stops_the_workers_at_once() -> None:
    pieces = generate_with_workers(open_fake, request(seconds=60.0, slow_from=11), EVENTS.blocks(10), 2)
    assert next(pieces).events.event[0] == 1
    start = time.monotonic()
    pieces.close()
    assert time.monotonic() - start < 20.0


def run_script(tmp_path: Path, text: str, **options: Any) -> subprocess.Popen[str]:
    script = tmp_path / "script.py"
    script.write_text(text)
    return subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


SCRIPT = """
from mcgen.production.blocks import EventRange
from mcgen.production.local import generate_with_workers
from tests.production.fake_source import FakeRequest, open_fake

for piece in generate_with_workers(open_fake, FakeRequest(seconds={seconds}), EventRange(1, 40).blocks(10), 2):
    print("piece", piece.events.event[0], flush=True)
"""


def test_a_script_without_a_main_guard_works(tmp_path: Path) -> None:
    out, err = run_script(tmp_path, SCRIPT.format(seconds=0)).communicate(timeout=60)
    assert out.split("\n") == ["piece 1", "piece 11", "piece 21", "piece 31", ""]
    assert err == ""


@pytest.mark.skipif(sys.platform != "linux", reason="counts processes in /proc")
def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    process = run_script(tmp_path, SCRIPT.format(seconds=1.0))
    assert process.stdout is not None
    assert process.stdout.readline() == "piece 1\n"
    workers = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    assert len(workers) >= 2
    process.kill()
    process.communicate(timeout=20)
    deadline = time.monotonic() + 10
    while any(running(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(running(pid) for pid in workers)


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
