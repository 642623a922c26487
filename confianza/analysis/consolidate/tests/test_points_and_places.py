"""Where it happened: points are judged, and a claim says how precisely it is placed."""

import polars as pl
import pytest

from confianza.analysis.consolidate.tests.tidying import PLACE, POINT, consolidated, profile, tidy, warned
from confianza.analysis.sources.profile import Field


def test_points_are_judged_and_told_with_row_column_and_value() -> None:
    table = tidy(
        {
            "latitude": ["14,63", "0", "-90.5", "14.6", "1463000", None, "40.4"],
            "longitude": ["-90,50", "0", "14.6", None, "-90.5", None, "-3.7"],
        },
        headers={"latitude": "LAT"},
    )

    result = consolidated(profile(*POINT, bounds=(-92.3, 13.7, -88.2, 17.9)), table)

    points = [
        (14.63, -90.5),
        (None, None),
        (14.6, -90.5),
        (None, None),
        (None, None),
        (None, None),
        (None, None),
    ]
    assert result.claims.select("latitude", "longitude").rows() == points
    assert result.claims["flags"].cast(pl.String).to_list() == [
        None, "coordinates_zero", "coordinates_swapped", "coordinates_incomplete",
        "coordinates_mangled", None, "coordinates_outside",
    ]  # fmt: skip
    assert result.claims["missing"].cast(pl.String).to_list()[5:] == [
        "latitude=not_reported;longitude=not_reported", "latitude=impossible;longitude=impossible",
    ]  # fmt: skip
    outside = warned(result, "coordinates_outside")
    assert (outside.rows, outside.column, outside.value) == ((8,), "LAT", "40.4 / -3.7")
    assert result.claims["place_precision"].cast(pl.String).to_list() == [
        "point",
        "none",
        "point",
        "none",
        "none",
        "none",
        "none",
    ]


def test_points_outside_the_territory_are_taken_away_though_the_country_holds_them() -> None:
    table = tidy({"latitude": ["14.63", "16.9"], "longitude": ["-90.5", "-89.9"]})

    result = consolidated(
        profile(*POINT, bounds=(-92.3, 13.7, -88.2, 17.9)), table, bounds=(-91.0, 14.0, -90.0, 15.0)
    )

    assert result.claims["latitude"].to_list() == [14.63, None]


def test_without_bounds_only_a_pair_off_the_globe_is_turned() -> None:
    table = tidy({"latitude": ["-90.5", "14.6", "-99.1"], "longitude": ["14.6", "-90.5", "190"]})

    claims = consolidated(profile(*POINT), table).claims

    assert claims["latitude"].to_list() == [14.6, 14.6, None]


def test_projected_coordinates_stand_in_for_degrees() -> None:
    """UTM 13 N, checked against the degrees that Zapopan gives beside them (672382.39, 2296059.55)."""
    fields = (*POINT, Field("easting", ("x",), "decimal"), Field("northing", ("y",), "decimal"))
    table = tidy(
        {
            "latitude": [None, "20.7"],
            "longitude": [None, "-103.4"],
            "easting": ["672382,3944", "1"],
            "northing": ["2296059.548", "1"],
        }
    )

    claims = consolidated(profile(*fields, projected_crs="EPSG:32613"), table).claims

    assert claims["latitude"].to_list() == pytest.approx([20.75629595, 20.7], abs=1e-6)
    assert claims["longitude"].to_list() == pytest.approx([-103.3441885, -103.4], abs=1e-6)


def test_projected_coordinates_alone_are_read() -> None:
    fields = (Field("easting", ("x",), "decimal"), Field("northing", ("y",), "decimal"))
    table = tidy({"easting": ["672382.3944"], "northing": ["2296059.548"]})

    claims = consolidated(profile(*fields, crs="EPSG:32613"), table).claims

    assert claims["latitude"][0] == pytest.approx(20.75629595, abs=1e-6)


def test_the_precision_of_a_place_is_the_finest_told() -> None:
    fields = (*PLACE, Field("zone", ("zona",)), Field("locality", ("colonia",)))
    table = tidy(
        {
            "department_name": ["Guatemala"] * 4 + [None],
            "municipality_name": ["Mixco", "Mixco", "Mixco", None, None],
            "zone": ["1", "1", None, None, None],
            "locality": ["El Milagro", None, None, None, None],
        }
    )

    claims = consolidated(profile(*fields), table).claims

    assert claims["place_precision"].cast(pl.String).to_list() == [
        "locality",
        "zone",
        "municipality",
        "department",
        "none",
    ]
