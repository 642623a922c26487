"""Regression of counts: what fits, what has no end, and four kinds of errors."""

import warnings

import numpy as np
import pytest

from confianza.analysis.evaluation import difference_claims, differences, imputation, regressions, wedges
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.tests import known

ONES = np.ones(6)


def test_a_level_is_the_mean_and_its_errors_are_known():
    """By hand: mean 4; chi-square 4/4 + 4/4 + 4/4 + 4/4 = 4 over five degrees of freedom."""
    y = np.array([2.0, 6, 4, 4, 2, 6])
    fit = regressions.poisson(y, ONES[:, None])
    assert np.exp(fit.coefficients[0]) == pytest.approx(4)
    assert fit.dispersion == pytest.approx(0.8)
    assert fit.model_covariance()[0, 0] == pytest.approx(1 / 24)
    assert fit.quasi_covariance()[0, 0] == pytest.approx(1 / 24)
    scores = y - 4
    lagged = 2 * 0.5 * (scores[1:] * scores[:-1]).sum()
    assert fit.hac_covariance(1)[0, 0] == pytest.approx(((scores**2).sum() + lagged) / 24**2 * 6 / 5)
    pairs = np.array([0, 0, 1, 1, 2, 2])
    assert fit.cluster_covariance(pairs)[0, 0] == pytest.approx(0, abs=1e-12)


def test_a_perfect_fit_leaves_no_dispersion():
    assert regressions.poisson(np.array([3.0, 5.0]), np.eye(2)).dispersion == 1


def test_a_start_far_off_is_brought_back():
    y = np.array([2.0, 6, 4, 4, 2, 6])
    fit = regressions.poisson(y, ONES[:, None], start=np.array([8.0]))
    assert np.exp(fit.coefficients[0]) == pytest.approx(4)


@pytest.mark.parametrize(
    ("y", "design"),
    [
        ([2, 6, 4, 4, 2, 6], np.column_stack([ONES, ONES])),
        ([2, 6, 4, 0, 0, 0], np.column_stack([ONES, [0, 0, 0, 1, 1, 1]])),
        ([0, 0, 0, 0, 0, 0], ONES[:, None]),
    ],
)
def test_what_has_no_finite_answer_is_refused(y, design):
    with pytest.raises(EvaluationRefused) as refused:
        regressions.poisson(np.array(y, dtype=float), design)
    assert refused.value.code == "no_fit"


def test_areas_that_counted_nothing_before_leave_leads_out():
    y = [[0, 0, 0, 0, 30, 40, 10, 12], *([20 + at % 3 for at in range(8)] for _ in range(5))]
    found = differences.compare(known.of_counts(y, [6, *[8] * 5]))
    assert [each.after for each in found.path][-2:] == [0, 1]
    quiet = [[20, 21, 19, 20, 22, 20], *([20 + at % 3 for at in range(4)] + [0, 0] for _ in range(5))]
    with pytest.raises(EvaluationRefused, match="counted nothing while it ran"):
        differences.compare(known.of_counts(quiet, [4, *[6] * 5]))


def test_areas_that_share_no_period_cannot_be_compared():
    read = known.of_counts([[5, 6, 7, 8], [5, 6, 7, 8]], [4, 4])
    apart = np.array([[True, True, False, False], [False, False, True, True]])
    with pytest.raises(EvaluationRefused, match="shares no period"):
        imputation.counts(read, apart)


def test_a_lot_that_holds_no_end_says_so():
    y = np.array([[1, 0, 1], [0, 1, 0], [1, 1, 0], [0, 0, 1], [1, 0, 0], [0, 1, 1]])
    found = wedges.compare(known.of_counts(y, [1, 1, 1, 2, 2, 2]), orders=99)
    assert found.low == 0
    assert difference_claims.of_wedge(found).code == "wedge_within_chance"


def test_a_fit_without_end_is_refused_in_silence():
    before, years = np.random.default_rng(1).poisson(20, 80)[40:], np.arange(60) / 12
    y = np.concatenate([before, np.zeros(19), [1.0]])
    waves = np.column_stack([np.sin(2 * np.pi * years), np.cos(2 * np.pi * years)])
    after = (np.arange(60) >= 40).astype(float)
    design = np.column_stack([np.ones(60), years, after, after * (years - years[40]), waves])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(EvaluationRefused) as refused:
            regressions.poisson(y, design)
    assert refused.value.code == "no_fit"
