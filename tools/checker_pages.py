"""Writes what is made from the checker itself: the rules' page and the expected renderings of the case files.

    python -m tools.checker_pages

A case file (``tests/dec/cases/RULE.md``) shows one rule: a decay file in a block marked ``dec`` (under it, if needed, a
central table in a block marked ``dec central`` before it) and what the checker says in the block marked ``text`` behind it.
A test compares them exactly; this script fills the ``text`` blocks anew, to be read before they are committed.
"""

from __future__ import annotations

import re
from pathlib import Path

from mcgen.dec import check, parse, resolve
from mcgen.dec.checks import dec_rules
from mcgen.diagnostics import Diagnostic, render_terminal
from mcgen.models.registry import signatures
from mcgen.particles.load import load_particles

ROOT = Path(__file__).resolve().parent.parent
CASES = ROOT / "tests" / "dec" / "cases"
RULES_PAGE = ROOT / "docs" / "rules.md"

_CASE = re.compile(
    r"(?:^```dec central\n(?P<central>.*?)^```\n\n)?^```dec(?: (?P<name>\S+))?\n(?P<text>.*?)^```\n\n"
    r"^```text\n(?P<expected>.*?)^```\n",
    re.MULTILINE | re.DOTALL,
)
_HEAD = """# Rules of the decay-file checker

What `mcgen dec check` says, and why. `mcgen dec explain RULE` prints a section of this page; `tests/dec/cases/` shows each
rule at work. An error means that events could not be generated from the file, or would certainly be wrong; a warning means
that something looks like a mistake; a note only tells. This page is made by `python -m tools.checker_pages`.

"""


def findings(match: re.Match[str]) -> list[Diagnostic]:
    """What the checker finds in a case."""
    particles, models = load_particles(), signatures()
    central = None
    if match["central"] is not None:
        central = resolve(parse(match["central"], "central.dec"), particles=particles)
    return check(parse(match["text"], match["name"] or "my.dec"), central, particles, models)


def cases(path: Path) -> list[re.Match[str]]:
    """The cases in a file, in order."""
    return list(_CASE.finditer(path.read_text(encoding="utf-8")))


def rendered(path: Path) -> str:
    """The case file with renderings as they are now."""
    text = path.read_text(encoding="utf-8")

    def fill(match: re.Match[str]) -> str:
        start, end = match.span("expected")
        whole = match.group()
        return whole[: start - match.start()] + render_terminal(findings(match)) + whole[end - match.start() :]

    return _CASE.sub(fill, text)


def rules_page() -> str:
    """``docs/rules.md``."""
    return _HEAD + dec_rules().to_markdown()


def main() -> None:
    """Write all pages."""
    RULES_PAGE.write_text(rules_page(), encoding="utf-8")
    for path in sorted(CASES.glob("*.md")):
        path.write_text(rendered(path), encoding="utf-8")


if __name__ == "__main__":
    main()
