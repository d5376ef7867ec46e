"""Covariant states: vectors, tensors, spinors."""

from __future__ import annotations

import numpy as np
import pytest

from mcgen.spin import wigner_d_matrix
from mcgen.spin.polarisation import photon_vectors, polarisation_tensors, polarisation_vectors
from mcgen.spin.spinors import antiparticle_spinors, axial_current, particle_spinors, scalar_density, vector_current
from mcgen.typing import FloatArray

METRIC = np.array([1.0, -1.0, -1.0, -1.0])


def _momenta(mass: float, n: int = 6) -> FloatArray:
    p = np.random.default_rng(11).normal(size=(3, n)) * 2
    return np.concatenate([[np.sqrt(mass**2 + np.sum(p**2, axis=0))], p])


def test_polarisation_vectors() -> None:
    p = _momenta(0.8)
    e = polarisation_vectors(p, np.full(6, 0.8))
    products = np.einsum("amn,bmn,m->abn", e, e.conj(), METRIC)
    np.testing.assert_allclose(products, -np.eye(3)[..., None] * np.ones(6), atol=1e-10)
    np.testing.assert_allclose(np.einsum("amn,mn,m->an", e, p, METRIC), 0, atol=1e-10)


def test_polarisation_vectors_at_rest_have_no_singularity() -> None:
    rest = polarisation_vectors(np.array([[0.8], [0.0], [0.0], [0.0]]), np.array([0.8]))
    np.testing.assert_allclose(rest[1, :, 0], [0, 0, 0, 1])


def test_photon_vectors_are_helicity_states() -> None:
    p = _momenta(0.0)
    e = photon_vectors(p)
    n = p[1:] / p[0]
    np.testing.assert_allclose(np.einsum("amn,an->mn", e.transpose(1, 0, 2)[1:], n), 0, atol=1e-12)
    for index, sign in enumerate((1.0, -1.0)):
        # i n x e = helicity * e
        np.testing.assert_allclose(1j * np.cross(n, e[index, 1:], axis=0), sign * e[index, 1:], atol=1e-12)
    along_z = photon_vectors(np.array([[1.0], [0.0], [0.0], [1.0]]))
    np.testing.assert_allclose(along_z[0, 1:, 0], np.array([-1, -1j, 0]) / np.sqrt(2), atol=1e-15)


def test_polarisation_tensors() -> None:
    p = _momenta(1.3)
    e = polarisation_tensors(p, np.full(6, 1.3))
    products = np.einsum("aijn,bijn,i,j->abn", e, e.conj(), METRIC, METRIC)
    np.testing.assert_allclose(products, np.eye(5)[..., None] * np.ones(6), atol=1e-9)
    np.testing.assert_allclose(e, e.transpose(0, 2, 1, 3), atol=1e-12)
    np.testing.assert_allclose(np.einsum("aiin,i->an", e, METRIC), 0, atol=1e-9)
    np.testing.assert_allclose(np.einsum("aijn,in,i->ajn", e, p, METRIC), 0, atol=1e-9)


@pytest.mark.parametrize("mass", [0.0, 0.105, 1.777])
def test_spinors_are_normalised_and_complete(mass: float) -> None:
    p = _momenta(mass)
    masses = np.full(6, mass)
    u, v = particle_spinors(p, masses), antiparticle_spinors(p, masses)
    np.testing.assert_allclose(scalar_density(u, u), 2 * mass * np.eye(2)[..., None] * np.ones(6), atol=1e-10)
    np.testing.assert_allclose(scalar_density(v, v), -2 * mass * np.eye(2)[..., None] * np.ones(6), atol=1e-10)
    np.testing.assert_allclose(scalar_density(u, v), 0, atol=1e-10)
    for spinor in (u, v):  # ubar gamma^mu u = 2 p^mu
        current = vector_current(spinor, spinor)
        for s in range(2):
            np.testing.assert_allclose(current[s, s], 2 * p, atol=1e-10)


def test_vector_current_is_conserved_and_axial_is_not() -> None:
    p1 = _momenta(1.777)
    p2 = p1.copy()
    p2[1:] *= -1
    total, m = p1 + p2, np.full(6, 1.777)
    current = vector_current(particle_spinors(p1, m), antiparticle_spinors(p2, m))
    np.testing.assert_allclose(np.einsum("abmn,mn,m->abn", current, total, METRIC), 0, atol=1e-9)
    axial = axial_current(particle_spinors(p1, m), antiparticle_spinors(p2, m))
    assert np.abs(np.einsum("abmn,mn,m->abn", axial, total, METRIC)).max() > 1.0


def test_particle_and_antiparticle_rotate_with_spin_one_half() -> None:
    """Rotating the momentum equals rotating the states with D^{1/2}, for u and for v (outgoing: v is not conjugated)."""
    angles = [np.array([x]) for x in (0.7, np.cos(1.1), -0.4)]
    d = wigner_d_matrix(1, *angles)[..., 0]
    one = wigner_d_matrix(2, *angles)[..., 0]
    from mcgen.spin.polarisation import REST_VECTORS

    rotation = (REST_VECTORS.T @ one @ REST_VECTORS.conj()).real
    m1, m2 = np.array([1.2]), np.array([0.5])
    p1, p2 = _momenta(1.2, 1), _momenta(0.5, 1)[:, ::-1].copy()
    p2[1:] = p2[[2, 3, 1]]

    def rotated(p: FloatArray) -> FloatArray:
        return np.concatenate([p[:1], rotation @ p[1:]])

    before = vector_current(particle_spinors(p1, m1), antiparticle_spinors(p2, m2))[..., 0]
    after = vector_current(particle_spinors(rotated(p1), m1), antiparticle_spinors(rotated(p2), m2))[..., 0]
    boosted = np.concatenate([before[..., :1], np.einsum("ij,abj->abi", rotation, before[..., 1:])], axis=-1)
    # outgoing amplitudes: A'_{ab} = D_{aa'} D_{bb'} A_{a'b'}
    np.testing.assert_allclose(after, np.einsum("ac,bd,cdi->abi", d, d, boosted), atol=1e-10)
