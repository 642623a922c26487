"""Inside, around and farther out: the published figures, and what may be said of them."""

import numpy as np
import polars as pl
import pytest

from confianza.analysis.evaluation import difference_claims, displacement, displacement_tables, rings
from confianza.analysis.evaluation.columns import Table
from confianza.analysis.evaluation.displacement import Kind
from confianza.analysis.evaluation.problems import EvaluationRefused

PAPER = {
    "comparison": (308, 318), "treated": (207, 110),
    "around_comparison": (150, 140), "around_treated": (178, 157),
}  # fmt: skip


def codes(found):
    return [claim.code for claim in difference_claims.of_displacement(found)]


def test_the_paper():
    found = displacement.compare([Kind(PAPER)])
    total = found.total.difference
    assert [total.estimate, total.se, total.z] == pytest.approx([-118, 1568**0.5, -2.97995], abs=5e-6)
    assert [round(total.low), round(total.high)] == [-196, -40]
    assert codes(found) == ["here_within_bunching", "around_within_chance", "total_within_bunching"]


def test_a_dispersion_that_is_told_takes_the_place_of_the_doubt():
    found = displacement.compare([Kind(PAPER)], dispersion=2.0)
    assert found.total.difference.se == pytest.approx((2 * 1568) ** 0.5)
    assert found.total.verdict == "fewer"
    assert codes(found)[0] == "here_fewer"


def test_sizes_and_lengths():
    sizes = {"comparison": 0.9, "treated": 1.2, "around_comparison": 1.6, "around_treated": 1.5}
    weighted = displacement.compare([Kind(PAPER)], areas=sizes).total.difference
    assert [weighted.estimate, weighted.se, weighted.z, weighted.low, weighted.high] == pytest.approx(
        [-99.69444444, 35.4280755, -2.813995483, -169.1321965, -30.25669241], abs=5e-8
    )
    shorter = displacement.compare([Kind({"comparison": (100, 50), "treated": (80, 20)})], periods=(2, 1))
    assert [shorter.local.difference.estimate, shorter.local.difference.se] == pytest.approx(
        [-20, 10.7238], abs=5e-5
    )


def test_harm_of_five_kinds():
    five = [((133, 91), (130, 74), 3), ((388, 305), (327, 202), 2), ((148, 97), (398, 190), 5),
            ((86, 64), (144, 92), 7), ((94, 67), (183, 96), 10)]  # fmt: skip
    kinds = [Kind({"comparison": one, "treated": two}, weight) for one, two, weight in five]
    told = displacement.compare(kinds).local.difference
    assert [told.estimate, told.se, told.z] == pytest.approx([-1721, 304.1036, -5.659256], abs=5e-5)


def test_diffusion_is_told_as_readily_as_displacement():
    spread = PAPER | {"around_treated": (400, 150)}
    moved = PAPER | {"around_treated": (150, 400)}
    assert codes(displacement.compare([Kind(spread)], dispersion=1.5))[1] == "around_fewer"
    told = displacement.compare([Kind(moved)], dispersion=1.5)
    assert codes(told)[1] == "around_more"
    assert told.moved_share == pytest.approx((250 + 10) / 107)
    assert displacement.compare([Kind(moved)]).moved_share is None


def test_the_same_as_a_ratio():
    """By hand: (110/207)/(318/308), and the root of the sum of four reciprocals."""
    found = displacement.compare([Kind(PAPER)]).local_ratio
    assert found.ratio == pytest.approx(110 / 207 / (318 / 308))
    se = (1 / 110 + 1 / 207 + 1 / 318 + 1 / 308) ** 0.5
    assert found.high / found.ratio == pytest.approx(np.exp(1.959963985 * se))
    assert displacement.ratio_of_changes((0, 3), (4, 5)) is None


def test_named_wards_are_judged_together():
    outlying = {"one": (40, 44), "two": (60, 190), "three": (50, 48), "four": (90, 9)}
    told = displacement.compare([Kind(PAPER)], outlying=outlying)
    assert [(ward.name, ward.stands_out) for ward in told.wards] == [
        ("one", False), ("two", True), ("three", False), ("four", True),
    ]  # fmt: skip
    assert codes(told)[3:] == ["ward_within_chance", "ward_more", "ward_within_chance", "ward_fewer"]


@pytest.mark.parametrize(
    ("kinds", "more", "code"),
    [
        ([], {}, "bad_sizes"),
        ([Kind({"treated": (1, 2)})], {}, "part_missing"),
        ([Kind(PAPER | {"treated": (-1, 2)})], {}, "not_a_count"),
        ([Kind(PAPER | {"treated": (1.5, 2)})], {}, "not_whole"),
        (
            [Kind({part: PAPER[part] for part in ("treated", "comparison", "around_treated")})],
            {},
            "ring_without_comparison",
        ),
        ([Kind(PAPER)], {"periods": (0, 1)}, "bad_sizes"),
        ([Kind(PAPER)], {"dispersion": 0.1}, "bad_dispersion"),
        ([Kind(PAPER)], {"outlying": {"one": (2, -3)}}, "not_a_count"),
    ],
)
def test_what_cannot_be_is_refused(kinds, more, code):
    with pytest.raises(EvaluationRefused) as refused:
        displacement.compare(kinds, **more)
    assert refused.value.code == code


def test_a_table_of_parts():
    frame = pl.DataFrame({
        "part": ["treated", "treated", "comparison", "outlying", "treated", "comparison"],
        "kind": ["theft", "theft", "theft", "", "robbery", "robbery"],
        "name": ["", "", "", "Ward", "", ""],
        "before": ["100", "30", "120", "40", "9", "8"], "after": ["80", "30", "118", "55", "4", "9"],
        "weight": ["1", "1", "1", "1", "5", "5"],
    })  # fmt: skip
    kinds, wards = displacement_tables.of_table(Table(frame))
    assert kinds[0] == Kind({"treated": (130, 110), "comparison": (120, 118)}, 1.0)
    assert kinds[1].weight == 5
    assert wards == {"Ward": (40, 55)}
    with pytest.raises(EvaluationRefused, match="Row 2: “here” is no part"):
        displacement_tables.of_table(Table(frame.with_columns(part=pl.lit("here"))))
    with pytest.raises(EvaluationRefused, match="takes treated"):
        displacement_tables.of_table(Table(frame.with_columns(part=pl.lit("outlying"))))


def test_places_of_a_table_come_in_degrees_or_metres():
    frame = pl.DataFrame({"part": ["treated", "outlying"], "name": ["", "Ward"], "radius": ["100", "200"]})
    degrees = rings.of_table(Table(frame.with_columns(x=pl.lit("-90.5"), y=pl.lit("14.6"))), "EPSG:32615")
    assert degrees[0].x == pytest.approx(769_297, abs=300)
    assert degrees[1].name == "Ward"
    metres = rings.of_table(Table(frame.with_columns(x=pl.lit("12"), y=pl.lit("7"))), "metres")
    assert (metres[0].x, metres[0].y) == (12, 7)
    with pytest.raises(EvaluationRefused, match="is no part"):
        rings.of_table(Table(frame.with_columns(part=pl.lit("here"), x=pl.lit("1"), y=pl.lit("1"))), "metres")


def test_points_fall_inside_around_both_or_nowhere():
    day = np.datetime64
    places = [rings.Place("treated", 0, 0, 100), rings.Place("comparison", 1000, 0, 100)]
    xy = np.array([[50, 0], [150, 0], [1000, 90], [1180, 0], [500, 0], [50, 0], [50, 0.0]])
    days = np.array(["2020-03-01"] * 5 + ["2021-03-01", "2022-01-01"], dtype="datetime64[D]")
    spans = (day("2020-01-01"), day("2021-01-01")), (day("2021-01-01"), day("2022-01-01"))
    found = rings.count(xy, days, places, 100, *spans)
    assert found.parts == {
        "treated": (1, 1), "comparison": (1, 0), "around_treated": (1, 0), "around_comparison": (1, 0),
    }  # fmt: skip
    assert (found.in_both, found.outside, found.other_days) == (0, 1, 1)
    overlapping = rings.count(xy, days, places, 400, *spans)
    assert (overlapping.in_both, overlapping.outside) == (1, 0)
    ward = rings.Place("outlying", 500, 0, 50, "Ward")
    named = rings.count(xy, days, [*places, ward], 100, *spans)
    assert (named.outlying, named.outside) == ({"Ward": (1, 0)}, 0)
    with pytest.raises(EvaluationRefused):
        rings.count(xy, days, places, 0, *spans)
    with pytest.raises(EvaluationRefused):
        rings.count(xy, days, places[:1], 100, *spans)
