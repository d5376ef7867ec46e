"""Find the bounds of the phase-space weights: ``python -m tools.scan_phase_space``.

For each number of bodies the largest weight of many mass configurations is fitted by a polynomial of two features of
the masses (`mcgen.kinematics.weight_bound`); then a search that climbs in masses and random numbers together looks for
the largest weight relative to that polynomial. The constant term printed contains that maximum and the headroom.
"""

from __future__ import annotations

import sys

import numpy as np

from mcgen.kinematics.mass_chain import chain_weights
from mcgen.kinematics.weight_bound import features, normalisation
from mcgen.typing import FloatArray

HEADROOM = 0.01


def configurations(bodies: int, count: int, rng: np.random.Generator) -> FloatArray:
    """Return masses ``[bodies, count]`` in units of the kinetic energy: equal, mixed, hierarchical, massless ones."""
    m = np.zeros((bodies, count))
    for kind in range(7):
        rows = np.flatnonzero(np.arange(count) % 7 == kind)
        n = len(rows)
        free = rng.uniform(size=(bodies, n))
        if kind == 0:
            x = np.broadcast_to(10 ** rng.uniform(-3, 2, n), (bodies, n))
        elif kind == 1:
            x = 10 ** (6 * free - 4)
        elif kind == 2:
            x = 10 ** (3 * free - 2)
        elif kind == 3:
            x = (free < rng.uniform(size=n)) * 10 ** rng.uniform(-2, 2, n)
        elif kind == 4:
            x = (free < rng.uniform(size=n)) * 10 ** rng.uniform(-2, 1, (bodies, n))
        elif kind == 5:
            x = 10 ** rng.uniform(-2, 0.5, n) * np.where(free.argmax(axis=0) == np.arange(bodies)[:, np.newaxis], 30, 1)
        else:
            x = np.sort(10 ** (rng.uniform(-2, 1, n) + rng.uniform(0, 2, n) * rng.standard_normal((bodies, n))), axis=0)
            x = np.where(rng.uniform(size=n) < 0.5, x, x[::-1])
        m[:, rows] = x
    m[:, 0] = 0.0
    return m


def fit(bodies: int, rng: np.random.Generator, count: int = 1400, draws: int = 1000) -> FloatArray:
    """Return the coefficients that describe the logarithm of the largest weight on average."""
    masses = configurations(bodies, count, rng)
    largest = np.empty(count)
    for first in range(0, count, 20):
        m = np.repeat(masses[:, first : first + 20], draws, axis=1)
        one = np.ones(m.shape[1])
        w = chain_weights(one, m, np.cumsum(m, axis=0), rng.uniform(size=(bodies - 2, m.shape[1])))[1]
        largest[first : first + 20] = (w / normalisation(one, m)).reshape(-1, draws).max(axis=1)
    one = np.ones(count)
    terms = np.stack([one, *features(one, masses)], axis=1)
    return np.asarray(np.linalg.lstsq(terms, np.log(largest), rcond=None)[0], dtype=np.float64)


def climb(
    bodies: int, coefficients: FloatArray, rng: np.random.Generator, walkers: int = 20000, steps: int = 300
) -> float:
    """Return the largest logarithm of weight over polynomial that a random climb finds."""

    def excess(m: FloatArray, u: FloatArray) -> FloatArray:
        one = np.ones(m.shape[1])
        w = chain_weights(one, m, np.cumsum(m, axis=0), u)[1]
        terms = [one, *features(one, m)]
        found = np.log(w / normalisation(one, m))
        return np.asarray(found - sum(c * t for c, t in zip(coefficients, terms, strict=True)))

    m = np.maximum(configurations(bodies, walkers, rng), 1e-6)
    u = rng.uniform(1e-9, 1 - 1e-9, size=(bodies - 2, walkers))
    value = excess(m, u)
    keep = np.argsort(value)[-2000:]
    m, u, value = m[:, keep], u[:, keep], value[keep]
    for step in range(steps):
        size = 0.5 * 10 ** (-2.0 * rng.uniform(size=len(value))) * (1.0 - 0.7 * step / steps)
        new_m = np.clip(m * np.exp(2 * size * rng.standard_normal(m.shape)), 1e-7, 1e6)
        new_u = np.clip(u + size * rng.standard_normal(u.shape), 1e-12, 1 - 1e-12)
        new_value = excess(new_m, new_u)
        better = new_value > value
        m, u, value = np.where(better, new_m, m), np.where(better, new_u, u), np.where(better, new_value, value)
    best = value.argmax()
    print(f"# {bodies} bodies: excess {value[best]:.4f} masses/T {np.round(m[:, best], 4)}", file=sys.stderr)
    return float(value[best])


def main() -> None:
    """Print the table of `mcgen.kinematics.weight_bound`."""
    for bodies in range(3, 11):
        rng = np.random.default_rng([20240611, bodies])
        c = np.round(fit(bodies, rng), 3)
        c[0] = np.ceil(1e3 * (c[0] + climb(bodies, c, rng) + HEADROOM)) / 1e3
        print(f"    {bodies}: ({', '.join(f'{x:.3f}' for x in c)}),")


if __name__ == "__main__":
    main()
