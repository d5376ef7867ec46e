"""Diagnostics for code hosts and editors: SARIF 2.1.0.

Reference: OASIS Standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", 27 March 2020.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from mcgen.diagnostics.diagnostic import Diagnostic, Label
from mcgen.diagnostics.rules import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render_sarif(diagnostics: Iterable[Diagnostic], rules: Mapping[str, Rule], version: str) -> str:
    """A SARIF log with one run.

    Parameters
    ----------
    diagnostics
        What was found.
    rules
        All rules that were applied; those that found nothing are listed too.
    version
        Version of the program.

    Returns
    -------
    str
        JSON text with a line end.
    """
    positions = {rule_id: index for index, rule_id in enumerate(rules)}
    run = {
        "tool": {
            "driver": {"name": "mcgen", "semanticVersion": version, "rules": [_rule(rule) for rule in rules.values()]}
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, positions) for diagnostic in diagnostics],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": rule.explanation},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(diagnostic: Diagnostic, positions: Mapping[str, int]) -> dict[str, Any]:
    text = "\n".join(
        [diagnostic.message, *([f"help: {diagnostic.help}"] if diagnostic.help else []), *diagnostic.notes]
    )
    result: dict[str, Any] = {
        "ruleId": diagnostic.id,
        "level": diagnostic.severity.value,
        "message": {"text": text},
    }
    if diagnostic.id in positions:
        result["ruleIndex"] = positions[diagnostic.id]
    if diagnostic.labels:
        result["locations"] = [_location(diagnostic.labels[0])]
    if len(diagnostic.labels) > 1:
        result["relatedLocations"] = [
            {"id": number, **_location(label)} for number, label in enumerate(diagnostic.labels[1:], 1)
        ]
    return result


def _location(label: Label) -> dict[str, Any]:
    line, column = label.source.line_column(label.span.start)
    end_line, end_column = label.source.line_column(label.span.end)
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(label.source.name)},
            "region": {
                "startLine": line,
                "startColumn": column,
                "endLine": end_line,
                "endColumn": end_column,
                "charOffset": label.span.start,
                "charLength": max(label.span.end - label.span.start, 0),
            },
        }
    }
    if label.text:
        location["message"] = {"text": label.text}
    return location


def _uri(name: str) -> str:
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
