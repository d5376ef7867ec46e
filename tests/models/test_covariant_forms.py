"""Helicity amplitudes against the covariant expressions of the models, written out with vectors, tensors and spinors.

The two are computed in entirely different ways; they may differ by a factor common to all spin states of a row, and by a
phase for each helicity of a massless daughter.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from mcgen.models import ModeFacts, TwoBodyAmplitude, get_model
from mcgen.spin import ANTINEUTRINO, NEUTRINO, PHOTON, SCALAR, SpinStates, massive, two_body_amplitude
from mcgen.spin.polarisation import REST_VECTORS, photon_vectors, polarisation_tensors, polarisation_vectors
from mcgen.spin.spinors import antiparticle_spinors, axial_current, particle_spinors, vector_current
from mcgen.typing import ComplexArray, FloatArray
from tests.models.chains import two_body_momenta

N = 25
M = 3.1
METRIC = np.array([1.0, -1.0, -1.0, -1.0])
LEPTON, ANTILEPTON = massive(1), massive(1, antiparticle=True)
REST = np.array([M, 0.0, 0.0, 0.0])

Form = Callable[[FloatArray, FloatArray], ComplexArray]
"""(momenta [2, 4, n], masses [2]) -> amplitude [sM, s1, s2, n]."""


def _vectors(p: FloatArray, mass: float) -> ComplexArray:
    return np.conj(polarisation_vectors(p, np.full(N, mass)))


def _direction(p: FloatArray) -> FloatArray:
    return np.asarray(p[1:] / np.sqrt(np.sum(p[1:] ** 2, axis=0)))


def _vss(p: FloatArray, m: FloatArray) -> ComplexArray:
    return np.asarray(np.einsum("ai,in->an", REST_VECTORS, _direction(p[0]))[:, None, None])


def _svs(p: FloatArray, m: FloatArray) -> ComplexArray:
    return _vectors(p[0], m[0])[None, :, None, 0]


def _mother_tensor() -> ComplexArray:
    return polarisation_tensors(REST[:, None], np.array([M]))[:, 1:, 1:, 0]


def _tss(p: FloatArray, m: FloatArray) -> ComplexArray:
    n = _direction(p[0])
    return np.asarray(np.einsum("aij,in,jn->an", _mother_tensor(), n, n)[:, None, None])


def _sts(p: FloatArray, m: FloatArray) -> ComplexArray:
    return np.conj(polarisation_tensors(p[0], np.full(N, m[0])))[None, :, None, 0, 0]


def _tvs(p: FloatArray, m: FloatArray) -> ComplexArray:
    n = _direction(p[0])
    normal = np.cross(n[None], _vectors(p[0], m[0])[:, 1:], axis=1)
    return np.asarray(np.einsum("aij,in,bjn->abn", _mother_tensor(), n, normal)[:, :, None])


def _vvs(p: FloatArray, m: FloatArray) -> ComplexArray:
    n, e = _direction(p[0]), REST_VECTORS
    s_wave, d_wave = 0.7 * np.exp(0.3j), 0.5 * np.exp(-1.1j)
    contact = np.einsum("ai,bi->ab", e, e.conj())[..., None]
    along = np.einsum("ai,in,bj,jn->abn", e, n, e.conj(), n)
    return np.asarray(s_wave * contact - d_wave * (along - contact / 3))[:, :, None]


def _vsp(p: FloatArray, m: FloatArray) -> ComplexArray:
    k = _direction(p[1])
    crossed = np.cross(REST_VECTORS[:, :, None], k[None], axis=1)
    return np.asarray(np.einsum("ain,bin->abn", crossed, np.conj(photon_vectors(p[1]))[:, 1:])[:, None])


def _vvp(p: FloatArray, m: FloatArray) -> ComplexArray:
    crossed = np.cross(REST_VECTORS[:, None], REST_VECTORS.conj()[None, :], axis=2)
    return np.asarray(np.einsum("abi,cin->abcn", crossed, np.conj(photon_vectors(p[1]))[:, 1:]))


def _vll(p: FloatArray, m: FloatArray) -> ComplexArray:
    u, v = particle_spinors(p[0], np.full(N, m[0])), antiparticle_spinors(p[1], np.full(N, m[1]))
    return np.asarray(np.einsum("ai,bcin->abcn", REST_VECTORS, vector_current(u, v)[:, :, 1:]))


def _vll_antiparticle_first(p: FloatArray, m: FloatArray) -> ComplexArray:
    return _vll(p[::-1], m[::-1]).transpose(0, 2, 1, 3)


def _v_minus_a(p: FloatArray, m: FloatArray) -> ComplexArray:
    u, v = particle_spinors(p[0], np.full(N, m[0])), antiparticle_spinors(p[1], np.full(N, m[1]))
    return (vector_current(u, v) - axial_current(u, v))[None, :, :, 0]


def _sll_antiparticle_first(p: FloatArray, m: FloatArray) -> ComplexArray:
    return _v_minus_a(p[::-1], m[::-1]).transpose(0, 2, 1, 3)


def _sln(p: FloatArray, m: FloatArray) -> ComplexArray:
    """l- antineutrino: the V-A current projects the antineutrino on helicity +1/2; its strength is in the sum."""
    amplitude = _v_minus_a(p, m)
    # rotate the neutrino's canonical axis to helicities: R(theta', phi') of its own direction
    n = _direction(p[1])
    from mcgen.spin import wigner_d_matrix

    d = wigner_d_matrix(1, np.arctan2(n[1], n[0]), n[2], np.zeros(N))
    helicity = np.einsum("mhn,abmn->abhn", d.conj(), amplitude)
    assert np.abs(helicity[:, :, 1]).max() < 1e-6 * np.abs(helicity[:, :, 0]).max()
    return np.asarray(helicity[:, :, :1])


def _svv(p: FloatArray, m: FloatArray) -> ComplexArray:
    """EvtGen's tensor a + b eps(n) + c n n between both (rest-frame) polarisation vectors."""
    n, e = _direction(p[0]), REST_VECTORS.conj()
    plus, zero, minus = 0.159 * np.exp(1.563j), 0.775, 0.612 * np.exp(2.712j)
    contact = np.einsum("ai,bi->ab", e, e)[..., None]
    triple = np.einsum("ain,bi->abn", np.cross(e[:, :, None], n[None], axis=1), e)
    along = np.einsum("ai,in,bj,jn->abn", e, n, e, n)
    # e2_i M_ji e1_j with M_ji = eps_jik n_k is e1 . (e2 x n) = -(e1 x n) . e2
    total = -0.5 * (plus + minus) * contact - 0.5j * (plus - minus) * triple + (zero + 0.5 * (plus + minus)) * along
    return np.asarray(total[None])


SVV = (0.159, 1.563, 0.775, 0.0, 0.612, 2.712)
VVS = (0.7, 0.3, 0.0, 0.0, 0.5, -1.1)
CASES: list[tuple[str, tuple[float, ...], tuple[SpinStates, SpinStates, SpinStates], tuple[float, float], Form]] = [
    ("VSS", (), (massive(2), SCALAR, SCALAR), (0.5, 0.14), _vss),
    ("VSS_BMIX", (0.5e12,), (massive(2), SCALAR, SCALAR), (0.5, 0.5), _vss),
    ("SVS", (), (SCALAR, massive(2), SCALAR), (0.78, 0.14), _svs),
    ("TSS", (), (massive(4), SCALAR, SCALAR), (0.5, 0.14), _tss),
    ("STS", (), (SCALAR, massive(4), SCALAR), (1.27, 0.14), _sts),
    ("TVS_PWAVE", (0, 0, 1, 0, 0, 0), (massive(4), massive(2), SCALAR), (0.78, 0.14), _tvs),
    ("VVS_PWAVE", VVS, (massive(2), massive(2), SCALAR), (0.78, 0.14), _vvs),
    ("VSP_PWAVE", (), (massive(2), SCALAR, PHOTON), (0.55, 0.0), _vsp),
    ("VVP", (), (massive(2), massive(2), PHOTON), (1.0, 0.0), _vvp),
    ("VLL", (), (massive(2), LEPTON, ANTILEPTON), (0.9, 0.9), _vll),
    ("VLL", (), (massive(2), LEPTON, ANTILEPTON), (1.2, 0.1), _vll),
    ("VLL", (), (massive(2), ANTILEPTON, LEPTON), (0.3, 0.9), _vll_antiparticle_first),
    ("SLL", (), (SCALAR, LEPTON, ANTILEPTON), (0.9, 0.9), _v_minus_a),
    ("SLL", (), (SCALAR, LEPTON, ANTILEPTON), (1.2, 0.4), _v_minus_a),
    ("SLL", (), (SCALAR, ANTILEPTON, LEPTON), (1.2, 0.4), _sll_antiparticle_first),
    ("SLN", (), (SCALAR, LEPTON, ANTINEUTRINO), (0.9, 0.0), _sln),
    ("SVV_HELAMP", SVV, (SCALAR, massive(2), massive(2)), (1.0, 0.9), _svv),
]


def _agreement(found: ComplexArray, expected: ComplexArray, spins: tuple[SpinStates, ...]) -> float:
    """Smallest overlap |<found|expected>|^2 / (norms) over rows (and over helicities of massless daughters)."""
    worst = 1.0
    cells = [range(s.count) if s.massless else [slice(None)] for s in spins[1:]]
    for i in cells[0]:
        for k in cells[1]:
            one, two = found[:, i, k].reshape(-1, N), expected[:, i, k].reshape(-1, N)
            overlap = np.abs(np.sum(one.conj() * two, axis=0)) ** 2
            norms = np.sum(np.abs(one) ** 2, axis=0) * np.sum(np.abs(two) ** 2, axis=0)
            worst = min(worst, float((overlap / norms).min()))
            scale = np.sum(np.abs(one) ** 2, axis=0) / np.sum(np.abs(found) ** 2, axis=(0, 1, 2))
            other = np.sum(np.abs(two) ** 2, axis=0) / np.sum(np.abs(expected) ** 2, axis=(0, 1, 2))
            np.testing.assert_allclose(scale, other, rtol=1e-9)
    return worst


def _both(
    name: str,
    arguments: tuple[float, ...],
    spins: tuple[SpinStates, SpinStates, SpinStates],
    masses: tuple[float, float],
    form: Form,
) -> tuple[ComplexArray, ComplexArray]:
    rng = np.random.default_rng(8)
    cos_theta, phi = rng.uniform(-1, 1, N), rng.uniform(-np.pi, np.pi, N)
    model = get_model(name)
    assert isinstance(model, TwoBodyAmplitude)
    pdg = (300553, 511, -511) if name == "VSS_BMIX" else (0, 1, 2)
    column = np.array(model.row_parameters(ModeFacts(spins, pdg), arguments), dtype=float)
    m = np.array(masses)
    helicity = model.helicity_amplitudes(
        np.repeat(column.reshape(-1, 1), N, axis=1), np.full(N, M), np.repeat(m[:, None], N, axis=1), spins
    )
    amplitude = two_body_amplitude(helicity, spins, cos_theta, phi, model.pattern(spins))
    return amplitude, form(two_body_momenta(M, masses[0], masses[1], cos_theta, phi), m)


@pytest.mark.parametrize(("name", "arguments", "spins", "masses", "form"), CASES)
def test_helicity_amplitudes_are_the_covariant_ones(
    name: str,
    arguments: tuple[float, ...],
    spins: tuple[SpinStates, SpinStates, SpinStates],
    masses: tuple[float, float],
    form: Form,
) -> None:
    found, expected = _both(name, arguments, spins, masses, form)
    assert _agreement(found, expected, spins) == pytest.approx(1.0, abs=1e-9)


def test_a_swapped_sign_would_be_seen() -> None:
    """Power twin: the other sign of D, a swapped H_+ and H_-, and a conjugated phase all disagree."""
    name, _, spins, masses, form = CASES[6]
    found, expected = _both(name, (0.7, 0.3, 0.0, 0.0, 0.5, -1.1 + np.pi), spins, masses, form)
    assert _overlap(found, expected) < 0.9
    name, _, spins, masses, form = CASES[-1]
    for wrong in ((0.612, 2.712, 0.775, 0.0, 0.159, 1.563), (0.159, -1.563, 0.775, 0.0, 0.612, -2.712)):
        found, expected = _both(name, wrong, spins, masses, form)
        assert _overlap(found, expected) < 0.9


def _overlap(found: ComplexArray, expected: ComplexArray) -> float:
    overlap = np.abs(np.sum(found.conj() * expected, axis=(0, 1, 2))) ** 2
    return float((overlap / np.sum(np.abs(found) ** 2, (0, 1, 2)) / np.sum(np.abs(expected) ** 2, (0, 1, 2))).max())


@pytest.mark.parametrize("neutrino", [NEUTRINO, ANTINEUTRINO])
def test_the_lepton_has_the_neutrino_helicity(neutrino: SpinStates) -> None:
    model = get_model("SLN")
    assert isinstance(model, TwoBodyAmplitude)
    spins = (SCALAR, ANTILEPTON if neutrino is NEUTRINO else LEPTON, neutrino)
    helicity = model.helicity_amplitudes(np.zeros((0, 1)), np.ones(1), np.zeros((2, 1)), spins)
    wanted = 1 if neutrino is NEUTRINO else 0
    assert helicity[wanted, 0, 0] == 1.0
    assert helicity[1 - wanted, 0, 0] == 0.0
