"""Mass draws of wide particles: ns a draw beside PCG64 and beside accept-reject class by class, on the same rows."""

from __future__ import annotations

import numpy as np

from benchmarks.rows import Row, best_time, markdown
from mcgen.lineshapes import MassSampler
from mcgen.lineshapes.density import birth_factor, decay_density, running_width
from mcgen.particles import ParticleTable, load_particles
from mcgen.rng import Streams
from mcgen.typing import FloatArray, IntArray

N = 20_000
BIRTHS = [
    ("B+", "anti-D0"),
    ("B0", "D-"),
    ("B+", "anti-D*0"),
    ("D0", "K-"),
    ("D+", "anti-K0"),
    ("D_s+", "eta"),
    ("D0", "pi0"),
]
DECAYS = [  # decay and how often, about as in generic B decays; None: not into two
    ("rho+", "pi+", "pi0", 20), ("rho0", "pi+", "pi-", 15), ("K*0", "K+", "pi-", 10), ("K*+", "K0", "pi+", 10),
    ("D*+", "D0", "pi+", 20), ("D*0", "D0", "pi0", 15), ("omega", None, None, 6), ("a_1+", "rho0", "pi+", 4),
    ("phi", "K+", "K-", 3), ("eta'", "rho0", "gamma", 3), ("D_10", "D*+", "pi-", 3), ("K_1+", "rho0", "K+", 2),
    ("f_0", "pi+", "pi-", 1), ("Delta++", "p+", "pi+", 1), ("D_2*0", "D+", "pi-", 1), ("Sigma_c++", "Lambda_c+", "pi+", 1),
]  # fmt: skip


def mixture(particles: ParticleTable, n: int = N) -> tuple[list[IntArray], list[FloatArray]]:
    """Return rows of wide particles from decays into two (two thirds) and others: classes, masses of daughters and caps."""
    rng = np.random.default_rng(3)

    def row(name: str | None) -> int:
        return -1 if name is None else particles.find(name)

    share = np.array([decay[3] for decay in DECAYS], float)
    decay = np.array([[row(name) for name in names[:3]] for names in DECAYS])[
        rng.choice(len(DECAYS), n, p=share / share.sum())
    ]
    birth = np.array([[row(name) for name in names] for names in BIRTHS] + [[-1, -1]] * 4)[
        rng.integers(0, len(BIRTHS) + 4, n)
    ]
    masses = [np.where(decay[:, k] >= 0, particles.mass[decay[:, k]], 0.0) for k in (1, 2)]
    wide = (decay[:, 1] >= 0) & (particles.width[decay[:, 1]] > 1e-5)
    spread = 0.5 * particles.width[decay[:, 1]] * np.tan(2.6 * (rng.random(n) - 0.5))
    masses[0] = np.where(wide, np.maximum(masses[0] + spread, particles.minimal_mass[decay[:, 1]]), masses[0])
    cap = np.where(birth[:, 0] >= 0, particles.mass[birth[:, 0]] - particles.mass[birth[:, 1]], np.inf)
    cap = np.where(cap > particles.mass[decay[:, 0]], cap, np.inf)
    return [*(np.ascontiguousarray(c) for c in (*decay.T, *birth.T))], [*masses, cap]


class PerClass:
    """The plain form: for each class flat proposals against 1.5 times the density at the pole, without daughters' spread."""

    def __init__(self, sampler: MassSampler, shape: IntArray) -> None:
        self.classes = sampler._classes
        self.rows = [np.flatnonzero(shape == number) for number in np.unique(shape)]
        self.shape, self.rng = shape, np.random.default_rng(1)

    def draw(self, m1: FloatArray, m2: FloatArray, cap: FloatArray) -> FloatArray:
        """Return masses of the relativistic classes."""
        out = np.zeros(len(self.shape))
        for rows in self.rows:
            c = self.shape[rows]
            if self.classes.kind[c[0]] != 5:
                continue
            total, gap = (m1 + m2)[rows], (m1 - m2)[rows]
            low = np.maximum(self.classes.low[c], total)
            high = np.minimum(self.classes.high[c], cap[rows])
            left = np.flatnonzero((total < self.classes.mass[c]) & (low < high))
            for _ in range(1000):
                if not left.size:
                    break
                m = low[left] + (high - low)[left] * self.rng.random(left.size)
                decay = self.classes.decay[c[left]]
                density = decay_density(m, running_width(m, total[left], gap[left], decay), decay)
                density *= birth_factor(m, self.classes.birth[c[left]])
                good = 1.5 * self.rng.random(left.size) < density
                out[rows[left[good]]] = m[good]
                left = left[~good]
        return out


def rows(repeats: int = 40) -> list[Row]:
    """CPU times, the best of some calls; ratios to one double of PCG64 and to the plain form in the same run."""
    particles = load_particles()
    columns, (m1, m2, cap) = mixture(particles)
    sampler, streams = MassSampler(particles), Streams(1).rows(np.arange(N))
    pcg = np.random.Generator(np.random.PCG64(1))
    plain_double = best_time(lambda: pcg.random(N), repeats) / N
    cold = best_time(lambda: sampler.draw(sampler.shape_ids(*columns), m1, m2, cap, streams), 1)
    shape = sampler.shape_ids(*columns)
    lookup = best_time(lambda: sampler.shape_ids(*columns), repeats) / N
    draw = best_time(lambda: sampler.draw(shape, m1, m2, cap, streams), repeats) / N
    per_class = PerClass(sampler, shape)
    plain = best_time(lambda: per_class.draw(m1, m2, cap), 2) / N
    return [
        Row("class look-up", lookup * 1e9, "ns/row", lookup / plain_double, "PCG64 double"),
        Row("mass draw, 20,000 rows", draw * 1e9, "ns/row", draw / plain_double, "PCG64 double"),
        Row("accept-reject class by class", plain * 1e9, "ns/row", plain / draw, "mass draw"),
        Row(f"first call, {len(np.unique(shape))} new classes", cold * 1e3, "ms"),
        Row("densities above their envelope", float(sampler.overflows), ""),
    ]


if __name__ == "__main__":
    print(markdown(rows()))
