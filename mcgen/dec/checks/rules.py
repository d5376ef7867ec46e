"""The rules of the checker, as read from ``rules.toml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mcgen.diagnostics.rules import RuleSet

__all__ = ["dec_rules"]


@cache
def dec_rules() -> RuleSet:
    """All rules about decay files, in the order of the documentation."""
    return RuleSet.read(Path(__file__).with_name("rules.toml"))
