"""PAI, PEI, SER, RRI and their intervals."""

import numpy as np
import pytest

from confianza.analysis.hotspots.forecasts import choosing, intervals, scores
from confianza.analysis.hotspots.forecasts.scores import Captured


def test_the_published_table():
    """ptools, test-pai.R: observed 6, 3, 0 and predicted 3, 2, 1 in equal areas."""
    found = scores.ranked(np.array([3.0, 2, 1]), np.array([6.0, 3, 0]))
    assert found.pai == pytest.approx([2, 1.5, 1])
    assert found.pei == pytest.approx([1, 1, 1])
    assert found.rri == pytest.approx([3 / 6, 5 / 9, 6 / 9])
    assert found.area == pytest.approx([1 / 3, 2 / 3, 1])


def captured(expected, seen, **how):
    return scores.captured(np.array([expected], dtype=float), np.array([seen], dtype=float), **how)


def test_the_same_by_area_shares():
    shares = (1 / 3, 2 / 3, 1)
    caught = captured([3, 2, 1], [6, 3, 0], shares=shares)
    assert scores.pai(caught, shares) == pytest.approx([2, 1.5, 1])
    assert scores.pei(caught) == pytest.approx([1, 1, 1])
    assert scores.hit_rate(caught) == pytest.approx([2 / 3, 1, 1])
    assert scores.ser(caught, km2=3.0, shares=shares) == pytest.approx([6, 4.5, 3])


def test_cells_of_equal_expectation_are_taken_in_part():
    shares = (0.25, 0.5)
    one_way = captured([1, 1, 1, 1], [8, 0, 0, 0], shares=shares)
    other_way = captured([1, 1, 1, 1], [0, 0, 0, 8], shares=shares)
    assert one_way.hits.tolist() == other_way.hits.tolist() == [[2, 4]]


def test_who_knows_nothing_has_an_index_of_one():
    random = np.random.default_rng(3)
    seen = random.poisson(2, size=(20, 400)).astype(float)
    caught = scores.captured(random.random((20, 400)), seen)
    assert scores.pai(caught)[-1] == pytest.approx(1, abs=0.1)


def test_cases_outside_the_region_count_as_missed():
    caught = captured([3, 2, 1], [6, 3, 0], outside=[9], shares=(1 / 3,))
    assert scores.pai(caught, (1 / 3,)) == pytest.approx([1])
    assert scores.pei(caught) == pytest.approx([1])


def test_periods_without_a_case_have_no_index():
    assert np.isnan(scores.pai(captured([1, 2], [0, 0]))).all()


def months(random, share, cases, spread):
    """Hits and cases of twelve months whose true share wavers by month."""
    whole = random.poisson(cases, 12).astype(float)
    true = np.clip(random.normal(share, spread, 12), 0, 1)
    return random.binomial(whole.astype(int), true).astype(float), whole


def coverage(many, share, cases, spread):
    random = np.random.default_rng(11)
    inside = 0
    for _ in range(many):
        low, high = intervals.of_share(*months(random, share, cases, spread))
        inside += low <= share <= high
    return inside / many


def test_an_interval_over_months_holds_the_truth_about_as_often_as_it_says():
    assert coverage(60, 0.3, 120, 0.05) > 0.86


@pytest.mark.parametrize(
    ("share", "cases", "spread"),
    [(0.3, 120, 0.05), (0.05, 40, 0.0), (0.1, 20, 0.05), (0.5, 3000, 0.05), (0.2, 1000, 0.0)],
)
def test_intervals_over_months_hold_the_truth_of_many_kinds(share, cases, spread):
    assert coverage(400, share, cases, spread) > 0.92


def test_few_periods_have_the_interval_of_independent_cases():
    low, high = intervals.of_share(np.array([3.0, 4.0]), np.array([10.0, 10.0]))
    assert (round(low, 3), round(high, 3)) == (0.154, 0.592)  # Clopper & Pearson, 7 of 20
    assert intervals.of_mean(np.array([1.0, 2.0])) == (-np.inf, np.inf)


def test_blocks_hold_neighbours_and_every_period_as_often():
    drawn = intervals.blocks(12)
    assert drawn.shape == (intervals.DRAWS, 12)
    assert ((drawn[:, 1] - drawn[:, 0]) % 12 == 1).all()
    assert np.ptp(np.bincount(drawn.ravel()) / drawn.size) < 0.01


def of_hits(hits, most=10.0):
    hits = np.repeat(np.array(hits, dtype=float)[:, None], 4, axis=1)
    return Captured(hits, hits, np.full_like(hits, most), np.full(len(hits), 40.0))


def test_the_simplest_within_the_noise_wins():
    random = np.random.default_rng(12)
    simple, refined = random.normal(5, 1, 12), random.normal(5.1, 1, 12)
    choice = choosing.simplest({"density": of_hits(simple), "self_exciting": of_hits(refined)})
    assert choice.chosen == "density"
    assert choice.low <= 0


def test_what_is_better_by_more_than_the_noise_wins_though_it_is_laborious():
    base = np.array([5, 6, 4, 5, 5, 6, 4, 5, 5, 4, 6, 5.0])
    caught = {"long_run_mean": of_hits(base), "self_exciting": of_hits(base + 1.5 + 0.2 * np.sin(base))}
    choice = choosing.simplest(caught)
    assert (choice.chosen, choice.best) == ("self_exciting", "self_exciting")
    assert choosing.simplest({"long_run_mean": of_hits(base)}).chosen == "long_run_mean"


def test_too_few_periods_choose_the_simplest():
    caught = {"last_period": of_hits([1, 1]), "self_exciting": of_hits([9, 9])}
    assert choosing.simplest(caught).chosen == "last_period"
