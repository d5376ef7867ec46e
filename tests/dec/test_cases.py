"""Every rule of the checker is shown by a case file: a decay file beside what the checker says, compared exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from mcgen.dec.checks import dec_rules
from mcgen.diagnostics import Severity
from tools.checker_pages import CASES, RULES_PAGE, cases, findings, rendered, rules_page

FILES = sorted(CASES.glob("*.md"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    found = cases(path)
    assert found, "no case in this file"
    assert rendered(path) == path.read_text(encoding="utf-8")
    for case in found:
        assert path.stem in {finding.id for finding in findings(case)}


def test_every_rule_has_a_case() -> None:
    beyond_a_case = {"too-many-mistakes"}
    assert {path.stem for path in FILES} == set(dec_rules()) - beyond_a_case


def test_every_error_says_what_to_type_or_shows_where() -> None:
    for path in FILES:
        for case in cases(path):
            for finding in findings(case):
                assert finding.labels, finding.id
                if finding.severity is Severity.ERROR:
                    assert finding.help or finding.labels[0].text, finding.id


def test_the_page_of_rules_is_up_to_date() -> None:
    assert RULES_PAGE.read_text(encoding="utf-8") == rules_page()
