import numpy as np
import pytest

from confianza.analysis.evaluation import placebos, synthetic, synthetic_did
from confianza.analysis.evaluation.tests import comparisons
from confianza.analysis.evaluation.tests.comparisons import published


@published
def test_california_is_third_of_thirty_nine():
    found = placebos.in_space(comparisons.california(), synthetic.fit)
    ratios = {each.pool.treated: each for each in found.told}
    assert (found.rank, found.units) == (3, 39)
    assert found.p == pytest.approx(0.0769, abs=5e-5)
    assert ratios["Missouri"].mspe_ratio == pytest.approx(572.4, abs=0.05)
    assert ratios["Virginia"].mspe_ratio == pytest.approx(393.1, abs=0.05)
    assert ratios["Missouri"].rmspe == pytest.approx(0.44, abs=5e-3)
    assert ratios["Virginia"].rmspe == pytest.approx(0.82, abs=5e-3)


def test_a_large_effect_ranks_first_and_its_interval_holds_it():
    found = placebos.in_space(comparisons.invented(units=25, effect=-12.0), synthetic.fit)
    low, high = found.interval()
    assert found.rank == 1
    assert found.p == found.smallest_p == 1 / 26
    assert low < -12 < high < 0


@pytest.mark.parametrize("seed", range(8))
def test_the_interval_leaves_out_no_effect_just_where_p_is_small(seed):
    found = placebos.in_space(comparisons.invented(units=24, effect=-2.0, seed=seed), synthetic.fit)
    low, high = found.interval()
    assert (not low <= 0 <= high) == (found.p <= 0.05)


def test_an_effect_that_grows_has_an_interval_of_its_mean():
    pool = comparisons.invented(units=24)
    grown = pool.y.copy()
    grown[pool.before :] -= [5, 60, 200, 500]
    told = synthetic.Pool(pool.treated, pool.donors, pool.periods, grown, pool.others, pool.before)
    found = placebos.in_space(told, synthetic.fit)
    low, high = found.interval()
    assert low < found.fit.estimate < high
    assert (low + high) / 2 == pytest.approx(found.fit.estimate)


def test_with_few_donors_there_is_no_interval():
    found = placebos.in_space(comparisons.invented(units=12, effect=-12.0), synthetic.fit)
    assert found.smallest_p == pytest.approx(0.077, abs=5e-4)
    assert found.interval() is None
    assert found.interval(confidence=0.9) is not None


def test_placebos_that_meet_every_point_before_make_no_interval():
    found = placebos.in_space(comparisons.invented(units=40, before=3, effect=-5.0), synthetic.fit_of_changes)
    assert found.interval() is None


def test_nobody_is_compared_with_the_treated_unit():
    pool = comparisons.invented(effect=500.0)
    found = placebos.in_space(pool, synthetic.fit)
    assert all(pool.treated not in each.pool.donors for each in found.told)
    assert all(each.pool.treated not in each.pool.donors for each in found.told)
    assert max(abs(each.estimate) for each in found.told) < 50


def test_trimming_drops_what_was_never_followed():
    pool = comparisons.invented(units=25, effect=-12.0)
    wild = pool.others.copy()
    wild[:, 7] *= 9
    found = placebos.in_space(
        synthetic.Pool(pool.treated, pool.donors, pool.periods, pool.y, wild, pool.before), synthetic.fit
    )
    assert "town 7" in {each.pool.treated for each in found.told}
    assert "town 7" not in {each.pool.treated for each in found.trimmed.told}
    assert found.trimmed.units < found.units


def test_a_single_donor_has_no_placebo():
    pool = comparisons.invented(units=3).without(2).without(1)
    found = placebos.in_space(pool, synthetic.fit)
    assert (found.p, found.interval(), found.units) == (1.0, None, 1)
    assert np.isnan(found.se)
    assert placebos.gaps(found).shape == (14, 0)


def test_what_has_no_answer_is_passed_over():
    pool = comparisons.invented(units=3).without(2)
    still = pool.others.copy()
    still[:, 0] = 5.0
    told = synthetic.Pool(pool.treated, pool.donors, pool.periods, pool.y, still, pool.before)
    found = placebos.in_space(told, synthetic_did.fit)
    assert [each is None for each in found.placebos] == [False, True]


def test_earlier_beginnings_find_nothing_where_nothing_was_done():
    pool = comparisons.invented(effect=-12.0)
    found = placebos.in_time(pool, synthetic.fit)
    assert [each.first for each in found] == ["2005", "2006", "2007", "2008", "2009"]
    assert max(abs(each.estimate) for each in found) < 3


def test_the_mean_gap_has_a_rank_of_its_own():
    found = placebos.in_space(comparisons.invented(units=25, effect=-12.0), synthetic.fit)
    assert found.p_of_the_mean == 1 / 26
    assert found.se > 0
    assert placebos.gaps(found).shape == (14, 25)


def test_an_earlier_beginning_without_an_answer_is_passed_over():
    pool = comparisons.invented(before=4)
    others = pool.others.copy()
    others[:3] = others[0]
    told = synthetic.Pool(pool.treated, pool.donors, pool.periods, pool.y, others, pool.before)
    assert [each.before for each in placebos.in_time(told, synthetic.fit)] == [2, 3]
    assert placebos.in_time(told, synthetic_did.fit) == ()
