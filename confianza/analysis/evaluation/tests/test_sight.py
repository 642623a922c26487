"""What the test of an appraisal can see."""

import pytest

from confianza.analysis.evaluation import sight
from confianza.analysis.evaluation.power import Plan
from confianza.analysis.evaluation.problems import EvaluationRefused

CONFIDENCE = 0.97


def share(*plan, fall=0.5):
    return sight.share_found(Plan(*plan), fall, confidence=CONFIDENCE)


@pytest.mark.parametrize(
    ("plan", "found"),
    # 100,000 and 20,000 problems of each kind drawn with numpy and tested by the closed formula of G².
    [
        ((20, 6, 6, 2.0), 0.7369),
        ((20, 12, 12, 4.0, 20), 0.5467),
        ((20, 12, 6, 2.0), 0.892),
        ((5, 12, 12), 0.767),
    ],
)
def test_it_foretells_what_is_found(plan, found):
    assert share(*plan) == pytest.approx(found, abs=0.02)


def test_more_cases_months_and_calm_see_more_and_a_comparison_costs_sight():
    assert share(40, 6, 6, 3.0) > share(20, 6, 6, 3.0)
    assert share(20, 12, 12, 3.0) > share(20, 6, 6, 3.0)
    assert share(20, 6, 6, 2.0) > share(20, 6, 6, 3.0)
    assert share(20, 6, 6, 2.0) > share(20, 6, 6, 2.0, 60) > share(20, 6, 6, 2.0, 20)
    assert share(20, 6, 6, fall=0.7) > share(20, 6, 6, fall=0.3)


def test_the_smallest_fall_is_seen_four_times_of_five():
    plan = Plan(20, 6, 6, 2.0)
    found = sight.of_plan(plan, confidence=CONFIDENCE)
    assert sight.share_found(plan, found.smallest_fall, confidence=CONFIDENCE) == pytest.approx(0.8, abs=1e-3)
    assert 0.5 < found.smallest_fall < 0.6
    assert (found.per_period, found.compared, found.periods_after) == (20, 0.0, 6)


def test_where_nothing_is_seen_it_says_so():
    found = sight.of_plan(Plan(1, 3, 3, 4.0), confidence=CONFIDENCE)
    assert found.smallest_fall is None
    assert found.of_half < 0.1
    assert share(1, 2, 2, 4.0, 1) == 0
    assert sight.smallest_found(Plan(1e9, 12, 12), confidence=CONFIDENCE) == sight.LEAST


def test_a_dispersion_learnt_from_few_months_is_put_right_on_average():
    plan = Plan(20, 6, 6, 1.0)
    learnt = sight.as_learnt(plan, 10, confidence=CONFIDENCE)
    assert learnt.of_half == pytest.approx(share(20, 6, 6), abs=0.05)
    lucky = sight.as_learnt(Plan(20, 6, 6, 0.3), 10, confidence=CONFIDENCE)
    assert (lucky.dispersion, lucky.of_half) == (1.0, pytest.approx(1, abs=0.02))
    assert sight.as_learnt(Plan(20, 6, 6, float("inf")), 10, confidence=CONFIDENCE).smallest_fall is None


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: share(0, 6, 6), "bad_plan"),
        (lambda: share(20, 6, 0), "bad_plan"),
        (lambda: share(20, 6, 6, fall=1.0), "bad_plan"),
        (lambda: share(20, 6, 6, 0.5), "bad_dispersion"),
    ],
)
def test_what_plans_nothing_is_refused(call, code):
    with pytest.raises(EvaluationRefused) as refused:
        call()
    assert refused.value.code == code
