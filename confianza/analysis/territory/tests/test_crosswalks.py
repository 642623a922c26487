from datetime import date

import numpy as np
import polars as pl
import pytest
import shapely

from confianza.analysis.territory import crosswalks
from confianza.analysis.territory.tests import village
from confianza.analysis.territory.tests.village import area, box

SCHEMA = {"area_id": pl.String, "wkb": pl.Binary}


def rows(*pairs):
    return pl.DataFrame(list(pairs), schema=SCHEMA, orient="row")


def dense(south, north):
    return shapely.to_wkb(shapely.segmentize(shapely.box(0, south, 1, north), 0.5))


def shares(frame):
    return {(source, target): share for source, target, share in frame.select(frame.columns[:3]).iter_rows()}


def test_shares_are_surfaces_on_the_ground_and_not_in_degrees():
    # Between the equator and a latitude lies the sine of that latitude of a hemisphere: 30° has 0.5, 60° has
    # 0.866.
    source = rows(("band", dense(0, 60)))
    found = shares(crosswalks.by_area(source, rows(("south", dense(0, 30)), ("north", dense(30, 60)))))
    assert found["band", "south"] == pytest.approx(
        0.5 / np.sin(np.radians(60)), abs=0.003
    )  # the Earth is flattened
    assert found["band", "south"] + found["band", "north"] == pytest.approx(1)


def test_what_lies_in_no_target_stays_unassigned():
    found = crosswalks.by_area(rows(("a", box(0, 0, 1, 1))), rows(("b", box(0.75, 0, 2, 1))))
    assert shares(found) == {("a", "b"): pytest.approx(0.25, abs=0.001)}


def test_slivers_are_dropped_and_the_rest_made_whole():
    targets = rows(("neighbour", box(-1, 0, 0.003, 1)), ("real", box(0.003, 0, 2, 1)))
    assert shares(crosswalks.by_area(rows(("a", box(0, 0, 1, 1))), targets)) == {
        ("a", "real"): pytest.approx(1)
    }


def test_points_say_where_people_are_and_not_where_land_is():
    x, y = np.array([0.1, 0.2, 0.9, 5.0]), np.array([0.5, 0.5, 0.5, 0.5])
    halves = rows(("west", box(0, 0, 0.5, 1)), ("east", box(0.5, 0, 1, 1)))
    found = crosswalks.by_points(
        x, y, np.array([30.0, 50.0, 20.0, 999.0]), rows(("a", box(0, 0, 1, 1))), halves
    )
    assert shares(found) == {("a", "west"): pytest.approx(0.8), ("a", "east"): pytest.approx(0.2)}
    assert set(found["method"]) == {"points"}


def test_sources_without_points_or_boundaries_have_no_shares():
    nobody = np.array([], dtype=float)
    assert crosswalks.by_points(nobody, nobody, nobody, rows(("a", box(0, 0, 1, 1))), rows()).is_empty()
    assert crosswalks.by_area(rows(("a", None)), rows(("b", box(0, 0, 1, 1)))).is_empty()


def test_own_ground_covers_each_spot_once():
    ground = crosswalks.own_ground(
        village.frame(village.AREA_ROWS).filter(pl.col("geography") == "administrative")
    )
    assert sorted(ground["area_id"]) == [
        "municipality-0102",
        "municipality-0201",
        "zone-0101-01",
        "zone-0101-02",
    ]
    covered = shapely.area(shapely.from_wkb(ground["wkb"].to_numpy())).sum()
    assert covered == pytest.approx(3)


def test_between_both_geographies_every_spot_counts_once():
    found = shares(crosswalks.between(village.frame(village.AREA_ROWS)))
    assert found["municipality-0101", "beat-B1"] == pytest.approx(0.5, abs=0.001)
    assert found["municipality-0102", "beat-B2"] == pytest.approx(0.5, abs=0.001)
    assert ("municipality-0201", "beat-B2") not in found
    assert ("municipality-0101", "substation-S1") not in found
    b2 = {target: share for (source, target), share in found.items() if source == "beat-B2"}
    assert sum(b2.values()) == pytest.approx(1)
    assert set(b2) == {"zone-0101-01", "zone-0101-02", "municipality-0102"}


def test_generations_are_compared_in_both_directions_within_their_level():
    reform = date(2024, 5, 1)
    rows_ = [
        area("municipality", "old", "Vieja", wkb=box(0, 0, 1, 1), valid_to=reform),
        area("municipality", "west", "Oeste", wkb=box(0, 0, 0.5, 1), valid_from=reform),
        area("municipality", "east", "Este", wkb=box(0.5, 0, 1, 1), valid_from=reform),
    ]
    found = shares(crosswalks.between(village.frame(rows_)))
    assert found["municipality-old", "municipality-west"] == pytest.approx(0.5, abs=0.001)
    assert found["municipality-west", "municipality-old"] == pytest.approx(1)


def test_a_generation_that_was_never_drawn_passes_to_its_successor():
    reform = date(2024, 5, 1)
    rows_ = [
        area("zone", "3", "Zona 3", valid_to=reform, identity="zone-3@0001-01-01"),
        area("zone", "3", "Zona 3", wkb=box(0, 0, 1, 1), valid_from=reform),
    ]
    found = crosswalks.between(village.frame(rows_))
    assert found.rows() == [("zone-3@0001-01-01", "zone-3", 1.0, "same_code")]


def test_across_by_points_weighs_both_directions():
    x, y = np.array([-91.8, -91.2, -91.2, -91.2]), np.full(4, 14.2)
    found = shares(crosswalks.across_by_points(x, y, np.ones(4), village.frame(village.AREA_ROWS)))
    assert found["municipality-0101", "beat-B1"] == pytest.approx(0.25)
    assert found["beat-B2", "zone-0101-01"] == pytest.approx(1)
