"""Rules of the mass draws: which lineshape a particle has, its limits, statements, and independence of the batch."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mcgen.decays.lineshapes import LineshapeStatements
from mcgen.errors import McgenError
from mcgen.lineshapes import MassSampler
from mcgen.lineshapes.lookup import KeyIndex, distinct
from mcgen.particles import ParticleTable
from mcgen.rng import Streams
from mcgen.typing import BoolArray, FloatArray

Draw = Callable[..., tuple[FloatArray, BoolArray]]


def cauchy(mass: float, width: float, low: float, high: float) -> Callable[[FloatArray], FloatArray]:
    a, b = (np.arctan(2 * (limit - mass) / width) for limit in (low, high))
    return lambda m: (np.arctan(2 * (m - mass) / width) - a) / (b - a)


@pytest.mark.parametrize("cap", [np.inf, 0.8])
def test_other_than_two_daughters_is_a_cauchy_distribution(particles: ParticleTable, draw: Draw, cap: float) -> None:
    rho = particles["rho0"]
    mass, ok = draw(MassSampler(particles), "rho0", cap=cap)
    low, high = rho.mass_range[0], min(rho.mass_range[1], cap)
    assert ok.all()
    assert stats.kstest(mass, cauchy(rho.mass, rho.width, low, high)).pvalue > 1e-4
    assert stats.kstest(mass, cauchy(rho.mass, 1.1 * rho.width, low, high)).pvalue < 1e-4


def test_heavy_daughters_and_high_spins_fall_back_to_the_cauchy_distribution(
    particles: ParticleTable, draw: Draw
) -> None:
    rho = particles["rho0"]
    for name, daughters in (("rho0", ("K+", "K-")), ("K_3*0", ("K+", "pi-"))):
        particle = particles[name]
        mass, ok = draw(MassSampler(particles), name, daughters)
        assert ok.all()
        assert stats.kstest(mass, cauchy(particle.mass, particle.width, *particle.mass_range)).pvalue > 1e-4
    mass, _ = draw(MassSampler(particles), "rho0", ("K+", "K-"))
    assert mass.min() < rho.mass  # the daughters do not limit it


def test_narrow_particles_have_their_pole_mass(particles: ParticleTable, draw: Draw) -> None:
    for name, daughters in (("B0", None), ("pi0", ("gamma", "gamma")), ("D*+", None), ("J/psi", None)):
        mass, ok = draw(MassSampler(particles), name, daughters, n=10)
        assert ok.all()
        assert np.all(mass == particles[name].mass)
    mass, _ = draw(MassSampler(particles), "D*+", ("D0", "pi+"), n=100)
    assert np.ptp(mass) > 1e-6
    assert not draw(MassSampler(particles), "B0", n=10, cap=5.0)[1].any()


def test_limits_and_impossible_masses(particles: ParticleTable, draw: Draw) -> None:
    sampler = MassSampler(particles)
    mass, ok = draw(sampler, "K*0", ("K+", "pi-"), cap=0.75)
    assert ok.all()
    assert mass.max() <= 0.75
    assert mass.min() >= particles["K*0"].mass_range[0]
    for cap in (0.6, 0.0, -1.0):
        assert not draw(sampler, "K*0", ("K+", "pi-"), cap=cap, n=10)[1].any()
        assert not draw(sampler, "K*0", cap=cap, n=10)[1].any()


def test_flat_and_delta_statements(particles: ParticleTable, draw: Draw) -> None:
    sampler = MassSampler(particles, LineshapeStatements(kind={"rho0": "flat", "K*0": "manydelta"}))
    mass, ok = draw(sampler, "rho0", ("pi+", "pi-"))
    low, high = 0.77526 - 0.1474, 0.77526 + 0.1474
    assert ok.all()
    assert stats.kstest(mass, stats.uniform(low, high - low).cdf).pvalue > 1e-4
    mass, _ = draw(sampler, "K*0", ("K+", "pi-"))
    peaks = (0.89555 - 0.0473) + 0.0473 * np.arange(3)
    found = np.abs(mass[:, None] - peaks) < 1e-9
    assert found.any(axis=1).all()
    assert stats.chisquare(found.sum(axis=0)).pvalue > 1e-4


def test_non_relativistic_statement(particles: ParticleTable, draw: Draw) -> None:
    rho = particles["rho0"]
    sampler = MassSampler(particles, LineshapeStatements(kind={"rho0": "nonrelbw"}))
    mass, _ = draw(sampler, "rho0", ("pi+", "pi-"))
    assert stats.kstest(mass, cauchy(rho.mass, rho.width, *rho.mass_range)).pvalue > 1e-4


def test_mass_limits_of_statements(particles: ParticleTable, draw: Draw) -> None:
    sampler = MassSampler(particles, LineshapeStatements(mass_min={"rho0": 0.6}, mass_max={"rho0": 0.9}))
    assert sampler.mass_min[particles.find("rho0")] == 0.6
    for daughters in (None, ("pi+", "pi-")):
        mass, ok = draw(sampler, "rho0", daughters, birth=("B0", "K0"))
        assert ok.all()
        assert 0.6 <= mass.min() < 0.61
        assert 0.89 < mass.max() <= 0.9


def test_waves_radii_and_factors_change_the_shape(particles: ParticleTable, draw: Draw) -> None:
    plain, _ = draw(MassSampler(particles), "rho0", ("pi+", "pi-"), ("D0", "K0"))
    for statements in (
        LineshapeStatements(decay_wave={("rho0", "pi-", "pi+"): 0}),
        LineshapeStatements(birth_wave={("rho0", "D0", "K0"): 0}),
        LineshapeStatements(blatt_decay={"rho0": 10.0}),
        LineshapeStatements(blatt_birth={"rho0": 10.0}),
        LineshapeStatements(include_birth={"rho0": False}),
        LineshapeStatements(include_decay={"rho0": False}),
    ):
        other, ok = draw(MassSampler(particles, statements), "rho0", ("pi+", "pi-"), ("D0", "K0"))
        assert ok.all()
        assert stats.ks_2samp(plain, other).pvalue < 1e-4
    same, _ = draw(
        MassSampler(particles, LineshapeStatements(decay_wave={("rho0", "pi+", "pi-"): 1})),
        "rho0",
        ("pi+", "pi-"),
        ("D0", "K0"),
    )
    assert np.array_equal(plain, same)


def test_birth_that_is_closed_at_the_poles(particles: ParticleTable, draw: Draw) -> None:
    """K_0*(1430) from the lighter K_1: with a birth wave of 1 the factor is 0 everywhere and a flat distribution is left."""
    mass, ok = draw(MassSampler(particles), "K_0*0", ("K+", "pi-"), ("K_10", "pi0"), cap=1.1)
    low = max(particles["K_0*0"].mass_range[0], particles["K+"].mass + particles["pi-"].mass)
    assert ok.all()
    assert stats.kstest(mass, stats.uniform(low, 1.1 - low).cdf).pvalue > 1e-4


def test_an_alias_has_the_shape_of_its_particle(particles: ParticleTable, draw: Draw) -> None:
    table = particles.with_aliases({"MyRho": "rho0"})
    sampler = MassSampler(table, LineshapeStatements(mass_max={"rho0": 0.9}))
    n = 1000
    columns = [np.full(n, table.find(name)) for name in ("pi+", "pi-", "B0", "K0")]
    m = np.full(n, table["pi+"].mass)
    rows = Streams(3).rows(np.arange(n))
    drawn = [
        sampler.draw(sampler.shape_ids(np.full(n, table.find(name)), *columns), m, m, np.full(n, np.inf), rows)[0]
        for name in ("rho0", "MyRho")
    ]
    assert np.array_equal(drawn[0], drawn[1])
    assert drawn[0].max() <= 0.9


_WIDE = [
    ("rho+", "pi+", "pi0", "B+", "anti-D0"), ("K*0", "K+", "pi-", "D0", "K0"), ("a_1+", "rho0", "pi+", "D0", "K-"),
    ("omega", None, None, "B+", "K+"), ("phi", "K+", "K-", None, None), ("D*+", "D0", "pi+", "B0", "pi-"),
    ("K_1+", "rho0", "K+", "B+", "J/psi"), ("f_0", "K+", "K-", "D_s+", "pi+"), ("B0", None, None, None, None),
    ("K_0*0", "K+", "pi-", "K_10", "pi0"), ("f'_0", "rho0", "rho0", "B0", "K0"),
]  # fmt: skip


def _batch(
    particles: ParticleTable, n: int
) -> tuple[list[np.ndarray[tuple[int], np.dtype[np.int64]]], list[FloatArray]]:
    rng = np.random.default_rng(5)
    table = np.array([[-1 if name is None else particles.find(name) for name in row] for row in _WIDE])
    chosen = table[rng.integers(0, len(table), n)]
    masses = [
        np.where(d >= 0, particles.mass[d] * (1 + 0.3 * (particles.width[d] > 0.1) * rng.random(n)), 0)
        for d in chosen.T[1:3]
    ]
    near = np.flatnonzero(chosen[:, 0] == particles.find("a_1+"))[
        ::5
    ]  # sums so near the pole that they get tables of their own
    masses[0][near] = particles["a_1+"].mass - particles["pi+"].mass - 1e-7 * rng.random(len(near))
    cap = np.where(rng.random(n) < 0.5, np.inf, particles.mass[chosen[:, 0]] * (0.3 + rng.random(n)))
    return [np.ascontiguousarray(column) for column in chosen.T], [*masses, cap]


def test_masses_do_not_depend_on_batch_order_or_history(particles: ParticleTable) -> None:
    n = 4000
    columns, (m1, m2, cap) = _batch(particles, n)
    rows = Streams(7).rows(np.arange(n))
    trial = np.arange(n, dtype=np.uint64) % np.uint64(3)
    whole = MassSampler(particles)
    mass, ok = whole.draw(whole.shape_ids(*columns), m1, m2, cap, rows, trial)
    assert whole.overflows == 0
    assert 0.5 < ok.mean() < 1  # some caps are too low
    for size in (1, 7, 501):
        other = MassSampler(particles)
        last = 60 if size == 1 else n
        for start in range((last - 1) // size * size, -1, -size):
            s = slice(start, min(start + size, last))
            part = other.draw(other.shape_ids(*(c[s] for c in columns)), m1[s], m2[s], cap[s], rows[s], trial[s])
            assert np.array_equal(part[0], mass[s])
            assert np.array_equal(part[1], ok[s])
    again = whole.draw(whole.shape_ids(*columns), m1, m2, cap, rows, 1)[0]
    same = trial == 1
    assert np.array_equal(again[same], mass[same])
    assert not np.array_equal(again, mass)


def test_trials_are_independent(particles: ParticleTable, draw: Draw) -> None:
    sampler = MassSampler(particles)
    n = 20_000
    f = [np.full(n, particles.find(name)) for name in ("rho0", "pi+", "pi-", "B0", "K0")]
    shape, m, rows = sampler.shape_ids(*f), np.full(n, particles["pi+"].mass), Streams(1).rows(np.arange(n))
    first, second = (sampler.draw(shape, m, m, np.full(n, np.inf), rows, trial)[0] for trial in (0, 1))
    assert abs(stats.spearmanr(first, second).statistic) < 4 / np.sqrt(n)


def test_a_sampler_survives_pickling(particles: ParticleTable, draw: Draw) -> None:
    sampler = MassSampler(particles)
    mass, _ = draw(sampler, "rho0", ("pi+", "pi-"), n=100)
    again, _ = draw(pickle.loads(pickle.dumps(sampler)), "rho0", ("pi+", "pi-"), n=100)
    assert np.array_equal(mass, again)


def test_empty_batch(particles: ParticleTable) -> None:
    sampler = MassSampler(particles)
    none, nothing = np.empty(0, np.int64), np.empty(0)
    shape = sampler.shape_ids(none, none, none, none, none)
    mass, ok = sampler.draw(shape, nothing, nothing, nothing, Streams(1).rows(none))
    assert len(mass) == len(ok) == 0


def test_too_many_particles(particles: ParticleTable) -> None:
    table = particles.with_aliases({f"alias{i}": "rho0" for i in range(6000)})
    with pytest.raises(McgenError, match="at most 6000"):
        MassSampler(table)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.integers(0, 2**62), max_size=300), max_size=5))
def test_key_index_is_a_dictionary(batches: list[list[int]]) -> None:
    index, known = KeyIndex(), {}  # type: ignore[var-annotated]
    for batch in batches:
        keys = np.array(batch, np.int64)
        expected = [known.get(key, -1) for key in batch]
        assert index.find(keys).tolist() == expected
        new, first = distinct(keys[index.find(keys) < 0])
        assert new.tolist() == sorted({key for key in batch if key not in known})
        assert len(first) == len(new)
        index.add(new)
        known.update({key: len(known) + i for i, key in enumerate(new.tolist())})
    assert index.find(np.array(list(known), np.int64)).tolist() == list(known.values())
    assert index.count == len(known)
