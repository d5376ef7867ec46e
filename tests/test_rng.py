"""Quality of the random streams: a battery that the streams must pass and weak hashes must fail.

Every check takes a function ``words(n, ...)`` or an array of 64-bit words in an order that generation really uses:
neighbouring events, nodes, draws, runs, seeds and domains.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcgen.rng import ROOT_NODE, Purpose, Rows, Streams, child_node, draw_index
from mcgen.typing import FloatArray, UintArray
from tests.statistics import (
    Comparison,
    assert_compatible,
    assert_incompatible,
    binomial,
    chi2_counts,
    kolmogorov,
    mean_test,
)

N = 1 << 16


# --- sequences in the orders of real use -------------------------------------------------------------------------


def over_events(n: int = N) -> UintArray:
    return Streams(1).rows(np.arange(n)).bits(draw_index(Purpose.MODE))


def over_draws(n: int = N) -> UintArray:
    row = Streams(1).rows(np.array([7]))
    rows = Rows(np.repeat(row.a, n), np.repeat(row.b, n))
    return rows.bits(np.uint64(draw_index(Purpose.KINEMATICS)) + np.arange(n, dtype=np.uint64))


def over_trials(n: int = N) -> UintArray:
    row = Streams(1).rows(np.array([7]))
    rows = Rows(np.repeat(row.a, n), np.repeat(row.b, n))
    return rows.bits(np.uint64(draw_index(Purpose.MASS)) + (np.arange(n, dtype=np.uint64) << np.uint64(16)))


def over_nodes(n: int = N) -> UintArray:
    """All nodes of the first generations of decay trees with eight daughters each."""
    nodes = [np.full(1, ROOT_NODE)]
    while sum(map(len, nodes)) < n:
        nodes.append(np.concatenate([child_node(nodes[-1], slot) for slot in range(8)]))
    node = np.concatenate(nodes)[:n]
    return Streams(1).rows(np.full(n, 3), node).bits(0)


def over_events_and_draws(n: int = N) -> UintArray:
    rows = Streams(2).rows(np.arange(n // 16))
    return np.stack([rows.bits(draw_index(Purpose.KINEMATICS, 0, k)) for k in range(16)], axis=1).ravel()


def over_runs(n: int = N) -> UintArray:
    events = np.arange(64)
    return np.concatenate([Streams(1, 0, run).rows(events).bits(0) for run in range(n // 64)])


def over_seeds(n: int = N) -> UintArray:
    events = np.arange(64)
    return np.concatenate([Streams(seed).rows(events).bits(0) for seed in range(n // 64)])


ORDERS: dict[str, Callable[..., UintArray]] = {
    "events": over_events,
    "draws": over_draws,
    "trials": over_trials,
    "nodes": over_nodes,
    "events and draws": over_events_and_draws,
    "runs": over_runs,
    "seeds": over_seeds,
}


def weak_congruential(n: int = N) -> UintArray:
    """A Weyl sequence: equidistributed, but with neighbours tied to each other."""
    return np.arange(n, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)


def weak_one_round(n: int = N) -> UintArray:
    """One multiplication and one shift."""
    x = np.arange(n, dtype=np.uint64) * np.uint64(0xBF58476D1CE4E5B9)
    return np.asarray(x ^ (x >> np.uint64(32)))


def weak_biased(n: int = N) -> UintArray:
    """Good words with one bit in 64 set in 52 per cent of them."""
    words = over_events(n)
    return np.where(words % np.uint64(23) == 0, words | np.uint64(1 << 40), words)


def weak_short_state(n: int = N) -> UintArray:
    """Good words with a state of 32 bits only."""
    words = over_events(n) & np.uint64(0xFFFFFFFF)
    return np.asarray(words | (words << np.uint64(32)))


def units(words: UintArray) -> FloatArray:
    return (np.asarray(words >> np.uint64(12), dtype=np.float64) + 0.5) * 2.0**-52


# --- the checks ----------------------------------------------------------------------------------------------------


def uniformity(words: UintArray, bins: int = 256) -> Comparison:
    counts = np.bincount((units(words) * bins).astype(np.int64), minlength=bins)
    return chi2_counts(counts, np.full(bins, len(words) / bins))


def low_bits(words: UintArray) -> Comparison:
    counts = np.bincount((words & np.uint64(255)).astype(np.int64), minlength=256)
    return chi2_counts(counts, np.full(256, len(words) / 256))


def bit_balance(words: UintArray) -> Comparison:
    """All 64 bits are set half of the time: sum of squared deviations, chi2 with 64 degrees of freedom."""
    ones = np.array([int(((words >> np.uint64(b)) & np.uint64(1)).sum()) for b in range(64)], dtype=float)
    z2 = (ones - len(words) / 2) ** 2 / (len(words) / 4)
    return chi2_from(float(z2.sum()), 64)


def chi2_from(statistic: float, ndf: int) -> Comparison:
    from scipy.stats import chi2

    return Comparison(statistic, ndf, float(chi2.sf(statistic, ndf)), float(chi2.cdf(statistic, ndf)), "chi2")


def serial_pairs(words: UintArray, bins: int = 32, lag: int = 1) -> Comparison:
    """Knuth's serial test: pairs of a word and its neighbour fill the square evenly."""
    cells = (units(words) * bins).astype(np.int64)
    pairs = cells[: len(cells) - lag] * bins + cells[lag:]
    pairs = pairs[:: 2 * lag] if lag == 1 else pairs
    return chi2_counts(np.bincount(pairs, minlength=bins * bins), np.full(bins * bins, len(pairs) / bins**2))


def serial_triples(words: UintArray, bins: int = 12) -> Comparison:
    cells = (units(words) * bins).astype(np.int64)[: len(words) // 3 * 3].reshape(-1, 3)
    flat = (cells[:, 0] * bins + cells[:, 1]) * bins + cells[:, 2]
    return chi2_counts(np.bincount(flat, minlength=bins**3), np.full(bins**3, len(flat) / bins**3))


def correlations(words: UintArray) -> Comparison:
    """Correlation of neighbours at lags 1 ... 20; each is a unit Gaussian over sqrt(n)."""
    u = (units(words) - 0.5) * np.sqrt(12.0)
    z2 = [float((u[:-lag] * u[lag:]).sum() ** 2 / (len(u) - lag)) for lag in range(1, 21)]
    return chi2_from(sum(z2), 20)


def bit_correlations(words: UintArray) -> Comparison:
    """Bit b of a word against bit b of the next one, all b."""
    flips = words[:-1] ^ words[1:]
    return bit_balance(flips)


def runs_up(words: UintArray) -> Comparison:
    """Lengths of ascending runs with the element after each run thrown away: P(length = k) = k / (k + 1)!."""
    u = units(words)
    lengths = []
    i = 0
    falls = np.flatnonzero(u[1:] < u[:-1])  # a run ends at index f, the next starts at f + 2
    for f in falls:
        if f >= i:
            lengths.append(min(int(f) - i + 1, 6))
            i = int(f) + 2
    counts = np.bincount(lengths, minlength=7)[1:]
    p = np.array([1 / 2, 1 / 3, 1 / 8, 1 / 30, 1 / 144, 1 / 840 + 1 / 5760 + 1 / 45360])
    return chi2_counts(counts, counts.sum() * p / p.sum())


def gaps(words: UintArray) -> Comparison:
    """Distances of numbers below 0.1 are geometric."""
    where = np.flatnonzero(units(words) < 0.1)
    distance = np.minimum(np.diff(where), 60)
    k = np.arange(1, 61)
    p = 0.1 * 0.9 ** (k - 1.0)
    p[-1] = 0.9**59
    return chi2_counts(np.bincount(distance, minlength=61)[1:], len(distance) * p)


def birthday_spacings(words: UintArray) -> Comparison:
    """Marsaglia's birthday spacings: equal spacings of m = 512 birthdays in 2^24 days are Poisson(m^3 / 4 days = 2)."""
    from scipy.stats import poisson

    m, counts = 512, []
    for shift in (0, 20, 40):
        days = ((words >> np.uint64(shift)) & np.uint64((1 << 24) - 1)).astype(np.int64)
        groups = np.sort(days[: len(days) // m * m].reshape(-1, m), axis=1)
        spacing = np.sort(np.diff(groups, axis=1), axis=1)
        counts.append((np.diff(spacing, axis=1) == 0).sum(axis=1))
    number = np.minimum(np.concatenate(counts), 40)
    p = poisson(m**3 / 4 / 2**24).pmf(np.arange(41))
    p[40] += 1 - p.sum()
    return chi2_counts(np.bincount(number, minlength=41), len(number) * p)


def collisions(words: UintArray) -> Comparison:
    """Knuth's collision test: n words thrown into 2^26 urns, by upper and by lower bits; Poisson for few collisions."""
    from scipy.stats import poisson

    n, urns = len(words), 2**26
    expected = n - urns * (1 - (1 - 1 / urns) ** n)
    found = sum(n - len(np.unique(part)) for part in (words >> np.uint64(38), words & np.uint64(urns - 1)))
    p = min(1.0, 2 * min(poisson(2 * expected).sf(found - 1), poisson(2 * expected).cdf(found)))
    return Comparison(found, 0, float(p), 1.0, "collisions")


def matrix_ranks(words: UintArray) -> Comparison:
    """Ranks of 64 x 64 matrices of bits over GF(2): 28.9 % full, 57.8 % one less, 13.3 % less (Marsaglia)."""
    matrices = words[: len(words) // 64 * 64].reshape(-1, 64).copy()
    count = len(matrices)
    rank = np.zeros(count, np.int64)
    used = np.zeros(matrices.shape, bool)
    rows = np.arange(count)
    for b in range(64):
        has = ((matrices >> np.uint64(b)) & np.uint64(1)).astype(bool)
        candidates = has & ~used
        pivot = candidates.argmax(axis=1)
        found = candidates[rows, pivot]
        rank += found
        used[rows[found], pivot[found]] = True
        clear = has & found[:, np.newaxis]
        clear[rows, pivot] = False
        matrices ^= np.where(clear, matrices[rows, pivot][:, np.newaxis], np.uint64(0))
    p_full, p_one = 0.2887880951, 0.5775761902
    observed = [(rank == 64).sum(), (rank == 63).sum(), (rank < 63).sum()]
    return chi2_counts(observed, count * np.array([p_full, p_one, 1 - p_full - p_one]))


CHECKS: dict[str, Callable[[UintArray], Comparison]] = {
    "uniformity": uniformity,
    "low bits": low_bits,
    "bit balance": bit_balance,
    "serial pairs": serial_pairs,
    "serial triples": serial_triples,
    "correlations": correlations,
    "bit correlations": bit_correlations,
    "runs up": runs_up,
    "gaps": gaps,
    "birthday spacings": birthday_spacings,
    "collisions": collisions,
    "matrix ranks": matrix_ranks,
}


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("order", ORDERS)
def test_battery(order: str, check: str) -> None:
    assert_compatible(CHECKS[check](ORDERS[order]()), 1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("order", ["events", "draws", "nodes", "events and draws"])
def test_battery_of_large_samples(order: str, check: str) -> None:
    assert_compatible(CHECKS[check](ORDERS[order](1 << 21)), 1e-5)


@pytest.mark.parametrize(
    ("weak", "checks"),
    [
        (weak_congruential, ["serial pairs", "serial triples", "correlations", "low bits", "runs up", "gaps"]),
        (weak_one_round, ["serial pairs", "serial triples", "birthday spacings", "matrix ranks", "runs up"]),
        (weak_biased, ["bit balance"]),
        (weak_short_state, ["matrix ranks"]),
    ],
)
def test_power_of_the_battery(weak: Callable[[], UintArray], checks: list[str]) -> None:
    words = weak()
    for check in checks:
        outcome = CHECKS[check](words)
        assert min(outcome.p_value, outcome.p_good) < 1e-9, (check, outcome)  # too regular is as wrong as too rough


def test_collisions_have_power() -> None:
    words = over_events()
    assert_incompatible(collisions(np.concatenate([words, words[:2000]])))


# --- moments and ends ----------------------------------------------------------------------------------------------


def test_moments_and_distribution() -> None:
    u = Streams(4).rows(np.arange(200_000)).uniform(draw_index(Purpose.MASS))
    assert u.min() > 0.0
    assert u.max() < 1.0
    for k in (1, 2, 3, 4):
        assert_compatible(mean_test(u**k, 1 / (k + 1)))
        assert_incompatible(mean_test(u**k, 1.04 / (k + 1)))
    assert_compatible(kolmogorov(u, lambda x: x))
    assert_incompatible(kolmogorov(u, lambda x: x**1.03))


def test_ends_of_the_interval_are_never_reached() -> None:
    """All 52-bit integers k give 0 < (k + 1/2) 2^-52 < 1 without rounding."""
    k = np.array([0, 1, 2**52 - 2, 2**52 - 1], dtype=np.uint64)
    u = (k + 0.5) * 2.0**-52
    assert u.min() > 0.0
    assert u.max() < 1.0
    assert len(np.unique(u)) == 4


# --- streams do not know each other ----------------------------------------------------------------------------------


def independent(a: FloatArray, b: FloatArray) -> None:
    cells = (a * 16).astype(np.int64) * 16 + (b * 16).astype(np.int64)
    assert_compatible(chi2_counts(np.bincount(cells, minlength=256), np.full(256, len(a) / 256)), 1e-5)
    x, y = (a - 0.5) * np.sqrt(12), (b - 0.5) * np.sqrt(12)
    assert_compatible(mean_test(x * y, 0.0), 1e-5)


PAIRS: dict[str, tuple[Rows, Rows]] = {
    "events": (Streams(1).rows(np.arange(N)), Streams(1).rows(np.arange(1, N + 1))),
    "far events": (Streams(1).rows(np.arange(N)), Streams(1).rows(np.arange(N) + 2**40)),
    "runs": (Streams(1, 0, 0).rows(np.arange(N)), Streams(1, 0, 1).rows(np.arange(N))),
    "run and event": (Streams(1, 0, 1).rows(np.arange(N)), Streams(1, 0, 2).rows(np.arange(1, N + 1))),
    "experiments": (Streams(1, 7, 1).rows(np.arange(N)), Streams(1, 8, 1).rows(np.arange(N))),
    "seeds": (Streams(0).rows(np.arange(N)), Streams(1).rows(np.arange(N))),
    "domains": (Streams(0).rows(np.arange(N)), Streams(0, domain="beam").rows(np.arange(N))),
    "mother and daughter": (
        Streams(0).rows(np.arange(N)),
        Streams(0).rows(np.arange(N), child_node(np.full(N, ROOT_NODE), 0)),
    ),
    "sisters": (
        Streams(0).rows(np.arange(N), child_node(np.full(N, ROOT_NODE), 0)),
        Streams(0).rows(np.arange(N), child_node(np.full(N, ROOT_NODE), 1)),
    ),
}


@pytest.mark.parametrize("what", PAIRS)
def test_neighbouring_streams(what: str) -> None:
    first, second = PAIRS[what]
    for draw in (draw_index(Purpose.MODE), draw_index(Purpose.KINEMATICS, 3, 2)):
        independent(first.uniform(draw), second.uniform(draw))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (draw_index(Purpose.MODE), draw_index(Purpose.LIFETIME)),
        (draw_index(Purpose.KINEMATICS, 0, 0), draw_index(Purpose.KINEMATICS, 0, 1)),
        (draw_index(Purpose.KINEMATICS, 0, 0), draw_index(Purpose.KINEMATICS, 1, 0)),
    ],
)
def test_neighbouring_draws(one: int, two: int) -> None:
    rows = Streams(9).rows(np.arange(N))
    independent(rows.uniform(one), rows.uniform(two))


def test_sums_over_an_event_have_the_right_variance() -> None:
    """The sum of 64 draws of one stream: correlations between any of them would add up."""
    rows = Streams(12).rows(np.arange(20_000))
    total = rows.uniforms(draw_index(Purpose.KINEMATICS), 64).sum(axis=0)
    assert_compatible(mean_test((total - 32.0) ** 2, 64 / 12))
    assert_incompatible(mean_test((total - 32.0) ** 2, 1.1 * 64 / 12))


# --- avalanche -----------------------------------------------------------------------------------------------------


def avalanche(change: Callable[[int], UintArray], reference: UintArray) -> FloatArray:
    """Probability that output bit j flips when input bit i does: ``[64 inputs, 64 outputs]``."""
    out = np.empty((64, 64))
    for i in range(64):
        flips = change(i) ^ reference
        out[i] = [float(((flips >> np.uint64(b)) & np.uint64(1)).mean()) for b in range(64)]
    return out


def test_avalanche_of_events_nodes_and_draws() -> None:
    n = 2000
    rng = np.random.default_rng(1)
    events = rng.integers(0, 2**62, n)
    nodes = rng.integers(0, 2**63, n).astype(np.uint64)
    draws = rng.integers(0, 2**52, n).astype(np.uint64)
    streams = Streams(5)
    rows = streams.rows(events, nodes)
    reference = rows.bits(draws)

    def event(i: int) -> UintArray:
        return streams.rows(events.astype(np.uint64) ^ np.uint64(1 << i), nodes).bits(draws)

    def node(i: int) -> UintArray:
        return streams.rows(events, nodes ^ np.uint64(1 << i)).bits(draws)

    def draw(i: int) -> UintArray:
        return rows.bits(draws ^ np.uint64(1 << i))

    for change in (event, node, draw):
        z = (avalanche(change, reference) - 0.5) * 2 * np.sqrt(n)
        assert_compatible(chi2_from(float((z**2).sum()), 64 * 64), 1e-5)
        assert np.abs(z).max() < 6.0

    def weak(i: int) -> UintArray:
        return np.asarray((draws ^ np.uint64(1 << i)) * np.uint64(0x9E3779B97F4A7C15))

    z = (avalanche(weak, draws * np.uint64(0x9E3779B97F4A7C15)) - 0.5) * 2 * np.sqrt(n)
    assert_incompatible(chi2_from(float((z**2).sum()), 64 * 64))


# --- names ----------------------------------------------------------------------------------------------------------


def test_names_do_not_collide() -> None:
    """The 128-bit names of the streams of many events, nodes, runs and seeds are all different, and so are nodes."""
    names = []
    nodes = [np.full(1, ROOT_NODE)]
    for _ in range(3):
        nodes.append(np.concatenate([child_node(nodes[-1], slot) for slot in range(12)]))
    node = np.concatenate(nodes)
    assert len(np.unique(node)) == len(node)
    for streams in (Streams(0), Streams(1), Streams(0, 1), Streams(0, 0, 1), Streams(0, domain="beam")):
        for start in (0, 2**31, 2**62):
            rows = streams.rows(start + np.repeat(np.arange(8), len(node)), np.tile(node, 8))
            names.append(np.stack([rows.a, rows.b], axis=1))
    table = np.concatenate(names)
    assert len(np.unique(table[:, 0])) == len(table)
    assert len(np.unique(table[:, 1])) == len(table)
    half = np.concatenate([table[:, 0] & np.uint64(0xFFFFFFFF)])
    expected = len(table) ** 2 / 2**33
    assert abs(len(table) - len(np.unique(half)) - expected) < 6 * np.sqrt(expected)


def test_runs_and_experiments_are_not_mixed_up() -> None:
    first, second = Streams(1, 23, 4), Streams(12, 3, 4)
    assert first.rows(np.arange(4)).a[0] != second.rows(np.arange(4)).a[0]


def test_draw_numbers_of_purposes_do_not_overlap() -> None:
    numbers = {draw_index(p, t, k) for p in Purpose for t in (0, 1, 2**32 - 1) for k in (0, 1, 2**16 - 1)}
    assert len(numbers) == len(Purpose) * 9


# --- values ----------------------------------------------------------------------------------------------------------


def reference_bits(seed: int, event: int, draw: int) -> int:
    """The documented hash in plain integers."""
    import hashlib

    mask = 2**64 - 1

    def mix(x: int) -> int:
        x = ((x ^ (x >> 30)) * 0xBF58476D1CE4E5B9) & mask
        x = ((x ^ (x >> 27)) * 0x94D049BB133111EB) & mask
        return x ^ (x >> 31)

    digest = hashlib.sha256(f"mcgen 1/generator/{seed}/0/0".encode()).digest()
    a, b = (int.from_bytes(digest[i : i + 8], "little") for i in (0, 8))
    node, second = 0x243F6A8885A308D3, 0xDA942042E4DD58B5
    a = mix(mix((event * 0x9E3779B97F4A7C15 + a) & mask) ^ node)
    b = mix((mix(((event * second) & mask) ^ b) + node * second) & mask)
    return mix((mix((a + draw * 0x9E3779B97F4A7C15) & mask) + b) & mask)


@given(st.integers(0, 2**70), st.integers(0, 2**63 - 1), st.integers(0, 2**52))
@settings(max_examples=100, deadline=None)
def test_bits_are_the_documented_hash(seed: int, event: int, draw: int) -> None:
    rows = Streams(seed).rows(np.array([event]))
    expected = reference_bits(seed, event, draw)
    assert int(rows.bits(draw)[0]) == expected
    assert int(rows.bits(np.array([draw], dtype=np.uint64))[0]) == expected
    assert rows.uniform(draw)[0] == ((expected >> 12) + 0.5) * 2.0**-52


def test_known_values() -> None:
    """Samples made by one version must be made by the next: these figures change only with the streams' name."""
    rows = Streams(1, 2, 3).rows(np.array([0, 1, 10**12]), child_node(np.full(3, ROOT_NODE), 2))
    assert [hex(int(x)) for x in rows.bits(draw_index(Purpose.KINEMATICS, 1, 5))] == KNOWN


KNOWN = ["0x63944c3a3affeb74", "0x681a74197a7f7a68", "0x1b9b62de9cdacc5d"]


def test_values_do_not_depend_on_the_batch() -> None:
    n = 20_000
    events = np.arange(n)
    node = child_node(np.full(n, ROOT_NODE), events % 5)
    rows = Streams(3).rows(events, node)
    u = rows.uniforms(7, 3)
    for part in (slice(0, 1), slice(8191, 8193), slice(12_345, 12_346), np.array([19_999, 3, 8192])):
        assert np.array_equal(Streams(3).rows(events[part], node[part]).uniforms(7, 3), u[:, part])
        assert np.array_equal(rows[part].uniforms(7, 3), u[:, part])
    assert np.array_equal(rows.uniform(8), u[1])
    numbers = np.full(n, 8, np.uint64)
    assert np.array_equal(rows.uniform(numbers), u[1])
    assert np.array_equal(rows.uniforms(numbers, 2), u[1:])
    assert np.array_equal(child_node(node, 3), child_node(node, np.full(n, 3)))
    assert len(Streams(3).rows(np.arange(0)).uniform(1)) == 0


def test_negative_seeds_are_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        Streams(-1)


def test_fractions_of_modes() -> None:
    """Choosing with probability 0.3 by one draw per event."""
    u = Streams(21).rows(np.arange(100_000)).uniform(draw_index(Purpose.MODE))
    assert_compatible(binomial(int((u < 0.3).sum()), len(u), 0.3))
