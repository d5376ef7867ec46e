"""The statistics helper itself: right samples pass, wrong ones and too good ones fail, p-values are uniform."""

from __future__ import annotations

import numpy as np
import pytest

from tests.statistics import (
    assert_compatible,
    assert_incompatible,
    bin_expectations,
    binomial,
    chi2_counts,
    chi2_density,
    chi2_two_samples,
    kolmogorov,
    mean_test,
)


def test_a_right_sample_passes_and_a_wrong_density_fails() -> None:
    sample = np.random.default_rng(1).uniform(size=20_000) ** 0.5
    assert_compatible(chi2_density(sample, lambda x: x, 0, 1))
    assert_incompatible(chi2_density(sample, lambda x: x + 0.1, 0, 1))
    assert_compatible(kolmogorov(sample, lambda x: x**2))
    assert_incompatible(kolmogorov(sample, lambda x: x**1.8))
    assert_compatible(mean_test(sample, 2 / 3))
    assert_incompatible(mean_test(sample, 2 / 3 + 0.02))


def test_too_good_is_bad() -> None:
    expected = np.full(50, 1000.0)
    with pytest.raises(AssertionError, match="too good"):
        assert_compatible(chi2_counts(expected, expected))


def test_no_power_is_an_error() -> None:
    sample = np.random.default_rng(2).uniform(size=1000)
    with pytest.raises(AssertionError, match="no power"):
        assert_incompatible(chi2_density(sample, lambda x: 1 + 0.01 * x, 0, 1))


def test_values_outside_the_interval_are_an_error() -> None:
    with pytest.raises(AssertionError, match="interval"):
        chi2_density(np.array([0.5, 1.5]), lambda x: 1 + 0 * x, 0, 1)


def test_p_values_are_uniform() -> None:
    rng = np.random.default_rng(3)
    ones, twos = [], []
    for _ in range(300):
        first, second = rng.poisson(50, 30), rng.poisson(150, 30)
        ones.append(chi2_counts(first, np.full(30, 50.0), fitted=0).p_value)
        twos.append(chi2_two_samples(first, second).p_value)
    for p_values in (ones, twos):
        assert_compatible(kolmogorov(np.array(p_values), lambda x: x))


def test_sparse_bins_are_joined() -> None:
    comparison = chi2_counts([0, 1, 0, 30, 1], [0.4, 0.6, 1.0, 29.0, 1.0])
    assert comparison.ndf == 0


def test_expectations_integrate() -> None:
    np.testing.assert_allclose(bin_expectations(lambda x: x**2, [0.0, 1.0, 2.0], 8.0), [1.0, 7.0])


def test_fractions() -> None:
    assert_compatible(binomial(505, 1000, 0.5))
    assert_incompatible(binomial(700, 1000, 0.5))
