"""Tables as people bring them: what is read, what is left out and told, what is refused in a sentence."""

import numpy as np
import polars as pl
import pytest

from confianza.analysis.hotspots import grids, points
from confianza.analysis.hotspots.findings import PointsRefused


def read(x, y, date=None, **how):
    columns = {"x": x, "y": y} | ({"date": date} if date else {})
    frame = pl.DataFrame(columns, strict=False)
    return points.of_table(frame, x="x", y="y", date="date" if date else None, **how)


def refused(*columns, **how):
    with pytest.raises(PointsRefused) as told:
        read(*columns, **how)
    return told.value.problem.code, str(told.value)


def codes(found):
    return [note.code for note in found.left_out]


TOWN_X, TOWN_Y = ["765000.5", "765100", "765250"], ["1612000", "1612080.25", "1612300"]
LON, LAT = ["-90.5123", "-90.6123", "-90.5124"], ["14.61123", "14.65123", "14.64123"]


def test_metres_stay_metres():
    found = read(TOWN_X, TOWN_Y)
    assert (found.x[0], found.crs, codes(found)) == (765000.5, "metres", [])


def test_degrees_become_metres_of_their_utm_zone_and_this_is_told():
    found = read(LON, LAT)
    assert (found.crs, codes(found)) == ("EPSG:32615", ["projected"])
    # One ten-thousandth of a degree of longitude at 14.6° is 10.8 m, not 11.1.
    apart = np.hypot(found.x[0] - found.x[1], found.y[0] - found.y[1])
    assert apart == pytest.approx(11_640, rel=0.01)


def test_south_of_the_equator_the_zone_is_southern():
    assert read(["-70.6501", "-70.6602"], ["-33.4512", "-33.4401"]).crs == "EPSG:32719"


def test_degrees_given_as_metres_are_refused():
    assert refused(LON, LAT, crs="EPSG:32615")[0] == "degrees_as_metres"


def test_metres_given_as_degrees_are_refused():
    assert refused(TOWN_X, TOWN_Y, crs="EPSG:4326")[0] == "metres_as_degrees"


def test_what_may_be_either_is_asked_for():
    assert refused(["1.5", "2", "30"], ["3", "4", "9"])[0] == "degrees_or_metres"
    assert read(["1.5", "2", "30"], ["3", "4", "9"], crs="metres").crs == "metres"


def test_longitude_and_latitude_that_were_swapped_are_noticed():
    frame = pl.DataFrame({"lon": [19.4326, 19.4, 19.5], "lat": [-99.1332, -99.1, -99.2]})
    with pytest.raises(PointsRefused, match="swapped"):
        points.of_table(frame, x="lon", y="lat")


@pytest.mark.parametrize("names", [("lat", "lon"), ("norte", "este")])
def test_and_so_are_columns_that_were_given_the_wrong_way_round(names):
    frame = pl.DataFrame(
        {names[0]: [19.43261, 19.40123, 19.50456], names[1]: [-99.13321, -99.10001, -99.20321]}
    )
    with pytest.raises(PointsRefused, match="swapped"):
        points.of_table(frame, x=names[0], y=names[1])


def test_a_system_that_does_not_exist_is_refused():
    assert refused(TOWN_X, TOWN_Y, crs="EPSG:999999")[0] == "unknown_crs"


def test_null_island_is_left_out_and_told():
    found = read([*LON, "0"], [*LAT, "0"])
    assert len(found) == 3
    assert "null_island" in codes(found)
    assert any("row 5" in sentence for sentence in points.sentences(found.left_out))


def test_a_plan_around_its_own_zero_keeps_it():
    found = read([-200, 0, 300.5], [-150, 0, 220], crs="metres")
    assert (len(found), codes(found)) == (3, [])


def test_one_far_stray_is_left_out_and_told_and_makes_no_giant_grid():
    random = np.random.default_rng(1)
    x, y = random.uniform(765_000, 775_000, 100).tolist(), random.uniform(1_612_000, 1_622_000, 100).tolist()
    found = read([*x, 1e9], [*y, 3.0])
    assert (len(found), codes(found)) == (100, ["far_strays"])
    assert grids.around(found, 200).cells < 3_000


def test_a_longitude_without_its_sign_is_such_a_stray():
    random = np.random.default_rng(1)
    x, y = (-90.5 + random.uniform(0, 0.1, 200)).tolist(), (14.6 + random.uniform(0, 0.1, 200)).tolist()
    found = read([*x, 90.5], [*y, 14.65])
    assert len(found) == 200
    assert "far_strays" in codes(found)


def test_giant_grids_are_refused_before_they_are_made():
    spread = read([0.5, 9e6, 4e6], [1e6, 5e6, 2e6])
    with pytest.raises(PointsRefused, match="larger cells"):
        grids.around(spread, 50)
    for size in (0, -1, float("nan"), float("inf")):
        with pytest.raises(PointsRefused, match="is none"):
            grids.around(spread, size)


def test_points_at_one_place_are_refused():
    assert refused(["765000"] * 3, ["1612000"] * 3)[0] == "one_place"


def test_one_point_is_refused():
    assert refused(["765000"], ["1612000"])[0] == "one_point"


@pytest.mark.parametrize(
    ("value", "code"), [("abc", "not_a_number"), ("inf", "not_finite"), ("1e999", "not_finite")]
)
def test_a_value_that_is_no_place_is_refused_with_its_row(value, code):
    told = refused([*TOWN_X, value], [*TOWN_Y, "1612000"])
    assert told[0] == code
    assert "Row 5" in told[1]
    assert value in told[1]


def test_or_costs_its_row_alone_where_somebody_says_so():
    found = read([*TOWN_X, "abc"], [*TOWN_Y, "1612000"], skip_unreadable=True)
    assert (len(found), codes(found)) == (3, ["unreadable_rows"])


def test_not_a_number_is_a_missing_place():
    found = read([*TOWN_X, "NaN"], [*TOWN_Y, "1612000"])
    assert (len(found), codes(found)) == (3, ["without_place"])
    assert len(read([765000.0, 765001.0, float("nan")], [1.0, 2.0, 3.0])) == 2


def test_commas_are_decimal_points():
    found = read(["765000,5", "765100", "765250,25"], TOWN_Y)
    assert found.x.tolist() == [765000.5, 765100.0, 765250.25]
    assert codes(found) == ["decimal_commas"]


def test_missing_days_are_left_out_and_told():
    found = read(TOWN_X, TOWN_Y, ["2026-01-01", "", "2026-01-05"])
    assert (len(found), codes(found)) == (2, ["without_day"])


def test_where_all_days_are_missing_nothing_can_be_said():
    assert refused(TOWN_X, TOWN_Y, ["", "NA", "s/d"])[0] == "no_points"


@pytest.mark.parametrize("day", ["2026-02-31", "31/02/2026", "2026-13-01", "ayer"])
def test_a_day_that_does_not_exist_is_refused_with_its_row(day):
    told = refused(TOWN_X, TOWN_Y, ["2026-01-01", day, "2026-01-05"])
    assert told[0] == "not_a_day"
    assert "Row 3" in told[1]


@pytest.mark.parametrize(
    "written",
    [
        ["2026-01-02", "2026-01-03 10:30", "2026-01-04T10:30:15Z"],
        ["02/01/2026", "3/1/2026 10:30", "4-1-2026 10:30:15"],
        ["20260102", "20260103", "20260104"],
    ],
)
def test_days_are_read_as_people_write_them(written):
    found = read(TOWN_X, TOWN_Y, written)
    assert found.when.astype("datetime64[D]").astype(str).tolist() == [
        "2026-01-02",
        "2026-01-03",
        "2026-01-04",
    ]


def test_months_come_first_where_no_other_reading_does():
    found = read(TOWN_X, TOWN_Y, ["01/02/2026", "01/31/2026", "02/01/2026"])
    assert str(found.when[0])[:10] == "2026-01-02"
    assert codes(found) == ["month_first"]


def test_numbers_are_days():
    found = read(TOWN_X, TOWN_Y, ["413", "420", "414.5"])
    assert ((found.when - found.when[0]) / np.timedelta64(1, "h")).tolist() == [0, 168, 36]
    assert codes(found) == ["day_numbers"]


def test_weights_are_numbers_of_zero_or_more():
    frame = pl.DataFrame({"x": TOWN_X, "y": TOWN_Y, "harm": ["1", "-2", "3"]})
    with pytest.raises(PointsRefused, match="weight"):
        points.of_table(frame, x="x", y="y", weight="harm")


def test_columns_are_found_by_place_and_by_names_written_otherwise():
    frame = pl.DataFrame({"Coord. X": TOWN_X, "Coord. Y": TOWN_Y})
    assert len(points.of_table(frame, x="coord x", y="2")) == 3
    with pytest.raises(PointsRefused, match=r"Coord. X, Coord. Y"):
        points.of_table(frame, x="este", y="2")


def test_every_sentence_is_said_in_spanish():
    from confianza.analysis.hotspots.findings import KINDS
    from tests.architecture.test_languages import spanish

    known = spanish()
    assert not [kind.code for kind in KINDS.values() if kind.sentence not in known]
