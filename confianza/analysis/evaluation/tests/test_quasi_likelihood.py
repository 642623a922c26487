"""Two sides of a day, alone and beside another place, against the definition of the likelihood."""

import numpy as np
import pytest
from scipy import optimize, stats

from confianza.analysis.evaluation import counts, quasi_likelihood
from confianza.analysis.evaluation.problems import EvaluationRefused

CONFIDENCE = 0.97
BEFORE, AFTER = [9, 31, 14, 40, 22, 12], [8, 3, 21, 5, 13, 6]
THERE_BEFORE, THERE_AFTER = [30, 52, 27, 61, 44, 33], [41, 22, 50, 35, 61, 28]


def side(y, exposures=None):
    return counts.periods(y, exposures)


def alone(before, after, **told):
    return quasi_likelihood.alone(side(before), side(after), confidence=CONFIDENCE, **told)


def beside(before, after, there_before, there_after):
    here, there = (side(before), side(after)), (side(there_before), side(there_after))
    return quasi_likelihood.beside(here, there, confidence=CONFIDENCE)


def test_alone_it_gives_the_figures_of_statsmodels():
    """GLM (Poisson) with and without a step, an offset at the ends of the interval."""
    found = alone([23, 18, 27, 21, 25, 19], [12, 15, 9, 17, 11, 10])
    assert (found.ratio, found.low, found.high) == pytest.approx((0.556391, 0.382781, 0.798449), abs=5e-7)
    assert found.p == pytest.approx(0.0020461842, abs=5e-10)
    assert (found.dispersion, found.freedom) == (1.0, 10)


def test_beside_it_gives_the_figures_of_statsmodels_with_exposures_too():
    """GLM (binomial) with offsets: exposure here over exposure there differs from month to month."""
    here = [1, 1.1, 0.9, 1, 1.2, 1, 1, 1, 1.1, 0.9, 1, 1.3]
    there = [2, 2, 2.2, 1.9, 2, 2, 2.1, 2, 2, 2, 1.8, 2]
    found = quasi_likelihood.beside(
        (side([23, 18, 27, 21, 25, 19], here[:6]), side([12, 15, 9, 17, 11, 10], here[6:])),
        (side([31, 28, 35, 30, 27, 33], there[:6]), side([30, 36, 27, 33, 31, 29], there[6:])),
        confidence=CONFIDENCE,
    )
    assert found.ratio == pytest.approx(0.5339138, abs=5e-8)
    assert found.p == pytest.approx(0.0055019813, abs=5e-10)
    assert found.spread == pytest.approx(0.6173339479, abs=5e-10)


def test_the_ends_of_the_interval_are_where_the_likelihood_lost_enough():
    found = beside(BEFORE, AFTER, THERE_BEFORE, THERE_AFTER)
    totals = [(sum(BEFORE), sum(THERE_BEFORE)), (sum(AFTER), sum(THERE_AFTER))]

    def likelihood(log_odds):
        shares = 1 / (1 + np.exp(-np.array(log_odds)))
        return sum(stats.binom.logpmf(y, y + c, share) for (y, c), share in zip(totals, shares, strict=True))

    best = likelihood([np.log(y / c) for y, c in totals])
    enough = stats.t.ppf(0.5 + CONFIDENCE / 2, found.freedom) ** 2 * found.dispersion
    for end in (found.low, found.high):
        held = optimize.minimize_scalar(
            lambda eta, end=end: -likelihood([eta, eta + np.log(end)]), bounds=(-6, 6), method="bounded"
        )
        assert 2 * (best + held.fun) == pytest.approx(enough, rel=1e-4)


def test_what_moves_both_places_alike_is_no_change():
    here, there = np.array([20, 22, 18, 21, 19, 20]), np.array([40, 44, 36, 42, 38, 40])
    found = beside(here, here // 2, there, there // 2)
    assert found.ratio == pytest.approx(0.99, abs=0.02)
    assert found.low < 1 < found.high
    assert alone(here, here // 2).high < 1


def test_p_and_the_interval_say_the_same():
    random = np.random.default_rng(3)
    for _ in range(60):
        y = random.poisson(random.gamma(3, 3, (4, 6))).tolist()
        for found in (alone(*y[:2]), beside(*y)):
            assert (found.p <= 1 - CONFIDENCE) == (not found.low <= 1 <= found.high)


@pytest.mark.parametrize(
    ("before", "after", "ratio", "low", "high"),
    [([5, 6, 7, 6], [0] * 4, 0.0, 0.0, None), ([0] * 4, [5, 6, 7, 6], None, None, float("inf"))],
)
def test_a_side_without_cases_has_an_open_end(before, after, ratio, low, high):
    for found in (alone(before, after), beside(before, after, [9] * 4, [9] * 4)):
        assert found.ratio == ratio
        assert found.low == low or low is None
        assert found.high == high or high is None
        assert not found.low <= 1 <= found.high


def test_a_place_without_cases_after_leaves_no_ratio():
    found = beside([9] * 4, [9] * 4, [9] * 4, [0] * 4)
    assert (found.ratio, found.high) == (None, float("inf"))
    assert beside([9] * 4, [9] * 4, [0] * 4, [9] * 4).ratio == 0


def test_one_bunch_is_never_more_than_chance():
    found = alone([30, 0, 0, 0, 0, 0], [0] * 6)
    assert (found.low, found.high, found.p) == (0.0, float("inf"), 1.0)
    assert found.dispersion == float("inf")
    assert alone([1, 0, 0], [0, 0, 0]).p > 0.3


def test_nearly_one_bunch_leaves_every_ratio_open():
    found = alone([100, 0, 1], [100, 1, 0])
    assert 1e3 < found.dispersion < 1e4
    assert (found.low, found.high) == (0.0, float("inf"))
    assert found.p > 0.5


def test_the_spread_of_few_bunched_cases_is_told_without_end():
    """Months of five, four times as spread as chance: a year of them shows less, and that is put right."""
    random = np.random.default_rng(5)
    y = random.poisson(random.gamma(5 / 3, 3, (2000, 2, 12)))
    seen = [counts.spread(side(one), side(other))[0] for one, other in y]
    told = [alone(one, other).spread for one, other in y]
    assert np.mean(seen) == pytest.approx(4 * 60 / 63, abs=0.1)
    assert np.mean(told) == pytest.approx(4, abs=0.15)


def test_the_signed_root_is_what_the_likelihood_gains():
    found, told = alone([10] * 4, [6] * 4), quasi_likelihood.signed_root([40, 24])
    assert told == pytest.approx(-((2 * (40 * np.log(40 / 32) + 24 * np.log(24 / 32))) ** 0.5))
    assert found.p == pytest.approx(2 * stats.t.sf(-told, 6))
    table = np.array([[40, 24], [50, 55]])
    g = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")[0]
    assert quasi_likelihood.signed_root(table.ravel().tolist()) == pytest.approx(-(g**0.5))
    assert quasi_likelihood.signed_root([40, 80], np.log(2.0)) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: alone([3], [4]), "one_period"),
        (lambda: alone([0, 0], [0, 0]), "nothing_counted"),
        (lambda: beside([0, 0], [0, 0], [3, 4], [3, 4]), "nothing_counted"),
        (lambda: beside([3, 4], [3, 4], [0, 0], [0, 0]), "nothing_counted"),
        (lambda: beside([3], [4], [3], [4]), "one_period"),
        (lambda: quasi_likelihood.spread_of_shares(side([0, 0]), side([0, 0])), "nothing_counted"),
    ],
)
def test_what_says_nothing_is_refused(call, code):
    with pytest.raises(EvaluationRefused) as refused:
        call()
    assert refused.value.code == code
