"""Names, signatures and refusals."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint
from typing import Any, ClassVar

import pytest

from mcgen.decays.signature import ModelSignature
from mcgen.errors import McgenError, UnsupportedModelError
from mcgen.models import ModeFacts, find_model, get_model, names, register, registry, signatures
from mcgen.models.kinds import PhaseSpaceModel
from mcgen.models.partial_waves import partial_waves
from mcgen.spin import NEUTRINO, PHOTON, SCALAR, massive

SPINE = [
    "PHSP",
    "VSS",
    "VSS_BMIX",
    "SVS",
    "SVV_HELAMP",
    "SVP_HELAMP",
    "HELAMP",
    "VSP_PWAVE",
    "VVS_PWAVE",
    "VVP",
    "VVPIPI",
    "VLL",
    "SLL",
    "SLN",
    "STS",
    "TSS",
    "TVS_PWAVE",
    "PARTWAVE",
    "SVV_CP",
    "SSD_CP",
    "SVS_CP",
    "SSS_CP",
]
VECTOR = massive(2)


def test_the_models_of_this_version() -> None:
    assert set(SPINE) <= set(names())
    for name in SPINE:
        assert get_model(name).signature.name == name


def test_signatures_tell_what_can_be_generated() -> None:
    known = signatures()
    assert {name for name, s in known.items() if s.implemented} == set(names())
    assert len(known) > 140
    assert not known["BGL"].implemented
    assert known["SVP_CP"].counts == (7,)
    assert known["GENERIC_DALITZ"].parameters[0].kind == "text"
    for signature in known.values():
        assert signature.summary
        assert (
            signature.counts is None or list(signature.counts) == sorted(set(signature.counts)) or signature.implemented
        )


def test_unknown_and_unfinished_models_say_so() -> None:
    assert find_model("BGL") is None
    with pytest.raises(UnsupportedModelError, match="not implemented"):
        get_model("BGL")
    with pytest.raises(UnsupportedModelError, match=r"did you mean.*VSS"):
        get_model("VSSS")


def test_a_name_is_given_once() -> None:
    class Impostor(PhaseSpaceModel):
        signature: ClassVar[ModelSignature] = ModelSignature(name="PHSP")

    with pytest.raises(McgenError, match="registered twice"):
        register(Impostor)


class Foreign(PhaseSpaceModel):
    """A model of another package."""

    signature: ClassVar[ModelSignature] = ModelSignature(name="FOREIGN_TEST")


def test_other_packages_join_by_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.metadata

    def entry_points(**_: Any) -> list[EntryPoint]:
        return [EntryPoint("foreign", f"{__name__}:Foreign", registry.ENTRY_POINT_GROUP)]

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)
    monkeypatch.setattr(EntryPoint, "load", lambda _: Foreign)
    registry._load_others.cache_clear()
    try:
        found = find_model("FOREIGN_TEST")
        assert isinstance(found, Foreign)
        assert "FOREIGN_TEST" in names()
    finally:
        registry._registered.pop("FOREIGN_TEST", None)
        registry._load_others.cache_clear()


def test_an_entry_point_that_is_no_model_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.metadata

    monkeypatch.setattr(
        importlib.metadata, "entry_points", lambda **_: [EntryPoint("x", "math:pi", registry.ENTRY_POINT_GROUP)]
    )
    registry._load_others.cache_clear()
    try:
        with pytest.raises(McgenError, match="not a decay model"):
            find_model("NO_SUCH_MODEL")
    finally:
        registry._load_others.cache_clear()


@pytest.mark.parametrize(
    ("name", "facts", "arguments", "words"),
    [
        ("VSS", ModeFacts((SCALAR, SCALAR, SCALAR), (0, 0, 0)), (), "mother of spin 1"),
        ("VSS", ModeFacts((VECTOR, SCALAR, SCALAR), (0, 0, 0)), (1.0,), "no parameters"),
        ("SVP_HELAMP", ModeFacts((SCALAR, VECTOR, VECTOR), (0, 0, 0)), (1, 0, 1, 0), "photon"),
        ("SVV_HELAMP", ModeFacts((SCALAR, VECTOR, PHOTON), (0, 0, 0)), (1, 0, 1, 0, 1, 0), "massive"),
        ("SLN", ModeFacts((SCALAR, massive(1), massive(1)), (0, 0, 0)), (), "neutrino"),
        ("HELAMP", ModeFacts((massive(1), massive(1), SCALAR), (0, 0, 0)), (1, 0), "4 parameters"),
        ("PARTWAVE", ModeFacts((VECTOR, VECTOR, SCALAR), (0, 0, 0)), (1, 0), "L=0 S=1, L=1 S=1, L=2 S=1"),
        ("VVS_PWAVE", ModeFacts((VECTOR, VECTOR, SCALAR), (0, 0, 0)), (1, 0, 1, 0, 0, 0), "P wave"),
        ("TVS_PWAVE", ModeFacts((massive(4), VECTOR, SCALAR), (0, 0, 0)), (0, 0, 1, 0, 1, 0), "F wave"),
        ("VVPIPI", ModeFacts((VECTOR, VECTOR, SCALAR, SCALAR), (0, 0, 321, -321)), (), "pi"),
        ("SVS_CP", ModeFacts((SCALAR, VECTOR, SCALAR), (511, 0, 0)), ("beta", 1, 1, 1, 0, 1, 0), "number"),
        ("PARTWAVE", ModeFacts((VECTOR, VECTOR, SCALAR), (0, 0, 0)), (float("nan"),) * 6, "finite"),
    ],
)
def test_misuse_is_explained(name: str, facts: ModeFacts, arguments: tuple[float | str, ...], words: str) -> None:
    assert words in (get_model(name).problem(facts, arguments) or "")


def test_partial_waves_come_in_the_order_of_evtgen() -> None:
    assert partial_waves((VECTOR, VECTOR, SCALAR)) == [(0, 2), (2, 2), (4, 2)]
    assert partial_waves((massive(1), SCALAR, NEUTRINO)) == [(0, 1), (2, 1)]
    assert len(partial_waves((VECTOR, VECTOR, VECTOR))) == 7


def test_orthogonal_partial_waves_carry_their_strength() -> None:
    """sum |H|^2 = sum |M|^2 for massive daughters (EvtGen checks the same)."""
    spins = (VECTOR, VECTOR, VECTOR)
    waves = partial_waves(spins)
    values = [0.3 * (i + 1) for i in range(2 * len(waves))]
    column = get_model("PARTWAVE").row_parameters(ModeFacts(spins, (0, 0, 0)), values)
    assert sum(x * x for x in column) == pytest.approx(sum(x * x for x in values[::2]))


def test_importing_the_room_is_light() -> None:
    code = "import sys, mcgen.models; mcgen.models.names(); print([m for m in ('scipy','awkward','uproot') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
