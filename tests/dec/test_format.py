from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from mcgen.dec import format_file, parse
from mcgen.dec.lexer import split_words
from mcgen.dec.parser import parse_carefully
from mcgen.dec.vocabulary import known_models
from mcgen.diagnostics import Source
from tests.dec.mutants import FILE

PARTICLE = st.sampled_from(["B0", "anti-B0", "D*+", "J/psi", "K_S0", "Upsilon(4S)", "gamma", "MyD0", "f'_2"])
NUMBER = st.sampled_from(["1", "0.5", ".25", "1.0e-3", "-2", "+3.5", "0.507e12"])
FRACTION = st.sampled_from(["1", "0.5", ".25", "1.0e-3", "0.000000001"])
MODEL = st.sampled_from(["PHSP", "SVS", "SVV_HELAMP", "VSS_BMIX", "Lb2plnuLCSR", "CB3PI-MPP", "UNKNOWN_ONE"])
ARGUMENT = NUMBER | st.sampled_from(["dm", "file.xml", "alpha"])
GAP = st.sampled_from([" ", "  ", "\t", "\n", " # note\n ", "\r\n"])


@st.composite
def mode(draw: st.DrawFn) -> str:
    flags = draw(st.lists(st.sampled_from(["PHOTOS", "VERBOSE", "SUMMARY"]), unique=True, max_size=2))
    words = [
        draw(FRACTION),
        *draw(st.lists(PARTICLE, max_size=5)),
        *flags,
        draw(MODEL),
        *draw(st.lists(ARGUMENT, max_size=4)),
    ]
    return draw(st.sampled_from([" ", "\t", "   "])).join(words) + draw(st.sampled_from([";", " ;", ";# note"]))


@st.composite
def statement(draw: st.DrawFn) -> str:
    p, n, gap = PARTICLE, NUMBER, draw(GAP)
    return gap.join(
        draw(
            st.one_of(
                st.tuples(st.just("Alias"), p, p),
                st.tuples(st.sampled_from(["CDecay", "LSFLAT", "LSNONRELBW", "LSMANYDELTAFUNC"]), p),
                st.tuples(st.sampled_from(["ChargeConj", "CopyDecay"]), p, p),
                st.tuples(st.just("Define"), st.sampled_from(["dm", "alpha"]), n),
                st.tuples(
                    st.sampled_from(["ChangeMassMin", "ChangeMassMax", "BlattWeisskopf", "BlattWeisskopfBirth"]), p, n
                ),
                st.tuples(st.just("Particle"), p, n, n),
                st.tuples(st.just("SetLineshapePW"), p, p, p, st.sampled_from("012")),
                st.tuples(
                    st.sampled_from(["IncludeBirthFactor", "IncludeDecayFactor"]), p, st.sampled_from(["yes", "no"])
                ),
                st.tuples(st.sampled_from(["yesPhotos", "noPhotos", "normalPhotos"])),
                st.tuples(st.just("ModelAlias"), st.just("MYPOLE"), MODEL, n, st.just(";")),
                st.tuples(st.just("PythiaBothParam"), st.just("A:b=c")),
            )
        )
    )


@st.composite
def decay_file(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(0, 6))):
        if draw(st.booleans()):
            lines = [f"Decay {draw(PARTICLE)}", *draw(st.lists(mode(), max_size=5)), "Enddecay"]
            parts.append("\n".join(lines))
        elif draw(st.integers(0, 4)) == 0:
            parts.append(
                f"RemoveDecay {draw(PARTICLE)}\n"
                + " ".join([*draw(st.lists(PARTICLE, min_size=1, max_size=3)), ";"])
                + "\nEnddecay"
            )
        else:
            parts.append(draw(statement()))
        parts.append(draw(st.sampled_from(["", "# comment", "  # two words"])))
    return "\n".join([*parts, "End\n"])


@given(decay_file())
@settings(max_examples=150, deadline=None)
def test_what_is_written_reads_the_same(text: str) -> None:
    file = parse(text)
    assert not file.has_errors
    written = format_file(file)
    again = parse(written)
    assert again == file
    assert not again.has_errors
    assert format_file(again) == written


@given(decay_file())
@settings(max_examples=150, deadline=None)
def test_reading_quickly_and_carefully_gives_the_same(text: str) -> None:
    source = Source("x", text)
    quick, careful = parse(text, "x"), parse_carefully(source, known_models())
    assert quick == careful
    assert [f.id for f in quick.diagnostics] == [f.id for f in careful.diagnostics]
    for one, other in zip(quick.statements, careful.statements, strict=True):
        assert one.span == other.span
    for block, twin in zip(quick.blocks, careful.blocks, strict=True):
        for one_mode, other_mode in zip(block.modes, twin.modes, strict=True):
            assert one_mode.span == other_mode.span
            assert one_mode.daughter_spans == other_mode.daughter_spans
            assert one_mode.model_span == other_mode.model_span
            assert one_mode.argument_spans == other_mode.argument_spans


def test_comments_stay() -> None:
    text = "# top\nDecay D0 # head\n# own line\n1.0 K- pi+ PHSP; # trailing\n# before the end\nEnddecay # tail\nAlias a D0 # alias\n# last\nEnd\n"
    assert [c.text for c in parse(format_file(parse(text))).comments] == [c.text for c in parse(text).comments]
    assert format_file(parse(text)) == (
        "# top\nDecay D0  # head\n# own line\n1.0  K- pi+  PHSP;  # trailing\n# before the end\nEnddecay  # tail\n\n"
        "Alias a D0  # alias\n\n# last\nEnd\n"
    )


def test_a_real_looking_file_reads_the_same() -> None:
    file = parse(FILE)
    assert not file.diagnostics
    assert parse(format_file(file)) == file


def test_spans_of_words_are_where_the_words_are() -> None:
    tokens = split_words(Source("x", FILE))
    assert all(FILE[start : start + len(word)] == word for start, word in zip(tokens.starts, tokens.words, strict=True))
