"""Distributions against reference histograms that EvtGen R02-02 made, with the particle figures that it used."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import mcgen
from mcgen.events import Events
from tests.reference.observables import evaluate
from tests.statistics import assert_compatible, assert_incompatible, chi2_two_samples

HERE = Path(__file__).resolve().parent
CASES: dict[str, dict[str, Any]] = json.loads((HERE / "evtgen.json").read_text())
PDL = str(HERE / "particles.pdl")

WRONG_IN_EVTGEN = {
    (
        "HELAMP_K2gamma",
        "cos_hel(p[2],p[1],p[0])",
    ): "EvtGen rotates the basis of a tensor daughter further in every event "
    "(static vectors in EvtTensorParticle::rotateToHelicityBasis), which makes it unpolarised"
}
OBSERVABLES = [
    pytest.param(name, i, id=f"{name}-{o['name']}")
    for name, case in CASES.items()
    for i, o in enumerate(case["observables"])
]


@functools.lru_cache(maxsize=1)
def sample(name: str) -> Events:
    """Events of a case, as many as the reference has, 50,000 at least."""
    case = CASES[name]
    n = max(int(case["events"]), 50_000)
    return mcgen.decay(case["mother"], n, dec=case["decay"], pdl=PDL, spin=case["spin"], seed=20261122)


def counts(name: str, index: int) -> tuple[np.ndarray, np.ndarray]:
    """Ours and the reference's counts, under- and overflow included."""
    o = CASES[name]["observables"][index]
    values, edges = evaluate(o["expr"], sample(name)), np.array(o["edges"])
    inside = np.histogram(values, edges)[0]
    ours = np.r_[(values < edges[0]).sum(), inside, (values > edges[-1]).sum()]
    return ours, np.r_[o.get("underflow", 0), o["counts"], o.get("overflow", 0)]


@pytest.mark.slow
@pytest.mark.xdist_group("evtgen")
@pytest.mark.parametrize(("name", "index"), OBSERVABLES)
def test_distribution(name: str, index: int) -> None:
    ours, reference = counts(name, index)
    if (reference > 0).sum() == 1:  # a fixed momentum
        assert np.array_equal(ours > 0, reference > 0)
        return
    outcome = chi2_two_samples(ours, reference)
    if (name, CASES[name]["observables"][index]["expr"]) in WRONG_IN_EVTGEN:
        assert_incompatible(outcome)  # when this fails, EvtGen's flaw has found its way into our code
    else:
        assert_compatible(outcome)


TWINS = [
    ("SVS", "SVS", "PHSP", 0),
    ("VVPIPI", "VVPIPI", "PHSP", 0),
    ("SVV_HELAMP_JpsiKst", "PKphHplus", "PKphHzero", 2),
    ("VSS_BMIX", "0.507e12", "0.58e12", 0),
    ("SSD_CP_JpsiKs", "minusTwoBeta 1.0 0.0 -1.0", "minusTwoBeta 1.0 0.0 -0.7", 0),
    ("LS_Kst", "Decay B0", "LSNONRELBW K*0\nDecay B0", 0),
    ("PARTWAVE_psi2S", "0.0 0.0 1.0 0.0 0.0 0.0", "1.0 0.0 0.0 0.0 0.0 0.0", 0),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "old", "new", "index"), TWINS)
def test_a_wrong_model_is_noticed(name: str, old: str, new: str, index: int) -> None:
    case = CASES[name]
    assert old in case["decay"]
    text = case["decay"].replace(old, new)
    o = case["observables"][index]
    events = mcgen.decay(case["mother"], 100_000, dec=text, pdl=PDL, spin=case["spin"], seed=1)
    values, edges = evaluate(o["expr"], events), np.array(o["edges"])
    ours = np.r_[(values < edges[0]).sum(), np.histogram(values, edges)[0], (values > edges[-1]).sum()]
    assert_incompatible(chi2_two_samples(ours, np.r_[o.get("underflow", 0), o["counts"], o.get("overflow", 0)]))
