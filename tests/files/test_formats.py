from __future__ import annotations

import dataclasses
import gzip
import json
import tracemalloc
from pathlib import Path

import awkward as ak
import numpy as np
import pyarrow.parquet as pq
import pyhepmc
import pytest
import uproot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mcgen.errors import McgenError
from mcgen.events import COLUMNS, EVENT_COLUMNS, PARTICLE_COLUMNS, Events, check_events, concatenate
from mcgen.files import Manifest, open_sample, open_writer
from tests.events.builders import make_events, random_events

EXACT = [("a.root", None), ("b.root", "rntuple"), ("c.parquet", None)]
HEPMC = [("d.hepmc3", None), ("e.hepmc.gz", None)]
ALL = EXACT + HEPMC
POSITIONS = {f"{what}_{axis}" for what in ("production", "decay") for axis in ("x", "y", "z", "time")}
several = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def write(path: Path, events: Events, form: str | None = None, blocks: int = 1, force: bool = False) -> Manifest:
    with open_writer(path, Manifest(process="mixed"), force, format=form) as writer:
        for part in np.array_split(np.arange(len(events)), blocks):
            writer.write(events[part])
        return writer.close()


def assert_same_in_hepmc(back: Events, events: Events) -> None:
    """Everything bit for bit, but points, which went through mm and c t: a double's last digit."""
    assert back.offsets.tolist() == events.offsets.tolist()
    for name in COLUMNS:
        if name in POSITIONS:
            np.testing.assert_allclose(getattr(back, name), getattr(events, name), rtol=4.5e-16, atol=0, err_msg=name)
        else:
            ours, theirs = getattr(events, name), getattr(back, name)
            assert np.array_equal(ours.view(np.uint8), theirs.view(np.uint8)), name


@pytest.mark.parametrize(("name", "form"), EXACT)
@several
@given(n=st.integers(0, 9), seed=st.integers(0, 2**32), blocks=st.integers(1, 4))
def test_round_trip_bit_for_bit(tmp_path: Path, name: str, form: str | None, n: int, seed: int, blocks: int) -> None:
    events = random_events(n, seed, wild=True)
    write(tmp_path / name, events, form, blocks, force=True)
    with open_sample(tmp_path / name) as sample:
        assert len(sample) == n
        assert sample.events() == events
        assert sample.events(1, -1) == events[1:-1]
        assert concatenate(sample.blocks(2)) == events
        assert sample.events().digest() == events.digest()
        if n:
            number = int(events.event[n // 2])
            assert sample.event(number).events == events[n // 2 : n // 2 + 1]
        with pytest.raises(McgenError, match=f"no event {n + 5} among the {n} events"):
            sample.event(n + 5)


@pytest.mark.parametrize(("name", "form"), HEPMC)
@several
@given(n=st.integers(0, 9), seed=st.integers(0, 2**32), blocks=st.integers(1, 4), beams=st.booleans())
def test_hepmc_round_trip(
    tmp_path: Path, name: str, form: str | None, n: int, seed: int, blocks: int, beams: bool
) -> None:
    events = random_events(n, seed, beams=beams)
    write(tmp_path / name, events, form, blocks, force=True)
    with open_sample(tmp_path / name) as sample:
        assert_same_in_hepmc(sample.events(), events)
        assert_same_in_hepmc(sample.events(n // 2, n), events[n // 2 :])
        assert_same_in_hepmc(concatenate(sample.blocks(2)), events)


@pytest.mark.parametrize(("name", "form"), ALL)
def test_manifest_and_reading(tmp_path: Path, name: str, form: str | None) -> None:
    events = make_events(25, first=100)
    stored = write(tmp_path / name, events, form, 4)
    assert (stored.first_event, stored.last_event, stored.events) == (100, 124, 25)
    assert stored.created
    with open_sample(tmp_path / name) as sample:
        assert sample.manifest == stored
        assert repr(sample) == f"<SampleFile: 25 mixed events in {tmp_path / name}>"
        assert sample.event(117).event == 117
        assert sample.event(103).pdg.tolist() == [300553, 22, 22]
        assert [view.event for view in sample] == list(range(100, 125))
        assert check_events(sample.events()) == []
        assert ak.num(sample.to_awkward().particles).tolist() == events.counts.tolist()
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(("name", "form"), ALL)
def test_a_manifest_that_grows_beyond_its_room(tmp_path: Path, name: str, form: str | None) -> None:
    events = make_events(5)
    long = Manifest(process="signal", settings={"text": "\\\n " * 70_000})
    with open_writer(tmp_path / name, Manifest(), format=form) as writer:
        writer.write(events)
        writer.close(long)
    with open_sample(tmp_path / name) as sample:
        assert sample.manifest == dataclasses.replace(
            long, first_event=0, last_event=4, events=5, created=sample.manifest.created
        )
        assert_same_in_hepmc(sample.events(), events)
    if form is None and "hepmc" in name:
        with pyhepmc.open(tmp_path / name) as file:
            assert sum(1 for _ in file) == 5


def test_uproot_alone_reads_a_tree(tmp_path: Path) -> None:
    events = make_events(50_000)
    write(tmp_path / "a.root", events, blocks=50)
    with uproot.open(tmp_path / "a.root") as file:
        tree = file["events"]
        assert tree.classname == "TTree"
        assert set(tree.keys()) == {*COLUMNS, "nparticles"}
        assert tree["px"].num_baskets == 3  # 20,000 + 20,000 + 10,000 events
        arrays = tree.arrays()
        assert arrays.px.tolist() == events.to_awkward().particles.px.tolist()
        assert arrays.nparticles.tolist() == events.counts.tolist()
        assert tree["pdg"].title == "pdg[nparticles]/I"
        assert tree["nparticles"].member("fLeaves")[0].member("fMaximum") == 7
        assert tree["energy"].array(entry_start=3, entry_stop=4).tolist() == [events[3].energy.tolist()]
        assert json.loads(file["manifest"])["events"] == 50_000


def test_uproot_alone_reads_an_rntuple(tmp_path: Path) -> None:
    events = make_events(10)
    write(tmp_path / "a.root", events, "rntuple")
    with uproot.open(tmp_path / "a.root") as file:
        arrays = file["events"].arrays()
        assert arrays.particles.px.tolist() == events.to_awkward().particles.px.tolist()
        assert arrays.event.tolist() == events.event.tolist()


def test_awkward_and_arrow_alone_read_parquet(tmp_path: Path) -> None:
    events = make_events(10)
    write(tmp_path / "a.parquet", events)
    array = ak.from_parquet(tmp_path / "a.parquet")
    assert array.particles.px.tolist() == events.to_awkward().particles.px.tolist()
    assert Events.from_awkward(array) == events
    with pq.ParquetFile(tmp_path / "a.parquet") as file:
        table = file.read(columns=["event", "particles.list.element.energy"])
        paths = [file.metadata.row_group(0).column(k).path_in_schema for k in range(len(COLUMNS))]
        encodings = [file.metadata.row_group(0).column(k).encodings for k in range(len(COLUMNS))]
    assert any("DICT" in word for word in encodings[paths.index("particles.list.element.pdg")])
    assert not any("DICT" in word for word in encodings[paths.index("particles.list.element.px")])
    assert table.column("event").to_pylist() == list(range(10))
    assert [len(x) for x in table.column("particles").to_pylist()] == events.counts.tolist()
    schema = pq.read_schema(tmp_path / "a.parquet")
    assert {f.name for f in schema} == {c.name for c in EVENT_COLUMNS} | {"particles"}
    assert {f.name for f in schema.field("particles").type.value_type} == {c.name for c in PARTICLE_COLUMNS}
    assert schema.field("weight").metadata[b"meaning"].startswith(b"weight of the event")


def test_pyhepmc_alone_reads_hepmc(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    events = make_events(3)
    write(tmp_path / "a.hepmc3.gz", events)
    with pyhepmc.open(tmp_path / "a.hepmc3.gz") as file:
        records = list(file)
    assert capfd.readouterr() == ("", "")  # HepMC3 warns on the terminal about lines it does not know
    first = records[0]
    assert [event.event_number for event in records] == [0, 1, 2]
    assert first.momentum_unit == pyhepmc.Units.GEV
    assert first.length_unit == pyhepmc.Units.MM
    assert first.run_info.tools[0].name == "mcgen"
    assert first.run_info.weight_names == ["Default"]
    assert first.weights == [1.0]
    assert int(str(first.attributes["experiment"].astype(int))) == 1003
    b0 = first.particles[1]
    assert (b0.pid, b0.status, [p.pid for p in b0.children]) == (511, 2, [211, -211])
    assert b0.end_vertex.position.x == events.decay_x[1] * 10
    assert b0.end_vertex.position.t == pytest.approx(events.decay_time[1] * 299.792458, rel=1e-15)
    assert b0.momentum.e == events.energy[1]
    assert b0.generated_mass == pytest.approx(5.27934)
    assert [p.status for p in first.particles] == [2, 2, 2, 1, 1, 1, 1]


def test_hepmc_beams_meet_in_a_vertex(tmp_path: Path) -> None:
    events = random_events(4, seed=2, beams=True)
    write(tmp_path / "a.hepmc3", events)
    with pyhepmc.open(tmp_path / "a.hepmc3") as file:
        for event in file:
            assert [p.id for p in event.beams] == [1, 2]
            assert [p.status for p in event.beams] == [4, 4]
            assert [p.id for p in event.particles[2].parents] == [1, 2]


def test_hepmc_agrees_with_the_writer_of_pyhepmc(tmp_path: Path) -> None:
    """What we write is what HepMC3 itself writes after reading it."""
    write(tmp_path / "a.hepmc3", random_events(20, seed=8, beams=True))
    with pyhepmc.open(tmp_path / "a.hepmc3") as ours, pyhepmc.open(tmp_path / "b.hepmc3", "w") as theirs:
        for event in ours:
            theirs.write(event)
    with pyhepmc.open(tmp_path / "a.hepmc3") as ours, pyhepmc.open(tmp_path / "b.hepmc3") as theirs:
        pairs = list(zip(ours, theirs, strict=True))
    assert len(pairs) == 20
    assert all(a == b for a, b in pairs)


def test_what_hepmc_cannot_hold(tmp_path: Path) -> None:
    events = make_events(2)
    big = Events(events.offsets, events.columns | {"event": [1, 2**31]})
    apart = Events(events.offsets, events.columns | {"mother": np.where(events.mother == 0, -1, events.mother)})
    columns = apart.columns | {"production_x": np.arange(10.0)}
    empty = Events([0, 0], {n: np.zeros(int(c in EVENT_COLUMNS), c.dtype) for n, c in COLUMNS.items()})
    for bad, words in [
        (big, "up to 2"),
        (Events(events.offsets, columns), "different points"),
        (empty, "without part"),
    ]:
        with pytest.raises(McgenError, match=words):
            write(tmp_path / "a.hepmc3", bad)
    assert list(tmp_path.iterdir()) == []


def test_gzip_is_the_same_text(tmp_path: Path) -> None:
    events = make_events(20)
    write(tmp_path / "a.hepmc3", events)
    write(tmp_path / "b.hepmc3.gz", events)
    plain = (tmp_path / "a.hepmc3").read_bytes().partition(b"\nE ")[2]
    assert gzip.decompress((tmp_path / "b.hepmc3.gz").read_bytes()).partition(b"\nE ")[2] == plain


@pytest.mark.parametrize(("name", "form"), ALL)
def test_memory_stays_flat(tmp_path: Path, name: str, form: str | None) -> None:
    block = make_events(5_000)
    write(tmp_path / f"warm.{name}", block[:10], form)
    peaks = []
    for count in (2, 6) if "hepmc" in name else (5, 15):
        tracemalloc.start()
        with open_writer(tmp_path / f"{count}.{name}", Manifest(), format=form) as writer:
            for _ in range(count):
                writer.write(block)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.25 * peaks[0] + 1e6
