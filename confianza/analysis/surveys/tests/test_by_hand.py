"""What can be worked out on paper, and what is refused."""

import math

import numpy as np
import pytest

from confianza.analysis.surveys import (
    change,
    design,
    drawing,
    estimates,
    intervals,
    planning,
    publishing,
    weighting,
)
from confianza.analysis.surveys.change import Item
from confianza.analysis.surveys.problems import SurveyRefused


def refused(code, call, **details):
    with pytest.raises(SurveyRefused) as problem:
        call()
    assert problem.value.code == code
    assert details.items() <= problem.value.details.items()


def test_a_simple_sample_has_the_variance_of_the_textbook():
    found = estimates.mean(design.of([2.0] * 4), [1.0, 2.0, 3.0, 6.0])
    spread = np.std([1, 2, 3, 6], ddof=1)
    assert (found.estimate, found.se, found.df, found.n) == (3, pytest.approx(spread / 2), 3, 4)


def test_a_census_is_sure_of_itself():
    plan = design.of([1.0] * 4, fpc=[[4] * 4])
    assert estimates.mean(plan, [1.0, 2.0, 3.0, 6.0]).se == 0


def test_all_clusters_taken_leaves_what_is_unsure_inside_them():
    # Both clusters of two taken, in each two of four: the variance is that of the second stage alone.
    plan = design.of([2.0] * 4, clusters=[[1, 1, 2, 2], [1, 2, 1, 2]], fpc=[[2] * 4, [4] * 4])
    found = estimates.total(plan, [1.0, 3.0, 5.0, 9.0])
    inside = sum(4**2 * (1 - 2 / 4) * np.var(pair, ddof=1) / 2 for pair in ([1, 3], [5, 9]))
    assert found.se == pytest.approx(math.sqrt(inside))


def test_a_share_may_be_told_as_a_fraction_or_as_a_number():
    values = [1.0, 2.0, 3.0, 6.0]
    one, other = design.of([2.0] * 4, fpc=[[8] * 4]), design.of([2.0] * 4, fpc=[[0.5] * 4])
    assert estimates.mean(one, values).se == estimates.mean(other, values).se


def test_who_did_not_answer_is_not_dropped_but_counts_as_a_domain():
    plan = design.of([1.0] * 6, clusters=[[1, 1, 2, 2, 3, 3]])
    some = estimates.mean(plan, [1.0, 2.0, np.nan, 4.0, 3.0, 5.0])
    domain = estimates.mean(
        plan, [1.0, 2.0, 99.0, 4.0, 3.0, 5.0], domain=np.array([1, 1, 0, 1, 1, 1], dtype=bool)
    )
    assert (some.estimate, some.se, some.n) == (domain.estimate, domain.se, 5)


def test_the_order_of_rows_changes_nothing():
    draws = np.random.default_rng(1)
    weights, values, strata = draws.uniform(1, 5, 60), draws.normal(size=60), draws.integers(0, 3, 60)
    clusters = draws.integers(0, 5, 60)
    order = draws.permutation(60)
    one = estimates.mean(design.of(weights, strata=strata, clusters=[clusters]), values)
    other = estimates.mean(
        design.of(weights[order], strata=strata[order], clusters=[clusters[order]]), values[order]
    )
    assert (one.estimate, one.se) == (pytest.approx(other.estimate), pytest.approx(other.se))


def test_clusters_need_their_own_names_only_inside_their_stratum():
    values, strata = [1.0, 2.0, 4.0, 8.0], ["a", "a", "b", "b"]
    repeated = design.of([1.0] * 4, strata=strata, clusters=[[1, 2, 1, 2]])
    distinct = design.of([1.0] * 4, strata=strata, clusters=[[1, 2, 3, 4]])
    assert estimates.mean(repeated, values).se == estimates.mean(distinct, values).se


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("no_rows", {"weights": []}),
        ("negative_weight", {"weights": [1, -1]}),
        ("no_weight", {"weights": [0, 0]}),
        ("not_a_number", {"weights": [1, math.nan]}),
        ("lengths_differ", {"weights": [1, 1], "strata": ["a"]}),
        ("missing_label", {"weights": [1, 1], "strata": ["a", ""]}),
        ("missing_label", {"weights": [1, 1], "clusters": [["a", None]]}),
        ("fpc_changes", {"weights": [1, 1], "fpc": [[5, 6]]}),
        ("more_taken_than_there_are", {"weights": [1, 1, 1], "fpc": [[2, 2, 2]]}),
        ("not_a_number", {"weights": [1, 1], "fpc": [[-5, -5]]}),
        ("lonely_cluster", {"weights": [1, 1, 1], "strata": ["a", "a", "b"]}),
        ("lonely_cluster", {"weights": [1, 1], "clusters": [["a", "a"]]}),
    ],
)
def test_a_design_that_cannot_be_is_refused(code, told):
    refused(code, lambda: design.of(**told))


@pytest.mark.parametrize(
    ("code", "call"),
    [
        ("no_answers", lambda plan: estimates.mean(plan, [math.nan] * 4)),
        ("not_a_number", lambda plan: estimates.mean(plan, [1, 2, 3, math.inf])),
        ("lengths_differ", lambda plan: estimates.mean(plan, [1, 2])),
        ("not_a_yes_or_no", lambda plan: estimates.share(plan, [0, 1, 2, 1])),
        ("nothing_below", lambda plan: estimates.ratio(plan, [1, 2, 3, 4], [0, 0, 0, 0])),
        ("not_a_part", lambda plan: estimates.quantile(plan, [1, 2, 3, 4], 1.5)),
    ],
)
def test_a_question_without_an_answer_is_refused(code, call):
    refused(code, lambda: call(design.of([1.0] * 4)))


def test_where_nobody_said_so_the_interval_still_says_how_many_might():
    found = estimates.share(design.of([1.0] * 30), [0.0] * 30)
    # The rule of three's exact form: 1 - 0.025 ** (1 / 30).
    assert (found.estimate, found.low) == (0, 0)
    assert found.high == pytest.approx(1 - 0.025 ** (1 / 30))
    everybody = estimates.share(design.of([1.0] * 30), [1.0] * 30)
    assert (everybody.low, everybody.high) == (pytest.approx(0.025 ** (1 / 30)), 1)


def test_weights_of_different_size_cost_what_kish_says():
    weights = np.array([1.0, 1, 1, 5])
    assert intervals.kish((weights**2).sum(), weights.sum(), 4) == pytest.approx(4 * 28 / 64)


def test_those_who_answered_stand_for_those_who_did_not():
    answered, classes = [1] * 20 + [0] * 20 + [1] * 30, ["a"] * 40 + ["b"] * 30
    weights = weighting.for_nonresponse([1.5] * 70, answered, classes)
    assert weights[:20] == pytest.approx(3.0)
    assert (weights[20:40] == 0).all()
    assert weights.sum() == pytest.approx(1.5 * 70)
    refused("few_answers", lambda: weighting.for_nonresponse([1] * 3, [1, 1, 0], ["a", "a", "a"]), answers=2)


def test_trimmed_weights_keep_their_sum_and_none_passes_the_limit():
    weights = weighting.trimmed([1.0] * 99 + [50.0], limit=2.0)
    assert (weights.max(), weights.sum()) == (pytest.approx(2.0), pytest.approx(149.0))
    refused("limit_too_low", lambda: weighting.trimmed([1.0, 3.0], limit=1.0))


def test_raking_refuses_what_cannot_agree():
    plan = design.of([1.0] * 4)
    sex, town = ["m", "m", "f", "f"], ["a", "b", "a", "b"]
    refused(
        "margins_disagree", lambda: weighting.raked(plan, [(sex, {"m": 5, "f": 5}), (town, {"a": 6, "b": 6})])
    )
    refused("unknown_class", lambda: weighting.raked(plan, [(sex, {"m": 5})]), name="f", row=3)
    refused("class_without_rows", lambda: weighting.raked(plan, [(sex, {"m": 5, "f": 5, "x": 1})]), name="x")


def test_calibration_refuses_negative_weights():
    refused(
        "negative_calibrated",
        lambda: weighting.calibrated(design.of([1.0] * 3), [[1, 0], [1, 1], [1, 9]], [3, 40]),
    )


def test_the_reports_change_from_4_7_to_6_3_needs_what_the_report_does_not_say():
    refused("not_told", lambda: change.published(4.7, 6.3), missing=("n", "sd", "deff"))
    refused("not_told", lambda: change.published(4.7, 6.3, n=(400, 400), sd=2.5), missing=("deff",))
    told = change.published(4.7, 6.3, n=(400, 400), sd=2.5, deff=1.5)
    found = told.change
    assert told.detectable == planning.detectable_change(2.5, (400, 400), deff=1.5)
    assert (found.estimate, found.se) == (pytest.approx(1.6), pytest.approx(0.2165, abs=5e-5))
    assert (found.low, found.high) == (pytest.approx(1.18, abs=0.005), pytest.approx(2.02, abs=0.005))
    assert planning.detectable_change(2.5, (400, 400), deff=1.5) == pytest.approx(0.607, abs=5e-4)


def test_another_scale_has_no_change_and_another_mode_is_said():
    ten, seven = Item((0, 10)), Item((1, 7))
    refused("other_scale", lambda: change.cautions(ten, seven))
    assert change.cautions(ten, Item((0, 10), mode="telephone")) == ("other_mode",)
    assert change.cautions(ten, Item((0, 10), wording="2")) == ("other_wording",)
    assert change.cautions(ten, Item((0, 10))) == ()


@pytest.mark.parametrize(("p", "stars"), [(0.005, "***"), (0.03, "**"), (0.07, "*"), (0.2, "")])
def test_stars_as_the_como_vamos_programmes_print_them(p, stars):
    assert change.Change(1, 1, 0, 2, 10, p, 0).stars == stars


def test_several_changes_are_judged_together():
    assert change.holm([0.01, 0.04, 0.03]) == (pytest.approx(0.03), pytest.approx(0.06), pytest.approx(0.06))


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (planning.interviews_for_share(0.5, 0.05), 384.1459),
        (planning.interviews_for_share(0.5, 0.03), 1067.072),
        (planning.interviews_for_share(0.5, 0.05, population=500), 217.4872),
        (planning.interviews_for_share(0.5, 0.05, population=12000, deff=1.5, response=0.8), 687.3266),
        (planning.interviews_for_change_of_mean(0.5, 2.5), 392.444),
        (planning.interviews_for_change_of_share(0.4, 0.5), 384.5951),
    ],
)
def test_sample_sizes(found, told):
    assert found == pytest.approx(told, abs=5e-4)
    assert planning.whole(found) == math.ceil(told)


def test_plans_that_make_no_sense_are_refused():
    refused("bad_plan", lambda: planning.interviews_for_share(1.5, 0.05))
    refused("bad_plan", lambda: planning.interviews_for_share(0.5, 0.05, response=0))
    refused("bad_plan", lambda: planning.detectable_change(0, (400, 400)))


def test_clusters_of_like_people_cost_more():
    assert planning.design_effect(11, 0.05) == pytest.approx(1.5)


def test_an_allocation_adds_up_and_gives_everybody_the_least():
    given = planning.allocated(100, {"a": 5, "b": 3, "c": 1}, fewest=10)
    assert given == {"a": 49, "b": 33, "c": 18}
    spread = planning.allocated(90, {"a": 1, "b": 1}, spread={"a": 2, "b": 1})
    assert spread == {"a": 60, "b": 30}


def test_a_draw_is_the_same_in_whatever_order_the_list_stands():
    names = [f"hogar {number}" for number in range(50)]
    drawn = drawing.simple(names, 10, "semilla")
    assert drawn == drawing.simple(names[::-1], 10, "semilla")
    assert {each.chance for each in drawn} == {0.2}
    later = drawing.replacements(names, 10, "semilla", 3)
    assert len(later) == 3
    assert not {each.name for each in drawn} & set(later)
    assert drawing.simple(names, 13, "semilla")[10:] != ()
    assert [each.name for each in drawing.simple(names, 13, "semilla")[10:]] == list(later)


def test_a_draws_numbers_can_be_made_with_any_tool():
    # printf 'semilla|hogar 1' | sha256sum
    assert (
        drawing.number("semilla", "hogar 1")
        == int("a40923946b4afbb4e68913ef5fea454e53c21502b3a0152f77cb9175950e3ba2", 16) / 2**256
    )


def test_every_unit_has_the_chance_its_size_gives_it():
    sizes = {"a": 10.0, "b": 20.0, "c": 30.0, "d": 40.0}
    found = dict.fromkeys(sizes, 0)
    for seed in range(4000):
        for each in drawing.by_size(sizes, 2, str(seed)):
            found[each.name] += 1
            assert each.chance == pytest.approx(2 * sizes[each.name] / 100)
    for name, size in sizes.items():
        assert found[name] / 4000 == pytest.approx(2 * size / 100, abs=0.025)


def test_what_is_larger_than_a_step_is_taken_for_sure():
    drawn = drawing.by_size({"a": 100.0, "b": 1.0, "c": 1.0, "d": 1.0}, 2, "s")
    assert (drawn[0].name, drawn[0].chance) == ("a", 1.0)
    assert drawn[1].chance == pytest.approx(1 / 3)


def test_lists_that_cannot_be_drawn_from_are_refused():
    refused("twice_in_list", lambda: drawing.simple(["a", "a"], 1, "s"), name="a")
    refused("more_than_there_are", lambda: drawing.simple(["a"], 2, "s"))
    refused("no_size", lambda: drawing.by_size({"a": 1.0, "b": 0.0}, 1, "s"), name="b")


def sample_of(n, value=lambda row: float(row % 2), clusters=10):
    return estimates.mean(
        design.of([1.0] * n, clusters=[[row % clusters for row in range(n)]]), [value(r) for r in range(n)]
    )


def test_what_is_too_few_or_too_uncertain_is_not_shown():
    assert publishing.verdict(None) == "no_data"
    assert publishing.verdict(sample_of(29, clusters=7)) == "too_few"
    assert publishing.verdict(sample_of(40, clusters=4)) == "too_few"
    assert publishing.verdict(sample_of(400, lambda row: 5.0 + row % 7, clusters=37)) == "shown"
    rare = sample_of(100, lambda row: float(row < 3), clusters=50)
    assert publishing.verdict(rare, is_share=True) == "too_uncertain"
