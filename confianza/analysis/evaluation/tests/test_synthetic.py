import numpy as np
import pytest

from confianza.analysis.evaluation import augmented, simplex, synthetic, synthetic_did
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.tests import comparisons
from confianza.analysis.evaluation.tests.comparisons import published


@published
def test_california_after_proposition_99():
    found = synthetic.fit(comparisons.california())
    told = dict(found.largest)
    assert told["Utah"] == pytest.approx(0.3939, abs=5e-5)
    assert told["Montana"] == pytest.approx(0.2318, abs=5e-5)
    assert told["Nevada"] == pytest.approx(0.2049, abs=5e-5)
    assert told["Connecticut"] == pytest.approx(0.1091, abs=5e-5)
    assert told["New Hampshire"] == pytest.approx(0.0454, abs=5e-5)
    assert told["Colorado"] == pytest.approx(0.0148, abs=5e-5)
    assert len(told) == 6
    assert found.rmspe == pytest.approx(1.656400, abs=5e-7)
    assert found.estimate == pytest.approx(-19.513630, abs=5e-7)
    assert found.last == pytest.approx(-26.596643, abs=5e-7)
    assert found.mspe_ratio == pytest.approx(154.75, abs=5e-3)


@published
def test_california_by_synthetic_difference_in_differences():
    pool = comparisons.california()
    assert synthetic_did.fit(pool).estimate == pytest.approx(-15.605398, abs=5e-7)
    assert synthetic_did.plain(pool).estimate == pytest.approx(-27.349111, abs=5e-7)


@published
@pytest.mark.parametrize(("penalty", "estimate"), [(1e2, -14.343341), (1e3, -16.755836), (1e4, -18.271017)])
def test_california_augmented(penalty, estimate):
    assert augmented.fit(comparisons.california(), penalty).estimate == pytest.approx(estimate, abs=5e-7)


@published
def test_the_basque_country_augmented_with_predictors_and_a_penalty_that_is_learnt():
    from confianza.analysis.evaluation import predictors

    pool, told = comparisons.basque()
    found = augmented.fit(pool, rows=predictors.rows(pool, told))
    assert dict(found.settings)["penalty"] == pytest.approx(0.0121996, abs=5e-8)
    assert found.estimate == pytest.approx(-0.698826, abs=5e-6)


def test_an_effect_that_was_put_in_is_found():
    for method in (
        synthetic.fit,
        synthetic.fit_of_changes,
        augmented.fit,
        synthetic_did.fit,
    ):
        found = method(comparisons.invented(effect=-12.0))
        assert found.estimate == pytest.approx(-12, abs=1.5), method
        assert found.weights.sum() == pytest.approx(1)


def test_a_unit_above_all_donors_is_followed_by_its_changes_only():
    pool = comparisons.invented()
    lifted = synthetic.Pool(pool.treated, pool.donors, pool.periods, pool.y + 100, pool.others, pool.before)
    assert synthetic.fit(lifted).rmspe > 50
    assert synthetic.fit_of_changes(lifted).rmspe == pytest.approx(synthetic.fit_of_changes(pool).rmspe)


def test_a_large_penalty_gives_the_synthetic_control_back():
    pool = comparisons.invented()
    plain, held = synthetic.fit(pool), augmented.fit(pool, 1e12)
    assert held.weights == pytest.approx(plain.weights, abs=1e-6)


def test_few_periods_take_the_largest_penalty():
    pool = comparisons.invented(before=3)
    assert augmented.fit(pool).weights == pytest.approx(synthetic.fit(pool).weights, abs=0.2)


def test_leaving_a_donor_out_leaves_it_out():
    pool = comparisons.invented(effect=-12.0)
    found = synthetic.leave_one_out(pool)
    assert set(found) == {name for name, _ in synthetic.fit(pool).largest}
    for name, fit in found.items():
        assert name not in fit.pool.donors
        assert fit.estimate == pytest.approx(-12, abs=4)


def test_a_single_donor_cannot_be_left_out():
    pool = comparisons.invented(units=3)
    only = pool.without(2).without(1)
    assert synthetic.leave_one_out(only) == {}


def test_weights_that_fit_alike_are_told_as_a_range():
    pool = comparisons.invented(units=30, before=3, effect=-5.0)
    found = synthetic.fit(pool)
    low, high = synthetic.ambiguity(found)
    assert found.rmspe < 1e-6
    assert low < found.estimate < high
    assert high - low > 0.5


def test_weights_that_are_the_only_ones_have_no_range():
    found = synthetic.fit(comparisons.invented())
    assert synthetic.ambiguity(found) == pytest.approx((found.estimate, found.estimate), abs=1e-5)


def test_donors_that_never_change_have_no_noise():
    pool = comparisons.invented()
    still = synthetic.Pool(
        pool.treated, pool.donors, pool.periods, pool.y, np.ones_like(pool.others), pool.before
    )
    with pytest.raises(EvaluationRefused, match="No donor changes"):
        synthetic_did.fit(still)


def test_weights_of_periods_are_the_nearest_too():
    pool = comparisons.invented()
    found = synthetic_did.fit(pool)
    before = pool.others[: pool.before]
    spread = dict(found.settings)["spread"]
    again = simplex.weights(
        before - before.mean(axis=0),
        pool.y[: pool.before] - pool.y[: pool.before].mean(),
        ridge=10 * spread**2,
    )
    assert found.weights == pytest.approx(again)


def test_a_level_of_nothing_has_no_share():
    pool = comparisons.invented()
    flat = synthetic.Pool(pool.treated, pool.donors, pool.periods, pool.y * 0, pool.others * 0, pool.before)
    found = synthetic.fit(flat)
    assert found.relative_rmspe == float("inf")
    assert found.share_of_misfit == float("inf")
    assert found.mspe_ratio == float("inf")


def test_a_path_that_no_mixture_reaches_has_no_range():
    pool = comparisons.invented()
    above = synthetic.Pool(pool.treated, pool.donors, pool.periods, pool.y * 3, pool.others, pool.before)
    beyond = augmented.fit(above, 1e-6)
    assert beyond.weights.min() < 0
    assert synthetic.ambiguity(beyond) == (beyond.estimate, beyond.estimate)
