from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcgen.errors import McgenError
from mcgen.files import DecayFileDigest, Manifest, Substitution

FULL = Manifest(
    process="mixed", seed=7, experiment=1003, run=2, first_event=1, last_event=10, requested=10, events=10,
    decay_files=(DecayFileDigest("DECAY_BELLE2.DEC", "ab" * 32), DecayFileDigest('my "signal".dec', "cd" * 32)),
    settings={"beams": {"preset": "Y4S", "smear": True}, "photons": False, "cuts": [1.5, None]},
    diagnostics=({"id": "fractions", "severity": "warning", "line": 3, "text": "ünïcode \\ back\nslash"},),
    substitutions=(Substitution("B0 -> X_su gamma", "BTOXSGAMMA", 3),),
    bound_overflows={"B0 -> D- pi+": 1}, clean=False, notes=("look",), other={"later": [1, 2]},
)  # fmt: skip


def test_round_trip_and_defaults() -> None:
    text = FULL.to_json()
    assert text.isascii()
    assert "\n" not in text
    assert Manifest.from_json(text) == FULL
    assert Manifest.from_dict({}) == Manifest()
    assert Manifest().version
    assert Manifest().numpy_version == np.__version__
    assert json.loads(text)["schema"] == 1
    assert json.loads(text)["later"] == [1, 2]


def test_the_date_is_no_part_of_the_digest_and_everything_else_is() -> None:
    dated = FULL.dated()
    assert dated.created.endswith("+00:00")
    assert dated.dated() == dated
    assert dated.digest() == FULL.digest()
    assert dataclasses.replace(FULL, seed=8).digest() != FULL.digest()
    assert dataclasses.replace(FULL, other={}).digest() != FULL.digest()


def test_what_is_not_plain_data() -> None:
    numpy_settings = Manifest(settings={"n": np.int64(3), "x": np.float64(0.5), "names": {"b", "a"}, "t": (1, 2)})
    assert json.loads(numpy_settings.to_json())["settings"] == {"n": 3, "x": 0.5, "names": ["a", "b"], "t": [1, 2]}
    with pytest.raises(TypeError, match="object in a manifest"):
        Manifest(settings={"f": object()}).to_json()


@pytest.mark.parametrize("text", ["", "{", "[]", "3"])
def test_damaged_manifests(text: str) -> None:
    with pytest.raises(McgenError, match="damaged"):
        Manifest.from_json(text)


def test_a_newer_layout_is_refused() -> None:
    with pytest.raises(McgenError, match="layout 99"):
        Manifest.from_dict({"schema": 99})


@settings(max_examples=30)
@given(st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text())))
def test_any_settings_come_back(wanted: dict[str, object]) -> None:
    assert Manifest.from_json(Manifest(settings=wanted).to_json()).settings == wanted
