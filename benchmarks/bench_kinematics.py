"""Kinematics: ns a row beside plain forms and vector's arrays on the same rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.rows import Row, best_time
from mcgen.kinematics import (
    PhaseSpaceTally,
    boost,
    boost_to_rest,
    breakup_momentum,
    cos_helicity_angle,
    invariant_mass,
    isotropic_two_body,
    n_body,
    rotate_from_z,
)
from mcgen.rng import Streams
from mcgen.typing import FloatArray
from tests.kinematics.configurations import CONFIGURATIONS

N = 1 << 17
BLOCK = 1 << 14


def plain_boost(p4: FloatArray, frame: FloatArray) -> FloatArray:
    """The textbook form on rows of four, ``[n, 4]``, as most scripts write it."""
    beta = frame[:, 1:] / frame[:, :1]
    b2 = np.sum(beta**2, axis=1)
    gamma = 1.0 / np.sqrt(1.0 - b2)
    bp = np.sum(beta * p4[:, 1:], axis=1)
    factor = (gamma - 1.0) / b2 * bp + gamma * p4[:, 0]
    return np.concatenate([(gamma * (p4[:, 0] + bp))[:, np.newaxis], p4[:, 1:] + factor[:, np.newaxis] * beta], axis=1)


def plain_breakup(m: FloatArray, a: FloatArray, b: FloatArray) -> FloatArray:
    return np.asarray(np.sqrt((m**2 - (a + b) ** 2) * (m**2 - (a - b) ** 2)) / (2 * m))


def plain_raubold_lynch(mother: float, masses: tuple[float, ...], n: int, rng: np.random.Generator) -> int:
    """Draw n points from sorted uniform numbers with the textbook's bound; return how many are accepted.

    Accepted points get momenta as in GENBOD, each two-body decay boosting all daughters before it, with the package's
    own boost; the rejected ones are not drawn again.
    """
    m = np.array(masses)
    sums = np.cumsum(m)
    u = np.sort(rng.random((len(m) - 2, n)), axis=0)
    chain = [np.full(n, m[0]), *(sums[1:-1, np.newaxis] + u * (mother - sums[-1])), np.full(n, mother)]
    weight = rng.random(n) ** -1.0
    largest, low, high = 1.0, 0.0, mother - sums[-1] + m[0]
    for k in range(1, len(m)):
        weight *= plain_breakup(chain[k], chain[k - 1], np.full(n, m[k]))
        low, high = low + m[k - 1], high + m[k]
        largest *= float(plain_breakup(np.array(high), np.array(low), m[k]))
    accepted = weight > largest
    chain = [mass[accepted] for mass in chain]
    count = len(chain[0])
    daughters = [np.zeros((4, count))]
    daughters[0][0] = m[0]
    for k in range(1, len(m)):
        pair = isotropic_two_body(chain[k], chain[k - 1], np.full(count, m[k]), rng.random(count), rng.random(count))
        daughters = [boost(p, pair[0], chain[k - 1]) for p in daughters] if k > 1 else [pair[0]]
        daughters.append(pair[1])
    return count


def vectors(seed: int, n: int = N) -> FloatArray:
    p = np.random.default_rng(seed).standard_normal((3, n))
    return np.concatenate([np.sqrt(1.0 + (p**2).sum(axis=0))[np.newaxis], p])


def ns(work: Callable[[], object], n: int = N, repeats: int = 9) -> float:
    """Return the time per row [ns]."""
    return best_time(work, repeats) / n * 1e9


def beside(name: str, ours: Callable[[], object], peers: dict[str, Callable[[], object]]) -> list[Row]:
    """One row for each peer, with the ratio of its time to ours."""
    own = ns(ours)
    found = [] if peers else [Row(name, own, "ns/row")]
    for peer, work in peers.items():
        found.append(Row(f"{name} (ratio: times faster)", own, "ns/row", ns(work) / own, peer))
    return found


def vector_arrays(p4: FloatArray) -> object:
    import vector

    return vector.array({"E": p4[0].copy(), "px": p4[1].copy(), "py": p4[2].copy(), "pz": p4[3].copy()})


def formulas() -> list[Row]:
    """Vector algebra and two-body formulas."""
    p, q, g = vectors(1), vectors(2), vectors(3)
    rows_p, rows_q = np.ascontiguousarray(p.T), np.ascontiguousarray(q.T)
    vp, vq = vector_arrays(p), vector_arrays(q)
    out = np.empty_like(p)
    mass = invariant_mass(q)
    five = np.stack([p] * 5)
    m, a, b = np.full(N, 5.28), np.full(N, 1.87), np.full(N, 0.14)
    u, v = Streams(1).rows(np.arange(N)).uniforms(0, 2)
    found = beside(
        "boost",
        lambda: boost(p, q),
        {"plain (n, 4)": lambda: plain_boost(rows_p, rows_q), "vector": lambda: vp.boost_p4(vq)},  # type: ignore[attr-defined]
    )
    found += beside("boost, out=, mass given", lambda: boost(p, q, mass, out), {"vector": lambda: vp.boost_p4(vq)})  # type: ignore[attr-defined]
    found += beside("boost of 5 daughters", lambda: boost(five, q), {})
    found += beside("boost_to_rest", lambda: boost_to_rest(p, q), {"vector": lambda: vp.boostCM_of_p4(vq)})  # type: ignore[attr-defined]
    found += beside("invariant_mass", lambda: invariant_mass(p), {"vector": lambda: vp.mass})  # type: ignore[attr-defined]
    found += beside("rotate_from_z", lambda: rotate_from_z(p, q), {})
    found += beside("cos_helicity_angle", lambda: cos_helicity_angle(p, q, g), {})
    found += beside("breakup_momentum", lambda: breakup_momentum(m, a, b), {"plain": lambda: plain_breakup(m, a, b)})
    found += beside("isotropic_two_body", lambda: isotropic_two_body(m, a, b, u, v), {})
    return found


def phase_space() -> list[Row]:
    """n_body of all configurations: 16k rows, and the fraction of points accepted."""
    found = []
    streams = Streams(1).rows(np.arange(BLOCK))
    pcg = np.random.default_rng(1)
    number = ns(lambda: pcg.random(N))
    for name, (mother, daughters) in CONFIGURATIONS.items():
        m = np.full(BLOCK, mother)
        masses = np.repeat(np.array(daughters)[:, np.newaxis], BLOCK, axis=1)
        tally = PhaseSpaceTally()
        n_body(m, masses, streams, tally=tally)
        time = ns(lambda m=m, masses=masses: n_body(m, masses, streams), BLOCK, 5)  # type: ignore[misc]
        if name in ("D -> K pi pi", "B -> D 4 pi"):
            drawn, accepted = 4 * BLOCK, plain_raubold_lynch(mother, daughters, 4 * BLOCK, pcg)
            plain = ns(lambda m=mother, k=daughters: plain_raubold_lynch(m, k, 4 * BLOCK, pcg), accepted, 3)  # type: ignore[misc]
            what = f"plain Raubold-Lynch, accepted {accepted / drawn:.2g} (times faster)"
            found.append(Row(f"n_body {name}", time, "ns/row", plain / time, what))
        found.append(
            Row(
                f"n_body {name}, {len(daughters)} bodies, accepted {tally.acceptance:.3f}",
                time,
                "ns/row",
                time / number,
                "PCG64",
            )
        )
    for count in (1, 100, 1000):
        m, masses = (
            np.full(count, 5.2793),
            np.repeat(np.array(CONFIGURATIONS["B -> D 4 pi"][1])[:, np.newaxis], count, 1),
        )
        few = streams[:count]
        time = best_time(lambda m=m, k=masses, s=few: [n_body(m, k, s) for _ in range(20)], 5) / 20  # type: ignore[misc]
        found.append(Row(f"n_body B -> D 4 pi, a call of {count} rows", time * 1e6, "us/call"))
    return found


def rows() -> list[Row]:
    """Return all figures."""
    return formulas() + phase_space()
