from __future__ import annotations

import pytest

from mcgen.dec.file import DecayFile
from mcgen.dec.parser import parse
from mcgen.dec.syntax import (
    AliasStatement,
    FactorStatement,
    ModelAliasStatement,
    Name,
    PartialWaveStatement,
    ParticleStatement,
    PythiaStatement,
    RemoveDecayBlock,
)


def ids(file: DecayFile) -> list[str]:
    return [finding.id for finding in file.diagnostics]


def place(file: DecayFile, finding: int = 0, label: int = 0) -> tuple[int, int]:
    return file.diagnostics[finding].labels[label].line_column


def text_at(file: DecayFile, finding: int = 0, label: int = 0) -> str:
    span = file.diagnostics[finding].labels[label].span
    return file.source.text[span.start : span.end]


def test_a_plain_file_is_read_whole() -> None:
    file = parse(
        "# EventType: 1110003001\nAlias a B0\nDecay B0\n0.5 pi+ pi- PHSP;\n0.5 K+ K- PHOTOS SVS 1.0 x;\nEnddecay\nEnd\n"
    )
    assert not file.diagnostics
    alias, block = file.statements
    assert alias == AliasStatement(Name("a"), Name("B0"))
    first, second = file.blocks[0].modes
    assert block == file.blocks[0]
    assert (first.fraction, first.daughters, first.model, first.arguments, first.flags) == (
        0.5,
        ("pi+", "pi-"),
        "PHSP",
        (),
        (),
    )
    assert (second.model, second.arguments, second.flags) == ("SVS", ("1.0", "x"), ("PHOTOS",))
    assert [file.source.text[s.start : s.end] for s in second.daughter_spans] == ["K+", "K-"]
    assert file.source.text[second.model_span.start : second.model_span.end] == "SVS"
    assert [file.source.text[s.start : s.end] for s in second.argument_spans] == ["1.0", "x"]
    assert file.source.text[second.fraction_span.start : second.fraction_span.end] == "0.5"


def test_all_statements_are_known() -> None:
    text = """
    Define dm 0.507e12
    ModelAlias MYPOLE SLPOLE 1.0
        -0.5 0.0 1.0;
    ChargeConj a b   CDecay b   CopyDecay a b
    Particle D0 1.8 0.0
    ChangeMassMin D0 1.0
    ChangeMassMax D0 2.0
    SetLineshapePW D_1+ D*+ pi0 2
    LSFLAT D0  LSNONRELBW D0  LSMANYDELTAFUNC D0
    BlattWeisskopf D0 3.0
    BlattWeisskopfBirth D0 1.0
    IncludeBirthFactor D0 no
    IncludeDecayFactor D0 yes
    yesPhotos noPhotos normalPhotos
    PythiaBothParam A:b=c PythiaGenericParam A:b=c PythiaAliasParam A:b=c
    JetSetPar MSTJ(26)=0
    RemoveDecay D0
      K- pi+;
      pi+ pi-   pi0 ;
    Enddecay
    End
    """
    file = parse(text)
    assert not file.diagnostics
    assert len(file.statements) == 24
    kinds = {type(statement): statement for statement in file.statements}
    model_alias = kinds[ModelAliasStatement]
    assert isinstance(model_alias, ModelAliasStatement)
    assert list(map(str, model_alias.arguments)) == ["1.0", "-0.5", "0.0", "1.0"]
    assert kinds[PartialWaveStatement] == PartialWaveStatement(Name("D_1+"), Name("D*+"), Name("pi0"), Name("2"))
    assert kinds[ParticleStatement] == ParticleStatement(Name("D0"), Name("1.8"), Name("0.0"))
    assert kinds[FactorStatement] == FactorStatement("IncludeDecayFactor", Name("D0"), Name("yes"))
    assert kinds[PythiaStatement] == PythiaStatement("JetSetPar", Name("MSTJ(26)=0"))
    removed = kinds[RemoveDecayBlock]
    assert isinstance(removed, RemoveDecayBlock)
    assert [tuple(map(str, mode.daughters)) for mode in removed.modes] == [("K-", "pi+"), ("pi+", "pi-", "pi0")]


def test_a_missing_semicolon_is_told_with_the_next_mode() -> None:
    file = parse("Decay B0\n0.50  D-   pi+  PHSP\n0.5  D*-  pi+  SVS;\nEnddecay\nEnd\n")
    assert ids(file) == ["missing-semicolon"]
    assert place(file) == (2, 21)
    assert text_at(file) == ""
    assert (place(file, 0, 1), text_at(file, 0, 1)) == ((3, 1), "0.5")
    assert file.diagnostics[0].help == "end line 2 with `;`"
    assert [mode.model for mode in file.blocks[0].modes] == ["PHSP", "SVS"]


@pytest.mark.parametrize("model", ["PHSP", "FOOBAR", "SVV_HELAMP 1.0 0.0 2.0 0.0 3.0 0.0", "SSD_CP dm 0.0 beta"])
@pytest.mark.parametrize("next_model", ["SVS", "NOMODEL", "PHOTOS PHSP", "NOMODEL 3 4"])
def test_missing_semicolons_before_and_after_any_model(model: str, next_model: str) -> None:
    file = parse(f"Decay B0\n 0.5 D- pi+ {model}\n 0.3 D*- pi+ {next_model};\n 0.2 K+ K- PHSP;\nEnddecay\nEnd\n")
    assert ids(file) == ["missing-semicolon"]
    assert [mode.fraction for mode in file.blocks[0].modes] == [0.5, 0.3, 0.2]
    assert [mode.daughters for mode in file.blocks[0].modes] == [("D-", "pi+"), ("D*-", "pi+"), ("K+", "K-")]


def test_a_missing_semicolon_before_enddecay() -> None:
    file = parse("Decay B0\n1.0 D- pi+ PHSP\nEnddecay\nEnd\n")
    assert ids(file) == ["missing-semicolon"]
    assert text_at(file, 0, 1) == "Enddecay"
    assert len(file.blocks) == 1


def test_a_missing_enddecay() -> None:
    file = parse("Decay B0\n1.0 D- pi+ PHSP;\nDecay B+\n1.0 anti-D0 pi+ PHSP;\nEnddecay\nEnd\n")
    assert ids(file) == ["missing-enddecay"]
    assert (place(file), text_at(file)) == ((3, 1), "Decay")
    assert (place(file, 0, 1), text_at(file, 0, 1)) == ((1, 1), "Decay")
    assert [str(block.particle) for block in file.blocks] == ["B0", "B+"]


def test_all_mistakes_are_told_in_one_run() -> None:
    text = """Alias onlyone
Decay B0
0.5 pi+ pi- PHSP
0.5 K+ K- PHSP;
Decay D0
x.5 K- pi+ PHSP;
0,5 K- pi+ PHSP;
0.5 K- pi+;
Enddecay
0.5 K- pi+ PHSP;
Define x y
IncludeBirthFactor D0 maybe
Enddecay
decay B+
1.0 K+ 3 pi0 PHSP;
EndDecay
LSFLAT
End
CDecay B-
"""
    file = parse(text)
    assert ids(file) == [
        "missing-argument",
        "missing-semicolon",
        "missing-enddecay",
        "expected-fraction",
        "bad-number",
        "missing-model",
        "mode-outside-block",
        "expected-number",
        "expected-yes-or-no",
        "unexpected-enddecay",
        "unknown-statement",
        "number-among-daughters",
        "unknown-statement",
        "missing-argument",
        "statement-after-end",
    ]
    assert [str(block.particle) for block in file.blocks] == ["B0", "D0", "B+"]


def test_things_found_in_real_files_are_warnings() -> None:
    file = parse("Decay B0\n1.0 K+ K- PHOTOS PHOTOS PHSP;sig\nEnddecay\nEnd\nDecay B0\n")
    assert ids(file) == ["repeated-flag", "text-after-semicolon", "statement-after-end"]
    assert not file.has_errors
    assert file.blocks[0].modes[0].flags == ("PHOTOS",)


@pytest.mark.parametrize(
    ("mode", "daughters", "model"),
    [
        ("1.0 K+ K- PHPS;", ("K+", "K-"), "PHPS"),
        ("1.0 K+ K- phsp;", ("K+", "K-"), "phsp"),
        ("1.0 K+ K- HelAmp 1.0 0.0;", ("K+", "K-"), "HelAmp"),
        ("1.0 D*+ e- anti-nu_e SLPOLE_mine;", ("D*+", "e-", "anti-nu_e"), "SLPOLE_mine"),
        ("1.0 K+ K- PHOTOS Foo 1.0;", ("K+", "K-"), "Foo"),
        ("1.0 K+ K- MyModel 1.0 2.0;", ("K+", "K-"), "MyModel"),
        ("1.0 MYALIAS K- NEWMODEL file.xml;", ("MYALIAS", "K-"), "NEWMODEL"),
        ("1.0 PHSP;", (), "PHSP"),
    ],
)
def test_unknown_models_end_the_daughters(mode: str, daughters: tuple[str, ...], model: str) -> None:
    file = parse(f"Alias MYALIAS K+\nDecay B0\n{mode}\nEnddecay\nEnd\n")
    assert not file.diagnostics
    assert (file.blocks[0].modes[0].daughters, file.blocks[0].modes[0].model) == (daughters, model)


def test_a_flag_before_the_daughters_is_misplaced() -> None:
    file = parse("Decay B0\n1.0 PHOTOS K+ K- PHSP;\nEnddecay\nEnd\n")
    assert ids(file) == ["misplaced-flag"]
    assert file.blocks[0].modes[0].daughters == ("K+", "K-")


def test_two_models_in_one_mode() -> None:
    file = parse("Decay B0\n1.0 K+ K- PHSP VSS;\nEnddecay\nEnd\n")
    assert ids(file) == ["second-model"]


def test_white_space_that_is_none() -> None:
    file = parse("Decay B0\n1.0 K+\u00a0K- PHSP;\nEnddecay\nEnd\n")
    assert ids(file) == ["foreign-space"]
    assert place(file) == (2, 7)
    assert file.blocks[0].modes[0].daughters == ("K+", "K-")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "#",
        "\n\n",
        "End",
        "\x00\xff",
        ";",
        "Decay",
        "Decay B0",
        "Decay B0\n0.5",
        "Alias",
        "ModelAlias x",
        "RemoveDecay D0 x",
        "Particle x 1",
    ],
)
def test_scraps_do_not_stop_the_parser(text: str) -> None:
    file = parse(text)
    assert all(label.span.end <= len(text) for finding in file.diagnostics for label in finding.labels)


def test_nonsense_is_told_a_thousand_times_at_most() -> None:
    file = parse("Decay B0\n" + "x y z;\n" * 5000)
    assert len(file.diagnostics) == 1001
    assert file.diagnostics[-1].id == "too-many-mistakes"
