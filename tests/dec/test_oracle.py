from __future__ import annotations

import pytest

from mcgen.dec import central_path, parse, read, resolve
from mcgen.particles import load_particles
from tests.dec.mutants import FILE
from tools.oracle import compare, explain, oracle_modes, our_modes


@pytest.mark.slow
@pytest.mark.parametrize(("name", "mothers"), [("DECAY_BELLE2.DEC", 363), ("DECAY_LHCB.DEC", 510)])
def test_master_files_as_decaylanguage_reads_them(name: str, mothers: int) -> None:
    file = read(central_path().with_name(name))
    ours = our_modes(resolve(file, particles=load_particles()))
    theirs = oracle_modes(file.source.text)
    assert len(theirs) == mothers
    assert compare(ours, theirs) == []


def test_a_users_file_as_decaylanguage_reads_it() -> None:
    text = FILE[: FILE.index("RemoveDecay")] + "End\n"  # a statement that decaylanguage does not know
    text = text.replace(
        "ModelAlias MYPOLE SLPOLE 1.0 -0.5 0.0 1.0;",
        "Alias B+sig B+\nAlias B-sig B-\nChargeConj B+sig B-sig\nModelAlias MYPOLE SLPOLE 1.0 -0.5 0.0 1.0;",
    )
    table = resolve(parse(text), particles=load_particles())
    assert not table.diagnostics
    assert compare(our_modes(table), oracle_modes(text)) == []


def test_a_changed_fraction_is_noticed() -> None:
    text = "Decay D0\n0.5 K- pi+ PHSP;\nEnddecay\nCDecay anti-D0\nEnd\n"
    theirs = oracle_modes(text)
    for changed in (
        "0.51 K- pi+ PHSP",
        "0.5 K- K+ PHSP",
        "0.5 K- pi+ SVS",
        "0.5 K- pi+ PHSP 1",
        "0.5 K- pi+ PHOTOS PHSP",
    ):
        file = parse(text.replace("0.5 K- pi+ PHSP", changed))
        assert compare(our_modes(resolve(file, particles=load_particles())), theirs) == ["D0", "anti-D0"]
        assert explain("D0", file) == ""


def test_the_last_of_two_blocks_counts_here_and_the_first_there() -> None:
    text = "Decay D0\n1 K- pi+ PHSP;\nEnddecay\nDecay D0\n1 K- K+ PHSP;\nEnddecay\nEnd\n"
    file = parse(text)
    assert compare(our_modes(resolve(file, particles=load_particles())), oracle_modes(text)) == ["D0"]
    assert "last" in explain("D0", file)
