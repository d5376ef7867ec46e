from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcgen.errors import McgenError
from mcgen.production.blocks import EventRange, parse_shard

RANGES = st.builds(EventRange, st.integers(0, 10**9), st.integers(0, 300))


def joined(parts: list[EventRange]) -> list[int]:
    return [int(number) for part in parts for number in part.numbers]


@given(RANGES, st.integers(1, 50))
def test_blocks_cover_the_range_in_order(events: EventRange, size: int) -> None:
    blocks = events.blocks(size)
    assert joined(blocks) == events.numbers.tolist()
    assert all(len(block) == size for block in blocks[:-1])
    assert all(0 < len(block) <= size for block in blocks)


@given(RANGES, st.integers(1, 40))
def test_shards_cover_the_range_evenly(events: EventRange, of: int) -> None:
    shards = [events.shard(i, of) for i in range(1, of + 1)]
    assert joined(shards) == events.numbers.tolist()
    assert max(map(len, shards)) - min(map(len, shards)) <= 1


def test_membership_is_by_event_number() -> None:
    events = EventRange(5, 3)
    assert 5 in events
    assert np.int64(7) in events
    assert 8 not in events
    assert 4 not in events
    assert "5" not in events


@pytest.mark.parametrize(("first", "count"), [(-1, 3), (0, -3), (2**63 - 1, 2)])
def test_impossible_ranges_are_refused(first: int, count: int) -> None:
    with pytest.raises(McgenError):
        EventRange(first, count)


def test_the_largest_event_number_fits() -> None:
    assert EventRange(2**63 - 2, 1).numbers.tolist() == [2**63 - 2]


def test_shards_are_read() -> None:
    assert parse_shard("1/1") == (1, 1)
    assert parse_shard("12/300") == (12, 300)


@pytest.mark.parametrize("text", ["", "0/3", "4/3", "1", "1/", "/3", "-1/3", "1/3/5", "a/b", "1 / 3", "²/3"])
def test_wrong_shards_say_how_to_write_one(text: str) -> None:
    with pytest.raises(McgenError, match="i/N"):
        parse_shard(text)
