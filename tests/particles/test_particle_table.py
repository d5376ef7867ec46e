"""The particle table: names, conjugates, spins, changes and aliases."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from mcgen.errors import McgenError, UnknownParticleError
from mcgen.particles import ParticleTable, load_particles


@pytest.fixture(scope="module")
def particles() -> ParticleTable:
    return load_particles()


def test_names_both_ways(particles: ParticleTable) -> None:
    for name, pdg in [
        ("B0", 511),
        ("anti-B0", -511),
        ("J/psi", 443),
        ("K_S0", 310),
        ("Upsilon(4S)", 300553),
        ("pi0", 111),
    ]:
        assert particles[name].pdg == pdg
        assert particles.names[particles.find_pdg(pdg)] == name
    assert particles.names[particles.find_pdg(10331)] == "f_0(1710)"
    assert particles["f(0)(1710)"].mass == particles["f_0(1710)"].mass
    with pytest.raises(UnknownParticleError, match="123456"):
        particles.find_pdg(123456)


def test_unknown_name_suggests(particles: ParticleTable) -> None:
    with pytest.raises(UnknownParticleError, match=r"did you mean 'J/psi'"):
        particles.find("J/Psi")
    assert "anti-D*0" in particles.suggest("anti-D0*")
    assert particles.suggest("qqqqqqqqqqqqqq") == []


def test_conjugation_is_an_involution_with_opposite_charge_and_code(particles: ParticleTable) -> None:
    rows = np.arange(len(particles))
    bar = particles.conjugate
    assert np.array_equal(bar[bar], rows)
    other = bar != rows
    assert np.array_equal(particles.charge3[bar], -particles.charge3)
    assert np.array_equal(particles.pdg[bar[other]], -particles.pdg[other])
    assert np.all(particles.charge3[~other] == 0)
    for column in (particles.mass, particles.width, particles.ctau, particles.spin2, particles.minimal_mass):
        assert np.allclose(column[bar], column, rtol=1e-3)


def test_self_conjugate(particles: ParticleTable) -> None:
    for name in ("pi0", "gamma", "K_S0", "phi", "psi(2S)", "vpho"):
        assert particles[name].conjugate == name
    assert particles["K0"].conjugate == "anti-K0"
    assert particles["Sigma+"].conjugate == "anti-Sigma-"


@pytest.mark.parametrize(
    ("name", "spin2", "states"),
    [
        ("B0", 0, 1), ("e-", 1, 2), ("nu_tau", 1, 1), ("gamma", 2, 2), ("vpho", 2, 3), ("rho+", 2, 3), ("K_2*0", 4, 5),
        ("Delta++", 3, 4), ("Lambda_c(2625)+", 3, 4), ("K_L0", 0, 1), ("f_4(2050)", 8, 9), ("ud_1", 2, 2), ("string", 0, 1),
    ],
)  # fmt: skip
def test_spins(particles: ParticleTable, name: str, spin2: int, states: int) -> None:
    row = particles.find(name)
    assert (particles.spin2[row], particles.spin_states[row]) == (spin2, states)


@pytest.mark.parametrize(
    ("name", "mass", "width", "ctau"),
    [  # figures of an evt.pdl file, GeV and cm
        ("B0", 5.27965, 0.0, 0.0455385), ("K_S0", 0.497611, 0.0, 2.6844), ("D0", 1.86484, 0.0, 0.0123), ("tau-", 1.77686, 0.0, 0.0087),
        ("mu-", 0.1056584, 0.0, 65863.8), ("rho0", 0.77526, 0.1474, 0.0), ("K*0", 0.89555, 0.0473, 0.0), ("phi", 1.019461, 0.004249, 0.0),
        ("J/psi", 3.0969, 9.26e-05, 0.0), ("D*+", 2.01026, 8.34e-05, 0.0), ("Delta++", 1.232, 0.117, 0.0), ("n0", 0.939565, 0.0, 2.6366e13),
    ],
)  # fmt: skip
def test_figures(particles: ParticleTable, name: str, mass: float, width: float, ctau: float) -> None:
    particle = particles[name]
    assert particle.mass == pytest.approx(mass, rel=1e-4)
    assert particle.width == pytest.approx(width, rel=0.02, abs=1e-12)
    assert particle.ctau == pytest.approx(ctau, rel=0.02, abs=1e-12)


def test_either_width_or_lifetime(particles: ParticleTable) -> None:
    assert not np.any((particles.width > 0) & (particles.ctau > 0))
    assert np.all(particles.mass >= 0)
    assert np.all(particles.minimal_mass <= particles.mass)
    assert np.all(particles.maximal_mass >= particles.mass)


def test_mass_limits(particles: ParticleTable) -> None:
    rho = particles["rho0"]
    assert rho.mass_range == pytest.approx((2 * 0.13957, 0.77526 + 15 * 0.1474), abs=1e-4)
    kst = particles["K*0"]
    assert kst.mass_range[0] == pytest.approx(kst.mass - 5 * kst.width)
    assert particles["B0"].mass_range == (particles["B0"].mass, particles["B0"].mass)


def test_table_is_immutable(particles: ParticleTable) -> None:
    with pytest.raises(ValueError, match="read-only"):
        particles.mass[0] = 1.0
    with pytest.raises(TypeError):
        particles.index["B0"] = 1  # type: ignore[index]


def test_changes(particles: ParticleTable) -> None:
    changed = particles.with_changes({"rho0": (0.77, 0.15), "B0": (5.3, None)})
    assert (changed["rho0"].mass, changed["rho0"].width) == (0.77, 0.15)
    assert changed["rho0"].mass_range == particles["rho0"].mass_range
    assert changed["B0"].mass_range == (5.3, 5.3)
    assert changed["anti-B0"].mass == particles["anti-B0"].mass
    assert changed.digest != particles.digest
    wide = particles.with_changes({"Xsu": (2.02, 1.38)})["Xsu"]
    assert wide.mass_range == pytest.approx((1.02, 2.02 + 15 * 1.38))
    with pytest.raises(UnknownParticleError):
        particles.with_changes({"no such": (1.0, None)})
    for figures in ((-1.0, None), (float("nan"), 0.0), (1.0, float("inf"))):
        with pytest.raises(McgenError, match="negative"):
            particles.with_changes({"B0": figures})


def test_aliases_share_the_particle(particles: ParticleTable) -> None:
    table = particles.with_aliases({"MyB0": "B0", "Myanti-B0": "anti-B0", "MyJpsi": "J/psi", "Again": "MyB0"})
    assert len(table) == len(particles) + 4
    assert table["MyB0"].alias_of == table["Again"].alias_of == "B0"
    assert table["MyB0"].conjugate == "anti-B0"
    assert table["MyJpsi"].conjugate == "MyJpsi"
    assert table.find_pdg(511) == table.find("B0")
    paired = particles.with_aliases({"MyB0": "B0", "Mybar": "anti-B0"}, {"MyB0": "Mybar", "Mybar": "MyB0"})
    assert paired["MyB0"].conjugate == "Mybar"
    changed = table.with_changes({"Again": (5.5, None)})
    assert changed["B0"].mass == changed["MyB0"].mass == changed["Again"].mass == 5.5
    with pytest.raises(McgenError, match="exists"):
        particles.with_aliases({"B0": "B+"})
    with pytest.raises(UnknownParticleError, match="did you mean"):
        particles.with_aliases({"MyB": "B00"})


def test_digest_and_pickle(particles: ParticleTable) -> None:
    again = pickle.loads(pickle.dumps(particles))
    assert again.digest == particles.digest
    assert again.find("B0") == particles.find("B0")
    with pytest.raises(ValueError, match="read-only"):
        again.mass[0] = 1.0


def test_record_and_repr(particles: ParticleTable) -> None:
    assert "particles, digest" in repr(particles)
    assert sum(particle.charge > 0 for particle in particles) > 100
    assert particles["Delta++"].charge == 2.0
    assert particles["Delta++"].spin == 1.5
