"""Random streams: ns a number beside numpy's PCG64 (which is not counter-based)."""

from __future__ import annotations

import numpy as np

from benchmarks.rows import Row, best_time
from mcgen.rng import ROOT_NODE, Purpose, Streams, child_node, draw_index

N = 1 << 18


def rows() -> list[Row]:
    """Return the time for each operation on 2^18 rows."""
    events = np.arange(N)
    node = child_node(np.full(N, ROOT_NODE), 1)
    streams = Streams(1)
    stream = streams.rows(events, node)
    numbers = np.full(N, draw_index(Purpose.MODE), np.uint64)
    peer = np.random.default_rng(1)
    pcg = best_time(lambda: peer.random(N), 15) / N * 1e9
    found = [Row("numpy PCG64, random", pcg, "ns/number")]

    def add(name: str, seconds: float, unit: str = "ns/number", count: int = N) -> None:
        ns = seconds / count * 1e9
        found.append(Row(name, ns, unit, ns / pcg, "PCG64"))

    add("Rows.uniform, one draw number", best_time(lambda: stream.uniform(7), 15))
    add("Rows.uniform, a draw number per row", best_time(lambda: stream.uniform(numbers), 15))
    add("Rows.uniforms, 8 draws", best_time(lambda: stream.uniforms(7, 8), 15), count=8 * N)
    add("Streams.rows, one node", best_time(lambda: streams.rows(events), 15), "ns/row")
    add("Streams.rows, a node per row", best_time(lambda: streams.rows(events, node), 15), "ns/row")
    add("child_node", best_time(lambda: child_node(node, events), 15), "ns/row")
    return found
