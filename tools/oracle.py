"""The oracle of the decay-file reader: what decaylanguage makes of the same text."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from typing import Any, TypeAlias

from mcgen.dec.file import DecayFile
from mcgen.dec.syntax import CDecayStatement, DecayBlock
from mcgen.dec.vocabulary import known_models
from mcgen.decays.table import DecayTable

__all__ = ["Modes", "compare", "explain", "oracle_modes", "our_modes"]

Mode: TypeAlias = tuple[float, tuple[str, ...], str, tuple[float | str, ...], bool]
Modes: TypeAlias = Mapping[str, tuple[Mode, ...]]


def oracle_modes(text: str) -> dict[str, tuple[Mode, ...]]:
    """Modes by mother as decaylanguage reads them from `text`, with all model names known that we know.

    Mothers whose charge conjugate it does not know (``ChargeConj(...)``) are left out.
    """
    from decaylanguage import DecFileParser
    from decaylanguage.dec import dec
    from decaylanguage.dec.enums import known_decay_models

    parser = DecFileParser.from_string(text)
    parser.load_additional_decay_models(*sorted(known_models() - set(known_decay_models)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parser.parse()
        return {
            mother: tuple(_oracle_mode(dec, mode) for mode in parser._find_decay_modes(mother))
            for mother in parser.list_decay_mother_names()
            if not mother.startswith("ChargeConj(")
        }


def _oracle_mode(dec: Any, tree: Any) -> Mode:
    parameters = dec.get_model_parameters(tree)
    return (
        float(dec.get_branching_fraction(tree)),
        tuple(str(name) for name in dec.get_final_state_particle_names(tree)),
        str(dec.get_model_name(tree)),
        tuple(_value(word) for word in (parameters or ())),
        any(True for _ in tree.find_data("photos")),
    )


def _value(word: Any) -> float | str:
    if isinstance(word, float | int):
        return float(word)
    try:
        return float(str(word))
    except ValueError:
        return str(word)


def our_modes(table: DecayTable) -> dict[str, tuple[Mode, ...]]:
    """The same of one of our tables."""
    return {
        mother: tuple((m.fraction, m.daughters, m.model, m.parameters, m.photos) for m in modes)
        for mother, modes in table.modes.items()
    }


def compare(ours: Modes, theirs: Modes) -> list[str]:
    """Mothers for which the two differ; mothers without modes count as absent."""
    mothers = {mother for modes in (ours, theirs) for mother, listed in modes.items() if listed}
    return sorted(mother for mother in mothers if not _same(ours.get(mother, ()), theirs.get(mother, ())))


def _same(ours: tuple[Mode, ...], theirs: tuple[Mode, ...]) -> bool:
    return len(ours) == len(theirs) and all(map(_same_mode, ours, theirs))


def _same_mode(ours: Mode, theirs: Mode) -> bool:
    if any("ChargeConj(" in daughter for daughter in theirs[1]):
        same_daughters = all(
            a == b for a, b in zip(ours[1], theirs[1], strict=False) if not b.startswith("ChargeConj(")
        ) and len(ours[1]) == len(theirs[1])
    else:
        same_daughters = ours[1] == theirs[1]
    return (
        math.isclose(ours[0], theirs[0], rel_tol=0.0, abs_tol=0.0)
        and same_daughters
        and ours[2] == theirs[2]
        and ours[3] == theirs[3]
        and ours[4] == theirs[4]
    )


def explain(mother: str, file: DecayFile) -> str:
    """Why decaylanguage rightly differs for `mother`; empty when there is no reason.

    EvtGen carries statements out in order, and so do we; decaylanguage does not: it keeps the first of two ``Decay`` blocks
    of a mother, prefers a ``Decay`` to a ``CDecay`` wherever they stand, and conjugates at the very end.
    """
    blocks = [s for s in file.statements if isinstance(s, DecayBlock) and s.particle.text == mother]
    conjugated = [s for s in file.statements if isinstance(s, CDecayStatement) and s.particle.text == mother]
    if len(blocks) > 1:
        return "two Decay blocks: the last one counts for EvtGen, the first one for decaylanguage"
    if blocks and conjugated:
        return "Decay and CDecay: the last one counts for EvtGen, Decay for decaylanguage"
    if conjugated and _has_no_antiparticle(mother):
        return "CDecay of a particle whose antiparticle decaylanguage does not know"
    return ""


def _has_no_antiparticle(name: str) -> bool:
    from decaylanguage.utils.particleutils import charge_conjugate_name

    return str(charge_conjugate_name(name)).startswith("ChargeConj(")
