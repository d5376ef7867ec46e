"""Chains that a table forces, their descriptors and pictures."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import mcgen
from mcgen.decays import DecayChain, forced_chain

TEXT = """Decay B0
1.0 J/psi K*0 SVV_HELAMP 1 0 1 0 1 0;
Enddecay
Decay J/psi
1.0 mu+ mu- VLL;
Enddecay
Decay K*0
0.7 K+ pi- VSS;
0.3 K0 pi0 VSS;
Enddecay
Decay D+
1.0 D+ pi0 PHSP;
Enddecay
End
"""


def test_a_chain_is_followed_while_there_is_no_choice() -> None:
    table = mcgen.read_dec(TEXT, central=None)
    chain = forced_chain(table, "B0")
    assert str(chain) == "B0 -> (J/psi -> mu+ mu-) K*0"
    assert chain.model == "SVV_HELAMP"
    assert chain.daughters[1] == DecayChain("K*0", choices=2)
    assert str(forced_chain(table, "K*0", table["K*0"][1])) == "K*0 -> K0 pi0"


def test_an_endless_chain_ends() -> None:
    assert str(forced_chain(mcgen.read_dec(TEXT, central=None), "D+")) == "D+ -> D+ pi0"


def test_pictures_are_well_formed() -> None:
    table = mcgen.read_dec(TEXT, central=None)
    picture = ET.fromstring(forced_chain(table, "B0")._repr_html_())
    words = [node.text for node in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert sorted(filter(None, words)) == sorted(["B0", "J/psi", "mu+", "mu-", "K*0"])
    page = ET.fromstring(f"<div>{table._repr_html_()}</div>")
    assert len(page.findall("details")) == 4
    assert "4 mothers, 5 modes" in "".join(page.itertext())


def test_a_file_over_the_central_table_shows_its_own_mothers() -> None:
    page = mcgen.read_dec(TEXT)._repr_html_()
    assert page.count("<details>") == 4
