"""A design carried out: every way on one scale, the evidence for the guard, and the same answer twice."""

import json
from dataclasses import replace

import numpy as np
import pytest

from confianza.analysis.evaluation import counted, counts, designs, differences, recorded, specifications
from confianza.analysis.evaluation.counted import Series
from confianza.analysis.evaluation.designs import Circumstances
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
    assert counted.stands_out(told)
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
    assert counted.as_high(told)
    low = tuple(tuple(count // 3 for count in row) for row in told.counts[1:])
    assert not counted.as_high(replace(told, counts=(told.counts[0], *low)))


def a_staggered_series(*, falls=0.5, seed=3, level=40.0, later=4):
    """Three areas that begin at different times and seven that never do."""
    chance, length = np.random.default_rng(seed), BEFORE + AFTER
    starts = (BEFORE, BEFORE + later // 2, BEFORE + later)
    means = np.full((len(AREAS), length), float(level))
    for at, begins in enumerate(starts):
        means[at, begins:] *= 1 - falls
    rows = tuple(map(tuple, chance.poisson(means).astype(float).tolist()))
    told = a_series()
    return replace(told, counts=rows, starts=starts)


def test_staggered_starts_are_told_by_imputation_and_every_other_way_is_refused():
    told = a_staggered_series()
    start = np.array([*told.starts, *[BEFORE + AFTER] * 7])
    known = differences.compare(differences.Panel(AREAS, told.periods, told.y, told.e, start))
    found = designs.answer(told, "panel", KNOWN)
    way = found.spoken.way
    assert (way.ratio, way.low, way.high) == (known.effect.ratio, known.effect.low, known.effect.high)
    refused = {each.name: each.refused for each in found.ways[1:]}
    assert refused == dict.fromkeys(("rate_ratio", "series", "synthetic"), "one_start")
    for method in ("rate_ratio", "series", "synthetic"):
        with pytest.raises(EvaluationRefused) as wrong:
            designs.answer(told, method, KNOWN)
        assert wrong.value.code == "one_start"


def test_staggered_starts_have_a_placebo_and_the_guard_asks_for_another_way():
    found = designs.answer(a_staggered_series(), "panel", KNOWN)
    assert found.spoken.placebo.p <= 0.05
    assert found.spoken.placebo.p == found.spoken.placebo.rank / found.spoken.placebo.units
    assert found.allowed.sentence == "fits_fall"
    assert any("agreement" in each.needs for each in found.allowed.refused)
    nothing = [designs.answer(a_staggered_series(falls=0, seed=seed), "panel", KNOWN) for seed in range(6)]
    assert sum(each.spoken.placebo.p <= 0.05 for each in nothing) <= 1


def test_the_time_with_the_programme_counts_from_the_last_start_and_the_path_adds_areas_up():
    told = a_staggered_series(later=8)
    found = designs.answer(told, "panel", KNOWN)
    assert found.evidence.after == AFTER - 8
    assert found.evidence.before == BEFORE
    plain = recorded.answer(found)
    assert plain["counted"] == told.y[:3].sum(axis=0).tolist()
    assert [area for area, _on in plain["starts"]] == ["A", "B", "C"]
    assert plain["starts"][2][1] == told.periods[BEFORE + 8]
    again = recorded.read_series(json.loads(recorded.canonical(recorded.series(told))))
    assert again == told
    assert recorded.answer(designs.answer(again, "panel", KNOWN)) == plain


def test_a_peak_before_any_of_the_starts_is_one():
    told = a_staggered_series()
    rows = [list(row) for row in told.counts]
    begins = told.starts[2]
    rows[2][begins - 4 : begins] = [3 * each for each in rows[2][begins - 4 : begins]]
    assert not counted.stands_out(told)
    assert counted.stands_out(replace(told, counts=tuple(map(tuple, rows))))


def test_a_start_without_a_case_before_it_is_named():
    told = a_staggered_series()
    rows = [list(row) for row in told.counts]
    rows[1][: told.starts[1]] = [0.0] * told.starts[1]
    with pytest.raises(EvaluationRefused) as refused:
        designs.answer(replace(told, counts=tuple(map(tuple, rows))), "panel", KNOWN)
    assert (refused.value.code, refused.value.details["area"]) == ("nothing_before", "B")
