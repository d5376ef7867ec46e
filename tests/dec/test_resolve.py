from __future__ import annotations

import pytest

from mcgen.dec import parse, resolve
from mcgen.decays import DecayMode, DecayTable
from tests.dec.fake_particles import PARTICLES


def table(text: str, base: DecayTable | None = None) -> DecayTable:
    return resolve(parse(text + "\nEnd\n", "a.dec"), particles=PARTICLES, base=base)


def ids(resolved: DecayTable) -> list[str]:
    return [finding.id for finding in resolved.diagnostics]


def final_states(resolved: DecayTable, mother: str) -> list[tuple[str, ...]]:
    return [mode.daughters for mode in resolved[mother]]


CENTRAL = """
yesPhotos
Define dm 0.5e12
Alias B0sig B0
Alias anti-B0sig anti-B0
ChargeConj B0sig anti-B0sig
ModelAlias POLE SLPOLE 1.0 dm;
Decay D0
0.6 K- pi+ PHSP;
0.3 K- pi+ pi0 PHOTOS D_DALITZ;
Enddecay
CDecay anti-D0
Decay B0
0.1 D- pi+ SVS;
0.2 D- e+ nu_e POLE;
Enddecay
CDecay anti-B0
"""


def test_modes_keep_what_is_written_and_where() -> None:
    central = table(CENTRAL)
    assert not central.diagnostics
    assert central["D0"] == (
        DecayMode(0.6, ("K-", "pi+"), "PHSP"),
        DecayMode(0.3, ("K-", "pi+", "pi0"), "D_DALITZ", photos=True),
    )
    assert central.fraction_sum("D0") == pytest.approx(0.9)
    assert central["D0"][1].where == "a.dec:10"
    assert central.photos == "yes"
    assert central["anti-D0"][1] == DecayMode(0.3, ("K+", "pi-", "pi0"), "D_DALITZ", photos=True)
    assert central["anti-D0"][1].where == "a.dec:10"
    assert str(central["anti-D0"][1]) == "0.3 K+ pi- pi0 PHOTOS D_DALITZ;"


def test_arguments_of_a_model_alias_stay_as_they_are() -> None:
    mode = table(CENTRAL)["B0"][1]
    assert (mode.model, mode.parameters) == ("SLPOLE", (1.0, "dm"))


def test_the_users_file_inherits_and_replaces() -> None:
    base = table(CENTRAL)
    user = table(
        "Decay Upsilon(4S)\n1.0 B0sig anti-B0sig VSS_BMIX dm;\nEnddecay\nDecay D0\n1 K+ K- PHSP;\nEnddecay\nnoPhotos",
        base,
    )
    assert not user.diagnostics
    assert user["Upsilon(4S)"][0].parameters == (0.5e12,)
    assert final_states(user, "D0") == [("K+", "K-")]
    assert final_states(user, "anti-D0") == [("K+", "pi-"), ("K+", "pi-", "pi0")]  # as conjugated in the central file
    assert user.photos == "no"
    assert final_states(base, "D0") == [("K-", "pi+"), ("K-", "pi+", "pi0")]
    assert [source.name for source in user.sources] == ["a.dec", "a.dec"]


def test_the_last_decay_of_a_file_counts() -> None:
    assert final_states(table("Decay D0\n1 K- pi+ PHSP;\nEnddecay\nDecay D0\n1 K+ K- PHSP;\nEnddecay"), "D0") == [
        ("K+", "K-")
    ]


def test_an_empty_block_makes_stable() -> None:
    assert table("Decay D0\nEnddecay", table(CENTRAL))["D0"] == ()


def test_cdecay_takes_what_is_there_at_the_time() -> None:
    late = table("CDecay anti-B0\nDecay B0\n1 K+ K- PHSP;\nEnddecay", table(CENTRAL))
    assert final_states(late, "anti-B0")[0] == ("D+", "pi-")
    missing = table("CDecay B-\nDecay B+\n1 K+ pi0 PHSP;\nEnddecay")
    assert ids(missing) == ["cdecay-without-source"]
    assert missing["B-"] == ()


def test_cdecay_conjugates_aliases_by_declaration_and_self_conjugates_by_themselves() -> None:
    text = "Alias mypi0 pi0\nAlias D D-\nAlias Dbar D+\nChargeConj D Dbar\nDecay B0sig\n1 D pi+ mypi0 K_S0 gamma PHSP;\nEnddecay\nCDecay anti-B0sig"
    resolved = table(text, table(CENTRAL))
    assert not resolved.diagnostics
    assert final_states(resolved, "anti-B0sig") == [("Dbar", "pi-", "mypi0", "K_S0", "gamma")]
    assert (resolved.conjugates["D"], resolved.conjugates["Dbar"]) == ("Dbar", "D")


def test_cdecay_of_what_has_no_conjugate() -> None:
    assert ids(table("Decay pi0\n1 gamma gamma PHSP;\nEnddecay\nCDecay pi0")) == ["cdecay-self-conjugate"]
    assert ids(table("Alias x D0\nDecay x\n1 K- pi+ PHSP;\nEnddecay\nCDecay x")) == ["alias-without-conjugate"]
    assert ids(table("Alias x D-\nDecay B0\n1 x pi+ PHSP;\nEnddecay\nCDecay anti-B0")) == ["alias-without-conjugate"]


def test_copy_and_remove() -> None:
    resolved = table(
        "Alias MyD0 D0\nCopyDecay MyD0 D0\nRemoveDecay MyD0\npi+ K-;\nEnddecay\nAddDecay D0\n.1 K+ K- PHSP;\nEnddecay",
        table(CENTRAL),
    )
    assert ids(resolved) == ["unknown-to-evtgen"]
    assert final_states(resolved, "MyD0") == [("K-", "pi+", "pi0")]
    assert len(resolved["D0"]) == 3
    assert ids(table("RemoveDecay D0\npi+ pi-;\nEnddecay", table(CENTRAL))) == ["removed-mode-unknown"]
    assert ids(table("CopyDecay D+ D*+")) == ["copydecay-without-source"]


def test_aliases_mean_real_particles() -> None:
    resolved = table("Alias a D0\nAlias b a\nAlias a D+\nAlias D0 D+\nAlias c nobody")
    assert dict(resolved.aliases) == {"a": "D0", "b": "D0"}
    assert ids(resolved) == ["alias-redefined", "alias-of-particle-name", "unknown-particle"]
    assert resolved.real_name("b") == "D0"


def test_wrong_conjugates_are_refused() -> None:
    resolved = table("Alias a D0\nAlias b D0\nChargeConj a b")
    assert ids(resolved) == ["wrong-conjugate"]
    assert not resolved.conjugates


def test_a_model_alias_of_the_central_file_is_inherited_with_a_warning() -> None:
    resolved = table("Decay B0\n1 D- e+ nu_e POLE 2.0;\nEnddecay", table(CENTRAL))
    assert ids(resolved) == ["inherited-model-alias", "arguments-of-model-alias"]
    assert resolved["B0"][0].model == "SLPOLE"


def test_the_first_model_alias_of_a_file_counts_and_definitions_change_with_the_lines() -> None:
    text = "ModelAlias M SLPOLE 1;\nModelAlias M SLPOLE 2;\nDefine x 1\nDecay B0\n1 D- pi+ M;\n1 D- K+ SVS x;\nEnddecay\nDefine x 2\nDecay B+\n1 anti-D0 pi+ SVS x y;\nEnddecay"
    resolved = table(text)
    assert ids(resolved) == ["model-alias-redefined"]
    assert resolved["B0"][0].parameters == (1.0,)
    assert resolved["B0"][1].parameters == (1.0,)
    assert resolved["B+"][0].parameters == (2.0, "y")


def test_lineshape_statements_are_about_real_particles() -> None:
    text = """Alias MyD D*+
Particle MyD 2.1 0.3
ChangeMassMin MyD 1.9
ChangeMassMax D*+ 2.5
LSFLAT MyD
BlattWeisskopf MyD 3.0
BlattWeisskopfBirth MyD 1.0
IncludeBirthFactor MyD no
IncludeDecayFactor MyD yes
SetLineshapePW MyD D0 pi+ 1
PythiaBothParam A:b=c"""
    resolved = table(text)
    assert not resolved.diagnostics
    shapes = resolved.lineshapes
    assert resolved.particle_changes == {"D*+": (2.1, 0.3)}
    assert (shapes.mass_min, shapes.mass_max, shapes.kind) == ({"D*+": 1.9}, {"D*+": 2.5}, {"D*+": "flat"})
    assert (shapes.blatt_decay, shapes.blatt_birth) == ({"D*+": 3.0}, {"D*+": 1.0})
    assert (shapes.include_birth, shapes.include_decay) == ({"D*+": False}, {"D*+": True})
    assert shapes.decay_wave == {("D*+", "D0", "pi+"): 1}
    assert shapes.birth_wave == {("D0", "D*+", "pi+"): 1, ("pi+", "D*+", "D0"): 1}
    assert resolved.pythia == (("PythiaBothParam", "A:b=c"),)


def test_mass_statements_do_not_leak_into_the_base() -> None:
    base = table("ChangeMassMin D0 1.0")
    table("ChangeMassMin D0 1.5", base)
    assert base.lineshapes.mass_min == {"D0": 1.0}
