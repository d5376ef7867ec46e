"""Write ``docs/physics/validation.md``: p-values against the reference histograms (``python -m tools.reference_table``)."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.reference.test_evtgen import CASES, WRONG_IN_EVTGEN, counts
from tests.statistics import chi2_two_samples

PAGE = Path(__file__).resolve().parent.parent / "docs" / "physics" / "validation.md"
HEAD = """# Distributions against EvtGen

Each row compares a distribution of mcgen with one of EvtGen R02-02 (`tests/reference/`): chi2 of two samples with both
statistical errors, under- and overflow included, at a fixed seed and as many events as the reference has. Made by
`python -m tools.reference_table`; the same comparisons are tests (`pytest -m slow tests/reference`), each kind with a
power twin, a wrong model that has to fail.

| case | observable | events | chi2 | degrees of freedom | p |
|---|---|---:|---:|---:|---:|
"""


def main() -> int:
    """Run the command."""
    lines, values = [], []
    for name, case in CASES.items():
        for index, observable in enumerate(case["observables"]):
            ours, reference = counts(name, index)
            if (reference > 0).sum() == 1:
                continue
            outcome = chi2_two_samples(ours, reference)
            mark = " (1)" if (name, observable["expr"]) in WRONG_IN_EVTGEN else ""
            if not mark:
                values.append(outcome.p_value)
            lines.append(
                f"| {name} | `{observable['name']}` | {case['events']:,} | {outcome.statistic:.1f} | {outcome.ndf} | "
                f"{outcome.p_value:.2g}{mark} |"
            )
    from scipy.stats import kstest

    uniform = kstest(values, "uniform").pvalue
    foot = "".join(f"\n(1) {reason}.\n" for reason in WRONG_IN_EVTGEN.values())
    summary = f"\n{len(values)} comparisons, the smallest p-value {min(values):.2g}; uniform with p = {uniform:.2g}.\n"
    PAGE.write_text(HEAD + "\n".join(lines) + "\n" + summary + foot)
    print(summary.strip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
