"""The words of decay files: statements, flags and names of decay models."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["FLAGS", "KEYWORDS", "known_models", "looks_like_model"]

KEYWORDS = frozenset(
    {
        "AddDecay", "Alias", "BlattWeisskopf", "BlattWeisskopfBirth", "BlattWeisskopfDecay", "CDecay", "ChangeMassMax",
        "ChangeMassMin", "ChargeConj", "CopyDecay", "Decay", "Define", "End", "Enddecay", "IncludeBirthFactor",
        "IncludeDecayFactor", "JetSetPar", "LSFLAT", "LSMANYDELTAFUNC", "LSNONRELBW", "ModelAlias", "Particle",
        "PolarizedUpsilon", "PythiaAliasParam", "PythiaBothParam", "PythiaGenericParam", "RemoveDecay",
        "SetLineshapePW", "noPhotos", "normalPhotos", "yesPhotos",
    }
)  # fmt: skip
"""Words that begin or end a statement: no particle or model may have such a name."""

FLAGS = frozenset({"PHOTOS", "VERBOSE", "SUMMARY"})
"""Words that may stand between the daughters of a mode and its model."""


@cache
def known_models() -> frozenset[str]:
    """Names of all decay models of EvtGen and Belle II, whether or not this program can generate them."""
    lines = Path(__file__).with_name("model_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _known_models_lower() -> frozenset[str]:
    return frozenset(name.lower() for name in known_models())


def looks_like_model(word: str) -> bool:
    """Whether an unknown word is more probably a misspelt or foreign model than a particle.

    Names of models are written in capitals (``SVV_HELAMP``), those of particles are not; beside that, a known name in
    the wrong case and a known name with an appendix (``SLPOLE_Dtorholnu``) are taken for models.
    """
    if not (word[:1].isalpha() and word.isascii()) or len(word) > 64:
        return False
    if word.lower() in _known_models_lower():
        return True
    letters = word.replace("_", "").replace("-", "")
    if len(letters) >= 3 and letters.isalnum() and letters == letters.upper() and sum(map(str.isalpha, letters)) >= 3:
        return word[-1] not in "+-"
    return "_" in word and word[: word.rindex("_")] in known_models()
