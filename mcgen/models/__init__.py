"""Decay models: a registered class each, under the name that decay files use."""

from mcgen.models.facts import ModeFacts, mode_facts
from mcgen.models.kinds import Amplitude, CPAmplitude, DecayModel, PhaseSpaceModel, TwoBodyAmplitude
from mcgen.models.mixing import COMBINATIONS, pair_rate_bound, pair_rates, pair_time_stretch
from mcgen.models.phase_space import PHSP
from mcgen.models.registry import find_model, get_model, names, register, signatures

__all__ = [
    "COMBINATIONS",
    "PHSP",
    "Amplitude",
    "CPAmplitude",
    "DecayModel",
    "ModeFacts",
    "PhaseSpaceModel",
    "TwoBodyAmplitude",
    "find_model",
    "get_model",
    "mode_facts",
    "names",
    "pair_rate_bound",
    "pair_rates",
    "pair_time_stretch",
    "register",
    "signatures",
]
