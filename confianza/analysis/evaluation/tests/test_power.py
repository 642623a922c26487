"""What can be seen at all, and what comes by itself."""

import numpy as np
import pytest

from confianza.analysis.evaluation import power, returning
from confianza.analysis.evaluation.power import Plan, Wedge
from confianza.analysis.evaluation.problems import EvaluationRefused

# The smallest fall in per cent, 80 % power: rows are cases a year, columns 1+1 years (dispersion 1 and 2),
# 5+1 (2), 5+3 (2 and 4); computed independently, to the tenth.
TABLE = {
    5: (None, None, None, None, None), 10: (None, None, None, None, None), 20: (75.8, None, None, 59.0, None),
    50: (49.6, 67.9, 60.3, 38.3, 53.0), 100: (36.2, 49.6, 42.4, 27.5, 38.3),
    316: (21.1, 29.3, 24.0, 15.8, 22.1), 568: (16.0, 22.2, 18.0, 11.9, 16.7),
}  # fmt: skip
PLANS = ((1, 1, 1), (1, 1, 2), (5, 1, 2), (5, 3, 2), (5, 3, 4))


@pytest.mark.parametrize("cases", TABLE)
def test_the_smallest_fall(cases):
    for (before, after, dispersion), expected in zip(PLANS, TABLE[cases], strict=True):
        found = power.smallest_fall(Plan(cases, before, after, dispersion))
        assert (found is None) == (expected is None)
        if expected:
            assert 100 * found == pytest.approx(expected, abs=0.11)


def test_areas_compared_with_add_their_noise():
    alone, beside = Plan(316, 5, 3, 2), Plan(316, 5, 3, 2, compared=316)
    assert power.smallest_fall(beside) > power.smallest_fall(alone)
    assert power.smallest_rise(alone) == pytest.approx(0.168, abs=5e-4)


@pytest.mark.parametrize(
    ("before", "ratio", "expected"),
    [(10, 0.5, 0.1780), (20, 0.5, 0.3735), (50, 0.75, 0.2323), (100, 0.75, 0.4433), (316, 287 / 316, 0.2069)],
)
def test_the_power_of_the_exact_test(before, ratio, expected):
    assert power.exact_power(before, ratio) == pytest.approx(expected, abs=5e-5)


def test_hussey_and_hughes():
    assert power.stepped_wedge(Wedge(24, 5, 100), 0.05, 0.035, 0.3) == pytest.approx(
        (4.405797e-05, 0.6179), abs=5e-5
    )


def test_an_actual_series_says_what_could_be_seen():
    random = np.random.default_rng(4)
    calm = power.of_series(random.poisson(20, 60), 12, season=12)
    wild = power.of_series(random.poisson(random.gamma(20 / 3, 3, 60)), 12, season=12)
    assert calm.per_period == pytest.approx(20, abs=2)
    assert calm.dispersion < 1.4
    assert wild.dispersion == pytest.approx(4, abs=1.5)
    assert calm.by_counts < wild.by_counts < wild.by_series


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: power.smallest_fall(Plan(0)), "bad_plan"),
        (lambda: power.smallest_fall(Plan(10, dispersion=0.2)), "bad_dispersion"),
        (lambda: power.smallest_fall(Plan(10), power=1.2), "bad_plan"),
        (lambda: power.exact_power(0, 0.5), "bad_plan"),
        (lambda: power.stepped_wedge(Wedge(1, 5, 100), 0.1, 0.2, 0.3), "bad_plan"),
        (lambda: power.of_series([3, 4, 5], 2), "few_periods"),
        (lambda: power.of_series([0] * 12, 2), "nothing_counted"),
        (lambda: returning.of_highest([3, 4], 1), "few_areas"),
        (lambda: returning.of_highest([0] * 12, 2), "nothing_to_return"),
        (lambda: returning.of_highest([-1] * 12, 2), "not_a_count"),
        (lambda: returning.of_highest([1] * 12, 2, exposures=[0] * 12), "exposure_not_positive"),
        (lambda: returning.of_highest([1] * 12, 2, dispersion=0), "bad_dispersion"),
    ],
)
def test_what_plans_nothing_is_refused(call, code):
    with pytest.raises(EvaluationRefused) as refused:
        call()
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("dispersion", "worlds"),
    [(3.0, 3), *(pytest.param(each, 30, marks=pytest.mark.slow) for each in (1.0, 3.0))],
)
def test_what_is_foretold_of_the_highest_is_what_they_do(dispersion, worlds):
    """262 towns with no programme: the 25 with most cases last year, and what they do this year."""
    random = np.random.default_rng(8)
    foretold, came, held = [], [], 0
    for seed in range(worlds):
        rates = random.gamma(1.0, 15.0, 262)
        means = [
            rates if dispersion == 1 else random.gamma(rates / (dispersion - 1), dispersion - 1) for _ in "ab"
        ]
        before, after = random.poisson(means[0]), random.poisson(means[1])
        found = returning.of_highest(before, 25, dispersion=dispersion, worlds=400, seed=seed)
        chosen = list(found.chosen)
        foretold.append(found.change)
        came.append(after[chosen].sum() / before[chosen].sum() - 1)
        held += found.low <= came[-1] <= found.high
    assert np.mean(foretold) == pytest.approx(np.mean(came), abs=0.11 / worlds**0.5)
    assert np.mean(foretold) < -0.03
    assert held >= 0.7 * worlds - 1


def test_by_rate_the_smallest_come_down_most():
    people = np.array([500.0] * 20 + [50_000.0] * 20)
    cases = np.random.default_rng(2).poisson(people * 0.004)
    by_rate = returning.of_highest(cases, 5, exposures=people, by_rate=True)
    by_count = returning.of_highest(cases, 5, exposures=people)
    assert max(by_rate.chosen) < 20 <= min(by_count.chosen)
    assert by_rate.change < by_count.change


def test_many_cases_are_not_added_up_and_areas_compared_with_bring_their_noise():
    few, many = (Plan(each, 1, 1) for each in (power.MOST_EXACT, power.MOST_EXACT + 1))
    assert power.of_ratio(few, 0.93) == pytest.approx(power.of_ratio(many, 0.93), abs=0.01)
    # abs(ln .8) = .2231; se = sqrt(1/100 + 1/80 + 2/100) = .2062; Φ(.2231/.2062 - 1.96) = Φ(-.8778)
    assert power.of_ratio(Plan(100, 1, 1, 1.0, 100), 0.8) == pytest.approx(0.1900, abs=5e-4)
    assert power.of_ratio(Plan(1e7, 60, 36), 0.99) == pytest.approx(1.0)


def test_a_rise_that_no_number_of_cases_could_be_is_no_plan():
    with pytest.raises(EvaluationRefused) as refused:
        power.smallest_rise(Plan(1e-9))
    assert refused.value.code == "bad_plan"
