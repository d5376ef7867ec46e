from __future__ import annotations

import typing
from pathlib import Path

import numpy as np

from mcgen.events import COLUMNS, EVENT_COLUMNS, PARTICLE_COLUMNS, Events, Process, Status
from mcgen.events.columns import columns_document

PAGE = Path(__file__).parents[2] / "docs" / "event_columns.md"


def test_the_page_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == columns_document()


def test_every_column_is_a_typed_attribute() -> None:
    hints = typing.get_type_hints(Events)
    assert set(hints) == {"offsets", *COLUMNS}
    for name, column in COLUMNS.items():
        (scalar,) = typing.get_args(typing.get_args(hints[name])[1])
        assert np.dtype(scalar) == column.dtype


def test_names_do_not_clash_with_vector_coordinates_or_each_other() -> None:
    assert not {"x", "y", "z", "t", "mass", "m", "pt", "eta", "phi", "theta"} & set(COLUMNS)
    assert len(COLUMNS) == len(PARTICLE_COLUMNS) + len(EVENT_COLUMNS)
    assert all(column.meaning for column in COLUMNS.values())


def test_codes() -> None:
    assert {s.name: s.value for s in Status} == {
        "PRIMARY": 1, "STABLE": 2, "VIRTUAL": 16, "INITIAL": 32, "ISR_PHOTON": 64, "FSR_PHOTON": 128, "PHOTOS_PHOTON": 256,
    }  # fmt: skip
    assert Process.MIXED.label == "mixed"
    assert len({p.value for p in Process}) == len(Process)
