from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mcgen.production.counters import add_counts, count_difference, of_kind, overflows, remaining, substitutions

COUNTS = st.dictionaries(
    st.sampled_from(["overflow:a -> b", "overflow", "substituted:M:x -> y", "events"]), st.integers(0, 9)
)


@given(COUNTS, COUNTS)
def test_differences_add_up_again(before: dict[str, int], more: dict[str, int]) -> None:
    after = dict(before)
    add_counts(after, more)
    total = dict(before)
    add_counts(total, count_difference(after, before))
    assert {k: v for k, v in total.items() if v} == {k: v for k, v in after.items() if v}


@given(COUNTS)
def test_every_counter_is_reported_once(counts: dict[str, int]) -> None:
    reported = sum(overflows(counts).values()) + sum(count for *_, count in substitutions(counts))
    assert reported + sum(remaining(counts).values()) == sum(counts.values())


def test_kinds_are_whole_words() -> None:
    assert of_kind({"overflowing:a": 1, "overflow:a: b": 2}, "overflow") == {"a: b": 2}
