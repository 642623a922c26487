from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from confianza.analysis.territory import placing
from confianza.analysis.territory.areas import NAMES, Territory
from confianza.analysis.territory.tests import village
from confianza.analysis.territory.tests.village import area, box


def placed(place, territory=None, geography="administrative"):
    """Where one claim counts: {area_id: (share, placed_by)}."""
    rows = placing.place(village.told(place), territory or village.territory())
    own = rows.filter(pl.col("geography") == geography)
    return {
        row["area_id"]: (pytest.approx(row["share"]), row["placed_by"]) for row in own.iter_rows(named=True)
    }


WHOLE = pytest.approx(1.0)


@pytest.mark.parametrize(
    ("place", "area_id", "by"),
    [
        ({"municipality_code": "101"}, "municipality-0101", "code"),
        ({"department_code": "1", "municipality_code": "1"}, "municipality-0101", "code"),
        ({"department_name": "VALLE", "municipality_code": "2"}, "municipality-0102", "code"),
        ({"department_name": "valle", "municipality_name": "San Jose del Rio"}, "municipality-0102", "name"),
        ({"municipality_name": "VALLE CLARO", "zone": "2"}, "zone-0101-02", "code"),
        ({"municipality_name": "VALLE CLARO", "zone": "ZONA 02"}, "zone-0101-02", "name"),
        ({"municipality_name": "Valle Claro", "locality": "el mirador"}, "locality-L1", "name"),
        (
            {"municipality_name": "Valle Claro", "zone": "2", "locality": "Col. El Mirador"},
            "locality-L1",
            "name",
        ),
        ({"municipality_name": "Valle Claro", "zone": "1", "locality": "El Mirador"}, "zone-0101-01", "code"),
        ({"municipality_name": "Valle Claro", "zone": "17"}, "municipality-0101", "name"),
        ({"department_name": "Montaña"}, "department-02", "name"),
        ({"department_name": "Montaña", "municipality_name": "Nunca Oída"}, "department-02", "name"),
    ],
)
def test_a_told_place_is_the_smallest_area_its_codes_and_names_mean(place, area_id, by):
    assert placed(place) == {area_id: (WHOLE, by)}


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"department_name": "Chiquimula", "municipality_name": "San José"},
        {"zone": "Zona 1"},
        {"municipality_name": "Nunca Oída"},
    ],
)
def test_a_place_of_elsewhere_or_that_fits_several_areas_is_nowhere(place):
    assert placed(place) == {"": (WHOLE, "")}


def test_a_code_is_believed_before_a_name_that_contradicts_it():
    assert placed({"municipality_code": "101", "municipality_name": "San José"}) == {
        "municipality-0101": (WHOLE, "code")
    }


def test_departments_are_passed_over_where_the_territory_has_none():
    alone = Territory(areas=village.frame([area("municipality", "5", "Sola")]))
    assert placed({"department_name": "Cualquiera", "municipality_name": "Sola"}, alone) == {
        "municipality-5": (WHOLE, "name")
    }


def test_a_confirmed_variant_places_and_says_so():
    names = pl.DataFrame([("municipality-0102", "san jose rio")], schema=NAMES, orient="row")
    place = {"department_name": "Valle", "municipality_name": "SAN JOSÉ RÍO"}
    assert placed(place, village.territory(names=names)) == {"municipality-0102": (WHOLE, "variant")}


def point(longitude, latitude, **more):
    return {"longitude": longitude, "latitude": latitude, "place_precision": "point", **more}


def test_a_point_lies_in_the_lowest_area_drawn_around_it_in_both_geographies():
    assert placed(point(-91.8, 14.2)) == {"zone-0101-01": (WHOLE, "point")}
    assert placed(point(-91.8, 14.2), geography="police") == {"beat-B1": (WHOLE, "point")}
    assert placed(point(-90.6, 14.2)) == {"municipality-0102": (WHOLE, "point")}


def test_a_point_is_believed_before_a_told_area_elsewhere_and_refined_by_one_inside():
    assert placed(point(-91.8, 14.2, municipality_code="102")) == {"zone-0101-01": (WHOLE, "point")}
    assert placed(point(-90.6, 14.2, municipality_code="102", zone="1")) == {"zone-0102-01": (WHOLE, "code")}


def test_coordinates_that_are_no_point_of_the_fact_are_not_used():
    centre_of_the_department = point(-91.8, 14.2, municipality_code="102") | {"place_precision": "department"}
    assert placed(centre_of_the_department) == {"municipality-0102": (WHOLE, "code")}


def test_a_point_outside_falls_back_on_what_is_told():
    assert placed(point(0, 0, municipality_code="102")) == {"municipality-0102": (WHOLE, "code")}


def test_a_point_the_police_map_leaves_out_is_not_spread_over_the_beats():
    assert placed(point(-90.2, 14.2), geography="police") == {"": (WHOLE, "")}


def test_a_police_code_alone_is_spread_over_the_administration_by_the_crosswalk():
    assert placed({"police_code": "b2"}) == {
        "zone-0101-01": (pytest.approx(0.25, abs=0.001), "crosswalk"),
        "zone-0101-02": (pytest.approx(0.25, abs=0.001), "crosswalk"),
        "municipality-0102": (pytest.approx(0.5, abs=0.001), "crosswalk"),
    }
    assert placed({"police_code": "b2"}, geography="police") == {"beat-B2": (WHOLE, "code")}


def test_what_no_police_area_covers_keeps_its_weight_nowhere():
    assert placed({"municipality_code": "102"}, geography="police") == {
        "beat-B2": (pytest.approx(0.5, abs=0.001), "crosswalk"),
        "": (pytest.approx(0.5, abs=0.001), "crosswalk"),
    }
    assert placed({"municipality_code": "201"}, geography="police") == {"": (WHOLE, "")}


def test_a_place_known_only_by_name_is_carried_by_the_shares_of_the_area_above():
    place = {"municipality_name": "Valle Claro", "locality": "El Mirador"}
    assert placed(place, geography="police") == {
        "beat-B1": (pytest.approx(0.5, abs=0.001), "crosswalk"),
        "beat-B2": (pytest.approx(0.5, abs=0.001), "crosswalk"),
    }


def test_an_area_wholly_inside_one_of_the_other_geography_is_nested():
    rows = [*village.AREA_ROWS[:6], area("beat", "B9", "Todo", wkb=box(-93, 13, -88, 16))]
    assert placed({"municipality_code": "101"}, village.territory(rows), "police") == {
        "beat-B9": (WHOLE, "nested")
    }


REFORM = date(2024, 5, 1)
BEFORE_AND_AFTER = [
    area("municipality", "v", "Colón", wkb=box(0, 0, 1, 1), valid_to=REFORM),
    area("municipality", "w", "Tecla", wkb=box(1, 0, 2, 1), valid_to=REFORM),
    area("municipality", "n", "Costa Norte", wkb=box(0, 0.5, 2, 1), valid_from=REFORM),
    area("municipality", "s", "Colón", wkb=box(0, 0, 2, 0.5), valid_from=REFORM),
]


def test_a_claim_told_under_a_former_generation_is_carried_to_todays_areas():
    before = {"municipality_name": "COLON", "occurred_on": date(2020, 3, 1)}
    assert placed(before, village.territory(BEFORE_AND_AFTER)) == {
        "municipality-n": (pytest.approx(0.5, abs=0.001), "crosswalk"),
        "municipality-s": (pytest.approx(0.5, abs=0.001), "crosswalk"),
    }


@pytest.mark.parametrize("day", [date(2024, 5, 1), date(2025, 1, 1), None])
def test_the_area_in_force_on_the_day_is_meant(day):
    claim = {"municipality_name": "Colón", "occurred_on": day}
    assert placed(claim, village.territory(BEFORE_AND_AFTER)) == {"municipality-s": (WHOLE, "name")}


def test_an_old_name_still_used_after_the_reform_is_understood():
    claim = {"municipality_name": "Tecla", "occurred_on": date(2025, 1, 1)}
    assert set(placed(claim, village.territory(BEFORE_AND_AFTER))) == {"municipality-n", "municipality-s"}


def test_one_code_redrawn_is_carried_from_its_former_to_its_present_boundary():
    rows = [
        area("zone", "3", "Zona 3", wkb=box(0, 0, 2, 1), valid_to=REFORM, identity="zone-3@0001-01-01"),
        area("zone", "3", "Zona 3", wkb=box(0, 0, 1, 1), valid_from=REFORM),
        area("zone", "13", "Zona 13", wkb=box(1, 0, 2, 1), valid_from=REFORM),
    ]
    split = village.territory(rows)
    before, after = ({"zone": "3", "occurred_on": day} for day in (date(2020, 1, 1), date(2025, 1, 1)))
    assert set(placed(before, split)) == {"zone-3", "zone-13"}
    assert placed(after, split) == {"zone-3": (WHOLE, "code")}


def test_without_a_territory_every_claim_counts_nowhere_in_both_geographies():
    rows = placing.place(village.told({"municipality_code": "1"}), Territory.empty())
    assert rows.select("geography", "area_id", "share", "placed_by").sort("geography").rows() == [
        ("administrative", "", 1.0, ""), ("police", "", 1.0, ""),
    ]  # fmt: skip


def test_no_claims_give_no_rows_of_the_right_type():
    assert placing.place(village.told(), village.territory()).schema == pl.Schema(placing.PLACED)


PLACES = st.fixed_dictionaries(
    {
        "municipality_code": st.sampled_from([None, "101", "102", "999"]),
        "department_code": st.sampled_from([None, "1", "2", "7"]),
        "zone": st.sampled_from([None, "1", "Zona 2", "x"]),
        "police_code": st.sampled_from([None, "B1", "S1", "zz"]),
        "longitude": st.one_of(st.none(), st.floats(-93, -88)),
        "latitude": st.one_of(st.none(), st.floats(13, 16)),
        "place_precision": st.sampled_from([None, "point", "zone"]),
        "occurred_on": st.one_of(st.none(), st.dates()),
    }
)


@settings(max_examples=40, deadline=None)
@given(st.lists(PLACES, max_size=8))
def test_the_weight_of_every_claim_is_kept_whole_in_each_geography(places):
    rows = placing.place(village.told(*places), village.territory())
    sums = rows.group_by("record", "geography").agg(pl.col("share").sum())
    assert len(sums) == 2 * len(places)
    assert all(total == pytest.approx(1) for total in sums["share"])
    assert set(rows["placed_by"]) <= set(placing.PLACED_BY)
