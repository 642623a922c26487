"""Next door: what moved there, what fell there too, and what the guard keeps back."""

import json
from dataclasses import replace

import numpy as np
import pytest

from confianza.analysis.evaluation import designs, differences, displacement, recorded
from confianza.analysis.evaluation.counted import Around, Series
from confianza.analysis.evaluation.designs import Circumstances
from confianza.analysis.evaluation.panels import Panel
from confianza.analysis.evaluation.problems import EvaluationRefused

KNOWN = Circumstances(same_area=True, selected_for_being_high=False, registered=True)
BEFORE, AFTER, LEVEL = 16, 12, 60.0


def a_town(*, here=0.5, around=1.0, seed=5, level=LEVEL, peak=1.0):
    """One area with the programme, eight without, and three next door, quarter by quarter."""
    chance, length = np.random.default_rng(seed), BEFORE + AFTER
    means = np.full((12, length), level)
    means[0, BEFORE:] *= here
    means[9:, BEFORE:] *= around
    means[9:, BEFORE - 4 : BEFORE] *= peak
    y = chance.poisson(means).astype(float).tolist()
    rows, people = tuple(map(tuple, y)), tuple((9_000.0,) * length for _ in y)
    periods = tuple(f"{2019 + at // 4}-{at % 4 * 3 + 1:02}-01" for at in range(length))
    beside = Around(("K", "L", "M"), rows[9:], people[9:])
    return Series(tuple("ABCDEFGHI"), periods, rows[:9], people[:9], BEFORE, around=beside)


def looked(told, known=KNOWN, method="panel"):
    return designs.answer(told, method, known).nearby


@pytest.mark.parametrize(
    ("around", "said"), [(1.4, "around_more"), (0.6, "around_fewer"), (1.0, "around_neither")]
)
def test_it_says_whether_it_moved_next_door_or_fell_there_too(around, said):
    assert looked(a_town(around=around)).around == said


def test_inside_and_around_together_may_cancel_out():
    assert looked(a_town(here=0.6, around=0.7)).together == "together_fewer"
    assert looked(a_town(here=0.6, around=1.13)).together == "together_neither"
    assert looked(a_town(here=1.0, around=1.4)).together == "together_more"


def test_the_figures_are_those_of_the_panel_and_of_the_displacement_difference():
    told = a_town(around=1.3)
    found = looked(told)
    assert [each.part for each in found.parts] == ["here", "around", "together"]
    start = np.array([BEFORE, *[BEFORE + AFTER] * 8])
    y, e = told.around.y.sum(axis=0), told.around.e.sum(axis=0)
    panel = Panel(
        tuple("ABCDEFGHI"), told.periods, np.vstack([y, told.y[1:]]), np.vstack([e, told.e[1:]]), start
    )
    known = differences.compare(panel).effect
    around = found.parts[1]
    assert (around.ratio, around.low, around.p) == (known.ratio, known.low, known.p)
    assert (around.before, around.after) == (y[:BEFORE].sum(), y[BEFORE:].sum())
    here, there, comparison = (each.sum(axis=0) for each in (told.y[:1], told.around.y, told.y[1:]))
    lengths = AFTER / BEFORE
    shared = comparison[BEFORE:].sum() / comparison[:BEFORE].sum() - lengths
    expected = [(row[BEFORE:].sum() - row[:BEFORE].sum() * lengths) for row in (here, there)]
    cases = [moved - row[:BEFORE].sum() * shared for moved, row in zip(expected, (here, there), strict=True)]
    assert [each.cases for each in found.parts] == pytest.approx([*cases, sum(cases)])


def test_an_area_next_door_stands_out_of_all_of_them_or_not_at_all():
    told = a_town()
    assert [each.stands for each in looked(told).areas] == ["", "", ""]
    rows = [list(row) for row in told.around.counts]
    rows[1][BEFORE:] = [2 * each for each in rows[1][BEFORE:]]
    around = replace(told.around, counts=tuple(map(tuple, rows)))
    assert [(each.area, each.stands) for each in looked(replace(told, around=around)).areas] == [
        ("K", ""),
        ("L", "more"),
        ("M", ""),
    ]


def test_the_guard_keeps_back_what_follows_a_peak_there():
    """Next to nothing is claimed of areas whose last year before stood out."""
    assert looked(a_town(around=0.8, peak=1.6)).around in ("around_withheld", "around_neither")
    found = [looked(a_town(around=0.6, peak=1.6, seed=seed)).around for seed in range(5)]
    assert "around_withheld" in found
    assert "around_fewer" not in found


def test_together_claims_no_more_than_the_programme_itself():
    chosen = Circumstances(same_area=True, selected_for_being_high=True)
    told = a_town(here=0.4, around=0.7)
    low = tuple(tuple(each / 3 // 1 for each in row) for row in told.counts[1:])
    told = replace(told, counts=(told.counts[0], *low))
    found = designs.answer(told, "panel", chosen)
    assert found.allowed.sentence == "after_a_peak"
    assert found.nearby.together == "together_withheld"


def test_what_cannot_be_told_next_door_does_not_take_the_answer_away():
    told = a_town()
    nobody = replace(told, around=Around(left_out=("K",)))
    found = designs.answer(nobody, "panel", KNOWN)
    assert found.allowed.sentence
    assert (found.nearby.refused, found.nearby.left_out) == ("nobody_around", ("K",))
    few = replace(told, around=Around(("K",), ((0.0,) * BEFORE + (1.0,) * AFTER,), ((1.0,) * 28,)))
    assert looked(few).refused == "nothing_around"
    alone = replace(told, areas=told.areas[:3], counts=told.counts[:3], exposures=told.exposures[:3])
    assert looked(alone, method="rate_ratio").refused == "few_without"
    assert looked(replace(told, around=None)) is None


def test_it_is_written_down_and_read_again():
    told = a_town(around=1.4)
    again = recorded.read_series(json.loads(recorded.canonical(recorded.series(told))))
    assert again == told
    one, other = (recorded.answer(designs.answer(each, "panel", KNOWN)) for each in (told, again))
    assert one == other == json.loads(recorded.canonical(one))
    assert one["nearby"]["around"] == "around_more"
    assert {each["part"] for each in one["nearby"]["parts"]} == {"here", "around", "together"}
    assert recorded.answer(designs.answer(replace(told, around=None), "panel", KNOWN))["nearby"] is None


def test_one_comparison_is_counted_once():
    """By hand: inside 100 to 60, around 50 to 60, comparison 200 to 180; each weighs by its cases before."""
    found = displacement.beside(treated=(100, 60), around=(50, 60), comparison=(200, 180))
    told = [each.difference for each in (found.local, found.around, found.total)]
    assert [each.estimate for each in told] == pytest.approx([-30, 15, -15])
    assert [each.se**2 for each in told] == pytest.approx(
        [160 + 380 / 4, 110 + 380 / 16, 270 + 380 * (3 / 4) ** 2]
    )
    with pytest.raises(EvaluationRefused, match="on one side"):
        displacement.beside(treated=(100, 60), around=(0, 60), comparison=(200, 180))
    twice = displacement.beside(treated=(100, 60), around=(50, 60), comparison=(200, 180), dispersion=4.0)
    assert twice.total.difference.se == pytest.approx(2 * told[2].se)
