"""Every particle that the central decay tables name is in the particle table."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from mcgen.particles import load_particles

_STATEMENTS = {"Decay": (1,), "CDecay": (1,), "Alias": (2,), "ChargeConj": (1, 2), "SetLineshapePW": (1, 2, 3)}


def _names(text: str) -> set[str]:
    """Names in mother position and all leading daughters that can only be particles (the model ends them)."""
    words = [word for line in text.splitlines() for word in line.split("#")[0].replace(";", " ; ").split()]
    names: set[str] = set()
    aliases = {words[i + 1] for i, word in enumerate(words) if word == "Alias"}
    models = {words[i + 1] for i, word in enumerate(words) if word == "ModelAlias"}
    inside, i = False, 0
    while i < len(words):
        word = words[i]
        if word in _STATEMENTS:
            names |= {words[i + k] for k in _STATEMENTS[word]}
            inside = word == "Decay"
            i += max(_STATEMENTS[word])
        elif word == "Enddecay":
            inside = False
        elif inside:
            end = words.index(";", i)
            mode = words[i + 1 : end]
            for daughter in mode:
                if (
                    daughter in models
                    or (daughter.isupper() and len(daughter) > 2)
                    or daughter.replace("_", "").isupper()
                ):
                    break
                names.add(daughter)
            i = end
        i += 1
    return {name for name in names - aliases if not _is_model_word(name)}


def _is_model_word(name: str) -> bool:
    try:
        float(name)
    except ValueError:
        return name in _MODEL_WORDS
    return True


_MODEL_WORDS = {
    "PHOTOS", "VERBOSE", "D_DALITZ", "PYTHIA", "HypNonLepton", "BCL", "ISGW2", "BGL", "LLSW", "PHSP", "SLBKPOLE_DtoK",
    "TAUOLA", "GOITY_ROBERTS", "B_TO_LAMBDA_B", "Lb2Lll", "LbAmpGen", "BaryonPCR", "Lb2plnuLCSR", "Lb2Baryonlnu",
    "RareLbToLll",
}  # fmt: skip


@pytest.mark.parametrize("file", ["DECAY_BELLE2.DEC", "DECAY_LHCB.DEC"])
def test_all_particles_of_the_central_table_are_known(file: str) -> None:
    spec = importlib.util.find_spec("decaylanguage")
    assert spec is not None
    assert spec.submodule_search_locations
    path = Path(spec.submodule_search_locations[0]) / "data" / file
    if not path.is_file():
        pytest.skip(f"this decaylanguage has no {file}")
    particles = load_particles()
    names = _names(path.read_text(encoding="utf-8"))
    assert len(names) > 300
    assert sorted(name for name in names if name not in particles) == []
