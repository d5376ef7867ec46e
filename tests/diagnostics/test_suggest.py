import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcgen.diagnostics.suggest import edit_distance, suggest

NAMES = "gamma e- e+ mu- mu+ nu_e anti-nu_e nu_mu anti-nu_mu tau- tau+ pi0 pi+ pi- K0 anti-K0 K_S0 K_L0 K+ K- "
NAMES += "K*0 anti-K*0 K*+ K*- D0 anti-D0 D+ D- D*0 anti-D*0 D*+ D*- B0 anti-B0 B+ B- J/psi psi(2S) Upsilon(4S) rho0"
PARTICLES = NAMES.split()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("K*0bar", "anti-K*0"),
        ("anti-D+", "D-"),
        ("D*+bar", "D*-"),
        ("Bbar0", "anti-B0"),
        ("antiB0", "anti-B0"),
        ("anti_B0", "anti-B0"),
        ("nu_mubar", "anti-nu_mu"),
        ("anti-nu_muu", "anti-nu_mu"),
        ("Jpsi", "J/psi"),
        ("j/PSI", "J/psi"),
        ("KS", "K_S0"),
        ("K0_S", "K_S0"),
        ("gama", "gamma"),
        ("gmama", "gamma"),
        ("pi", "pi0"),
        ("PI+", "pi+"),
        ("upsilon(4s)", "Upsilon(4S)"),
        ("Y4S", "Upsilon(4S)"),
        ("psi2S", "psi(2S)"),
    ],
)
def test_the_meant_particle_comes_first(written: str, meant: str) -> None:
    assert suggest(written, PARTICLES)[0] == meant


def test_models() -> None:
    assert suggest("SSV_HELAMP", ["PHSP", "SVP_HELAMP", "SVV_HELAMP"], limit=1) == ["SVV_HELAMP"]
    assert suggest("PSHP", ["PHSP", "PYTHIA"]) == ["PHSP"]
    assert suggest("vss", ["VSS", "VSS_BMIX"]) == ["VSS"]


def test_nothing_near_gives_nothing() -> None:
    assert suggest("qqqqqqqq", PARTICLES) == []
    assert suggest("", PARTICLES) == []


@given(st.sampled_from(PARTICLES), st.integers(0, 12), st.sampled_from("abxyz_*"))
def test_one_inserted_letter_is_found(name: str, place: int, letter: str) -> None:
    place = min(place, len(name))
    broken = name[:place] + letter + name[place:]
    found = suggest(broken, PARTICLES, limit=len(PARTICLES))
    assert broken in PARTICLES or name in found


@given(st.text(alphabet="abc", max_size=6), st.text(alphabet="abc", max_size=6))
def test_distance_is_symmetric_and_zero_only_for_equals(a: str, b: str) -> None:
    distance = edit_distance(a, b, 10)
    assert distance == edit_distance(b, a, 10)
    assert (distance == 0) == (a == b)
    assert abs(len(a) - len(b)) <= distance <= max(len(a), len(b))


@given(st.text(alphabet="abc", max_size=7), st.text(alphabet="abc", max_size=7), st.integers(0, 6))
def test_limit_cuts_but_does_not_change(a: str, b: str, limit: int) -> None:
    exact = edit_distance(a, b, 20)
    assert edit_distance(a, b, limit) == min(exact, limit + 1)


@given(st.text(max_size=30))
def test_any_text_is_answered(name: str) -> None:
    assert len(suggest(name, PARTICLES)) <= 3
