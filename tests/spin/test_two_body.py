"""The universal two-body amplitude."""

from __future__ import annotations

import numpy as np
import pytest

from mcgen.spin import (
    ANTINEUTRINO,
    NEUTRINO,
    PHOTON,
    SCALAR,
    TwoBodySpins,
    allowed_helicities,
    decay_matrix,
    massive,
    spin_states,
    trace_product,
    two_body_amplitude,
    two_body_bound,
    two_body_intensity,
    wigner_d_matrix,
)
from mcgen.typing import ComplexArray
from tests.statistics import assert_compatible, assert_incompatible, chi2_density

CASES: dict[str, TwoBodySpins] = {
    "scalar": (SCALAR, SCALAR, SCALAR),
    "vector": (massive(2), SCALAR, SCALAR),
    "vectors": (massive(2), massive(2), massive(2)),
    "leptons": (massive(2), massive(1), massive(1)),
    "radiative": (massive(4), PHOTON, massive(2)),
    "tau": (massive(1), massive(2), NEUTRINO),
    "antitau": (massive(1), ANTINEUTRINO, SCALAR),
    "baryon": (massive(1), massive(3), massive(2)),
    "high": (massive(6), massive(5), massive(3)),
}


def _random(spins: TwoBodySpins, n: int, seed: int) -> tuple[ComplexArray, ComplexArray]:
    rng = np.random.default_rng(seed)
    shape = (spins[1].count, spins[2].count, n)
    helicity = rng.normal(size=shape) + 1j * rng.normal(size=shape)
    helicity *= allowed_helicities(spins)[..., None]
    j = spins[0].count
    root = rng.normal(size=(j, j, n)) + 1j * rng.normal(size=(j, j, n))
    return helicity, np.asarray(np.einsum("abn,cbn->acn", root, root.conj()))


@pytest.mark.parametrize("name", CASES)
def test_intensity_is_the_trace_over_the_amplitude_and_keeps_its_bound(name: str) -> None:
    spins, n = CASES[name], 200
    helicity, rho = _random(spins, n, 1)
    rng = np.random.default_rng(2)
    cos_theta, phi = rng.uniform(-1, 1, n), rng.uniform(-np.pi, np.pi, n)
    amplitude = two_body_amplitude(helicity, spins, cos_theta, phi)
    assert amplitude.shape == (spins[0].count, spins[1].count, spins[2].count, n)
    intensity = two_body_intensity(helicity, spins, rho, cos_theta, phi)
    np.testing.assert_allclose(intensity, trace_product(rho, decay_matrix(amplitude, [None, None])), rtol=1e-10)
    assert np.all(intensity <= two_body_bound(helicity, spins, rho))


@pytest.mark.parametrize("name", CASES)
def test_amplitude_is_the_formula(name: str) -> None:
    spins, n = CASES[name], 5
    helicity, _ = _random(spins, n, 3)
    rng = np.random.default_rng(4)
    cos_theta, phi = rng.uniform(-1, 1, n), rng.uniform(-np.pi, np.pi, n)
    zero = np.zeros(n)
    d = [wigner_d_matrix(s.spin2, phi, cos_theta, zero) for s in spins]
    expected = np.zeros((spins[0].count, spins[1].count, spins[2].count, n), complex)
    for i, l1 in enumerate(spins[1].helicities2):
        for k, l2 in enumerate(spins[2].helicities2):
            if abs(l1 - l2) > spins[0].spin2:
                continue
            mother = np.conj(d[0][:, (spins[0].spin2 - l1 + l2) // 2])
            for axis, (states, m2) in enumerate(((spins[1], l1), (spins[2], -l2)), start=1):
                if states.massless:
                    vector = np.zeros((states.count, n), complex)
                    vector[(i, k)[axis - 1]] = 1.0
                else:
                    vector = d[axis][:, (states.spin2 - m2) // 2]
                mother = mother[..., None, :] * vector
            expected += helicity[i, k] * mother
    np.testing.assert_allclose(two_body_amplitude(helicity, spins, cos_theta, phi), expected, atol=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_rotating_everything_changes_nothing(name: str) -> None:
    """A(R p) = D(R) applied to the outgoing states, D(R)* to the mother: covariance of the canonical bases."""
    spins = CASES[name]
    helicity, _ = _random(spins, 1, 5)
    alpha, beta, gamma = 0.7, 1.1, -0.4
    c, s = np.cos, np.sin

    def rz(a: float) -> list[list[float]]:
        return [[c(a), -s(a), 0], [s(a), c(a), 0], [0, 0, 1]]

    ry = [[c(beta), 0, s(beta)], [0, 1, 0], [-s(beta), 0, c(beta)]]
    rotation = np.array(rz(alpha)) @ np.array(ry) @ np.array(rz(gamma))
    theta, phi = 0.8, 2.1
    direction = rotation @ [s(theta) * c(phi), s(theta) * s(phi), c(theta)]
    before = two_body_amplitude(helicity, spins, np.array([c(theta)]), np.array([phi]))[..., 0]
    after = two_body_amplitude(
        helicity, spins, np.array([direction[2]]), np.array([np.arctan2(direction[1], direction[0])])
    )[..., 0]
    angles = [np.array([x]) for x in (alpha, c(beta), gamma)]
    d = [wigner_d_matrix(x.spin2, *angles)[..., 0] for x in spins]
    rotated = np.einsum("ab,bij->aij", np.conj(d[0]), before)
    if not spins[1].massless:
        rotated = np.einsum("ij,ajk->aik", d[1], rotated)
    if not spins[2].massless:
        rotated = np.einsum("kl,ail->aik", d[2], rotated)
    # massless states pick up a phase of their own per helicity, and half-integer spins a common sign
    for i in range(spins[1].count if spins[1].massless else 1):
        for k in range(spins[2].count if spins[2].massless else 1):
            part = (slice(None), i if spins[1].massless else slice(None), k if spins[2].massless else slice(None))
            overlap = np.vdot(rotated[part], after[part])
            norm = np.vdot(rotated[part], rotated[part]).real
            assert abs(overlap) == pytest.approx(norm, rel=1e-10)
            if not (spins[1].massless or spins[2].massless):
                assert abs(overlap.imag) < 1e-10 * norm


def test_rows_do_not_know_their_batch() -> None:
    spins, n = CASES["vectors"], 61
    helicity, rho = _random(spins, n, 6)
    rng = np.random.default_rng(7)
    cos_theta, phi = rng.uniform(-1, 1, n), rng.uniform(-np.pi, np.pi, n)
    whole = two_body_amplitude(helicity, spins, cos_theta, phi)
    weights = two_body_intensity(helicity, spins, rho, cos_theta, phi)
    for size in (1, 3, 8):
        for start in range(0, n - size, 5):
            part = slice(start, start + size)
            amplitude = two_body_amplitude(helicity[..., part], spins, cos_theta[part], phi[part])
            np.testing.assert_array_equal(amplitude, whole[..., part])
            intensity = two_body_intensity(helicity[..., part], spins, rho[..., part], cos_theta[part], phi[part])
            np.testing.assert_array_equal(intensity, weights[part])


def test_pattern_only_saves_time() -> None:
    spins = CASES["vectors"]
    helicity, _ = _random(spins, 9, 8)
    pattern = np.eye(3, dtype=bool)
    helicity *= pattern[..., None]
    c, f = np.linspace(-0.9, 0.9, 9), np.linspace(-3, 3, 9)
    np.testing.assert_allclose(
        two_body_amplitude(helicity, spins, c, f, pattern), two_body_amplitude(helicity, spins, c, f), atol=1e-15
    )


def test_bound_is_tight_for_a_pure_helicity() -> None:
    spins = CASES["vector"]
    rho = np.zeros((3, 3, 1), complex)
    rho[1, 1] = 1.0
    one = np.ones((1, 1, 1), complex)
    assert two_body_bound(one, spins, rho)[0] == pytest.approx(1.0)
    assert two_body_intensity(one, spins, rho, np.ones(1), np.zeros(1))[0] == pytest.approx(1.0)


def test_helicity_one_gives_sine_squared() -> None:
    """Accept-reject with intensity and bound makes the analytic distribution."""
    spins, n = CASES["vector"], 40_000
    rho = np.zeros((3, 3, n), complex)
    rho[0, 0] = rho[2, 2] = 0.5
    one = np.ones((1, 1, n), complex)
    rng = np.random.default_rng(9)
    c, f = rng.uniform(-1, 1, n), rng.uniform(-np.pi, np.pi, n)
    value = two_body_intensity(one, spins, rho, c, f)
    kept = c[rng.uniform(size=n) * two_body_bound(one, spins, rho) < value]
    assert_compatible(chi2_density(kept, lambda x: 1 - x**2, -1, 1))
    assert_incompatible(chi2_density(kept, lambda x: 1 + x**2, -1, 1))


def test_states_of_the_particle_table() -> None:
    assert spin_states(2, 2, 22) == PHOTON
    assert spin_states(1, 1, 12) == NEUTRINO
    assert spin_states(1, 1, -12) == ANTINEUTRINO
    assert spin_states(1, 2, -11).antiparticle
    assert spin_states(4, 5, 225).helicities2 == (4, 2, 0, -2, -4)
    from mcgen.errors import McgenError

    with pytest.raises(McgenError, match="do not belong"):
        spin_states(4, 3, 1)
