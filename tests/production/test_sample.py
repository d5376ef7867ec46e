from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mcgen.errors import FileExistsRefusedError, McgenError
from mcgen.events import Events
from mcgen.production.blocks import EventRange
from mcgen.production.produce import NotCleanWarning, produce
from mcgen.production.sample import Sample
from tests.production.fake_source import FakeRequest, FakeSource, open_fake

NUMBERS = EventRange(101, 50)


def request(**changes: Any) -> Any:
    return replace(FakeRequest(), **changes)


def made(**options: Any) -> Sample:
    return produce(request(), NUMBERS, opener=open_fake, **options)


def whole() -> Events:
    return FakeSource(FakeRequest()).generate(NUMBERS.numbers)


@pytest.fixture(params=["memory", "file", "opened"])
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> Sample:
    if request.param == "memory":
        return made()
    in_file = made(output=tmp_path / "sample.root")
    return in_file if request.param == "file" else Sample.from_file(tmp_path / "sample.root")


def test_a_sample_has_its_events(sample: Sample) -> None:
    assert len(sample) == 50
    assert sample.events == whole()
    assert sample.events is sample.events


def test_events_are_found_by_position(sample: Sample) -> None:
    assert sample[0].event == 101
    assert sample[-1].event == 150
    assert sample[np.int64(7)].events == whole()[7:8]
    for wrong in (50, -51):
        with pytest.raises(IndexError):
            sample[wrong]


def test_parts_are_events(sample: Sample) -> None:
    assert sample[10:20] == whole()[10:20]
    assert sample[20:10] == whole()[20:10]
    assert sample[::7] == whole()[::7]
    assert sample[[3, 1]] == whole()[[3, 1]]


def test_events_are_found_by_number(sample: Sample) -> None:
    assert sample.event(142).events == whole()[41:42]
    with pytest.raises(McgenError, match="its events are 101 to 150"):
        sample.event(151)


def test_iteration_gives_every_event(sample: Sample) -> None:
    assert [view.event for view in sample] == NUMBERS.numbers.tolist()


def test_awkward_view(sample: Sample) -> None:
    array = sample.to_awkward()
    assert len(array) == 50
    assert array.particles.pt[0].tolist() == np.abs(whole()[0].px).tolist()


def test_the_manifest_names_the_sample(sample: Sample) -> None:
    manifest = sample.manifest
    assert (manifest["process"], manifest["seed"], manifest["events"]) == ("signal", 1, 50)
    assert (manifest["first_event"], manifest["last_event"], manifest["requested"]) == (101, 150, 50)
    assert manifest["particles"] == len(whole().pdg)
    assert manifest["clean"] is True
    assert sample.notes == []
    json.dumps(manifest)


def test_samples_show_themselves(sample: Sample) -> None:
    assert "50 signal events" in repr(sample)
    assert "101" in str(sample[0])
    page = sample._repr_html_()
    assert "<table>" in page
    assert "50" in page


@pytest.mark.parametrize("name", ["copy.root", "copy.parquet"])
def test_samples_are_written(sample: Sample, tmp_path: Path, name: str) -> None:
    path = sample.write(tmp_path / name)
    again = Sample.from_file(path)
    assert again.events == whole()
    differing = {k for k in sample.manifest if sample.manifest[k] != again.manifest[k]}
    assert differing <= {"created"}
    with pytest.raises(FileExistsRefusedError):
        sample.write(path)
    sample.write(path, force=True)


def test_an_event_of_a_file_is_made_again_alone_not_read(tmp_path: Path) -> None:
    sample = made(output=tmp_path / "sample.root")
    (tmp_path / "sample.root").unlink()
    assert sample.event(142).events == whole()[41:42]
    assert sample[41].events == whole()[41:42]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_the_number_of_workers_changes_nothing(workers: int, tmp_path: Path) -> None:
    numbers = EventRange(1, 6_500)
    one = produce(request(overflow_every=0), numbers, opener=open_fake)
    many = produce(request(), numbers, opener=open_fake, workers=workers, output=tmp_path / "many.root")
    assert many.events.digest() == one.events.digest()
    ignored = {"created"}
    assert {k: v for k, v in many.manifest.items() if k not in ignored} == {
        k: v for k, v in one.manifest.items() if k not in ignored
    }


def test_overflows_beyond_a_ten_thousandth_are_not_clean() -> None:
    with pytest.warns(NotCleanWarning, match="not clean"):
        sample = produce(request(overflow_every=1000), EventRange(1, 2000), opener=open_fake)
    assert sample.manifest["clean"] is False
    assert sample.manifest["bound_overflows"] == {"fake": 2}
    assert "fake" in sample.notes[0]


def test_rare_overflows_are_counted_and_clean() -> None:
    sample = produce(request(overflow_every=10_000), EventRange(1, 20_000), opener=open_fake)
    assert sample.manifest["clean"] is True
    assert sample.manifest["bound_overflows"] == {"fake": 2}


def test_progress_is_told_block_by_block() -> None:
    told: list[tuple[int, int]] = []
    produce(
        request(),
        EventRange(1, 45_000),
        opener=open_fake,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(20_000, 45_000), (40_000, 45_000), (45_000, 45_000)]


def test_no_events_are_a_sample_too(tmp_path: Path) -> None:
    sample = produce(request(), EventRange(1, 0), opener=open_fake, output=tmp_path / "none.root")
    assert len(sample) == 0
    assert len(Sample.from_file(tmp_path / "none.root").events) == 0
    assert sample._repr_html_()


def test_a_failing_source_leaves_no_file(tmp_path: Path) -> None:
    for workers in (1, 2):
        with pytest.raises(McgenError, match="cannot be generated"):
            produce(
                request(fail_at=5000),
                EventRange(1, 6000),
                opener=open_fake,
                workers=workers,
                output=tmp_path / "sample.root",
            )
        assert list(tmp_path.iterdir()) == []


def test_wrong_settings_are_told_before_anything_is_opened(tmp_path: Path) -> None:
    def opener(_: Any) -> Any:
        raise AssertionError("opened")

    with pytest.raises(McgenError, match="workers"):
        produce(request(), NUMBERS, opener=opener, workers=0)
    with pytest.raises(McgenError, match="suffix"):
        produce(request(), NUMBERS, opener=opener, output=tmp_path / "sample.txt")
