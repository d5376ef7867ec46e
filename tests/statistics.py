"""The one helper for statistical tests.

A statistical test compares a sample with a truth and asks for a p-value. Two rules make it honest:

* a fit may be too good as well as too bad: chi2 tests are two-sided;
* every test has a power twin: the same comparison with a wrong model must fail clearly.

Thresholds are family-wise: with :data:`FAMILY` tests in the whole suite, :data:`THRESHOLD` keeps the chance that a right
program fails anywhere at :data:`FAMILY_LEVEL`. Seeds are fixed, so a test passes always or never.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FAMILY = 400
FAMILY_LEVEL = 0.01
THRESHOLD = FAMILY_LEVEL / FAMILY
"""Smallest p-value that counts as agreement (Bonferroni)."""
POWER_THRESHOLD = 1e-9
"""Largest p-value that counts as disagreement in a power twin."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Outcome of a comparison.

    Attributes
    ----------
    statistic, ndf
        chi2 and degrees of freedom (Kolmogorov: the distance, and 0).
    p_value
        Probability of a statistic at least as large.
    p_good
        Probability of a statistic at least as small: tiny when the agreement is too good to be true (1 for tests that
        have no such side).
    """

    statistic: float
    ndf: int
    p_value: float
    p_good: float
    what: str

    def __str__(self) -> str:
        return f"{self.what}: {self.statistic:.4g} for {self.ndf} degrees of freedom, p = {self.p_value:.3g}"


def _chi2(statistic: float, ndf: int, what: str) -> Comparison:
    from scipy.stats import chi2

    return Comparison(statistic, ndf, float(chi2.sf(statistic, ndf)), float(chi2.cdf(statistic, ndf)), what)


def bin_expectations(
    density: Callable[[Numbers], Numbers], edges: npt.ArrayLike, total: float, points: int = 16
) -> Numbers:
    """Expected counts of a density in bins, by Gauss-Legendre integration, normalised to `total` over all bins."""
    borders = np.asarray(edges, dtype=float)
    nodes, weights = np.polynomial.legendre.leggauss(points)
    half = 0.5 * np.diff(borders)
    middle = 0.5 * (borders[1:] + borders[:-1])
    values = np.asarray(density(middle[:, None] + half[:, None] * nodes), dtype=float)
    integrals = half * np.sum(weights * values, axis=1)
    return np.asarray(total * integrals / integrals.sum())


def _merge(one: Numbers, two: Numbers, expected: Numbers, least: float) -> tuple[Numbers, Numbers]:
    """Join neighbouring bins of both until each expects at least `least` entries."""
    groups: list[int] = []
    running, group = 0.0, 0
    for value in expected:
        groups.append(group)
        running += float(value)
        if running >= least:
            group, running = group + 1, 0.0
    labels = np.array(groups)
    if running > 0.0 and group > 0:
        labels[labels == group] = group - 1
    count = int(labels.max()) + 1
    return (
        np.asarray(np.bincount(labels, one, count), dtype=np.float64),
        np.asarray(np.bincount(labels, two, count), dtype=np.float64),
    )


def chi2_counts(
    observed: npt.ArrayLike, expected: npt.ArrayLike, *, fitted: int = 1, least: float = 10.0
) -> Comparison:
    """Pearson's chi2 of counts against expected counts, with the *expected* variance.

    Parameters
    ----------
    observed, expected
        Counts per bin; any shape, the same.
    fitted
        Constraints: 1 when the expectation is normalised to the observed total.
    least
        Neighbouring bins are joined until each expects this many.
    """
    seen, wanted = np.ravel(np.asarray(observed, float)), np.ravel(np.asarray(expected, float))
    seen, wanted = _merge(seen, wanted, wanted, least)
    return _chi2(float(np.sum((seen - wanted) ** 2 / wanted)), len(seen) - fitted, "chi2 of counts")


def chi2_density(
    sample: npt.ArrayLike, density: Callable[[Numbers], Numbers], low: float, high: float, bins: int = 40
) -> Comparison:
    """chi2 of a sample against a density on [low, high] (it need not be normalised). Values outside are an error."""
    values = np.asarray(sample, float)
    assert values.size > 0
    assert np.all((values >= low) & (values <= high)), "sample leaves the interval of its density"
    edges = np.linspace(low, high, bins + 1)
    observed = np.histogram(values, edges)[0]
    return chi2_counts(observed, bin_expectations(density, edges, values.size))


def chi2_two_samples(first: npt.ArrayLike, second: npt.ArrayLike, *, least: float = 10.0) -> Comparison:
    """chi2 of two histograms of unweighted counts with any totals (shapes only).

    With totals N1, N2 and pooled probability p of a bin, the difference of the bin's shares has variance
    p (1/N1 + 1/N2).
    """
    one, two = np.ravel(np.asarray(first, float)), np.ravel(np.asarray(second, float))
    n1, n2 = one.sum(), two.sum()
    pooled = (one + two) * min(n1, n2) / (n1 + n2)
    one, two = _merge(one, two, pooled, least)
    share = (one + two) / (n1 + n2)
    used = share > 0.0
    difference = one[used] / n1 - two[used] / n2
    statistic = float(np.sum(difference**2 / (share[used] * (1.0 / n1 + 1.0 / n2))))
    return _chi2(statistic, int(used.sum()) - 1, "chi2 of two samples")


def kolmogorov(sample: npt.ArrayLike, cumulative: Callable[[Numbers], Numbers]) -> Comparison:
    """Kolmogorov-Smirnov test of an unbinned sample against a cumulative distribution."""
    from scipy.stats import kstest

    result = kstest(np.asarray(sample, float), cumulative)
    return Comparison(float(result.statistic), 0, float(result.pvalue), 1.0, "Kolmogorov-Smirnov")


def binomial(successes: int, trials: int, probability: float) -> Comparison:
    """Two-sided test of a fraction."""
    from scipy.stats import binomtest

    p_value = float(binomtest(int(successes), int(trials), float(probability)).pvalue)
    return Comparison(successes / trials - probability, 0, p_value, 1.0, "binomial")


def mean_test(sample: npt.ArrayLike, expected: float) -> Comparison:
    """Test of a mean by the central limit theorem: z^2 with one degree of freedom."""
    values = np.asarray(sample, float)
    z = (values.mean() - expected) / (values.std(ddof=1) / np.sqrt(values.size))
    outcome = _chi2(float(z * z), 1, "mean")
    return Comparison(outcome.statistic, 1, outcome.p_value, 1.0, "mean")


def assert_compatible(comparison: Comparison, threshold: float = THRESHOLD) -> None:
    """Fail if the comparison is worse, or better, than chance allows."""
    assert np.isfinite(comparison.statistic), comparison
    assert comparison.p_value > threshold, f"disagreement: {comparison}"
    assert comparison.p_good > threshold, f"too good to be true: {comparison}"


def assert_incompatible(comparison: Comparison, threshold: float = POWER_THRESHOLD) -> None:
    """Fail if a wrong model is not noticed: the power twin of :func:`assert_compatible`."""
    assert comparison.p_value < threshold, f"no power against a wrong model: {comparison}"
