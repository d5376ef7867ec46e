import json
from io import StringIO
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mcgen.diagnostics import Diagnostic, Label, Severity, Source, Span, colour_wanted, render_oneline, render_terminal
from mcgen.diagnostics.json_text import render_json
from mcgen.diagnostics.rules import Rule
from mcgen.diagnostics.sarif import render_sarif

TEXT = "Decay B0\n0.50  D-   pi+  PHSP\n0.50  D*-  pi+  SVS;\n\n\n\n\tEnddecay rest\n"
SOURCE = Source("my_signal.dec", TEXT)


def span(word: str) -> Span:
    start = TEXT.index(word)
    return Span(start, start + len(word))


def finding(*labels: Label, severity: Severity = Severity.ERROR) -> Diagnostic:
    return Diagnostic("missing-semicolon", severity, "this decay mode is not closed", labels, "end it with `;`", ("n",))


SEMICOLON = Span(TEXT.index("PHSP") + 4, TEXT.index("PHSP") + 4)
NEXT = Span(TEXT.index("0.50  D*-"), TEXT.index("0.50  D*-") + 4)


def test_second_place_and_insertion_point() -> None:
    text = render_terminal([finding(Label(SEMICOLON, "expected `;`", SOURCE), Label(NEXT, "the next mode", SOURCE))])
    assert text == (
        "error[missing-semicolon]: this decay mode is not closed\n"
        " --> my_signal.dec:2:21\n"
        "  |\n"
        "2 | 0.50  D-   pi+  PHSP\n"
        "  |                     ^ expected `;`\n"
        "3 | 0.50  D*-  pi+  SVS;\n"
        "  | ---- the next mode\n"
        "help: end it with `;`\n"
        "note: n\n"
    )


def test_labels_of_one_line_stack_and_far_lines_are_joined_by_dots() -> None:
    text = render_terminal(
        [
            finding(
                Label(span("rest"), "second", SOURCE),
                Label(span("Enddecay"), "first", SOURCE),
                Label(span("B0"), "mother", SOURCE),
            )
        ]
    )
    assert text.splitlines()[1:-2] == [
        " --> my_signal.dec:7:11",
        "  |",
        "1 | Decay B0",
        "  |       -- mother",
        "...",
        "7 |     Enddecay rest",
        "  |     -------- ^^^^ second",
        "  |     |",
        "  |     first",
    ]


def test_other_source_gets_its_own_excerpt() -> None:
    other = Source("central.dec", "x\n" * 99 + "Alias A B\n")
    place = Span(other.text.index("A B"), other.text.index("A B") + 1)
    text = render_terminal([finding(Label(span("B0"), "", SOURCE), Label(place, "declared here", other))])
    assert text.splitlines()[1:-2] == [
        "   --> my_signal.dec:1:7",
        "    |",
        "  1 | Decay B0",
        "    |       ^^",
        "   ::: central.dec:100:7",
        "    |",
        "100 | Alias A B",
        "    |       - declared here",
    ]


def test_long_and_binary_lines_are_tamed() -> None:
    source = Source("binary", "\x1b[31m\0" * 400)
    text = render_terminal([finding(Label(Span(1200, 1203), "here", source))])
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) < 200
    assert "^^^ here" in text


def test_colour_only_adds_escapes() -> None:
    diagnostic = finding(Label(SEMICOLON, "expected `;`", SOURCE))
    coloured = render_terminal([diagnostic], colour=True)
    for code in ("0", "1", "1;31", "1;34", "1;36"):
        coloured = coloured.replace(f"\x1b[{code}m", "")
    assert coloured == render_terminal([diagnostic])


def test_colour_needs_a_terminal_and_no_veto(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert colour_wanted(Terminal())
    assert not colour_wanted(StringIO())
    monkeypatch.setenv("NO_COLOR", "1")
    assert not colour_wanted(Terminal())


def test_oneline() -> None:
    assert render_oneline([finding(Label(SEMICOLON, "expected `;`", SOURCE))]) == (
        "my_signal.dec:2:21: error[missing-semicolon] this decay mode is not closed - end it with `;`\n"
    )
    assert render_oneline([Diagnostic("a", Severity.NOTE, "b")]) == "note[a] b\n"


def test_json_carries_offsets_lines_and_columns() -> None:
    (record,) = json.loads(render_json([finding(Label(span("D*-"), "x", SOURCE))]))
    assert record["labels"] == [
        {"file": "my_signal.dec", "text": "x", "start": 36, "end": 39}
        | {"line": 3, "column": 7, "end_line": 3, "end_column": 10}
    ]
    assert (record["id"], record["severity"], record["notes"]) == ("missing-semicolon", "error", ["n"])


REGION = {
    "type": "object",
    "required": ["startLine", "startColumn", "endLine", "endColumn"],
    "properties": {
        name: {"type": "integer", "minimum": 1} for name in ("startLine", "startColumn", "endLine", "endColumn")
    },
}
MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
LOCATION = {
    "type": "object",
    "required": ["physicalLocation"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "integer", "minimum": 0},
        "message": MESSAGE,
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "pattern": "^[A-Za-z0-9_.~%:/+-]+$"}},
                },
                "region": REGION,
            },
        },
    },
}
# The parts of the SARIF 2.1.0 schema that this program writes, with the standard's required properties and enumerations.
SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "format": "uri"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "rules"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id", "shortDescription", "fullDescription"],
                                            "properties": {
                                                "shortDescription": MESSAGE,
                                                "fullDescription": MESSAGE,
                                                "defaultConfiguration": {
                                                    "properties": {"level": {"enum": ["error", "warning", "note"]}}
                                                },
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["ruleId", "message", "level"],
                            "properties": {
                                "level": {"enum": ["error", "warning", "note"]},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "message": MESSAGE,
                                "locations": {"type": "array", "items": LOCATION},
                                "relatedLocations": {"type": "array", "items": LOCATION},
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_sarif_is_valid_and_points_at_the_place() -> None:
    rules = {
        "other": Rule("other", Severity.NOTE, "Other", "Long."),
        "missing-semicolon": Rule("missing-semicolon", Severity.ERROR, "A decay mode is not closed", "Long."),
    }
    labels = (Label(SEMICOLON, "expected `;`", SOURCE), Label(NEXT, "", Source("a dir/ä.dec", TEXT)))
    log = json.loads(render_sarif([finding(*labels)], rules, "1.2.3"))
    jsonschema.validate(log, SARIF)
    (run,) = log["runs"]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (2, 21, 21)
    uri = result["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "a%20dir/%C3%A4.dec"


@given(
    st.text(max_size=80),
    st.lists(st.tuples(st.integers(-2, 90), st.integers(0, 20), st.text("ab\n", max_size=3)), max_size=5),
)
def test_any_labels_are_rendered(text: str, places: list[tuple[int, int, str]]) -> None:
    source = Source("any.dec", text)
    labels = tuple(Label(Span(start, start + width), note, source) for start, width, note in places)
    diagnostic = finding(*labels)
    for rendered in (render_terminal([diagnostic]), render_oneline([diagnostic])):
        assert rendered.endswith("\n")
    json.loads(render_json([diagnostic]))
    jsonschema.validate(json.loads(render_sarif([diagnostic], {}, "0")), SARIF)
