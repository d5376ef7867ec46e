"""Sources: processes, parents, energies, refusals."""

from __future__ import annotations

import numpy as np
import pytest

from mcgen.errors import DecayFileError, McgenError, UnknownParticleError, UnsupportedModelError
from mcgen.events import Status
from mcgen.processes.polarisation import annihilation_density
from mcgen.processes.source import DecayText, EventSource, GenerationRequest, open_source
from mcgen.spin import decay_matrix, trace_product, two_body_amplitude
from mcgen.spin.states import SCALAR, massive
from tests.statistics import assert_compatible, assert_incompatible, chi2_density


def opened(process: str = "signal", text: str = "", **settings: object) -> EventSource:
    files = (DecayText("user.dec", text),) if text else ()
    return open_source(GenerationRequest(process, decay_files=files, **settings))  # type: ignore[arg-type]


UPSILON5S = (
    "Decay Upsilon(5S)\n1.0 B_s0 anti-B_s0 VSS;\nEnddecay\nDecay B_s0\nEnddecay\nDecay anti-B_s0\nEnddecay\nEnd\n"
)


def test_the_file_names_the_parent_and_the_parent_the_beams() -> None:
    source = opened(text=UPSILON5S, unsupported="phsp")
    events = source.generate(np.arange(10))
    assert (events.pdg[events.offsets[:-1] + 2] == 9000553).all()
    assert source.manifest_entries()["settings"]["beams"] == "Y5S"


def test_events_begin_with_the_beams() -> None:
    events = opened("charged", unsupported="phsp").generate(np.arange(5))
    first = events.offsets[:-1]
    assert (events.pdg[first] == 11).all()
    assert (events.pdg[first + 1] == -11).all()
    assert (events.status[first] == Status.PRIMARY | Status.STABLE | Status.INITIAL).all()
    total = events.energy[first] + events.energy[first + 1]
    np.testing.assert_allclose(events.energy[first + 2], total, rtol=1e-14)


@pytest.mark.parametrize(("process", "codes"), [("charged", {521}), ("mixed", {511})])
def test_default_processes(process: str, codes: set[int]) -> None:
    events = opened(process, unsupported="phsp").generate(np.arange(50))
    assert {abs(int(events.pdg[start + k])) for start in events.offsets[:-1] for k in (3, 4)} == codes


def test_the_users_decay_of_the_parent_wins() -> None:
    text = "Decay Upsilon(4S)\n1.0 tau+ tau- VLL;\nEnddecay\nEnd\n"
    events = opened("charged", text, unsupported="phsp").generate(np.arange(5))
    assert (np.abs(events.pdg[events.offsets[:-1] + 3]) == 15).all()


def test_another_energy() -> None:
    source = opened("signal", "Decay vpho\n1.0 mu+ mu- VLL;\nEnddecay\nEnd\n", cms_energy=9.0, smear_energy=False)
    events = source.generate(np.arange(3))
    at = events.offsets[:-1] + 2
    mass2 = events.energy[at] ** 2 - events.px[at] ** 2 - events.py[at] ** 2 - events.pz[at] ** 2
    np.testing.assert_allclose(mass2, 81.0, rtol=1e-12)


def test_energies_below_threshold_are_drawn_again() -> None:
    source = opened("charged", unsupported="phsp", cms_energy=10.5600)
    events = source.generate(np.arange(2000))
    assert len(events) == 2000
    assert source.counters["beam energies drawn again below threshold"] > 100


def test_too_little_energy_is_refused_with_a_way_out() -> None:
    with pytest.raises(McgenError, match=r"needs 10\.55"):
        opened("charged", unsupported="phsp", cms_energy=10.5)


def test_unsupported_models_are_named_with_their_place() -> None:
    text = "Decay B0sig\n0.4 K+ pi- PHSP;\n0.6 D- mu+ nu_mu ISGW2;\nEnddecay\nDecay Upsilon(4S)\n1.0 B0sig anti-B0sig PHSP;\nEnddecay\nDecay anti-B0sig\n1.0 K- pi+ PHSP;\nEnddecay\nEnd\n"
    with pytest.raises(UnsupportedModelError, match=r"user\.dec:3: B0sig -> D- mu\+ nu_mu with ISGW2"):
        opened("signal", text)


def test_substitutions_are_counted() -> None:
    text = "Decay Upsilon(4S)\n1.0 B0sig anti-B0sig PHSP;\nEnddecay\nDecay B0sig\n1.0 pi- mu+ nu_mu ISGW2;\nEnddecay\nDecay anti-B0sig\n1.0 K- pi+ PHSP;\nEnddecay\nEnd\n"
    source = opened("signal", text, unsupported="phsp")
    source.generate(np.arange(30))
    assert source.counters["substituted:ISGW2:B0sig -> pi- mu+ nu_mu"] == 30


@pytest.mark.parametrize(
    ("process", "text", "error", "words"),
    [
        ("ccbar", "", McgenError, "not implemented in this version"),
        ("chraged", "", McgenError, "charged"),
        ("signal", "Decay Upsilon(4S)\n1.0 pi+ pi+ PHSP;\nEnddecay\nEnd\n", DecayFileError, "mistake"),
        ("signal", "Decay Upsilon(4S)\n1.0 piplus pi- PHSP;\nEnddecay\nEnd\n", DecayFileError, "mistake"),
    ],
)
def test_refusals(process: str, text: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        opened(process, text)


def test_refusals_at_rest() -> None:
    text = "Decay B0\n1.0 K+ pi- PHSP;\nEnddecay\nEnd\n"
    with pytest.raises(UnknownParticleError, match="B0x"):
        opened("decay", text, central=None, mother="B0x")
    with pytest.raises(McgenError, match="not a vector"):
        opened("decay", text, central=None, mother="B0", spin="ee")
    with pytest.raises(McgenError, match="photons"):
        opened("decay", text, central=None, mother="B0", photons=True)


def test_auto_beams_go_where_a_decay_is_open() -> None:
    text = "Decay vpho\n1.0 Upsilon(2S) pi+ pi- pi+ pi- PHSP;\nEnddecay\nEnd\n"
    source = opened("signal", text, unsupported="phsp")
    assert source.manifest_entries()["settings"]["beams"] == "Y5S"
    assert any("Y5S" in note for note in source.manifest_entries()["notes"])
    assert len(source.generate(np.arange(20))) == 20


def test_bounds_are_scanned_at_the_energy_of_the_beams() -> None:
    """A virtual photon has no mass of its own; its amplitudes grow with the energy."""
    text = "Decay vpho\n1.0 J/psi pi+ pi- VVPIPI;\nEnddecay\nEnd\n"
    source = opened("signal", text, unsupported="phsp")
    source.generate(np.arange(2000))
    assert not [name for name in source.counters if name.startswith("overflow")]


def test_a_mode_without_daughters_is_left_out_with_a_note() -> None:
    text = "Decay vpho\n0.5 Xi_c0 anti-Xi_c0 PHSP;\n0.5 p+ anti-p- PHSP;\nEnddecay\nEnd\n"
    source = opened("signal", text, unsupported="phsp")
    assert any("without daughters" in note for note in source.manifest_entries()["notes"])
    assert len(source.generate(np.arange(20))) == 20


def test_narrow_daughters_close_to_threshold() -> None:
    """Energies between the least and the nominal mass of a daughter that keeps its nominal mass count as closed."""
    text = (
        "Decay vpho\n1.0 eta Upsilon(2S) PHSP;\nEnddecay\nDecay Upsilon(2S)\n1.0 Upsilon pi+ pi- PHSP;\nEnddecay\nEnd\n"
    )
    source = opened("signal", text, unsupported="phsp", cms_energy=10.5715)
    assert len(source.generate(np.arange(2000))) == 2000


def test_an_endless_chain_is_refused() -> None:
    text = "Decay D+\n1.0 D+ pi0 PHSP;\nEnddecay\nEnd\n"
    with pytest.raises(DecayFileError):
        opened("decay", text, central=None, mother="D+")


def test_annihilation_density() -> None:
    """Helicities +1 and -1 along the axis: sin^2 to it for a pair of scalars, whatever the axis."""
    axis = np.array([[0.6], [0.0], [0.8]])
    density = annihilation_density(axis)
    assert float(np.einsum("iin->n", density).real[0]) == pytest.approx(1.0)
    rng = np.random.default_rng(5)
    cosine, phi = rng.uniform(-1, 1, 200), rng.uniform(0, 2 * np.pi, 200)
    spins = (massive(2), SCALAR, SCALAR)
    amplitude = two_body_amplitude(np.ones((1, 1, 200), complex), spins, cosine, phi)
    weight = trace_product(np.repeat(density, 200, axis=2), decay_matrix(amplitude, [None, None]))
    sine = np.sqrt(1 - cosine**2)
    along = 0.6 * sine * np.cos(phi) + 0.8 * cosine
    np.testing.assert_allclose(weight, (1 - along**2) / 2, atol=1e-12)


@pytest.mark.slow
def test_b_mesons_fly_as_sine_squared_to_the_beam() -> None:
    """In the centre of mass, around the e- direction (which is not the z axis of the laboratory)."""
    from mcgen.kinematics import boost_to_rest

    events = opened("charged", unsupported="phsp").generate(np.arange(100_000))

    def momenta(position: int) -> np.ndarray:
        at = events.offsets[:-1] + position
        return np.stack([events.energy[at], events.px[at], events.py[at], events.pz[at]])

    total = momenta(0) + momenta(1)
    beam, meson = (boost_to_rest(momenta(k), total)[1:] for k in (0, 3))
    cosine = (beam * meson).sum(axis=0) / np.sqrt((beam**2).sum(axis=0) * (meson**2).sum(axis=0))
    assert_compatible(chi2_density(cosine, lambda c: 1 - c**2, -1.0, 1.0))
    tilted = boost_to_rest(momenta(3), total)[3] / np.sqrt((meson**2).sum(axis=0))
    assert_incompatible(chi2_density(tilted, lambda c: 1 - 0.9 * c**2, -1.0, 1.0))
