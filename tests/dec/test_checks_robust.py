"""Whatever the text, the checker answers, in the order of places, and soon."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcgen.dec import check, parse
from mcgen.dec.checks import dec_rules
from mcgen.diagnostics import Diagnostic, render_terminal
from mcgen.models.registry import signatures
from mcgen.particles.load import load_particles

WORDS = [
    "Decay",
    "Enddecay",
    "CDecay",
    "CopyDecay",
    "RemoveDecay",
    "AddDecay",
    "Alias",
    "ChargeConj",
    "Define",
    "ModelAlias",
    "Particle",
    "ChangeMassMin",
    "LSFLAT",
    "SetLineshapePW",
    "yesPhotos",
    "End",
    "B0",
    "anti-B0",
    "D-",
    "D+",
    "MyD",
    "MyD-",
    "pi+",
    "pi0",
    "K*0",
    "vpho",
    "J/psi",
    "K_S0",
    "c",
    "anti-c",
    "e+",
    "nu_e",
    "PHSP",
    "VSS",
    "SVS",
    "SVV_HELAMP",
    "PYTHIA",
    "HELAMP",
    "VSS_BMIX",
    "dm",
    "0.5",
    "1.0",
    "-0.2",
    "0",
    "1e300",
    "2",
    ";",
    ";",
    ";",
    "PHOTOS",
    "\n",
    "\n",
    "#",
]


def checked(text: str) -> list[Diagnostic]:
    return check(parse(text, "any.dec"), None, load_particles(), signatures())


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_words(words: list[str]) -> None:
    found = checked(" ".join(words))
    starts = [finding.labels[0].span.start for finding in found if finding.labels]
    assert starts == sorted(starts)
    for finding in found:
        assert finding.id in dec_rules()
        for label in finding.labels:
            assert 0 <= label.span.start <= label.span.end <= len(label.source.text)
    render_terminal(found)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    checked(text)


FILE = (
    "# EventType: 1110031000\nAlias MyD- D-\nAlias MyD+ D+\nChargeConj MyD- MyD+\nDefine dm 0.507e12\n"
    "Decay Upsilon(4S)\n1.0 B0 anti-B0 VSS_BMIX dm;\nEnddecay\nDecay B0\n0.5 MyD- pi+ PHOTOS PHSP;\n"
    "0.5 D*- rho+ SVV_HELAMP 0.5 0 1.0 0 0.2 0;\nEnddecay\nCDecay anti-B0\nDecay MyD-\n1.0 K+ pi- pi- PHSP;\nEnddecay\n"
    "CDecay MyD+\nEnd\n"
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(FILE) - 1), st.characters(max_codepoint=0x2FF)), min_size=1, max_size=4))
def test_changed_characters(changes: list[tuple[int, str]]) -> None:
    text = list(FILE)
    for place, letter in changes:
        text[place] = letter
    checked("".join(text))


def test_the_unchanged_file_is_clean() -> None:
    assert checked(FILE) == []


@pytest.mark.parametrize("length", [3000])
@pytest.mark.parametrize("particle", ["B0", "rho0"])
def test_long_chains_are_walked_without_recursion_or_quadratic_time(length: int, particle: str) -> None:
    aliases = "".join(f"Alias X{i} {particle if i == 0 else f'X{i - 1}'}\n" for i in range(length))
    blocks = [f"Decay X{i}\n1.0 X{i + 1} gamma PHSP;\nEnddecay\n" for i in range(length - 1)]
    loop = "".join(f"Alias Y{i} Y{(i + 1) % length}\n" for i in range(length))
    start = time.perf_counter()
    checked(aliases + "".join(blocks) + "End\n")
    checked(aliases + "".join(reversed(blocks)) + "End\n")
    ring = f"Decay X{length - 1}\n1.0 X0 pi0 PHSP;\nEnddecay\n"
    assert "recursive-decay" in {
        finding.id for finding in checked(aliases + "".join(reversed(blocks)) + ring + "End\n")
    }
    assert "alias-loop" in {finding.id for finding in checked(loop + "Decay Y1\n1.0 Y0 gamma PHSP;\nEnddecay\nEnd\n")}
    assert time.perf_counter() - start < 20


def test_nonsense_of_megabytes_is_given_up_soon() -> None:
    modes = "".join(f"0.1 P{i} Q{i * i} MODEL_{i} a{i} b;\n" for i in range(20_000))
    start = time.perf_counter()
    found = checked(f"Decay B0\n{modes}Enddecay\nEnd\n")
    assert len(found) <= 2100
    assert "too-many-mistakes" in {finding.id for finding in found}
    assert time.perf_counter() - start < 20
