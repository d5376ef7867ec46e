"""n-body phase space: conservation, reproducibility, acceptance, thresholds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcgen.kinematics import PhaseSpaceTally, mass_squared, n_body
from mcgen.kinematics.mass_chain import chain_weights
from mcgen.kinematics.weight_bound import weight_bound
from mcgen.rng import Rows, Streams
from mcgen.typing import FloatArray
from tests.kinematics.configurations import CONFIGURATIONS


def streams(n: int, seed: int = 1) -> Rows:
    return Streams(seed).rows(np.arange(n))


def same_masses(name: str, n: int) -> tuple[FloatArray, FloatArray]:
    mother, masses = CONFIGURATIONS[name]
    return np.full(n, mother), np.repeat(np.array(masses)[:, np.newaxis], n, axis=1)


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_conservation_mass_shell_and_acceptance(name: str) -> None:
    n = 4000
    mother, masses = same_masses(name, n)
    tally = PhaseSpaceTally()
    p4 = n_body(mother, masses, streams(n), tally=tally)
    total = p4.sum(axis=0)
    total[0] -= mother
    assert np.abs(total).max() < 1e-14 * mother[0]
    assert np.abs(mass_squared(p4) - masses**2).max() < 1e-14 * mother[0] ** 2
    assert tally.rows == n
    assert tally.overflows == 0
    assert tally.acceptance > (0.59 if len(masses) == 3 else 0.75)


@given(st.integers(2, 10), st.integers(0, 2**32), st.floats(-9.0, 2.0))
@settings(max_examples=60, deadline=None)
def test_conservation_for_any_masses(bodies: int, seed: int, log_kinetic: float) -> None:
    rng = np.random.default_rng(seed)
    n = 50
    masses = rng.uniform(0.0, 3.0, (bodies, n)) * (rng.uniform(size=(bodies, n)) < 0.7)
    mother = masses.sum(axis=0) + 10**log_kinetic * rng.uniform(0.1, 1.0, n)
    tally = PhaseSpaceTally()
    p4 = n_body(mother, masses, streams(n, seed), tally=tally)
    total = p4.sum(axis=0)
    total[0] -= mother
    assert np.isfinite(p4).all()
    assert np.abs(total).max() < 1e-12 * mother.max()
    assert np.abs((mass_squared(p4) - masses**2) / mother**2).max() < 1e-12
    assert tally.overflows == 0


@pytest.mark.parametrize("name", ["B -> K pi", "B -> D e nu", "B -> D 4 pi", "B -> 10 pi"])
def test_rows_do_not_know_their_batch(name: str) -> None:
    n = 5200
    mother, masses = same_masses(name, n)
    mother *= np.linspace(1.0, 1.3, n)
    rows = streams(n)
    whole_tally, tally = PhaseSpaceTally(), PhaseSpaceTally()
    whole = n_body(mother, masses, rows, tally=whole_tally)
    for size in (7, 1000):
        for start in range(0, n if size > 7 else 210, size):
            s = slice(start, start + size)
            part = n_body(mother[s], masses[:, s], rows[s], tally=tally if size > 7 else None)
            assert np.array_equal(part, whole[..., s])
    assert tally == whole_tally
    for i in (0, 777, n - 1):
        alone = n_body(mother[[i]], masses[:, [i]], rows[[i]])
        assert np.array_equal(alone[..., 0], whole[..., i])
    shuffled = np.random.default_rng(5).permutation(n)
    assert np.array_equal(n_body(mother[shuffled], masses[:, shuffled], rows[shuffled]), whole[..., shuffled])


def test_attempts() -> None:
    mother, masses = same_masses("B -> D 4 pi", 300)
    rows = streams(300)
    first, second = (n_body(mother, masses, rows, attempt=a) for a in (0, 1))
    assert not np.isclose(first[0, 1], second[0, 1]).any()
    attempt = (np.arange(300) % 2).astype(np.uint64)
    mixed = n_body(mother, masses, rows, attempt=attempt)
    assert np.array_equal(mixed, np.where(attempt == 0, first, second))


def test_empty_batch() -> None:
    assert n_body(np.empty(0), np.empty((4, 0)), streams(0)).shape == (4, 4, 0)


@pytest.mark.parametrize("masses", [(1.0, 1.0), (0.1, 0.2, 0.3), (0.1, 0.0, 0.7, 0.0, 0.3), (0.0, 0.0, 0.0)])
def test_exactly_at_threshold(masses: tuple[float, ...]) -> None:
    m = np.repeat(np.array(masses)[:, np.newaxis], 100, axis=1)
    mother = m.sum(axis=0) if any(masses) else np.full(100, 1e-3)
    for shift in (0.0, -1.0, 1.0) if any(masses) else (0.0,):
        shifted = mother * (1.0 + shift * 2.0**-52)
        p4 = n_body(shifted, m, streams(100))
        assert np.isfinite(p4).all()
        total = p4.sum(axis=0)
        total[0] -= shifted
        assert np.abs(total).max() < 1e-14 * mother.max()
        assert np.abs(mass_squared(p4) - m**2).max() < 1e-14 * mother.max() ** 2


def test_closed_decays_and_wrong_numbers_are_errors() -> None:
    with pytest.raises(ValueError, match=r"row 1: the daughters' masses exceed the mother's 0\.9 GeV by 0\.1 GeV"):
        n_body(np.array([1.1, 0.9]), np.full((2, 2), 0.5), streams(2))
    with pytest.raises(ValueError, match="row 0"):
        n_body(np.array([np.nan]), np.full((3, 1), 0.1), streams(1))
    for bodies in (1, 11):
        with pytest.raises(ValueError, match="2 to 10 daughters"):
            n_body(np.array([5.0]), np.zeros((bodies, 1)), streams(1))


@pytest.mark.parametrize("bodies", range(3, 11))
def test_bound_holds_for_unrelated_masses(bodies: int) -> None:
    """Masses over eight orders of magnitude that the scan of the bound has not seen."""
    n = 20000
    rng = np.random.default_rng(bodies)
    masses = 10 ** rng.uniform(-5, 3, (bodies, n)) * (rng.uniform(size=(bodies, n)) < rng.uniform(size=n))
    one = np.ones(n)
    weight = chain_weights(one, masses, np.cumsum(masses, axis=0), rng.uniform(size=(bodies - 2, n)))[1]
    ratio = weight / weight_bound(one, masses)
    assert ratio.max() < 1.0
    assert ratio.mean() > (0.59 if bodies == 3 else 0.75)


def test_overflows_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    mother, masses = same_masses("B -> D 4 pi", 3000)
    monkeypatch.setattr("mcgen.kinematics.phase_space.weight_bound", lambda t, m: 0.9 * weight_bound(t, m))
    tally = PhaseSpaceTally()
    n_body(mother, masses, streams(3000), tally=tally)
    assert tally.overflows > 100
    parts = PhaseSpaceTally()
    for i in range(0, 3000, 50):
        n_body(mother[i : i + 50], masses[:, i : i + 50], streams(3000)[i : i + 50], tally=parts)
    assert parts == tally
