import time

import numpy as np
import polars as pl
import pytest
import shapely

from confianza.analysis.disclosure import snapping
from confianza.analysis.disclosure.tests import towns
from confianza.analysis.disclosure.tests.towns import AREAS, CENTRE, EDGE, EMPTY, HAMLET

ADDRESSES = towns.addresses()


@pytest.fixture(scope="module")
def snap_points():
    return snapping.points(AREAS, addresses=ADDRESSES)


@pytest.fixture(scope="module")
def records():
    return pl.DataFrame(
        {
            "record": [f"r{number}" for number in range(len(ADDRESSES))],
            "area_id": towns.area_of(ADDRESSES),
            "longitude": ADDRESSES[:, 0],
            "latitude": ADDRESSES[:, 1],
        }
    )


def _places(table):
    return table.select("longitude", "latitude").to_numpy()


def _nearest(places, choices):
    """The nearest choice by the great circle, one place at a time."""
    return [int(towns.metres(np.tile(place, (len(choices), 1)), choices).argmin()) for place in places]


def test_every_catchment_holds_eight_homes_or_more_counted_independently(snap_points):
    for area in (CENTRE, EDGE):
        there = snap_points.filter(area_id=area)
        own = ADDRESSES[[found == area for found in towns.area_of(ADDRESSES)]]
        counts = np.bincount(_nearest(own, _places(there)), minlength=there.height)
        assert counts.min() >= 8
        assert counts.sum() == len(own)
        assert np.abs(counts - there["addresses"].to_numpy()).max() <= 1  # a home halfway between two points


def test_points_are_many_where_people_are_many(snap_points):
    counts = dict(snap_points.group_by("area_id").len().iter_rows())
    assert counts[CENTRE] > 150
    assert 8 <= counts[EDGE] <= 25


def test_an_area_with_fewer_than_eight_homes_has_no_point(snap_points):
    assert set(snap_points["area_id"]) == {CENTRE, EDGE}


def test_no_point_stands_at_a_home(snap_points):
    for place in _places(snap_points):
        assert towns.metres(np.tile(place, (len(ADDRESSES), 1)), ADDRESSES).min() >= 4.99


def test_a_lattice_of_homes_moves_the_points_between_them():
    east, north = np.meshgrid(np.arange(40) * 0.0001113, np.arange(40) * 0.0001113)
    homes = np.column_stack([east.ravel() - 90.599, north.ravel() + 14.601])
    made = snapping.points(AREAS, addresses=homes)
    gaps = [towns.metres(np.tile(place, (len(homes), 1)), homes).min() for place in _places(made)]
    assert made.height > 20
    assert min(gaps) >= 4.99


def test_where_homes_stand_wall_to_wall_there_is_no_point():
    east, north = np.meshgrid(np.arange(60) * 0.00004, np.arange(60) * 0.00004)
    homes = np.column_stack([east.ravel() - 90.599, north.ravel() + 14.601])
    made = snapping.points(AREAS, addresses=homes)
    inside = shapely.box(-90.599, 14.601, -90.599 + 59 * 0.00004, 14.601 + 59 * 0.00004)
    assert not any(shapely.contains_xy(inside, *place) for place in _places(made))


def test_points_lie_inside_their_area(snap_points):
    for area, *place in snap_points.select("area_id", "longitude", "latitude").iter_rows():
        assert shapely.contains_xy(AREAS[area], *place)


def test_the_same_town_gives_the_same_points_and_one_home_more_another_version(snap_points):
    again = snapping.points(AREAS, addresses=ADDRESSES[::-1])
    assert again.sort("snap_id").equals(snap_points.sort("snap_id"))
    assert snapping.version(again) == snapping.version(snap_points)
    more = snapping.points(AREAS, addresses=np.vstack([ADDRESSES, [(-90.59, 14.61)]]))
    assert snapping.version(more) != snapping.version(snap_points)


def test_people_stand_for_homes_where_no_address_is_known():
    made = snapping.points(AREAS, population={CENTRE: 40_000.0, HAMLET: 70.0})
    assert set(made["area_id"]) == {CENTRE}  # 70 people are 14 homes; unevenly spread, sixteen are asked for
    assert made["addresses"].min() >= 16
    assert made["addresses"].sum() <= 8_000
    assert made.height > 200


def test_a_few_known_addresses_do_not_hide_a_settlement():
    known = towns.addresses()[-5:]
    made = snapping.points(AREAS, addresses=known, population={HAMLET: 2_000.0})
    assert set(made["area_id"]) == {HAMLET}
    assert made.height > 5


def test_a_huge_population_in_a_small_area_is_divided_no_finer_than_blocks():
    made = snapping.points({CENTRE: AREAS[CENTRE]}, population={CENTRE: 5_000_000.0})
    assert made.height <= 600
    assert made["addresses"].min() >= 16


def test_an_area_without_outline_homes_or_people_has_no_point():
    assert snapping.points({}).is_empty()
    assert snapping.points({CENTRE: None, EDGE: shapely.Polygon()}, population={CENTRE: 9e4}).is_empty()
    assert snapping.points(AREAS).is_empty()


def test_points_keep_away_from_places_that_must_not_be_shown():
    first = snapping.points(AREAS, population={CENTRE: 40_000.0})
    shunned = _places(first)[:50]
    second = snapping.points(AREAS, population={CENTRE: 40_000.0}, keep_away=shunned)
    for place in shunned:
        assert towns.metres(np.tile(place, (second.height, 1)), _places(second)).min() >= 4.99


def test_earlier_points_stay_unless_they_lost_their_homes(snap_points):
    fewer = np.delete(ADDRESSES, np.arange(0, 3000, 40), axis=0)
    made = snapping.points(AREAS, addresses=fewer, earlier=snap_points)
    assert set(made["snap_id"]) < set(snap_points["snap_id"])
    assert made["addresses"].min() >= 8
    fresh = snapping.points(AREAS, addresses=fewer)
    assert set(fresh["snap_id"]) - set(snap_points["snap_id"])


def test_an_earlier_point_where_a_home_was_built_is_given_up(snap_points):
    built = np.vstack([ADDRESSES, _places(snap_points)[:3]])
    made = snapping.points(AREAS, addresses=built, earlier=snap_points)
    assert not set(made["snap_id"]) & set(snap_points["snap_id"][:3])


def test_every_released_place_is_on_the_list_and_in_the_area_of_its_record(records, snap_points):
    snapped = snapping.snap(records, snap_points)
    assert snapped["record"].equals(records["record"])
    released = snapped.drop_nulls()
    on_list = released.join(snap_points, on=["snap_id", "area_id", "longitude", "latitude"], how="semi")
    assert on_list.height == released.height == 3200
    assert snapped.filter(area_id=HAMLET)["snap_id"].null_count() == 5


def test_it_goes_to_the_nearest_point_of_its_area(records, snap_points):
    some = records.filter(area_id=EDGE)
    there = snap_points.filter(area_id=EDGE)
    expected = [there["snap_id"][number] for number in _nearest(_places(some), _places(there))]
    agree = sum(a == b for a, b in zip(snapping.snap(some, snap_points)["snap_id"], expected, strict=True))
    assert agree >= some.height - 1


def test_snapping_what_was_snapped_changes_nothing(records, snap_points):
    once = snapping.snap(records, snap_points)
    twice = snapping.snap(once.select("record", "area_id", "longitude", "latitude"), snap_points)
    assert twice.equals(once)


def test_no_record_stays_where_it_was(records, snap_points):
    there = snap_points.filter(area_id=EDGE).head(5)
    homes = there.select(
        pl.concat_str(pl.lit("h"), "snap_id").alias("record"),
        "area_id",
        pl.col("longitude") + 0.00001,
        "latitude",
    )
    snapped = snapping.snap(homes, snap_points)
    assert towns.metres(_places(homes), _places(snapped)).min() > 5
    alone = snapping.snap(homes.head(1), there.head(1))
    assert alone["snap_id"].to_list() == [None]


def test_a_record_keeps_its_point_when_the_points_change(records, snap_points):
    first = snapping.snap(records, snap_points)
    other = snapping.points(AREAS, addresses=towns.addresses(seed=8))
    assert len(set(first["snap_id"].drop_nulls()) - set(other["snap_id"])) > 20
    assert snapping.snap(records, other, frozen=first).equals(first)


def test_a_record_moved_to_another_area_is_snapped_there(records, snap_points):
    first = snapping.snap(records, snap_points)
    moved = records.head(1).with_columns(
        area_id=pl.lit(EDGE), longitude=pl.lit(-90.57), latitude=pl.lit(14.61)
    )
    again = snapping.snap(moved, snap_points, frozen=first)
    assert again["snap_id"][0] in set(snap_points.filter(area_id=EDGE)["snap_id"])


def test_without_coordinates_or_too_far_away_there_is_no_point(snap_points):
    strange = pl.DataFrame(
        {
            "record": ["a", "b", "c", "d"],
            "area_id": [CENTRE, CENTRE, EMPTY, CENTRE],
            "longitude": [None, float("nan"), -90.56, -90.0],
            "latitude": [14.61, 14.61, 14.63, 14.61],
        }
    )
    assert snapping.snap(strange, snap_points)["snap_id"].to_list() == [None] * 4
    assert snapping.snap(strange.clear(), snap_points).is_empty()


def test_catchments_cover_their_area_and_hold_their_point(snap_points):
    cells = snapping.catchments(snap_points, AREAS)
    shapes = shapely.from_wkb(cells["wkb"].to_numpy())
    assert cells["snap_id"].equals(snap_points["snap_id"])
    for shape, place in zip(shapes, _places(snap_points), strict=True):
        assert shapely.contains_xy(shape, *place)
    edge = shapely.union_all(shapes[(cells["area_id"] == EDGE).to_numpy()])
    assert shapely.area(shapely.symmetric_difference(edge, AREAS[EDGE])) < 1e-3 * AREAS[EDGE].area
    one = snapping.catchments(snap_points.filter(area_id=EDGE).head(1), AREAS)
    assert shapely.from_wkb(one["wkb"][0]).area == pytest.approx(AREAS[EDGE].area, rel=1e-4)
    assert snapping.catchments(snap_points.clear(), AREAS).is_empty()


def test_a_candidate_that_stands_well_is_left_where_it_is():
    ring = np.array([[-90.59, 14.61]]) + 0.0002 * np.array(
        [[1, 0], [0, 1], [-1, 0], [0, -1], [1, 1], [-1, -1]]
    )
    made = snapping.points(AREAS, addresses=np.vstack([ring, ring + 0.00001]))
    assert made["addresses"].sum() == 12


def test_where_every_candidate_is_a_home_there_is_no_point():
    homes = np.array([[-90.59, 14.61]]) + np.arange(8)[:, None] * 1e-5
    everywhere = np.random.default_rng(1).uniform((-90.592, 14.608), (-90.588, 14.612), (60_000, 2))
    assert snapping.points(AREAS, addresses=homes).height == 1
    assert snapping.points(AREAS, addresses=homes, keep_away=everywhere).is_empty()


def _ragged_town(seed):
    """Two areas that share a ragged border, one with a hole, and homes in clusters of every size."""
    chance = np.random.default_rng(seed)
    border = [(-90.58 + step, 14.60 + height) for height, step in zip(
        np.linspace(0, 0.03, 12), chance.normal(0, 0.003, 12), strict=True
    )]  # fmt: skip
    west = shapely.Polygon([(-90.61, 14.60), *border, (-90.61, 14.63)])
    east = shapely.Polygon([(-90.55, 14.60), *border, (-90.55, 14.63)])
    areas = {
        "west": west.buffer(0),
        "east": east.buffer(0).difference(shapely.Point(-90.56, 14.61).buffer(0.004)),
    }
    middles = chance.uniform((-90.61, 14.60), (-90.55, 14.63), (40, 2))
    sizes = chance.geometric(0.03, 40)
    homes = np.repeat(middles, sizes, axis=0) + chance.normal(0, 0.0007, (sizes.sum(), 2))
    return areas, homes


@pytest.mark.parametrize("seed", range(6))
def test_whatever_the_town_every_promise_holds(seed):
    areas, homes = _ragged_town(seed)
    made = snapping.points(areas, addresses=homes)
    assert made.height > 20
    for area, shape in areas.items():
        there, own = made.filter(area_id=area), homes[shapely.contains_xy(shape, *homes.T)]
        assert shapely.contains_xy(shape, *_places(there).T).all()
        counts = np.bincount(_nearest(own, _places(there)), minlength=there.height)
        assert counts.min() >= 7  # eight; one may lie halfway between two points
        assert there["addresses"].min() >= 8
        assert there["addresses"].sum() == len(own)
        for place in _places(there):
            assert towns.metres(np.tile(place, (len(own), 1)), own).min() >= 4.99


@pytest.mark.slow
def test_fifty_thousand_homes_in_four_hundred_areas_are_made_points_of_in_five_seconds():
    chance = np.random.default_rng(1)
    side = [(row, column) for row in range(20) for column in range(20)]
    areas = {
        f"a{row:02}{column:02}": shapely.box(
            -90 + 0.02 * row, 14 + 0.02 * column, -89.98 + 0.02 * row, 14.02 + 0.02 * column
        )
        for row, column in side
    }
    middles = chance.uniform((-90, 14), (-89.6, 14.4), (300, 2))
    homes = middles[chance.integers(0, 300, 50_000)] + chance.normal(0, 0.002, (50_000, 2))
    begun = time.perf_counter()
    made = snapping.points(areas, addresses=homes)
    assert time.perf_counter() - begun < 5
    assert made.height > 3_000
