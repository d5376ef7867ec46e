"""What the tests of lineshapes share: draws of one class, and densities written down a second time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from mcgen.lineshapes import MassSampler
from mcgen.particles import ParticleTable, load_particles
from mcgen.rng import Streams
from mcgen.typing import BoolArray, FloatArray

Draw = Callable[..., tuple[FloatArray, BoolArray]]


@pytest.fixture(scope="session")
def particles() -> ParticleTable:
    """The default table with figures fixed, so that no new edition of the data changes a test."""
    return load_particles().with_changes(
        {
            "rho0": (0.77526, 0.1474), "rho+": (0.77511, 0.1491), "K*0": (0.89555, 0.0473), "phi": (1.019461, 0.004249),
            "Delta++": (1.232, 0.117), "f_0": (0.990, 0.06), "a_1+": (1.23, 0.42), "D_2*0": (2.4611, 0.0473),
        }
    )  # fmt: skip


@pytest.fixture
def draw(particles: ParticleTable) -> Draw:
    """Function (sampler, particle, daughters, birth, n, cap, seed, m1, m2) -> masses of one class."""

    def function(
        sampler: MassSampler,
        particle: str,
        daughters: tuple[str, str] | None = None,
        birth: tuple[str, str] | None = None,
        n: int = 20_000,
        cap: float = np.inf,
        seed: int = 1,
        m1: FloatArray | None = None,
    ) -> tuple[FloatArray, BoolArray]:
        def rows(name: str | None) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
            return np.full(n, -1 if name is None else particles.find(name))

        d1, d2 = daughters or (None, None)
        mother, sister = birth or (None, None)
        shape = sampler.shape_ids(rows(particle), rows(d1), rows(d2), rows(mother), rows(sister))
        masses = [np.full(n, 0.0 if name is None else particles[name].mass) for name in (d1, d2)]
        streams = Streams(seed).rows(np.arange(n))
        return sampler.draw(shape, masses[0] if m1 is None else m1, masses[1], np.full(n, cap), streams)

    return function
