from dataclasses import replace

import numpy as np
import pytest

from confianza.analysis.undercount import estimation, gates, hierarchy, histories, poisson, search, strata
from confianza.analysis.undercount.search import Search
from confianza.analysis.undercount.tests import known


def codes(told):
    return [each.code for each in told.refused]


@pytest.fixture(scope="module")
def kosovo():
    return estimation.estimate(known.KOSOVO)


KOSOVO = [
    ("loglinear_min_bic", 10_356.52), ("loglinear_min_bic_two_way", 14_341.66), ("independence", 7_394.59),
    ("loglinear_min_aic", 12_740.97), ("chao_lower_bound", 10_270.48), ("all_two_way", 14_402.49),
]  # fmt: skip


@pytest.mark.parametrize(("method", "total"), KOSOVO)
def test_kosovo_by_every_method(kosovo, method, total):
    assert kosovo.named(method).estimate == pytest.approx(total, abs=0.005)


def test_kosovo_with_its_choice_drawn_again_is_twice_as_uncertain(kosovo):
    alone, anew = kosovo.named("loglinear_min_bic"), kosovo.named("loglinear_min_bic_with_selection")
    assert (alone.ci_low, alone.ci_high) == (pytest.approx(9_005, abs=0.5), pytest.approx(12_105, abs=0.5))
    assert anew.ci_high - anew.ci_low > 2 * (alone.ci_high - alone.ci_low)


def test_the_range_covers_every_defensible_interval(kosovo):
    low, high = kosovo.range
    assert all(low <= each.ci_low and each.ci_high <= high for each in kosovo.defensible)
    assert kosovo.refused == ()
    assert [each.code for each in kosovo.warnings] == ["dark_to_all", "model_spread"]


def test_the_same_table_gives_the_same_answer(kosovo):
    assert estimation.estimate(known.KOSOVO).range == kosovo.range


def test_models_of_korea_without_an_estimate_are_named_and_the_others_stand():
    told = estimation.estimate(known.KOREA)
    assert told.named("loglinear_min_bic").estimate == pytest.approx(157.17, abs=0.005)
    assert [each.details["model"] for each in told.refused] == ["[12,13]", "[12,13,23]"]
    assert told.range[0] < 157.17 < told.range[1]


def test_the_artificial_table_is_refused_and_so_is_its_model():
    told = estimation.estimate(known.ARTIFICIAL)
    assert told.range is None
    assert {"list_alone", "overlaps_too_thin", "no_estimate"} <= set(codes(told))
    assert "[12,3]" in [each.details.get("model") for each in told.refused]


def test_one_model_can_be_asked_for():
    model = hierarchy.read("[12,3]", "ABC")
    refused = estimation.of_model(known.ARTIFICIAL, model)
    assert (refused.estimates, codes(refused)) == ((), ["no_estimate"])
    [told] = estimation.of_model(known.KOREA, model).estimates
    assert told.estimate == pytest.approx(268.78, abs=0.005)


def test_six_lists_are_estimated_stepwise():
    told = estimation.estimate(known.UNITED_KINGDOM, replicates=40)
    for method in ("stepwise_aic", "stepwise_overlap"):
        assert told.named(method).estimate == pytest.approx(11_417.99, abs=0.005)
    assert told.chosen.method == "stepwise_overlap"
    assert told.range[0] < 11_418 < told.range[1]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "total"),
    [(known.UNITED_KINGDOM_5, 25_311.29), (known.WESTERN, 2_483.38), (known.NEW_ORLEANS_5, 981.43)],
)
def test_five_lists_are_searched_through(table, total):
    told = estimation.estimate(table)
    assert told.chosen.estimate == pytest.approx(total, abs=0.005)
    assert told.range is None or told.range[0] < total < told.range[1]


def test_two_lists_give_chapman_and_a_refusal():
    told = estimation.estimate(known.table("A B", "A 50; B 40; A-B 30"))
    assert told.named("chapman").estimate == pytest.approx(81 * 71 / 31 - 1)
    assert (told.range, codes(told)) == (None, ["two_lists"])


def test_lists_that_know_nobody_say_nothing():
    for nobody in (histories.of_counts([0, 0]), known.table("A B C", "A 0")):
        told = estimation.estimate(nobody)
        assert (told.estimates, told.range, codes(told)) == ((), None, ["nobody_known"])


def test_one_list_says_nothing():
    told = estimation.estimate(histories.of_counts([0, 9]))
    assert (told.estimates, codes(told)) == ((), ["one_list"])


REFUSED = [
    (known.table("A B C", "A 90; B 80; C 3; A-B 30; B-C 1; A-C 0"), "list_too_small"),
    (known.table("A B C", "A 90; B 80; C 70; A-B 30"), "list_alone"),
    (known.table("A B C", "A 90; B 80; C 70; A-B 2; B-C 2; A-C 1"), "overlaps_too_thin"),
    (known.table("A B C", "A-B-C 400"), "nothing_missed"),
]


@pytest.mark.parametrize(("table", "code"), REFUSED)
def test_a_table_that_cannot_bear_it_gets_no_range(table, code):
    told = estimation.estimate(table, replicates=20)
    assert told.range is None
    assert code in codes(told)


def test_where_nobody_is_on_two_lists_no_model_may_speak():
    told = estimation.estimate(known.table("A B C", "A 90; B 80; C 70"), replicates=20)
    assert told.range is None
    assert {"list_alone", "overlaps_too_thin"} <= set(codes(told))


def groups(share):
    """Two halves of 2,000 people: of one the lists know most, of the other next to nobody."""
    draw = np.random.default_rng(11)
    return {
        name: known.seen(np.full((1000, 3), chance) * [1.0, 0.9, 1.1], draw)
        for name, chance in (("near", 0.6), ("far", share))
    }


def together(parts):
    return histories.of_counts(sum(part.counts for part in parts.values()))


def test_a_group_that_is_hard_to_see_is_noticed_and_the_whole_refused():
    draw = np.random.default_rng(1)
    hidden = draw.random(1500) < 0.5
    table = known.seen(np.where(hidden[:, None], 0.1, 0.45) * [0.9, 1.0, 1.1], draw)
    told = estimation.estimate(table, replicates=50)
    assert (told.range, codes(told)) == (None, ["people_differ"])
    assert told.refused[0].details["bound"] > told.refused[0].details["estimate"]


def test_where_no_model_was_chosen_there_is_no_range():
    all_pairs = hierarchy.all_two_way(6)
    searched = Search(known.UNITED_KINGDOM, [all_pairs], poisson.of_models(known.UNITED_KINGDOM, [all_pairs]))
    assert estimation._with_selection(searched, 10, 1) == []
    assert [each.code for each in gates.after(known.UNITED_KINGDOM, None, None)] == [
        "no_model_has_an_estimate"
    ]


def test_a_table_no_model_can_read_keeps_its_bounds():
    told = estimation.estimate(known.table("A B C", "A 30; A-B 20"))
    assert told.range is None
    assert "no_model_has_an_estimate" in codes(told)
    assert told.named("chao_bias_corrected")


def test_models_without_an_estimate_are_counted_where_they_are_many():
    told = search.search(known.table("A B C D", "A 30; B 20; C 9; D 8; A-B 5; C-D 4; A-C 3"))
    [summed] = told.without_estimate()
    assert summed.code == "models_without_estimate"
    assert summed.details["all"] == 113
    assert summed.details["count"] == int((~told.fits.exists).sum()) > search.NAMED_AT_MOST


def test_groups_that_contradict_the_whole_refuse_it():
    parts = groups(0.25)
    whole = replace(estimation.estimate(together(parts)), range=(1200.0, 1400.0), refused=())
    told = strata.judged(whole, strata.estimate(parts, replicates=50), "zone")
    assert told.range is None
    assert codes(told)[0] == "strata_disagree"


def test_groups_that_agree_leave_the_whole_as_it_was():
    parts = groups(0.55)
    whole = estimation.estimate(together(parts))
    told = strata.judged(whole, strata.estimate(parts, replicates=50), "zone")
    assert told.range == whole.range
    assert told.refused == whole.refused


def test_a_whole_that_may_not_speak_is_not_judged_by_its_groups():
    parts = groups(0.55)
    whole = replace(estimation.estimate(together(parts), replicates=20), range=None)
    assert strata.judged(whole, strata.estimate(parts, replicates=20), "zone").refused == whole.refused


def test_groups_too_thin_to_speak_are_named():
    parts = groups(0.55) | {"islands": known.table("A B C", "A 2; B 1; C 4")}
    whole = estimation.estimate(together(parts), replicates=50)
    told = strata.judged(whole, strata.estimate(parts, replicates=50), "zone")
    assert told.warnings[-1].code == "stratum_refused"
    assert told.warnings[-1].details["names"] == "islands"
