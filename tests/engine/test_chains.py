"""Polarised chains through the engine: angular distributions against analytic forms, with power twins."""

from __future__ import annotations

import numpy as np
import pytest

import mcgen
from mcgen.kinematics import boost_to_rest, cos_helicity_angle, plane_angle
from mcgen.typing import FloatArray
from tests.engine.samples import JPSI_KST, columns
from tests.statistics import (
    assert_compatible,
    assert_incompatible,
    chi2_counts,
    chi2_density,
    chi2_two_samples,
)

N = 100_000


def test_vss_from_annihilation_is_sine_squared() -> None:
    events = mcgen.decay("Upsilon(4S)", N, dec="Decay Upsilon(4S)\n1.0 B+ B- VSS;\nEnddecay\nEnd\n", spin="ee")
    p = columns(events, 1)
    cosine = p[3] / np.sqrt(p[1] ** 2 + p[2] ** 2 + p[3] ** 2)
    assert_compatible(chi2_density(cosine, lambda c: 1 - c**2, -1.0, 1.0))
    assert_incompatible(chi2_density(cosine, lambda c: 1 - 0.9 * c**2, -1.0, 1.0))


def test_vll_from_annihilation_is_one_plus_cosine_squared() -> None:
    text = "Decay J/psi\n1.0 e+ e- VLL;\nEnddecay\nEnd\n"
    p = columns(mcgen.decay("J/psi", N, dec=text, spin="ee"), 1)
    cosine = p[3] / np.sqrt(p[1] ** 2 + p[2] ** 2 + p[3] ** 2)
    assert_compatible(chi2_density(cosine, lambda c: 1 + c**2, -1.0, 1.0))
    assert_incompatible(chi2_density(cosine, lambda c: 1 + 0.7 * c**2, -1.0, 1.0))


def test_heavy_leptons_are_less_aligned() -> None:
    """VLL with mass: 1 + c^2 + (4 m^2/s)(1 - c^2), from the vector current."""
    text = "Decay psi(2S)\n1.0 tau+ tau- VLL;\nEnddecay\nEnd\n"
    events = mcgen.decay("psi(2S)", N, dec=text, spin="ee")
    p, mother = columns(events, 1), columns(events, 0)
    ratio = float(4 * (p[0] ** 2 - p[1] ** 2 - p[2] ** 2 - p[3] ** 2)[0] / mother[0, 0] ** 2)
    cosine = p[3] / np.sqrt(p[1] ** 2 + p[2] ** 2 + p[3] ** 2)
    assert_compatible(chi2_density(cosine, lambda c: 1 + c**2 + ratio * (1 - c**2), -1.0, 1.0))
    assert_incompatible(chi2_density(cosine, lambda c: 1 + c**2, -1.0, 1.0))


def test_unpolarised_is_isotropic() -> None:
    text = "Decay Upsilon(4S)\n1.0 B+ B- VSS;\nEnddecay\nEnd\n"
    p = columns(mcgen.decay("Upsilon(4S)", N, dec=text), 1)
    cosine = p[3] / np.sqrt(p[1] ** 2 + p[2] ** 2 + p[3] ** 2)
    assert_compatible(chi2_density(cosine, np.ones_like, -1.0, 1.0))


def test_pseudoscalar_to_vector_scalar_is_cosine_squared() -> None:
    text = "Decay B0\n1.0 D*- pi+ SVS;\nEnddecay\nDecay D*-\n1.0 anti-D0 pi- VSS;\nEnddecay\nEnd\n"
    events = mcgen.decay("B0", N, dec=text)
    cosine = cos_helicity_angle(columns(events, 3), columns(events, 1), columns(events, 0))
    assert_compatible(chi2_density(cosine, lambda c: c**2, -1.0, 1.0))
    assert_incompatible(chi2_density(cosine, lambda c: c**2 + 0.01, -1.0, 1.0))


def jpsi_kst_angles(seed: int, **amplitudes: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """cos(theta_l), cos(theta_K), chi of B0 -> J/psi(mu+ mu-) K*0(K+ pi-)."""
    events = mcgen.decay("B0", N, dec=JPSI_KST.format(**amplitudes), seed=seed)
    mother, jpsi, kst, plus, minus, kaon, pion = (columns(events, i) for i in range(7))
    return (
        cos_helicity_angle(plus, jpsi, mother),
        cos_helicity_angle(kaon, kst, mother),
        plane_angle(plus, minus, kaon, pion),
    )


AMPLITUDES = {
    "plus": 0.159, "zero": 0.775, "minus": 0.612, "phase_plus": 1.563, "phase_minus": 2.712,
}  # fmt: skip


def expected_moments(plus: complex, zero: complex, minus: complex) -> dict[str, float]:
    """Mean values of the angular functions of B -> V(l+ l-) V(P P) (massless leptons), from the helicity amplitudes.

    dGamma ~ |H_0|^2 sin^2(theta_l) cos^2(theta_K) + (|H_+|^2 + |H_-|^2) (1 + cos^2 theta_l) sin^2(theta_K) / 4
    + interference (Dighe, Dunietz, Lipkin, Rosner, Phys. Lett. B369 (1996) 144, hep-ph/9511363).
    """
    total = abs(plus) ** 2 + abs(zero) ** 2 + abs(minus) ** 2
    long = abs(zero) ** 2 / total
    return {
        "cos2_K": long * 3 / 5 + (1 - long) * 1 / 5,
        "cos2_l": long * 1 / 5 + (1 - long) * 2 / 5,
        "long": long,
    }


def test_jpsi_kst_polarisation() -> None:
    cos_l, cos_k, _ = jpsi_kst_angles(1, **AMPLITUDES)
    long = expected_moments(0.159, 0.775, 0.612)["long"]
    assert_compatible(chi2_density(cos_k, lambda c: 2 * long * c**2 + (1 - long) * (1 - c**2), -1.0, 1.0))
    assert_compatible(chi2_density(cos_l, lambda c: 2 * long * (1 - c**2) + (1 - long) * (1 + c**2), -1.0, 1.0))
    wrong = long + 0.05
    assert_incompatible(chi2_density(cos_k, lambda c: 2 * wrong * c**2 + (1 - wrong) * (1 - c**2), -1.0, 1.0))


def test_jpsi_kst_plane_angle() -> None:
    """chi: 1 - Re(H_+ H_-*)/sum cos(2 chi) + Im sin(2 chi), averaged over the polar angles."""
    _, _, chi = jpsi_kst_angles(2, **AMPLITUDES)
    plus, minus = 0.159 * np.exp(1.563j), 0.612 * np.exp(2.712j)
    total = abs(plus) ** 2 + abs(minus) ** 2 + 0.775**2
    product = plus * np.conj(minus) / total

    def density(angle: FloatArray) -> FloatArray:
        return np.asarray(1 - product.real * np.cos(2 * angle) + product.imag * np.sin(2 * angle))

    counts, edges = np.histogram(chi, 40, (0.0, 2 * np.pi))
    outcomes = []
    for sign in (1, -1):
        middle = (edges[1:] + edges[:-1]) / 2
        values = density(sign * middle)
        outcomes.append(chi2_counts(counts, N * values / values.sum()))
    # the sign of the sine term is that of the convention for chi; the other sign must be excluded
    best, worst = sorted(outcomes, key=lambda outcome: outcome.statistic)
    assert_compatible(best)
    assert_incompatible(worst)
    assert_incompatible(chi2_counts(counts, np.full(40, N / 40)))


def test_a_chain_is_independent_of_the_mothers_direction() -> None:
    """The angles between the daughters' planes must not depend on where the J/psi flies: frames are carried along."""
    events = mcgen.decay("B0", N, dec=JPSI_KST.format(**AMPLITUDES), seed=5)
    jpsi, plus, minus, kaon, pion = (columns(events, i) for i in (1, 3, 4, 5, 6))
    chi = plane_angle(plus, minus, kaon, pion)
    forward = jpsi[3] > 0
    one, two = (np.histogram(chi[mask], 40, (0.0, 2 * np.pi))[0] for mask in (forward, ~forward))
    assert_compatible(chi2_two_samples(one, two))


def test_frames_agree_with_boosts() -> None:
    events = mcgen.decay("B0", 100, dec=JPSI_KST.format(**AMPLITUDES), seed=6)
    jpsi, muon = columns(events, 1), columns(events, 3)
    p = boost_to_rest(muon, jpsi)
    mass = np.sqrt(jpsi[0] ** 2 - (jpsi[1:] ** 2).sum(axis=0))
    np.testing.assert_allclose(p[0], mass / 2, rtol=1e-12)


@pytest.mark.parametrize(("model", "wanted"), [("STS", "tensor"), ("PHSP", "flat")])
def test_tensor_from_pseudoscalar(model: str, wanted: str) -> None:
    text = f"Decay B0\n1.0 f_2 K0 {model};\nEnddecay\nDecay f_2\n1.0 pi+ pi- TSS;\nEnddecay\nEnd\n"
    events = mcgen.decay("B0", N, dec=text)
    cosine = cos_helicity_angle(columns(events, 3), columns(events, 1), columns(events, 0))

    def density(c: FloatArray) -> FloatArray:
        return np.asarray((3 * c**2 - 1) ** 2 if wanted == "tensor" else np.ones_like(c))

    assert_compatible(chi2_density(cosine, density, -1.0, 1.0))
