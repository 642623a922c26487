"""What became of a problem: verdict, cautions, sight, and what is refused."""

from dataclasses import asdict, replace
from datetime import date

import numpy as np
import pytest

from confianza.analysis.evaluation import appraisal, appraisal_claims, guard, problems
from confianza.analysis.evaluation.appraisal import Counted, Measure
from confianza.analysis.evaluation.problems import EvaluationRefused

YEAR_BEFORE, YEAR_AFTER = (date(2023, 1, 1), date(2023, 12, 31)), (date(2024, 1, 1), date(2024, 12, 31))
BEFORE = [20, 24, 18, 22, 19, 25, 17, 21, 23, 20, 18, 22]
HALVED = [10, 9, 12, 8, 11, 13, 9, 10, 12, 8, 11, 10]
ALONE = Measure(
    "robbery", "Ward 3", YEAR_BEFORE, YEAR_AFTER, agreed_on=date(2023, 6, 1), chosen_for_being_high=False
)
BESIDE = replace(ALONE, comparison=("Ward 4",))


def appraised(measure=ALONE, before=BEFORE, after=HALVED, *there, **told):
    return appraisal.appraise(measure, Counted(before, after, *there), **told)


def said(found):
    return appraisal_claims.SENTENCES[found.said.code] % found.said.details


def cautions(found):
    return {each.code for each in found.cautions}


def test_a_fall_is_told_as_a_fall_and_never_as_brought_about():
    found = appraised()
    assert (found.verdict, found.ratio) == ("fell", pytest.approx(123 / 249))
    assert found.high < 1
    assert said(found).startswith("Fell: 249 counted in 12 periods before, 123 in 12 after. That is −50.6 %")
    assert "reduced" not in said(found)
    assert found.allowed.sentence == "changed_fall"
    assert not found.allowed.may_say("reduced_by")
    assert not found.allowed.may_say("caused")


def test_no_change_is_told_as_no_evidence_with_what_could_have_been_seen():
    found = appraised(after=list(reversed(BEFORE)))
    assert found.verdict == "no_evidence_of_change"
    assert said(found).startswith("No evidence of change: 249 counted")
    assert found.sight.of_half > 0.99
    assert appraisal_claims.SENTENCES[found.seeing.code] % found.seeing.details == (
        "Of counts like these (dispersion 1, where 1 is chance alone) a true fall of 50 % would be told 100 "
        "times in a hundred; a fall of 27 % or more, at least 80 times."
    )
    assert "seldom_seen" not in cautions(found)


def test_a_rise_is_told_as_one():
    found = appraised(before=HALVED, after=BEFORE)
    assert (found.verdict, found.said.code, found.allowed.sentence) == ("rose", "rose", "changed_rise")


def test_beside_an_area_with_the_same_fall_there_is_no_evidence():
    found = appraised(BESIDE, BEFORE, HALVED, BEFORE, HALVED)
    assert (found.verdict, found.said.code, found.method) == (
        "no_evidence_of_change", "no_evidence_beside", "beside",
    )  # fmt: skip
    assert found.ratio == pytest.approx(1)
    assert "where it is compared 249 before, 123 after" in said(found)


def test_beside_an_area_without_it_the_guard_lets_more_be_said():
    found = appraised(BESIDE, BEFORE, HALVED, BEFORE, BEFORE)
    assert (found.verdict, found.said.code, found.allowed.sentence) == ("fell", "fell_beside", "differs_fall")
    assert asdict(found.totals) == {
        "before": 249, "after": 123, "comparison_before": 249, "comparison_after": 249,
    }  # fmt: skip
    rose = appraised(BESIDE, HALVED, BEFORE, BEFORE, BEFORE)
    assert rose.said.code == "rose_beside"


def test_months_that_differ_by_themselves_are_no_change():
    found = appraised(
        before=[2, 45, 9, 30, 1, 38, 5, 50, 12, 3, 28, 26], after=[1, 30, 2, 25, 9, 3, 20, 4, 14, 2, 8, 5]
    )
    assert found.dispersion > 8
    assert (found.verdict, found.ratio) == ("no_evidence_of_change", pytest.approx(123 / 249))
    assert "seldom_seen" in cautions(found)
    few = appraised(before=[0, 5, 0, 0, 1, 0, 0, 6, 0, 0, 1, 0], after=[0, 0, 4, 0, 0, 1, 0, 0, 3, 0, 0, 0])
    assert (few.verdict, few.seeing.code) == ("no_evidence_of_change", "sees_little")


def test_few_cases_tell_nothing():
    found = appraised(before=[1, 0, 0] * 4, after=[0, 0, 1] * 4)
    assert (found.verdict, found.ratio, found.sight, found.seeing) == ("too_few_to_tell", None, None, None)
    assert said(found).startswith("No evidence of change: 4 counted in 12 periods before, 4 in 12 after.")
    assert not found.allowed.may_say("interval")
    compared = appraised(BESIDE, BEFORE, HALVED, [0] * 12, [0] * 11 + [1])
    assert (compared.verdict, compared.said.code) == ("too_few_to_tell", "too_few_compared")


def test_the_end_of_all_cases_is_seen_and_nothing_has_no_percentage():
    ended = appraised(after=[0] * 12)
    assert (ended.verdict, ended.ratio) == ("fell", 0.0)
    begun = appraised(before=[0] * 12, after=HALVED)
    assert (begun.verdict, begun.said.code, begun.seeing.code) == (
        "rose",
        "rose_from_nothing",
        "sees_nothing",
    )
    one_burst = appraised(before=[0] * 12, after=[12] + [0] * 11)
    assert one_burst.said.code == "no_evidence_from_nothing"
    gone_there = appraised(BESIDE, BEFORE, BEFORE, BEFORE, [0] * 12)
    assert "+∞ %" in said(gone_there)


def test_cautions_say_what_the_number_cannot():
    alone = appraised(replace(ALONE, agreed_on=None, chosen_for_being_high=None))
    assert {"no_comparison", "short_time", "not_registered", "regression_to_the_mean"} <= cautions(alone)
    assert alone.allowed.sentence == "after_a_peak"
    beside = appraised(BESIDE, BEFORE, HALVED, BEFORE, BEFORE)
    assert {"one_comparison", "no_placebo", "short_time"} == cautions(beside)
    several = appraised(replace(ALONE, comparison=("a", "b")), BEFORE, HALVED, BEFORE, BEFORE)
    assert "one_comparison" not in cautions(several)


def test_a_choice_that_is_left_out_lets_a_change_be_told():
    left_out = replace(ALONE, chosen_for_being_high=True, choice_left_out=True)
    assert appraised(left_out).allowed.sentence == "changed_fall"
    assert appraised(replace(left_out, choice_left_out=False)).allowed.sentence == "after_a_peak"


def test_a_peak_that_is_seen_is_one_whatever_was_declared():
    found = appraised(before=[10, 11, 9, 10, 12, 9, 10, 11, 10, 30, 34, 32], after=[9] * 12)
    assert "stood_out" in cautions(found)
    assert found.evidence.selected_for_being_high is True
    assert found.allowed.strength == guard.Strength.COUNTED


def test_what_already_fell_before_is_told_to_have_been_falling():
    falling = appraised(before=[40, 38, 36, 35, 33, 30, 29, 27, 24, 22, 21, 18], after=[15] * 12)
    assert falling.verdict == "fell"
    assert "was_moving" in cautions(falling)
    assert "was_moving" not in cautions(appraised())
    beside = appraised(BESIDE, [40, 36, 33, 29, 24, 21] * 2, HALVED, BEFORE, BEFORE)
    assert "was_moving" not in cautions(beside)


def test_a_way_is_seldom_seen_where_there_is_none():
    random = np.random.default_rng(6)
    drawn = random.poisson(random.gamma(9, 2, (200, 12))).tolist()
    seen = ["was_moving" in cautions(appraised(before=before)) for before in drawn]
    assert sum(seen) <= 0.09 * 200


def test_other_parts_of_the_year_are_told():
    half = replace(ALONE, after=(date(2024, 1, 1), date(2024, 6, 30)))
    assert "other_season" in cautions(appraised(half, after=HALVED[:6]))
    beside = replace(half, comparison=("Ward 4",))
    assert "other_season_compared" in cautions(appraised(beside, BEFORE, HALVED[:6], BEFORE, BEFORE[:6]))
    assert "other_season" not in cautions(appraised())


def test_counts_that_may_still_grow_are_told():
    found = appraised(complete_until=date(2024, 10, 31))
    assert [each.details for each in found.cautions if each.code == "still_arriving"] == [
        {"first": "2024-11"}
    ]
    assert "still_arriving" not in cautions(appraised(complete_until=date(2024, 12, 31)))


def test_weeks_are_taken_too():
    weekly = replace(
        ALONE,
        before=(date(2024, 1, 1), date(2024, 3, 24)),
        after=(date(2024, 3, 25), date(2024, 6, 16)),
        step="week",
    )
    assert appraised(weekly).verdict == "fell"
    cut = replace(weekly, after=(date(2024, 3, 25), date(2024, 6, 15)))
    assert appraised(cut).refusal.code == "partial_week"
    assert appraised(weekly, after=[*HALVED[:5], None, *HALVED[6:]]).refusal.details == {
        "area": "Ward 3", "period": "2024-04-29",
    }  # fmt: skip


def exposed(after, before=None):
    return appraisal.appraise(ALONE, Counted(BEFORE, HALVED, exposures_before=before, exposures_after=after))


def test_exposures_divide():
    found = exposed([1.0] * 12, [2.0] * 12)
    assert (found.verdict, found.ratio) == ("no_evidence_of_change", pytest.approx(2 * 123 / 249))


JUNE, JANUARY = date(2024, 6, 30), (date(2024, 1, 1), date(2024, 1, 31))
ITSELF = replace(ALONE, comparison=(" ward 3",))


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: appraised(after=[*HALVED[:11], -1]), "count_of"),
        (lambda: appraised(after=[*HALVED[:11], 0.5]), "count_of"),
        (lambda: appraised(after=[*HALVED[:11], float("inf")]), "count_of"),
        (lambda: appraised(after=[*HALVED[:11], None]), "gap_of"),
        (lambda: appraised(after=[*HALVED[:11], float("nan")]), "gap_of"),
        (lambda: appraised(after=HALVED[:11]), "periods_differ"),
        (lambda: appraised(replace(ALONE, after=(JUNE, date(2024, 1, 1)))), "days_backwards"),
        (lambda: appraised(replace(ALONE, before=YEAR_AFTER, after=YEAR_BEFORE)), "after_before_before"),
        (lambda: appraised(replace(ALONE, after=(date(2023, 12, 1), JUNE))), "sides_overlap"),
        (lambda: appraised(replace(ALONE, after=(date(2024, 1, 2), JUNE))), "partial_month"),
        (lambda: appraised(replace(ALONE, after=(date(2024, 1, 1), date(2024, 6, 29)))), "partial_month"),
        (lambda: appraised(replace(ALONE, after=JANUARY), BEFORE, [9]), "two_a_side"),
        (lambda: appraised(ITSELF, BEFORE, HALVED, BEFORE, BEFORE), "compared_with_itself"),
        (lambda: appraised(ALONE, BEFORE, HALVED, BEFORE, BEFORE), "comparison_not_agreed"),
        (lambda: appraised(BESIDE), "periods_differ"),
        (lambda: appraised(BESIDE, BEFORE, HALVED, BEFORE, [None] * 12), "gap_of"),
        (lambda: exposed([1.0]), "exposures_differ"),
        (lambda: exposed([0.0] * 12), "exposure_not_positive"),
    ],
)  # fmt: skip
def test_what_cannot_be_appraised_is_refused_in_a_sentence_without_a_number(call, code):
    found = call()
    assert (found.verdict, found.ratio, found.low, found.p, found.sight) == (
        "refused",
        None,
        None,
        None,
        None,
    )
    assert found.refusal.code == code
    assert found.said == found.refusal
    assert "%(" not in said(found)
    assert code in appraisal_claims.REFUSALS


def test_every_sentence_of_a_refusal_is_that_of_the_problem():
    assert all(appraisal_claims.SENTENCES[code] == problems.KINDS[code] for code in appraisal_claims.REFUSALS)


def test_what_will_be_seen_is_foretold_when_the_measure_is_agreed():
    alone, beside = appraisal.foresee(ALONE, BEFORE), appraisal.foresee(BESIDE, BEFORE, BEFORE)
    assert (alone.per_period, alone.compared, alone.periods_after) == (20.75, 0.0, 12)
    assert alone.of_half > 0.99
    assert beside.compared == 20.75
    assert beside.smallest_fall > alone.smallest_fall
    # What an appraisal of the same months says later is about the same.
    later = appraised(after=list(reversed(BEFORE))).sight
    assert later.smallest_fall == pytest.approx(alone.smallest_fall, abs=0.01)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: appraisal.foresee(ALONE, [0] * 12), "nothing_counted"),
        (lambda: appraisal.foresee(ALONE, [None] * 12), "gap_of"),
        (lambda: appraisal.foresee(BESIDE, BEFORE), "periods_differ"),
        (lambda: appraisal.foresee(replace(ALONE, after=YEAR_BEFORE), BEFORE), "sides_overlap"),
    ],
)
def test_what_cannot_be_foretold_is_refused(call, code):
    with pytest.raises(EvaluationRefused) as refused:
        call()
    assert refused.value.code == code
