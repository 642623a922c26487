import numpy as np
import pytest
from scipy.special import gammaln

from confianza.analysis.undercount import (
    averaging,
    bounds,
    graphs,
    heterogeneity,
    hierarchy,
    poisson,
    resampling,
    stepwise,
)
from confianza.analysis.undercount.tests import known


def test_chapman_of_every_pair_in_kosovo():
    told = [each.estimate for each in bounds.every_chapman(known.KOSOVO)]
    assert told == pytest.approx([7231.47, 7128.35, 6756.45, 5964.77, 9621.88, 5447.36], abs=0.005)


def test_chao_of_kosovo():
    assert bounds.chao(known.KOSOVO).estimate == pytest.approx(10_270.48, abs=0.005)
    assert bounds.chao_bias_corrected(known.KOSOVO).estimate == pytest.approx(10_262.01, abs=0.005)


def test_chao_of_the_united_kingdom():
    assert bounds.chao(known.UNITED_KINGDOM).estimate == pytest.approx(15_627.95, abs=0.005)


def test_where_nobody_is_on_two_lists_only_the_corrected_bound_stands():
    nobody_twice = known.table("A B C", "A 5; B 4; C 3; A-B-C 2")
    assert bounds.chao(nobody_twice) is None
    assert bounds.chao_bias_corrected(nobody_twice).estimate == 14 + 12 * 11 / 2


def test_the_usual_interval_is_symmetric_in_the_logarithm_of_the_unseen():
    told = bounds.around("any", 4400, 5956.52, 0.131)
    assert (told.ci_low - 4400) * (told.ci_high - 4400) == pytest.approx(5956.52**2)


def path(models):
    return [hierarchy.written(b - a).strip("[]") for a, b in zip(models, models[1:], strict=False)]


def test_the_path_of_bales_hesketh_and_silverman():
    models = stepwise.by_aic(known.UNITED_KINGDOM)
    # PF·NCA, LA·NG, NG·GP, LA·PF, PF·GP, GO·GP, NG·GO
    assert path(models) == ["36", "12", "25", "13", "35", "45", "24"]
    fits = poisson.of_models(known.UNITED_KINGDOM, models)
    assert known.UNITED_KINGDOM.observed + fits.unseen[-1] == pytest.approx(11_417.99, abs=0.005)


# Silverman, Chan and Vincent's package of 2026: the same procedure, .02.
STEPWISE = [
    (known.UNITED_KINGDOM, 11_417.99), (known.UNITED_KINGDOM_5, 11_312.99), (known.WESTERN, 2_483.38),
    (known.NEW_ORLEANS, 1_110.49), (known.NEW_ORLEANS_5, 981.43), (known.KOREA, 268.78),
]  # fmt: skip


@pytest.mark.parametrize(("table", "total"), STEPWISE)
def test_terms_come_in_by_their_overlap(table, total):
    model = stepwise.by_overlap(table)
    assert table.observed + poisson.of_models(table, [model]).unseen[0] == pytest.approx(total, abs=0.005)


@pytest.mark.parametrize(("k", "number"), [(3, 8), (4, 61), (5, 822)])
def test_there_are_as_many_decomposable_graphs_as_there_must_be(k, number):
    assert len(graphs.decomposable(k)) == number


def test_a_ring_of_four_is_not_decomposable():
    assert graphs.scores((0b1010, 0b0101, 0b1010, 0b0101)) is None


def spina_bifida():
    totals = np.arange(1, 301) + 626.0
    a, b = 13.14, 55.17
    prior = (
        totals * np.log(b)
        - (totals + a) * np.log1p(b)
        + gammaln(totals + a)
        - gammaln(totals + 1)
        - gammaln(a)
    )
    return averaging.average(known.SPINA_BIFIDA, unseen=totals - 626, delta=1, log_prior=prior)


def test_averaging_gives_madigan_and_yorks_spina_bifida():
    told = spina_bifida()
    assert (told.mode, told.quantile(0.5)) == (728, 731)
    assert (told.quantile(0.025), told.quantile(0.975)) == (682, 797)
    assert told.graphs.max() == pytest.approx(0.37, abs=0.005)


def test_averaging_gives_their_five_lists():
    told = averaging.average(known.FIVE_LISTS, unseen=np.arange(1, 301), delta=0.5)
    assert told.mean == pytest.approx(617.8, abs=0.05)
    assert (told.mode, told.quantile(0.025), told.quantile(0.975)) == (614, 588, 655)


def test_averaging_gives_what_dga_gives_for_kosovo():
    told = averaging.average(known.KOSOVO, unseen=np.arange(1, 30_001))
    assert told.mean == pytest.approx(12_749, abs=0.5)
    assert (told.mode, told.quantile(0.025), told.quantile(0.975)) == (12_267, 9_827, 16_544)


def test_thinning_the_numbers_looked_at_changes_next_to_nothing():
    assert averaging.average(known.KOSOVO).mean == pytest.approx(12_749, rel=1e-4)


def test_averaging_shows_the_two_answers_of_the_united_kingdom():
    told = averaging.average(known.UNITED_KINGDOM_5)
    assert told.mean == pytest.approx(21_282, abs=1)
    assert told.mode == pytest.approx(11_718, abs=12)


def test_averaging_is_refused_beyond_five_lists():
    with pytest.raises(ValueError, match="five lists"):
        averaging.average(known.UNITED_KINGDOM)


def test_people_who_differ_are_noticed():
    draw = np.random.default_rng(7)
    ease = draw.normal(0, 1.2, 3000)[:, None]
    differing = known.seen(1 / (1 + np.exp(-(ease + np.array([-1.0, -0.7, -0.4, -1.2])))), draw)
    alike = known.seen(np.full((3000, 4), [0.3, 0.4, 0.25, 0.2]), draw)
    assert heterogeneity.strength(differing) > 4
    assert abs(heterogeneity.strength(alike)) < 2.5
    darroch = heterogeneity.fits(differing)["darroch"]
    assert differing.observed + darroch.unseen[0] == pytest.approx(3000, rel=0.1)


def test_an_interval_that_draws_the_choice_again_is_twice_as_wide():
    models = hierarchy.every_model(4, 3)
    fits = poisson.of_models(known.KOSOVO, models)
    best = np.argsort(fits.criterion(np.log(4400)))[:20]
    chosen = resampling.least_bic([models[at] for at in best])
    anew = resampling.wander(known.KOSOVO, chosen, replicates=300, seed=1)
    alone = resampling.wander(known.KOSOVO, resampling.known(models[best[0]]), replicates=300, seed=1)
    # Published: 6,900 to 18,000 and 9,100 to 12,000.
    assert anew.bca == pytest.approx((7_100, 18_000), rel=0.08)
    assert alone.bca == pytest.approx((9_100, 12_000), rel=0.03)
    assert np.ptp(anew.bca) > 2 * np.ptp(alone.bca)


def test_where_leaving_anybody_out_leaves_nothing_there_is_no_acceleration():
    def all_or_nothing(tables):
        whole = tables.sum(axis=1) == known.KOREA.observed
        return np.where(whole, 20.0 + tables[:, 1], np.nan)

    told = resampling.wander(known.KOREA, all_or_nothing, replicates=60, seed=4)
    assert told.bca == pytest.approx(told.percentile, abs=3)


def test_drawing_is_the_same_each_time():
    first = resampling.wander(known.KOREA, resampling.by_overlap, replicates=50, seed=4)
    again = resampling.wander(known.KOREA, resampling.by_overlap, replicates=50, seed=4)
    assert first.bca == again.bca


def test_tables_drawn_without_an_estimate_are_left_out():
    nothing = resampling.wander(
        known.KOREA, lambda tables: np.full(len(tables), np.nan), replicates=5, seed=1
    )
    assert len(nothing.totals) == 0
    assert np.isnan(nothing.bca).all()
