"""What is right is not complained of."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from mcgen.dec import central_path, central_table, check, parse
from mcgen.decays import DecayTable
from mcgen.diagnostics import Severity
from mcgen.models.registry import signatures
from mcgen.particles.load import load_particles


@cache
def central() -> DecayTable:
    return central_table(load_particles())


def ids(text: str, table: DecayTable | None = None) -> list[str]:
    found = check(parse(text, "my.dec"), table, load_particles(), signatures())
    return [finding.id for finding in found]


def test_the_central_table_has_no_errors_but_closed_decays_of_excited_mesons() -> None:
    """It lists decays of excited B_s and B_c mesons above the masses that they are given nowadays."""
    text = Path(central_path()).read_text(encoding="utf-8")
    found = check(parse(text, "central.dec"), None, load_particles(), signatures())
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    assert {finding.id for finding in errors} <= {"closed-decay"}
    mothers = {finding.message.split("`")[1].removeprefix("anti-") for finding in errors}
    assert mothers <= {"B_s0*0", "B'_s10", "B_c0*+", "B_c0*-", "B_c1+", "B_c1-", "B'_c1+", "B'_c1-", "B_c2*+", "B_c2*-"}


RIGHT = [
    # aliases of the central table, conjugates of the file
    (
        "Decay Upsilon(4S)\n0.5 B+sig B- VSS;\n0.5 B-sig B+ VSS;\nEnddecay\n"
        "Decay B+sig\n1.0 anti-D0sig pi+ PHSP;\nEnddecay\nCDecay B-sig\n"
        "Decay anti-D0sig\n1.0 K+ pi- PHSP;\nEnddecay\nCDecay D0sig\nEnd\n"
    ),
    # four flavours to choose from, a defined name, CP arguments
    (
        "Decay Upsilon(4S)\n1.0 B0sig anti-B0sig B0 anti-B0 VSS_BMIX dm;\nEnddecay\n"
        "Decay B0sig\n1.0 K_S0 K_S0 PHSP;\nEnddecay\nCDecay anti-B0sig\nEnd\n"
    ),
    # a particle that changes into another without a mass of its own
    "Decay K0\n0.5 K_S0 PHSP;\n0.5 K_L0 PHSP;\nEnddecay\nEnd\n",
    # the chain ends by one of several modes
    "Alias MyD*+ D*+\nDecay MyD*+\n1.0 D0 pi+ VSS;\nEnddecay\nEnd\n",
    # the wide a_1 reaches down to the threshold
    "Decay D0\n1.0 a_1+ K- SVS;\nEnddecay\nEnd\n",
    # mass limits make room
    "ChangeMassMin Xsd 1.1\nDecay B0\n1.0 anti-Xsd gamma PHSP;\nEnddecay\nEnd\n",
    "",
    "End\n",
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_files_are_left_alone(text: str) -> None:
    assert [name for name in ids(text, central()) if name not in ("missing-end", "unreachable-block")] == []


def test_fragmentation_reaches_every_particle_and_alias_of_the_signal() -> None:
    blocks = "Decay D*+\n1.0 D0sig pi+ VSS;\nEnddecay\nDecay Lambda_c+sig\n1.0 p+ K- pi+ PHSP;\nEnddecay\n"
    text = f"Decay vpho\n1.0 c anti-c PYTHIA;\nEnddecay\n{blocks}Decay D0sig\n1.0 K- pi+ PHSP;\nEnddecay\nEnd\n"
    assert "unreachable-block" not in ids(text, central())
    assert "unreachable-block" in ids(text.replace("c anti-c PYTHIA", "mu+ mu- VLL"), central())


def test_only_one_half_of_a_loop_is_harmless() -> None:
    text = "Decay B0\n0.5 anti-B0 PHSP;\n0.5 D- pi+ PHSP;\nEnddecay\nDecay anti-B0\n0.5 B0 PHSP;\n0.5 D+ pi- PHSP;\nEnddecay\nEnd\n"
    assert "recursive-decay" not in ids(text)


def test_conjugates_and_copies_make_a_block_useful() -> None:
    text = "Decay B0\n1.0 MyD- pi+ PHSP;\nEnddecay\nDecay MyD+\n1.0 K- pi+ pi+ PHSP;\nEnddecay\nCDecay MyD-\nEnd\n"
    declared = "Alias MyD- D-\nAlias MyD+ D+\nChargeConj MyD- MyD+\n"
    assert ids(declared + text) == []


def test_aliases_inherit_masses_and_limits_of_the_table_below() -> None:
    text = "Decay D0\n1.0 MyK*0 K_S0 SVS;\nEnddecay\nEnd\n"
    assert "closed-decay" not in ids("Alias MyK*0 K*0\n" + text)
    assert "closed-decay" in ids("Alias MyK*0 K*0\nChangeMassMin MyK*0 1.5\n" + text)
    assert "closed-decay" in ids("Alias MyK*0 K*0\nParticle K*0 3.0 0.0\n" + text)
    assert "closed-decay" in ids("Alias MyK*0 K*0\nParticle K*0 3.0 0.5\nLSFLAT K*0\n" + text)
