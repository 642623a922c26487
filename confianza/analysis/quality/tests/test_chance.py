"""Two counts and chance."""

import numpy as np
import pytest
from scipy import stats

from confianza.analysis.quality import chance


@pytest.mark.parametrize(("a", "b"), [(0, 0), (3, 3), (0, 6), (12, 4), (130, 100), (282, 104)])
def test_p_is_that_of_the_exact_binomial_test(a, b) -> None:
    expected = stats.binomtest(a, a + b, 0.5).pvalue if a + b else 1.0
    assert chance.of_differences([a], [b])[0] == pytest.approx(expected, rel=1e-9)


def test_shares_and_ratios_have_clopper_pearson_limits() -> None:
    low, high = chance.share_bounds(7, 20)
    known = stats.binomtest(7, 20).proportion_ci()
    assert (low, high) == pytest.approx((known.low, known.high))
    assert chance.share_bounds(0, 0) == (0.0, 1.0)
    assert chance.share_bounds(5, 5)[1] == 1.0
    assert chance.ratio_bounds(0, 0) == (0.0, float("inf"))
    assert chance.ratio_bounds(5, 0)[1] == float("inf")
    low, high = chance.ratio_bounds(287, 316)
    assert (low, high) == pytest.approx((0.771368, 1.069018), abs=1e-6)  # R 4.2 poisson.test(c(287, 316))


def test_many_comparisons_are_judged_together() -> None:
    assert chance.stands_out([0.04]).tolist() == [True]
    assert chance.stands_out([0.04, 0.5]).tolist() == [False, False]
    assert chance.stands_out([0.5, 0.001, 0.02]).tolist() == [False, True, True]
    assert chance.stands_out(np.array([])).tolist() == []


def test_a_silence_is_plausible_where_one_in_a_hundred_would_be_silent() -> None:
    assert chance.may_be_zero([0.0, 4.6, 4.7]).tolist() == [True, True, False]
