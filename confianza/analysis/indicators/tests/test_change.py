import numpy as np
import pytest

from confianza.analysis.indicators import change
from confianza.analysis.indicators.change import compare, holm

# before, now, ratio, low, high, exact p: R 4.2 poisson.test and scipy.binomtest agree on all of them.
# Colón (2009-2010) and the commissariat of Villa Nueva (2004-2009-2010), as in the report of 2011.
KNOWN = [
    (316, 287, 0.908228, 0.771368, 1.069018, 0.254163, "no_clear_change"),
    (329, 568, 1.726444, 1.504571, 1.983608, 1.3097e-15, "up"),
    (568, 443, 0.779930, 0.687249, 0.884665, 9.4449e-05, "down"),
]


@pytest.mark.parametrize(("before", "now", "ratio", "low", "high", "p", "verdict"), KNOWN)
def test_it_agrees_with_r(before, now, ratio, low, high, p, verdict):
    change = compare(now, before)
    assert change.ratio == pytest.approx(ratio, abs=5e-7)
    assert (change.low, change.high) == (pytest.approx(low, abs=5e-7), pytest.approx(high, abs=5e-7))
    assert change.p == pytest.approx(p, rel=5e-5)
    assert (change.verdict, change.difference) == (verdict, now - before)


@pytest.mark.parametrize("pair", [(316, 287), (568, 329), (0, 40), (40, 0), (50, 50), (51, 49), (3, 900)])
@pytest.mark.parametrize("exposures", [(1.0, 1.0), (1.0, 7.0), (3.0, 0.01)])
def test_both_tails_of_many_are_the_sum_of_all_splits(pair, exposures, monkeypatch):
    now, before = exposures
    summed = compare(*pair, exposure_now=now, exposure_before=before).p
    monkeypatch.setattr(change, "MOST_SPLITS", 0)
    assert compare(*pair, exposure_now=now, exposure_before=before).p == pytest.approx(summed, rel=1e-9)


def test_ten_million_cases_are_compared_at_once():
    # scipy.stats.binomtest(10_003_000, 20_003_000).pvalue
    assert compare(10_003_000, 10_000_000).p == pytest.approx(0.50250948, abs=1e-7)


def test_twice_as_long_a_look_halves_the_rate():
    change = compare(40, 20, exposure_now=2.0, exposure_before=1.0)
    assert change.ratio == pytest.approx(1.0)
    assert change.verdict == "no_clear_change"


def test_after_nothing_there_is_no_ratio_but_still_a_verdict():
    change = compare(12, 0)
    assert change.ratio is None
    assert change.high == float("inf")
    assert change.p == pytest.approx(2 * 0.5**12)
    assert change.verdict == "up"


def test_nothing_against_nothing_is_no_change():
    assert compare(0, 0).verdict == "no_clear_change"
    assert compare(0, 0).p == 1.0


def test_it_seldom_cries_change_where_there_is_none():
    draw = np.random.default_rng(316)
    pairs = draw.poisson(20, (1500, 2))
    cries = [compare(int(a), int(b)).verdict != "no_clear_change" for a, b in pairs]
    assert np.mean(cries) <= 0.05


def test_it_refuses_a_look_of_no_length():
    with pytest.raises(ValueError, match="exposures"):
        compare(1, 1, exposure_before=0)


# The 25 diets of García-Arenzana et al. (2014), as worked in McDonald's Handbook of Biological Statistics.
DIET = [
    0.001, 0.008, 0.039, 0.041, 0.042, 0.060, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269,
    0.275, 0.34, 0.341, 0.384, 0.569, 0.594, 0.696, 0.762, 0.94, 0.942, 0.975, 0.986,
]  # fmt: skip


def test_judging_many_at_once_names_fewer():
    assert sum(holm(DIET)) == 1
    assert sum(holm(DIET, alpha=0.25)) == 2
    assert holm([0.9, 0.01]) == [False, True]
    assert holm([]) == []


def test_the_exact_p_is_that_of_the_binomial_test():
    from scipy.stats import binomtest

    for now, before, share in ((3, 9, 0.5), (9, 3, 0.5), (40, 20, 2 / 3), (0, 7, 0.25), (6, 6, 0.5)):
        expected = binomtest(now, now + before, share).pvalue
        change = compare(now, before, exposure_now=share, exposure_before=1 - share)
        assert change.p == pytest.approx(expected, rel=1e-9)
