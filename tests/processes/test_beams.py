"""Beams: energies, crossing angle, spreads and interaction region."""

from __future__ import annotations

import numpy as np
import pytest

from mcgen.errors import McgenError
from mcgen.kinematics import invariant_mass
from mcgen.processes.beams import ELECTRON_MASS, PRESETS, find_beams
from mcgen.rng import Streams
from tests.statistics import assert_compatible, assert_incompatible, kolmogorov


def normal_cdf(mean: float, sigma: float):  # type: ignore[no-untyped-def]
    from scipy.stats import norm

    return norm(mean, sigma).cdf


@pytest.mark.parametrize(
    ("name", "energy"), [("Y4S", 10.5796), ("Y4S-off", 10.5189), ("Y5S", 10.8756), ("Y3S", 10.3547), ("Y6S", 11.0201)]
)
def test_cms_energy(name: str, energy: float) -> None:
    assert find_beams(name).cms_energy == pytest.approx(energy, abs=1e-4)


def test_scaling_to_another_energy() -> None:
    beams = find_beams("Y4S").at(10.52)
    assert beams.cms_energy == pytest.approx(10.52, rel=1e-12)
    assert beams.energy_her / beams.energy_ler == pytest.approx(7.004 / 4.002)


@pytest.mark.parametrize("energy", [0.0, -1.0, float("nan"), float("inf")])
def test_senseless_energies_are_refused(energy: float) -> None:
    with pytest.raises(McgenError, match="centre-of-mass energy"):
        find_beams("Y4S").at(energy)


def test_an_unknown_preset_lists_those_there_are() -> None:
    with pytest.raises(McgenError, match="Y4S"):
        find_beams("Z0")


def test_energy_spread() -> None:
    beams = PRESETS["Y4S"]
    drawn = beams.draw(Streams(1, domain="beam").rows(np.arange(100_000)))
    assert_compatible(kolmogorov(drawn[0, 0], normal_cdf(7.004, 5.13e-3)))
    assert_compatible(kolmogorov(drawn[1, 0], normal_cdf(4.002, 2.375e-3)))
    assert_incompatible(kolmogorov(drawn[0, 0], normal_cdf(7.004, 4.9e-3)))
    np.testing.assert_allclose(np.arctan2(drawn[0, 1], drawn[0, 3]), 0.0415, rtol=1e-12)
    np.testing.assert_allclose(drawn[0, 0] ** 2 - (drawn[0, 1:] ** 2).sum(axis=0), ELECTRON_MASS**2, atol=1e-13)
    # 5 MeV in the centre of mass
    assert float(invariant_mass(drawn.sum(axis=0)).std()) == pytest.approx(5.0e-3, rel=0.02)


def test_boost_of_the_centre_of_mass() -> None:
    beams = PRESETS["Y4S"]
    total = beams.draw(Streams(1).rows(np.arange(1)), 0).sum(axis=0)
    assert float(total[3, 0] / total[0, 0]) == pytest.approx(0.2725, abs=2e-3)


def test_interaction_region() -> None:
    """The luminous region of two crossing Gaussian bunches: 6.4 um, 0.042 um, 154 um."""
    beams = PRESETS["Y4S"]
    sigma = np.sqrt(np.diag(beams.luminous_covariance())) * 1e4
    np.testing.assert_allclose(sigma, [6.4, 0.0417, 154.3], rtol=5e-3)
    vertices = beams.draw_vertices(Streams(1, domain="beam").rows(np.arange(100_000)))
    np.testing.assert_allclose(np.cov(vertices[1:]), beams.luminous_covariance(), rtol=0.03, atol=1e-9)
    assert not vertices[0].any()
    assert_compatible(kolmogorov(vertices[3] * 1e4, normal_cdf(0.0, float(sigma[2]))))


def test_head_on_bunches_overlap_as_in_one_dimension() -> None:
    import dataclasses

    beams = dataclasses.replace(PRESETS["Y4S"], angle_her=0.0, angle_ler=0.0)
    her, ler = np.array(beams.bunch_her), np.array(beams.bunch_ler)
    sigma = np.sqrt(np.diag(beams.luminous_covariance()))
    across = 1 / np.sqrt(1 / her**2 + 1 / ler**2)
    np.testing.assert_allclose(sigma[:2], across[:2], rtol=1e-9)
    # bunches that pass through each other collide within half of sqrt(s1^2 + s2^2) (each moves by z)
    assert sigma[2] == pytest.approx(np.sqrt(her[2] ** 2 + ler[2] ** 2) / 2, rel=1e-9)
