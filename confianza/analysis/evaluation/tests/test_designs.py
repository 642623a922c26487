"""A design carried out: every way on one scale, the evidence for the guard, and the same answer twice."""

import json
from dataclasses import replace

import numpy as np
import pytest

from confianza.analysis.evaluation import counts, designs, differences, recorded, specifications
from confianza.analysis.evaluation.designs import Circumstances, Series
from confianza.analysis.evaluation.problems import EvaluationRefused

KNOWN = Circumstances(same_area=True, selected_for_being_high=False, registered=True)
AREAS = tuple("ABCDEFGHIJ")
BEFORE, AFTER = 16, 12


def a_series(*, falls=0.0, seed=1, level=40.0, peak=1.0):
    """Ten areas counted quarter by quarter; in the first something falls by a share after four years."""
    chance = np.random.default_rng(seed)
    means = np.full((len(AREAS), BEFORE + AFTER), float(level))
    means[0, BEFORE:] *= 1 - falls
    means[0, BEFORE - 4 : BEFORE] *= peak
    seen = chance.poisson(means)
    periods = tuple(f"{2019 + at // 4}-{at % 4 * 3 + 1:02}-01" for at in range(BEFORE + AFTER))
    rows = tuple(tuple(map(float, row)) for row in seen.tolist())
    return Series(AREAS, periods, rows, tuple((20_000.0,) * (BEFORE + AFTER) for _ in AREAS), BEFORE)


@pytest.mark.parametrize("method", designs.METHODS)
def test_the_way_that_was_chosen_speaks_and_all_others_stand_beside_it(method):
    found = designs.answer(a_series(falls=0.4), method, KNOWN)
    names = [each.name for each in found.ways]
    assert names[0] == method
    assert set(names) >= set(designs.METHODS)
    assert len(names) == len(set(names))
    assert found.direction == "fall"
    assert found.spoken.way.ratio == pytest.approx(0.6, abs=0.1)
    assert len(found.spoken.expected) == BEFORE + AFTER


def test_before_and_after_is_the_comparison_of_periods():
    told = a_series(falls=0.4)
    row, people = told.counts[0], [20_000.0] * BEFORE
    known = counts.compare_periods(
        row[:BEFORE], row[BEFORE:], exposures_before=people, exposures_after=people[:AFTER]
    ).told
    way = designs.answer(told, "rate_ratio", KNOWN).spoken.way
    assert (way.ratio, way.low, way.high, way.p) == (known.ratio, known.low, known.high, known.p)


def test_the_panel_is_the_difference_in_differences():
    told = a_series(falls=0.4)
    start = np.full(len(AREAS), BEFORE + AFTER)
    start[0] = BEFORE
    known = differences.compare(differences.Panel(AREAS, told.periods, told.y, told.e, start))
    found = designs.answer(told, "panel", KNOWN)
    assert found.spoken.way.ratio == known.effect.ratio
    assert found.spoken.placebo.p == known.placebo_p
    assert found.spoken.placebo.rank / found.spoken.placebo.units == pytest.approx(known.placebo_p)


def test_a_synthetic_control_tells_the_gap_of_rates_as_a_ratio():
    told = a_series(falls=0.4)
    found = designs.answer(told, "synthetic", KNOWN)
    study = specifications.compare(designs._as_pool(told))
    seen = study.pool.y[BEFORE:].mean()
    assert found.spoken.way.ratio == pytest.approx(seen / (seen - study.main.fit.estimate))
    assert sum(weight for _area, weight in found.spoken.weights) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("method", designs.METHODS)
def test_the_same_series_gives_the_same_answer_after_it_was_written_down_and_read(method):
    told = a_series(falls=0.2, seed=3)
    again = recorded.read_series(json.loads(recorded.canonical(recorded.series(told))))
    one, other = (recorded.answer(designs.answer(each, method, KNOWN)) for each in (told, again))
    assert recorded.digest(one) == recorded.digest(other)
    assert one == json.loads(recorded.canonical(one))


def test_another_count_gives_another_digest():
    told = a_series(falls=0.2)
    rows = [list(row) for row in told.counts]
    rows[0][-1] += 1
    other = replace(told, counts=tuple(map(tuple, rows)))
    assert recorded.digest(recorded.series(told)) != recorded.digest(recorded.series(other))
    assert recorded.answer(designs.answer(told, "panel", KNOWN)) != recorded.answer(
        designs.answer(other, "panel", KNOWN)
    )


@pytest.mark.parametrize("method", designs.METHODS)
def test_without_effect_nothing_is_claimed_nearly_always(method):
    claimed = 0
    for seed in range(6):
        found = designs.answer(a_series(seed=100 + seed), method, KNOWN)
        claimed += found.allowed.strength >= designs.guard.Strength.CHANGED
    assert not claimed


def test_a_peak_before_the_programme_is_taken_for_one_whatever_is_declared():
    told = a_series(peak=1.8, falls=0.4, seed=5)
    assert designs.stands_out(told)
    found = designs.answer(told, "rate_ratio", KNOWN)
    assert found.evidence.selected_for_being_high is True
    assert found.allowed.sentence == "after_a_peak"


def test_without_a_comparison_a_change_is_all_that_can_be_said():
    found = designs.answer(a_series(falls=0.5), "rate_ratio", KNOWN)
    assert found.allowed.sentence == "changed_fall"
    assert not found.allowed.may_say("reduced_by")


def test_ways_without_a_comparison_have_no_vote_beside_one_with_it():
    found = designs.answer(a_series(falls=0.4), "panel", KNOWN)
    votes = {each.name: not each.reference for each in found.ways}
    assert votes["panel"]
    assert votes["synthetic"]
    assert not votes["series"]
    assert not votes["rate_ratio"]


def test_a_way_that_has_no_answer_says_why_and_the_others_still_speak():
    told = a_series(falls=0.4)
    few = Series(told.areas[:3], told.periods, told.counts[:3], told.exposures[:3], BEFORE)
    found = designs.answer(few, "rate_ratio", KNOWN)
    by_name = {each.name: each for each in found.ways}
    assert by_name["panel"].refused == "few_without"
    assert by_name["panel"].details["without"] == 2
    with pytest.raises(EvaluationRefused, match="it takes 4"):
        designs.answer(few, "panel", KNOWN)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"before": 1}, "one_period_before"),
        ({"before": BEFORE + AFTER}, "nothing_after"),
    ],
)
def test_what_is_no_series_with_a_before_and_an_after_is_refused(change, code):
    with pytest.raises(EvaluationRefused) as refused:
        designs.answer(replace(a_series(), **change), "rate_ratio", KNOWN)
    assert refused.value.code == code


@pytest.mark.parametrize(("value", "code"), [(-1.0, "not_a_count"), (2.5, "not_whole")])
def test_what_is_no_count_is_refused(value, code):
    told = a_series()
    rows = ((value, *told.counts[0][1:]), *told.counts[1:])
    with pytest.raises(EvaluationRefused) as refused:
        designs.answer(replace(told, counts=rows), "rate_ratio", KNOWN)
    assert refused.value.code == code


def test_nothing_counted_before_is_refused_and_so_is_an_unknown_method():
    told = a_series()
    rows = ((0.0,) * BEFORE + told.counts[0][BEFORE:], *told.counts[1:])
    with pytest.raises(EvaluationRefused, match="counted nothing before"):
        designs.answer(replace(told, counts=rows), "panel", KNOWN)
    with pytest.raises(EvaluationRefused, match="no way"):
        designs.answer(told, "wishes", KNOWN)


def test_comparison_areas_are_as_high_or_they_are_not():
    told = a_series(level=60)
    assert designs.as_high(told)
    low = tuple(tuple(count // 3 for count in row) for row in told.counts[1:])
    assert not designs.as_high(replace(told, counts=(told.counts[0], *low)))
