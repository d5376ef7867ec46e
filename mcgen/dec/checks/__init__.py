"""The checker of decay files: one module a question, and ``rules.toml`` for what each rule means."""

from mcgen.dec.checks.checker import check
from mcgen.dec.checks.rules import dec_rules

__all__ = ["check", "dec_rules"]
