"""Decay chains against analytic angular distributions, each with a wrong model that must fail."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from mcgen.spin import ANTINEUTRINO, NEUTRINO, PHOTON, massive
from mcgen.typing import ComplexArray, FloatArray
from tests.models.chains import Particle, generate, helicity_cosine, plane_angle
from tests.statistics import assert_compatible, assert_incompatible, chi2_counts, chi2_density, mean_test

N = 30_000
VECTOR, TENSOR, LEPTON, ANTILEPTON = massive(2), massive(4), massive(1), massive(1, antiparticle=True)
TRANSVERSE: ComplexArray = np.diag([0.5, 0.0, 0.5]).astype(complex)
PI, K = 0.13957, 0.49368
Density = Callable[[FloatArray], FloatArray]


def _cosine(p: FloatArray) -> FloatArray:
    return np.asarray(p[3] / np.sqrt(np.sum(p[1:] ** 2, axis=0)))


def _scalar(mass: float) -> Particle:
    return Particle(mass)


def _lepton(mass: float) -> Particle:
    return Particle(mass, LEPTON)


def _antilepton(mass: float) -> Particle:
    return Particle(mass, ANTILEPTON)


def _rho(mass: float = 0.775) -> Particle:
    return Particle(mass, VECTOR, model="VSS", daughters=(_scalar(PI), _scalar(PI)))


def _jpsi(lepton: float = 0.10566) -> Particle:
    return Particle(3.0969, VECTOR, model="VLL", daughters=(_antilepton(lepton), _lepton(lepton)))


def _massive_leptons(ratio: float) -> Density:
    return lambda x: 1 + x**2 + 4 * ratio**2 * (1 - x**2)


@pytest.mark.parametrize(
    ("name", "arguments", "daughters", "right", "wrong"),
    [
        ("VSS", (), (_scalar(0.5), _scalar(0.5)), lambda x: 1 - x**2, lambda x: 1 - 0.93 * x**2),
        ("VLL", (), (_antilepton(0.0005), _lepton(0.0005)), lambda x: 1 + x**2, lambda x: 1 + 0.7 * x**2),
        ("VLL", (), (_lepton(0.9), _antilepton(0.9)), _massive_leptons(0.9 / 3.0), _massive_leptons(0.0)),
        ("VSP_PWAVE", (), (_scalar(0.5), Particle(0.0, PHOTON)), lambda x: 1 + x**2, lambda x: 1 + 0.7 * x**2),
        ("VVP", (), (Particle(1.0, VECTOR), Particle(0.0, PHOTON)), lambda x: 3 - x**2, lambda x: 3 + x**2),
        (
            "VVS_PWAVE",
            (0, 0, 0, 0, 1, 0),
            (Particle(1.0, VECTOR), _scalar(0.5)),
            # |H_+-|^2 (1 + x^2) + |H_0|^2 2 (1 - x^2), H_0 = -2 H_+-
            lambda x: 1 + x**2 + 4 * (1 - x**2),
            lambda x: 1 + x**2 + 3 * (1 - x**2),
        ),
    ],
)
def test_direction_from_a_transverse_vector(
    name: str, arguments: tuple[float, ...], daughters: tuple[Particle, ...], right: Density, wrong: Density
) -> None:
    mother = Particle(3.0, VECTOR, model=name, arguments=arguments, daughters=daughters)
    cosine = _cosine(generate(mother, N, 21, TRANSVERSE)[1])
    assert_compatible(chi2_density(cosine, right, -1, 1))
    assert_incompatible(chi2_density(cosine, wrong, -1, 1), 1e-4)


@pytest.mark.parametrize("m", [2, 1, 0])
def test_tensor_into_scalars_from_each_projection(m: int) -> None:
    rho = np.zeros((5, 5), complex)
    rho[2 - m, 2 - m] = 1.0
    cosine = _cosine(generate(Particle(1.3, TENSOR, model="TSS", daughters=(_scalar(PI), _scalar(PI))), N, 22, rho)[1])
    shapes: dict[int, Density] = {
        2: lambda x: (1 - x**2) ** 2,
        1: lambda x: x**2 * (1 - x**2),
        0: lambda x: (3 * x**2 - 1) ** 2,
    }
    assert_compatible(chi2_density(cosine, shapes[m], -1, 1))
    assert_incompatible(chi2_density(cosine, shapes[(m + 1) % 3], -1, 1))


@pytest.mark.parametrize(
    ("name", "first", "right", "wrong"),
    [
        ("SVS", _rho(), lambda x: x**2, lambda x: x**2 + 0.03),
        ("SVS", _jpsi(), lambda x: 1 - (1 - 4 * (0.10566 / 3.0969) ** 2) * x**2, lambda x: 1 - 0.9 * x**2),
        (
            "STS",
            Particle(1.27, TENSOR, model="TSS", daughters=(_scalar(PI), _scalar(PI))),
            lambda x: (3 * x**2 - 1) ** 2,
            lambda x: (3 * x**2 - 1) ** 2 + 0.1,
        ),
        (
            "SVS",
            Particle(2.007, VECTOR, model="VSP_PWAVE", daughters=(_scalar(1.8648), Particle(0.0, PHOTON))),
            lambda x: 1 - x**2,
            lambda x: 1 - 0.93 * x**2,
        ),
        (
            "STS",
            Particle(
                2.46, TENSOR, model="TVS_PWAVE", arguments=(0, 0, 1, 0, 0, 0), daughters=(_rho(2.01), _scalar(PI))
            ),
            lambda x: x**2 * (1 - x**2),
            lambda x: x**2 * (1 - 0.9 * x**2),
        ),
    ],
)
def test_helicity_angle_after_a_longitudinal_daughter(
    name: str, first: Particle, right: Density, wrong: Density
) -> None:
    p = generate(Particle(5.279, model=name, daughters=(first, _scalar(PI))), N, 23)
    cosine = helicity_cosine(p[2], p[1], p[0])
    assert_compatible(chi2_density(cosine, right, -1, 1))
    assert_incompatible(chi2_density(cosine, wrong, -1, 1), 1e-4)


def test_tensor_and_photon_by_helicity_amplitudes() -> None:
    """B -> K_2* gamma: helicity +-1 of the tensor, cos^2 sin^2.

    EvtGen's HELAMP gives a flat distribution here: the tensor's basis is rotated further with every event.
    """
    k2 = Particle(1.4324, TENSOR, model="TSS", daughters=(_scalar(K), _scalar(PI)))
    mother = Particle(5.279, model="HELAMP", arguments=(1, 0, 1, 0), daughters=(k2, Particle(0.0, PHOTON)))
    p = generate(mother, N, 24)
    cosine = helicity_cosine(p[2], p[1], p[0])
    assert_compatible(chi2_density(cosine, lambda x: x**2 * (1 - x**2), -1, 1))
    assert_incompatible(chi2_density(cosine, lambda x: 1 + 0 * x, -1, 1))


HELICITY = (0.159, 1.563, 0.775, 0.0, 0.612, 2.712)


def _transversity_counts(arguments: tuple[float, ...], total: float, bins: int) -> FloatArray:
    """Counts in (cos theta_l, cos theta_K, chi) of B -> J/psi(l l) K*(K pi), massless leptons.

    ``sum over l = +-1 of |sum_m H_m d^1_{m l}(theta_l) d^1_{m 0}(theta_K) e^{-i m (chi - pi)}|^2``, l the net
    helicity of the leptons, chi as in ``plane_angle`` (normals p1 x p2: shifted by pi from the azimuth
    difference); Dighe, Dunietz, Fleischer, Eur. Phys. J. C6 (1999) 647, eq. 12, in helicity amplitudes.
    """
    plus, zero, minus = (arguments[2 * i] * np.exp(1j * arguments[2 * i + 1]) for i in range(3))
    nodes, weights = np.polynomial.legendre.leggauss(4)

    def axis(low: float, high: float) -> tuple[FloatArray, FloatArray]:
        edges = np.linspace(low, high, bins + 1)
        half = (edges[1] - edges[0]) / 2
        points = (edges[:-1, None] + half * (nodes + 1)).ravel()
        return points, np.tile(weights, bins)

    cl, wl = axis(-1, 1)
    chi, wchi = axis(-np.pi, np.pi)
    cl3, ck3, chi3 = np.meshgrid(cl, cl, chi, indexing="ij")
    sl3, sk3 = np.sqrt(1 - cl3**2), np.sqrt(1 - ck3**2)
    density = np.zeros_like(cl3)
    for net in (1, -1):
        amplitude = (
            -plus * (1 + net * cl3) / 2 * (-sk3 / np.sqrt(2)) * np.exp(-1j * chi3)
            + zero * (net * sl3 / np.sqrt(2)) * ck3
            - minus * (1 - net * cl3) / 2 * (sk3 / np.sqrt(2)) * np.exp(1j * chi3)
        )
        density += np.abs(amplitude) ** 2
    density *= wl[:, None, None] * wl[None, :, None] * wchi[None, None, :]
    counts = density.reshape(bins, 4, bins, 4, bins, 4).sum(axis=(1, 3, 5))
    return np.asarray(counts * total / counts.sum())


@pytest.mark.slow
def test_three_angles_of_jpsi_kstar() -> None:
    """The full distribution in both helicity angles and the angle between the planes, phases included."""
    n, bins = 100_000, 6
    kstar = Particle(0.8955, VECTOR, model="VSS", daughters=(_scalar(K), _scalar(PI)))
    mother = Particle(5.279, model="SVV_HELAMP", arguments=HELICITY, daughters=(_jpsi(1e-6), kstar))
    p = generate(mother, n, 25)
    angles = np.stack(
        [
            helicity_cosine(p[2], p[1], p[0]),
            helicity_cosine(p[5], p[4], p[0]),
            plane_angle((p[2], p[3]), (p[5], p[6]), p[0]),
        ],
        axis=1,
    )
    observed = np.histogramdd(angles, bins, [(-1, 1), (-1, 1), (-np.pi, np.pi)])[0]
    assert_compatible(chi2_counts(observed, _transversity_counts(HELICITY, n, bins)))
    for wrong in ((0.612, 2.712, 0.775, 0.0, 0.159, 1.563), (0.159, -1.563, 0.775, 0.0, 0.612, -2.712)):
        assert_incompatible(chi2_counts(observed, _transversity_counts(wrong, n, bins)))


def test_tau_from_a_scalar_is_fully_polarised() -> None:
    """B+ -> tau+ nu, tau+ -> pi+ antinu: the pion follows 1 + x.

    The neutrino is left-handed, so is the tau+ (total spin 0). Its antineutrino is right-handed and goes along the tau's
    spin, against the tau's flight; the pion goes forwards.
    """
    tau = Particle(
        1.77686,
        ANTILEPTON,
        model="HELAMP",
        arguments=(1, 0),
        daughters=(_scalar(PI), Particle(0.0, ANTINEUTRINO)),
    )
    p = generate(Particle(5.279, model="SLN", daughters=(tau, Particle(0.0, NEUTRINO))), N, 26)
    cosine = helicity_cosine(p[2], p[1], p[0])
    assert_compatible(chi2_density(cosine, lambda x: 1 + x, -1, 1))
    assert_incompatible(chi2_density(cosine, lambda x: 1 - x, -1, 1))


def test_chi_c1_chain() -> None:
    """B -> chi_c1 K, chi_c1 -> J/psi gamma (E1), J/psi -> mu mu: both polar angles."""
    chi = Particle(3.5107, VECTOR, model="VVP", daughters=(_jpsi(1e-6), Particle(0.0, PHOTON)))
    p = generate(Particle(5.279, model="SVS", daughters=(chi, _scalar(K))), N, 27)
    direction, muon = helicity_cosine(p[2], p[1], p[0]), helicity_cosine(p[3], p[2], p[1])
    # M = 0, |H|^2 all equal, net helicity 0 twice (cos^2) and +-1 once each (sin^2/2)
    assert_compatible(chi2_density(direction, lambda x: x**2 + (1 - x**2) / 2, -1, 1))
    # J/psi of helicity +-1 and of helicity 0 equally often
    assert_compatible(chi2_density(muon, lambda x: (1 + x**2) / 2 + (1 - x**2), -1, 1))
    assert_incompatible(chi2_density(muon, lambda x: 1 + 0 * x, -1, 1))


def test_pions_of_a_hadronic_transition_prefer_high_mass() -> None:
    """VVPIPI: (q^2 - 4 m^2)^2 times phase space moves the pion pair's mass up; the vector keeps the polarisation."""
    psi = Particle(
        3.6861,
        VECTOR,
        100443,
        "VVPIPI",
        (),
        (
            Particle(3.0969, VECTOR, 443, "VLL", (), (_antilepton(1e-6), _lepton(1e-6))),
            Particle(PI, pdg=211),
            Particle(PI, pdg=-211),
        ),
    )
    p = generate(psi, N, 28, TRANSVERSE)
    pair = p[4] + p[5]
    mass = np.sqrt(pair[0] ** 2 - np.sum(pair[1:] ** 2, axis=0))
    top, low, heavy, light = 3.6861 - 3.0969, 2 * PI, 3.6861, 3.0969

    def density(m: FloatArray, power: int) -> FloatArray:
        pair_momentum = np.sqrt(np.maximum(m**2 / 4 - PI**2, 0))
        kinematic = (heavy**2 - (light + m) ** 2) * (heavy**2 - (light - m) ** 2)
        recoil = np.sqrt(np.maximum(kinematic, 0)) / (2 * heavy)
        # sum over the vector's polarisations of |e_M . e_m|^2, mean over directions: 3 + p^2/m^2
        return np.asarray((m**2 - 4 * PI**2) ** power * recoil * pair_momentum * (3 + (recoil / light) ** 2))

    assert_compatible(chi2_density(mass, lambda m: density(m, 2), low, top))
    assert_incompatible(chi2_density(mass, lambda m: density(m, 0), low, top))
    assert_compatible(mean_test(_cosine(p[1]), 0.0))
    muon = _cosine(p[2])
    assert_incompatible(chi2_density(muon, lambda x: 1 + 0 * x, -1, 1))
