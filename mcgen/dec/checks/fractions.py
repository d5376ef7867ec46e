"""Are branching fractions probabilities that sum to one?"""

from __future__ import annotations

import math

from mcgen.dec.checks.findings import Findings
from mcgen.dec.numbers import to_number
from mcgen.dec.syntax import DecayBlock

__all__ = ["check_fractions"]

# Fractions are typed with three digits or more: a sum that is off by this much is not a matter of rounding.
_TOLERANCE = 2e-3


def check_fractions(block: DecayBlock, findings: Findings, *, complete: bool = True) -> None:
    """Signs of the fractions of a block, and their sum.

    Parameters
    ----------
    block
        The block.
    findings
        Where mistakes go.
    complete
        Whether the block holds all the modes of its mother: no ``AddDecay`` adds to them.
    """
    for mode in block.modes:
        if mode.fraction < 0:
            findings.add(
                "negative-fraction",
                f"the branching fraction {mode.words[0]} is negative",
                (mode.fraction_span, "expected zero or more"),
                help_text=f"write `{mode.words[0].lstrip('-')}`",
            )
    sound = all(mode.fraction >= 0 and to_number(mode.words[0]) is not None for mode in block.modes)
    if not (complete and block.modes and sound):
        return
    total = math.fsum(mode.fraction for mode in block.modes)
    if total == 0:
        findings.add(
            "zero-fractions",
            f"all branching fractions of `{block.particle.text}` are zero",
            (block.modes[0].fraction_span, "no mode can be chosen"),
            help_text="give the modes that are wanted a fraction, or take the block out",
        )
    elif abs(total - 1) > _TOLERANCE:
        findings.add(
            "fractions-do-not-sum",
            f"the branching fractions of `{block.particle.text}` sum to {total:.6g}",
            (block.particle.span, f"each is divided by {total:.6g}"),
        )
