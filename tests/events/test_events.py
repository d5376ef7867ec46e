from __future__ import annotations

import itertools
import pickle

import awkward as ak
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcgen.events import COLUMNS, PARTICLE_COLUMNS, Events, EventsDigest, concatenate
from tests.events.builders import make_events, random_events


def test_shapes_and_views() -> None:
    events = make_events(6)
    assert len(events) == 6
    assert events.counts.tolist() == [7, 3, 7, 3, 7, 3]
    assert events.nbytes == events.offsets.nbytes + sum(a.nbytes for a in events.columns.values())
    assert repr(events) == "<Events: 6 events, 30 particles>"
    view = events[-2]
    assert len(view) == 7
    assert view.event == 4
    assert isinstance(view.event, int)
    assert view.pdg.tolist() == [300553, 511, -511, 211, -211, 22, 22]
    assert view.roots == [0]
    assert list(view.daughters(1)) == [3, 4]
    assert list(view.daughters(3)) == []
    assert view.events == events[4:5]
    np.testing.assert_allclose(view.mass()[:3], [10.58, 5.27934, 5.27934], rtol=1e-9)
    assert repr(view) == "<Event: experiment 1003, run 2, event 4, mixed, 7 particles>"
    with pytest.raises(IndexError, match="event 6 of a batch of 6"):
        events[6]
    with pytest.raises(AttributeError, match="no column 'p'"):
        _ = view.p


def test_columns_are_read_only() -> None:
    own = np.array([0.5])
    columns = {name: np.ones(1, column.dtype) for name, column in COLUMNS.items()} | {"px": own}
    events = Events([0, 1], columns)
    assert np.shares_memory(events.px, own)
    with pytest.raises(ValueError, match="read-only"):
        events.px[0] = 1.0
    own[0] = 2.0  # the caller's array stays the caller's


def test_selections() -> None:
    events = make_events(9)
    assert events[2:5].event.tolist() == [2, 3, 4]
    assert events[::-2].event.tolist() == [8, 6, 4, 2, 0]
    assert events[events.event > 6] == events[7:]
    assert events[[4, 1, 1]] == concatenate([events[4:5], events[1:2], events[1:2]])
    assert events[np.array([], np.int64)] == Events.empty() == events[5:2]
    assert events[-1:].event.tolist() == [8]
    assert [view.event for view in events] == list(range(9))
    assert events.numbered(5).event == 5
    with pytest.raises(KeyError, match="no event with number 9"):
        events.numbered(9)
    with pytest.raises(IndexError):
        events.select(np.array([True]))
    with pytest.raises(IndexError):
        events.select(np.array([9]))


@pytest.mark.parametrize(
    ("offsets", "change", "message"),
    [
        ([1, 2], {}, "offsets must start at 0"),
        ([0, 2, 1], {}, "offsets must start at 0"),
        ([0, 1], {"px": None}, "columns missing: px"),
        ([0, 1], {"mass": np.zeros(1)}, "unknown columns: mass"),
        ([0, 1], {"px": np.zeros(2)}, "column px has 2 entries, expected 1"),
        ([0, 1], {"run": np.zeros(0, int)}, "column run has 0 entries, expected 1"),
        ([0, 1], {"px": np.zeros((1, 1))}, "one dimension"),
        ([0, 1], {"pdg": np.array([1.5])}, "expected integers"),
        ([0, 1], {"px": np.array([1j])}, "expected numbers"),
        ([0, 1], {"pdg": np.array([2**31])}, "beyond int32"),
    ],
)
def test_wrong_columns_are_refused(offsets: list[int], change: dict[str, object], message: str) -> None:
    columns: dict[str, object] = {name: np.zeros(1, column.dtype) for name, column in COLUMNS.items()}
    columns = {name: values for name, values in (columns | change).items() if values is not None}
    with pytest.raises(ValueError, match=message):
        Events(offsets, columns)  # type: ignore[arg-type]


def test_equality_is_bit_for_bit() -> None:
    events = random_events(3, seed=5, wild=True)
    assert events == pickle.loads(pickle.dumps(events))
    assert events != events[:2]
    assert events != 3
    zeros = make_events(1)
    minus = Events(zeros.offsets, zeros.columns | {"px": np.where(zeros.px == 0, -0.0, zeros.px)})
    assert zeros != minus
    assert zeros.digest() != minus.digest()


@settings(max_examples=30, deadline=None)
@given(n=st.integers(0, 12), seed=st.integers(0, 2**32), cuts=st.lists(st.integers(0, 12)))
def test_cuts_leave_no_trace(n: int, seed: int, cuts: list[int]) -> None:
    events = random_events(n, seed, wild=True)
    edges = [0, *sorted(min(c, n) for c in cuts), n]
    batches = [events[a:b] for a, b in itertools.pairwise(edges)]
    assert concatenate(batches) == events
    running = EventsDigest()
    for batch in batches:
        running.update(batch)
    assert running.hexdigest() == events.digest()


def test_the_digest_sees_every_column_and_the_cuts_between_events() -> None:
    events = make_events(3)
    seen = {events.digest(), events[[1, 0, 2]].digest(), events[:2].digest()}
    for name in COLUMNS:
        changed = getattr(events, name).copy()
        changed.view(np.uint8)[-1] ^= 1
        seen.add(Events(events.offsets, events.columns | {name: changed}).digest())
    moved = events.offsets.copy()
    moved[1] -= 1
    seen.add(Events(moved, events.columns).digest())
    assert len(seen) == 4 + len(COLUMNS)


def test_awkward_view_has_vector_behaviour() -> None:
    events = make_events(4)
    array = events.to_awkward()
    particles = array.particles
    assert set(ak.fields(particles)) == {column.name for column in PARTICLE_COLUMNS}
    assert ak.num(particles).tolist() == [7, 3, 7, 3]
    np.testing.assert_allclose(ak.to_numpy(particles.mass[:, 0]), 10.58)
    np.testing.assert_allclose(ak.flatten(particles.pt), np.hypot(events.px, events.py))
    total = ak.sum(particles[particles.status & 2 > 0], axis=1)
    np.testing.assert_allclose(ak.to_numpy(total.energy), ak.to_numpy(particles.energy[:, 0]))
    assert array.event.tolist() == [0, 1, 2, 3]
    assert np.shares_memory(ak.to_numpy(ak.flatten(particles.px)), events.px)


@settings(max_examples=20, deadline=None)
@given(n=st.integers(0, 6), seed=st.integers(0, 2**32))
def test_awkward_round_trip(n: int, seed: int) -> None:
    events = random_events(n, seed, wild=True)
    assert Events.from_awkward(events.to_awkward()) == events
    if n:
        assert Events.from_awkward(events.to_awkward()[::-1]) == events[::-1]


def test_awkward_without_a_column_is_refused() -> None:
    array = make_events(2).to_awkward()
    with pytest.raises(ValueError, match="columns missing: run"):
        Events.from_awkward(array[[f for f in ak.fields(array) if f != "run"]])
    with pytest.raises(ValueError, match="columns missing: decay_time, decay_x"):
        Events.from_awkward(ak.Array({"event": [1]}))
