"""Two counts, against R, scipy and what was computed by hand."""

import pytest

from confianza.analysis.evaluation import claims, counts
from confianza.analysis.evaluation.problems import EvaluationRefused

# R 4.2 poisson.test, scipy.binomtest and poisson_means_test agree to all digits printed.
PUBLISHED = [
    (316, 287, 0.908228, 0.771368, 1.069018, 0.254163, 0.238024, 0.246070),
    (329, 568, 1.726444, 1.504571, 1.983608, 1.3097e-15, 1.003e-15, 1.170e-15),
    (568, 443, 0.779930, 0.687249, 0.884665, 9.4449e-05, 8.3180e-05, 8.899e-05),
]


@pytest.mark.parametrize(("before", "after", "ratio", "low", "high", "p", "e", "mid"), PUBLISHED)
def test_it_gives_the_figures_of_r(before, after, ratio, low, high, p, e, mid):
    found = counts.compare(before, after)
    told = found.told
    assert [told.ratio, told.low, told.high] == pytest.approx([ratio, low, high], abs=5e-7)
    assert told.p == pytest.approx(p, rel=1e-4)
    assert found.e_test == pytest.approx(e, rel=1e-2)
    assert found.mid_p == pytest.approx(mid, rel=1e-3)


@pytest.mark.parametrize(
    ("before", "after", "dispersion", "low", "high", "p"),
    [
        (568, 443, 4, 0.608, 1.000, 0.0499),
        (568, 443, 8, 0.549, 1.108, 0.166),
        (316, 287, 2, None, None, 0.404),
    ],
)
def test_a_dispersion_that_is_told_widens_the_interval(before, after, dispersion, low, high, p):
    found = counts.compare(before, after, dispersion=dispersion).told
    assert found.p == pytest.approx(p, abs=5e-4)
    if low:
        assert [found.low, found.high] == pytest.approx([low, high], abs=5e-4)


def test_exposures_divide():
    one = counts.compare(30, 10, exposure_before=3, exposure_after=1).told
    assert one.ratio == 1
    assert one.low < 1 < one.high


def test_periods_say_how_much_they_vary():
    calm = counts.compare_periods([100, 101, 99, 100], [70, 71]).told
    wild = counts.compare_periods([60, 140, 150, 50], [70, 71]).told
    assert calm.ratio == wild.ratio
    assert calm.dispersion == 1
    # By hand: chi-square of 60, 140, 150, 50 round 100 is 82; of 70, 71 it is 1/141; four degrees of freedom.
    assert wild.dispersion == pytest.approx((82 + 1 / 141) / 4)
    assert wild.low < calm.low < calm.high < 1 < wild.high


def test_mid_p_interval_lies_within_the_exact_one():
    found = counts.compare(12, 5)
    assert found.told.low < found.mid_interval[0] < found.mid_interval[1] < found.told.high


def test_percentages_without_counts_have_no_interval():
    found = counts.compare_relative(0.91, 0.72)
    assert found.ratio == pytest.approx(0.791209, abs=5e-7)
    assert [count for count, _low, _high in found.imagined] == [100, 200, 400]
    widths = [high - low for _count, low, high in found.imagined]
    assert widths == sorted(widths, reverse=True)
    assert claims.of_relative(found).code == "no_counts"


@pytest.mark.parametrize(
    ("pair", "code"),
    [
        ((316, 287), "within_chance"),
        ((329, 568), "rose"),
        ((568, 443), "fell"),
        ((100, 70), "within_bunching"),
        ((0, 3), "nothing_before"),
        ((0, 300), "something_from_nothing"),
        ((0, 0), "nothing_at_all"),
        ((300, 0), "fell"),
    ],
)
def test_what_may_be_said(pair, code):
    claim = claims.of_comparison(counts.compare(*pair))
    assert claim.code == code
    assert "%(" not in claims.SENTENCES[code] % claim.details


def test_a_claim_names_what_counts_are_divided_by():
    claim = claims.of_comparison(counts.compare_periods([300, 340, 316], [287]))
    assert (claim.details["before"], claim.details["after"]) == ("956/3", "287")


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: counts.compare(-1, 3), "not_a_count"),
        (lambda: counts.compare(3.5, 3), "not_whole"),
        (lambda: counts.compare(3, float("nan")), "not_a_count"),
        (lambda: counts.compare(3, 4, exposure_after=0), "exposure_not_positive"),
        (lambda: counts.compare(3, 4, dispersion=0.5), "bad_dispersion"),
        (lambda: counts.compare_periods([3], [4]), "one_period"),
        (lambda: counts.compare_periods([0, 0], [4, 5]), "nothing_counted"),
        (lambda: counts.compare_relative(-9, -28), "not_a_level"),
    ],
)
def test_what_cannot_be_compared_is_refused(call, code):
    with pytest.raises(EvaluationRefused) as refused:
        call()
    assert refused.value.code == code
