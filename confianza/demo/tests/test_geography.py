import json
from itertools import combinations

import pytest
import shapely

from confianza.demo import geography, places

SQUARE_METRE_IN_DEGREES = 1e-10


@pytest.fixture(scope="module")
def drawn(ground):
    features = geography.boundaries(ground)["features"]
    return [(feature["properties"], shapely.geometry.shape(feature["geometry"])) for feature in features]


def current(drawn, level):
    return [shape for told, shape in drawn if told["level"] == level and told["valid_to"] is None]


def test_the_same_map_is_drawn_every_time(ground):
    again = geography.boundaries(geography.survey())
    assert json.dumps(again) == json.dumps(geography.boundaries(ground))


def test_every_area_is_one_valid_piece(drawn):
    assert all(shape.is_valid and shape.geom_type == "Polygon" for _, shape in drawn)


@pytest.mark.parametrize("level", ["municipality", "zone", "substation", "beat"])
def test_areas_of_a_level_touch_without_lying_over_each_other(drawn, level):
    for one, other in combinations(current(drawn, level), 2):
        assert one.intersection(other).area < 100 * SQUARE_METRE_IN_DEGREES


@pytest.mark.parametrize(
    ("parts", "whole"), [("zone", "department"), ("municipality", "department"), ("beat", "commissariat")]
)
def test_parts_cover_the_whole(drawn, parts, whole):
    union = shapely.union_all(current(drawn, parts))
    (around,) = current(drawn, whole)
    assert union.symmetric_difference(around).area < 1e-4 * around.area


def test_the_police_jurisdiction_is_the_municipality_and_two_cantons_of_its_neighbour(drawn):
    (commissariat,) = current(drawn, "commissariat")
    expected = shapely.union_all(
        [
            shape
            for told, shape in drawn
            if told["level"] == "zone"
            and (told["parent_code"] == places.MUNICIPALITY_CODE or told["code"] in places.POLICED_NEIGHBOURS)
        ]
    )
    assert commissariat.symmetric_difference(expected).area < 1e-4 * expected.area


def test_beats_cut_across_zones(drawn):
    zones = [shape for told, shape in drawn if told["level"] == "zone" and told["parent_code"] == "2301"]
    for beat in current(drawn, "beat"):
        shared = [zone.intersection(beat).area / beat.area for zone in zones]
        assert sum(share > 0.02 for share in shared) >= 1
        assert max(shared) < 0.999
    assert (
        sum(sum(z.intersection(b).area > 0.02 * b.area for z in zones) > 1 for b in current(drawn, "beat"))
        >= 8
    )


def test_zone_3_before_the_split_is_zones_3_and_8_after_it(drawn):
    ((old, before),) = [(told, shape) for told, shape in drawn if told["valid_to"]]
    after = shapely.union_all(
        [s for told, s in drawn if told["code"] in ("230103", "230108") and not told["valid_to"]]
    )
    assert before.equals(after)
    assert old["valid_to"] == "2023-01-01"
    assert old["population_2022"] > old["population_2018"]
    assert "population_2023" not in old


def test_municipalities_have_as_many_people_as_their_wards(drawn):
    town = next(told for told, _ in drawn if told["code"] == "2301")
    for year in (2018, 2022):
        wards = [t for t, _ in drawn if t["parent_code"] == "2301" and f"population_{year}" in t]
        assert town[f"population_{year}"] == sum(ward[f"population_{year}"] for ward in wards)
