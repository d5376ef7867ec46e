from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mcgen.dec import format_file, parse, read, resolve
from mcgen.errors import McgenError
from tests.dec.fake_particles import PARTICLES
from tests.dec.mutants import FILE, mutate

WORDS = st.sampled_from(
    ["Decay", "Enddecay", "End", "CDecay", "Alias", "Define", "ModelAlias", "RemoveDecay", "Particle", "SetLineshapePW",
     "0.5", "1", "-3", "nan", "1e999", "B0", "pi+", "pi-", "PHSP", "SVS", "FOO", "foo", "PHOTOS", ";", ";;", "\n", "#", "; x",
     "yes", "AddDecay", "EndDecay", "\u00a0", "\x00", "\u0663"]
)  # fmt: skip


def survive(text: str) -> None:
    file = parse(text, "x")
    size = len(text)
    for finding in file.diagnostics:
        for label in finding.labels:
            assert 0 <= label.span.start <= label.span.end <= size
            label.source.line_column(label.span.start)
    for block in file.blocks:
        for mode in block.modes:
            spans = (mode.fraction_span, *mode.daughter_spans, *mode.argument_spans)
            words = (mode.words[0], *mode.daughters, *mode.arguments)
            assert [text[span.start : span.end] for span in spans] == list(words)
            assert np.isfinite(mode.fraction)
    resolve(file, particles=PARTICLES)
    assert isinstance(format_file(file), str)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text(text: str) -> None:
    survive(text)


@given(st.lists(WORDS, max_size=40), st.sampled_from([" ", "\n", "\t "]))
@settings(max_examples=300, deadline=None)
def test_any_words(words: list[str], gap: str) -> None:
    survive(gap.join(words))


@given(st.binary(max_size=300))
@settings(max_examples=100, deadline=None)
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = Path(tmp_path_factory.mktemp("bytes")) / "x.dec"
    path.write_bytes(data)
    try:
        read(path)
    except McgenError:
        return


def test_damaged_files() -> None:
    generator = np.random.default_rng(20240229)
    for _ in range(400):
        survive(mutate(FILE, generator))


@pytest.mark.slow
def test_many_damaged_files() -> None:
    generator = np.random.default_rng(1)
    for _ in range(20_000):
        survive(mutate(FILE, generator))


@pytest.mark.parametrize(
    "piece", ["PHSP ", "0.5 D- pi+ FOO\n", "Decay B0\n", "((((", "Alias a a\n", ";x ", "1 ", "#\n", " ", "0.5 "]
)
def test_long_repetitions(piece: str) -> None:
    survive("Decay B0\n" + piece * 3000)
