"""Ranks with their intervals: against published values, and against simulated truths."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confianza.analysis.indicators import direction, smoothing
from confianza.analysis.selection import acceptability, choosing, criteria, noise, scores, sensitivity
from confianza.analysis.selection.choosing import Asked
from confianza.analysis.selection.problems import SelectionRefused
from confianza.analysis.selection.scores import How


def by(*columns, **other):
    names = "abcdefgh"
    return [
        criteria.of_values(names[at], np.array(values, dtype=float), **other)
        for at, values in enumerate(columns)
    ]


THREE = by([1, 0, 0.6], [0, 1, 0.6])


def test_three_alternatives_have_the_acceptabilities_worked_out_by_hand():
    # A wins where its weight is over 0.6, B under 0.4, C between (Lahdelma, Hokkanen and Salminen 1998).
    found = acceptability.simulate(THREE, How(), top=1, draws=40_000)
    assert found.first == pytest.approx([0.4, 0.4, 0.2], abs=0.008)
    # Central weights: the means of the uniform on (0.6, 1), (0, 0.4) and (0.4, 0.6).
    assert found.central_weights[:, 0] == pytest.approx([0.8, 0.2, 0.5], abs=0.005)
    assert found.among_top == pytest.approx(found.first)


def test_without_doubt_of_weights_nothing_moves():
    found = acceptability.simulate(THREE, How(), top=1, doubt="none")
    assert found.low.tolist() == found.high.tolist() == [2, 3, 1] or found.first[2] == 1.0
    around = acceptability.simulate(THREE, How(), top=1, doubt="around")
    assert around.first[2] > acceptability.simulate(THREE, How(), top=1, doubt="any").first[2]


def test_the_sids_counties_are_smoothed_as_published(shared_data):
    table = pl.read_csv(shared_data.parent / "oracles/rates/sids.csv")
    cases, births = table["e"].to_numpy(), table["b"].to_numpy()
    assert (cases.sum(), births.sum()) == (667, 329_962)
    marshall = smoothing.global_rates(cases, births)
    assert marshall[:5] == pytest.approx(
        [0.00169730, 0.00170538, 0.00177309, 0.00201287, 0.00353491], abs=5e-9
    )
    assert marshall.min() == pytest.approx(0.001057022963, abs=5e-13)
    assert marshall.max() == pytest.approx(0.004838804052, abs=5e-13)
    # Poisson-gamma by maximum likelihood: nu 6.371977, alpha 6.065275; relative risks of the first five.
    found = noise.of_counts(cases, births, 1.0)
    common = cases.sum() / births.sum()
    assert found.shapes[0] - cases[0] == pytest.approx(6.371977, abs=1e-5)
    assert (found.spans[0] - births[0]) * common == pytest.approx(6.065275, abs=1e-5)
    assert found.centre[:5] / common == pytest.approx([0.89134, 0.90386, 0.90906, 1.03945, 1.71989], abs=5e-6)


@pytest.mark.parametrize(
    ("years", "ratio", "rising"),
    [
        ([4, 6, 3, 7, 5], 1.06194, 0.650),
        ([20, 24, 23, 30, 33], 1.13190, 0.929),
        ([329, 367, 409, 457, 568], 1.14382, None),
    ],
)
def test_five_years_have_their_published_direction(years, ratio, rising):
    found = direction.of_years(years)
    assert found.ratio == pytest.approx(ratio, abs=5e-6)
    if rising:
        assert found.probability_rising == pytest.approx(rising, abs=5e-4)


def test_direction_of_counts_and_of_rates_may_disagree_and_both_are_told():
    counts = np.array([[50, 55, 60, 66, 73.0]] * 2)
    people = np.array([[100_000] * 5, [100_000, 125_000, 156_000, 195_000, 244_000.0]])
    of_counts, of_rates = criteria.directions(counts, None), criteria.directions(counts, people)
    assert [each.verdict for each in of_counts] == ["rising", "rising"]
    assert [each.verdict for each in of_rates] == ["rising", "falling"]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(*[st.floats(0, 100)] * 3), min_size=3, max_size=9),
    st.sampled_from(["minmax", "z", "rank"]),
    st.sampled_from(["arithmetic", "geometric"]),
    st.integers(1, 2),
)
def test_shares_of_worlds_add_up_whatever_the_table(rows, normalise, aggregate, top):
    table = np.array(rows)
    if (np.ptp(table, axis=0) < 1e-6).any() or (normalise == "z" and aggregate == "geometric"):
        return
    found = acceptability.simulate(by(*table.T), How(normalise, aggregate), top=top, draws=200, doubt="any")
    assert found.among_top.sum() == pytest.approx(top)
    assert found.first.sum() == pytest.approx(1)
    assert (found.low <= found.median).all()
    assert (found.median <= found.high).all()


@pytest.mark.parametrize("normalise", ["minmax", "z", "rank"])
def test_who_is_worst_in_everything_is_first_in_every_world(normalise):
    table = by([9, 5, 1, 3, 2], [8, 1, 2, 3, 0], [7, 2, 2, 6, 1])
    found = choosing.choose(table, Asked(top=1, how=How(normalise)))
    assert found.certain == found.first == (0,)
    assert found.accepted.first[0] == 1.0


def test_low_values_can_be_the_reason_to_choose():
    trust = criteria.of_values("trust", np.array([0.9, 0.2, 0.5]), high=False)
    assert choosing.choose([trust], Asked(top=1)).first == (1,)


def test_a_geometric_mean_does_not_let_one_criterion_make_up_for_another():
    table = by([10, 5, 0], [0, 5, 10], [0, 5, 9])
    assert choosing.choose(table, Asked(top=1, how=How(aggregate="geometric"))).first == (1,)


def test_groups_weigh_the_same_if_asked():
    table = [
        criteria.of_values("homicides", np.array([9, 1, 5.0]), group="violence"),
        *(criteria.of_values(name, np.array([1, 9, 2.0]), group="need") for name in ("b", "c", "d")),
    ]
    assert scores.shares(table).tolist() == [0.25] * 4
    assert scores.shares(table, by_group=True) == pytest.approx([0.5, 1 / 6, 1 / 6, 1 / 6])


def test_noise_widens_intervals_and_takes_certainty_away():
    values = np.arange(20.0)
    exact = criteria.of_values("index", values)
    noisy = criteria.of_values("index", values, errors=np.full(20, 3.0))
    asked = Asked(top=5, doubt="none")
    assert len(choosing.choose([exact], asked).certain) == 5
    found = choosing.choose([noisy], asked)
    assert len(found.certain) < 5
    assert (found.accepted.high - found.accepted.low).mean() > 4


def simulated(worlds):
    """Yield, of towns whose true rates are known, the ranks told and the true ones."""
    random = np.random.default_rng(4)
    people = random.integers(5_000, 200_000, 60).astype(float)
    for seed in range(worlds):
        rates = random.gamma(3, 1e-4, 60)
        counts = random.poisson(rates * people).astype(float)
        rate = criteria.Criterion("rate", counts / people, noise=noise.of_counts(counts, people, 1e5))
        told = acceptability.simulate([rate], How(), top=10, doubt="none", draws=400, seed=seed)
        yield told, scores.places(rates)


def check_that_ranks_are_honest(worlds):
    held, unsure = [], []
    for told, true in simulated(worlds):
        held.append(((told.low <= true) & (true <= told.high)).mean())
        # Of the towns said to be among the first ten in 35 to 65 of 100 worlds, about half are.
        unsure += (true[(told.among_top > 0.35) & (told.among_top < 0.65)] <= 10).tolist()
    assert 0.87 <= np.mean(held) <= 0.95
    assert 0.35 < np.mean(unsure) < 0.65


def test_rank_intervals_hold_the_true_ranks_of_simulated_towns():
    check_that_ranks_are_honest(10)


@pytest.mark.slow
def test_rank_intervals_hold_the_true_ranks_of_many_simulated_towns():
    check_that_ranks_are_honest(100)


def test_areas_that_differ_by_chance_alone_are_not_ranked_apart():
    counts = np.random.default_rng(1).poisson(8, 30).astype(float)
    found = choosing.choose(criteria.of_counts(counts, None), Asked(top=5))
    assert found.certain == ()
    assert found.accepted.among_top.max() < 0.6


def test_measures_noisier_than_their_differences_rank_nobody():
    lost = criteria.of_values("index", np.arange(20.0), errors=np.full(20, 9.0))
    for normalise in ("minmax", "z"):
        found = choosing.choose([lost], Asked(top=5, how=How(normalise)))
        assert found.certain == ()
        assert found.accepted.among_top == pytest.approx([0.25] * 20, abs=0.04)


def test_few_areas_stand_for_themselves():
    found = noise.of_counts(np.array([4.0, 0, 9]), np.array([1e4, 2e4, 3e4]), 1e5)
    assert found.centre == pytest.approx([45, 2.5, 9.5 / 3e4 * 1e5])


def test_measured_values_are_drawn_towards_their_mean_as_their_error_deserves():
    values, errors = np.array([0.0, 1, 2, 3, 10]), np.array([0.1, 0.1, 0.1, 0.1, 5])
    found = noise.of_errors(values, errors)
    assert np.abs(found.centre - values)[:4].max() < 0.02
    assert found.centre[4] < 4
    alike = noise.of_errors(np.array([1.0, 1.1, 0.9]), np.ones(3))
    assert alike.centre == pytest.approx([1.0] * 3)
    assert alike.spread == pytest.approx([0.0] * 3)
    exact = noise.of_errors(values, np.zeros(5))
    assert exact.centre.tolist() == values.tolist()
    assert noise.of_errors(np.array([2.0]), np.array([1.0])).centre.tolist() == [2.0]


def test_a_paule_mandel_variance_makes_the_weighted_squares_add_up():
    values, errors = np.array([0.1, 0.9, 1.5, 2.8, -0.4]), np.array([0.3, 0.2, 0.5, 0.4, 0.1])
    mean, between = noise._paule_mandel(values, errors)
    weights = 1 / (errors**2 + between)
    assert (weights * (values - mean) ** 2).sum() == pytest.approx(4, abs=1e-6)


def test_one_criterion_more_or_less_is_told_by_who_comes_and_goes():
    first = by([9, 8, 1, 2, 3])
    other = by([9, 0, 9, 9, 0], [0, 1, 9, 0, 0])[1]
    more = sensitivity.one_more(first, [other], How(), 2)
    assert (more[0].criterion, more[0].enter, more[0].leave) == ("b", (2,), (1,))
    assert -1 <= more[0].alike < 1
    both = [*first, other]
    assert [each.criterion for each in sensitivity.one_less(both, How(), 2)] == ["a", "b"]
    assert sensitivity.one_less(first, How(), 2) == []


def test_a_value_nobody_knows_may_be_any_of_the_others():
    table = by([9, np.nan, 1, 2, 3, 4, 5, 6, 7, 8])
    found = choosing.choose(table, Asked(top=3))
    assert 0.2 < found.accepted.among_top[1] < 0.45
    assert (found.accepted.low[1], found.accepted.high[1]) == (1, 10)


@pytest.mark.parametrize(
    ("columns", "asked", "code"),
    [
        ([], {}, "select_no_criterion"),
        ([[1, 1, 1]], {}, "select_constant"),
        ([[np.nan] * 3], {}, "select_all_blank"),
        ([[1, 2, 3]], {"top": 3}, "select_top"),
        ([[1, 2, 3]], {"top": 1, "draws": 20}, "select_draws"),
    ],
)
def test_what_cannot_be_chosen_by_is_refused(columns, asked, code):
    with pytest.raises(SelectionRefused) as refused:
        choosing.choose(by(*columns), Asked(**({"top": 1} | asked)))
    assert refused.value.code == code


def test_a_criterion_twice_a_weight_of_nothing_and_z_in_a_product_are_refused():
    [one] = by([1, 2, 3])
    for wrong, code in (([one, one], "select_criterion_twice"), (by([1, 2, 3], weight=0.0), "select_weight")):
        with pytest.raises(SelectionRefused) as refused:
            choosing.choose(wrong, Asked(top=1))
        assert refused.value.code == code
    with pytest.raises(SelectionRefused, match="z values"):
        How("z", "geometric")


def test_the_same_seed_gives_the_same_answer():
    told = [choosing.choose(THREE, Asked(top=1, seed=seed)).accepted.first.tolist() for seed in (3, 3, 4)]
    assert told[0] == told[1] != told[2]
