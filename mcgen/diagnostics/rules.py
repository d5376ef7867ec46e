"""Rules: what a diagnostic's id stands for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from mcgen.diagnostics.diagnostic import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a checker.

    Parameters
    ----------
    id
        Kebab-case name, the same as :attr:`Diagnostic.id <mcgen.diagnostics.Diagnostic.id>`.
    severity
        The severity of its findings.
    title
        One line.
    explanation
        Why it matters and what to do, in plain paragraphs (Markdown).
    """

    id: str
    severity: Severity
    title: str
    explanation: str


class RuleSet(Mapping[str, Rule]):
    """Rules by id, in the order in which they were written down."""

    __slots__ = ("_rules",)

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self._rules = dict(rules)

    def __getitem__(self, rule_id: str) -> Rule:
        return self._rules[rule_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    @classmethod
    def read(cls, path: Path) -> RuleSet:
        """Read rules from a TOML file: a table per rule with ``severity``, ``title`` and ``explanation``."""
        with path.open("rb") as file:
            tables = tomllib.load(file)
        return cls(
            {
                rule_id: Rule(rule_id, Severity(table["severity"]), table["title"], table["explanation"].strip())
                for rule_id, table in tables.items()
            }
        )

    def to_markdown(self) -> str:
        """One section a rule, in order, for the documentation."""
        return "\n".join(
            f"## `{rule.id}`\n\n{rule.severity.value.capitalize()}. {rule.title}.\n\n{rule.explanation}\n"
            for rule in self._rules.values()
        )
