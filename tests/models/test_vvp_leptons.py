"""VVP with a lepton pair: the amplitude against the trace over lepton spins, the pair's mass against its spectrum."""

from __future__ import annotations

import numpy as np
import pytest

import mcgen
from mcgen.kinematics import breakup_momentum, invariant_mass, n_body
from mcgen.models import get_model, mode_facts
from mcgen.models.kinds import Amplitude
from mcgen.particles import load_particles
from mcgen.rng import Streams
from mcgen.spin import SpinStates
from mcgen.typing import FloatArray
from tests.statistics import assert_compatible, assert_incompatible, chi2_density

METRIC = np.diag([1.0, -1.0, -1.0, -1.0])
M_CHI, M_PSI, M_MU, DELTA = 3.51067, 3.0969, 0.1056583755, 0.7


def model_and_spins(order: tuple[str, str]) -> tuple[Amplitude, tuple[SpinStates, ...]]:
    table = load_particles()
    facts = mode_facts(table, table.find("chi_c1"), [table.find(n) for n in ("J/psi", *order)])
    model = get_model("VVP").for_mode(facts)
    assert isinstance(model, Amplitude)
    assert model.problem(facts, (DELTA,)) is None
    assert model.problem(facts, ()) is not None
    return model, facts.spins


def polarisation_sum(p: FloatArray, mass: float) -> FloatArray:
    """``sum e^mu e*^nu = -g^{mu nu} + p^mu p^nu / m^2``."""
    return np.asarray(-METRIC + np.outer(p, p) / mass**2)


def levi_civita() -> FloatArray:
    tensor = np.zeros((4, 4, 4, 4))
    for indices in np.ndindex(4, 4, 4, 4):
        if len(set(indices)) == 4:
            tensor[indices] = np.linalg.det(np.eye(4)[list(indices)])
    return tensor


@pytest.mark.parametrize("order", [("mu+", "mu-"), ("mu-", "mu+")])
def test_sum_over_states_is_the_trace(order: tuple[str, str]) -> None:
    model, spins = model_and_spins(order)
    n = 20
    masses = np.repeat([[M_PSI], [M_MU], [M_MU]], n, axis=1)
    p4 = n_body(np.full(n, M_CHI), masses, Streams(3).rows(np.arange(n)))
    amplitude = model.amplitude(p4, np.full(n, M_CHI), masses, np.full((1, n), DELTA), spins)
    total = (np.abs(amplitude) ** 2).sum(axis=(0, 1, 2, 3))
    epsilon = levi_civita()
    for i in range(n):
        psi, one, two = (p4[k, :, i] for k in range(3))
        k = one + two
        k2 = k @ METRIC @ k
        chi_sum = polarisation_sum(np.array([M_CHI, 0, 0, 0]), M_CHI)
        psi_sum = polarisation_sum(psi, M_PSI)
        leptons = 4 * (np.outer(one, two) + np.outer(two, one) - METRIC * (one @ METRIC @ two + M_MU**2))
        tensor = np.einsum("mnab,b->mna", epsilon, k)
        wanted = np.einsum("mna,pqc,mp,nq,ac->", tensor, tensor, chi_sum, psi_sum, leptons)
        wanted *= (DELTA**2 / ((DELTA**2 - k2) * k2)) ** 2
        assert total[i] == pytest.approx(wanted, rel=1e-9)


def test_one_row_is_the_same_as_in_a_batch() -> None:
    model, spins = model_and_spins(("mu+", "mu-"))
    masses = np.repeat([[M_PSI], [M_MU], [M_MU]], 3, axis=1)
    p4 = n_body(np.full(3, M_CHI), masses, Streams(4).rows(np.arange(3)))
    whole = model.amplitude(p4, np.full(3, M_CHI), masses, np.full((1, 3), DELTA), spins)
    alone = model.amplitude(p4[..., 1:2], np.full(1, M_CHI), masses[:, 1:2], np.full((1, 1), DELTA), spins)
    assert np.array_equal(whole[..., 1:2], alone)


def pair_mass_density(mass: FloatArray, lepton: float, delta: float) -> FloatArray:
    """dGamma/dm of the pair: lepton tensor integrated over angles, (k^a k^b - g^{ab} k^2)(1 + 2 m^2/k^2)."""
    out = np.zeros_like(mass)
    epsilon = levi_civita()
    chi_sum = polarisation_sum(np.array([M_CHI, 0, 0, 0]), M_CHI)
    flat, values = mass.ravel(), np.zeros(mass.size)
    for i, m in enumerate(flat):
        k2 = m * m
        q = float(breakup_momentum(np.array([M_CHI]), np.array([M_PSI]), np.array([m]))[0])
        k, psi = np.array([np.hypot(q, m), 0, 0, q]), np.array([np.hypot(q, M_PSI), 0, 0, -q])
        tensor = np.einsum("mnab,b->mna", epsilon, k)
        pair = np.outer(k, k) - METRIC * k2
        total = np.einsum("mna,pqc,mp,nq,ac->", tensor, tensor, chi_sum, polarisation_sum(psi, M_PSI), pair)
        factor = delta**2 / ((delta**2 - k2) * k2)
        values[i] = total * factor**2 * (1 + 2 * lepton**2 / k2) * q * np.sqrt(1 - 4 * lepton**2 / k2) * m
    out[...] = values.reshape(mass.shape)
    return out


@pytest.mark.slow
@pytest.mark.parametrize(("pair", "lepton", "low"), [("mu+ mu-", M_MU, 2 * M_MU), ("e+ e-", 0.51099895e-3, 1e-3**0.5)])
def test_mass_of_the_pair(pair: str, lepton: float, low: float) -> None:
    text = f"Particle chi_c1 {M_CHI} 0\nParticle J/psi {M_PSI} 0\nDecay chi_c1\n1.0 J/psi {pair} VVP {DELTA};\nEnddecay\nEnd\n"
    events = mcgen.decay("chi_c1", 50_000, dec=text, seed=8)
    p4 = np.stack([events.energy, events.px, events.py, events.pz]).reshape(4, -1, 4)
    mass = invariant_mass(np.ascontiguousarray(p4[:, :, 2] + p4[:, :, 3]))
    high = M_CHI - M_PSI
    assert_compatible(chi2_density(mass, lambda m: pair_mass_density(m, lepton, DELTA), low, high))
    assert_incompatible(chi2_density(mass, lambda m: pair_mass_density(m, lepton, 0.45), low, high))
