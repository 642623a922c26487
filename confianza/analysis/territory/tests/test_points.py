import time

import numpy as np
import polars as pl
import pytest
import shapely

from confianza.analysis.territory import points
from confianza.analysis.territory.tests.village import box

WEST, EAST = ("a-west", box(-92, 14, -91, 15)), ("b-east", box(-91, 14, -90, 15))
SCHEMA = {"area_id": pl.String, "wkb": pl.Binary}


def located(x, y, *rows):
    known = pl.DataFrame(list(rows), schema=SCHEMA, orient="row")
    return points.areas_of_points(np.array(x, float), np.array(y, float), known).tolist()


def test_each_point_finds_the_area_around_it():
    assert located([-91.5, -90.5, -80], [14.5, 14.5, 14.5], WEST, EAST) == ["a-west", "b-east", ""]


@pytest.mark.parametrize("rows", [(WEST, EAST), (EAST, WEST)])
def test_a_point_on_a_shared_border_belongs_to_the_same_area_whatever_the_order(rows):
    assert located([-91], [14.5], *rows) == ["a-west"]


def test_a_point_on_the_outer_border_and_on_a_corner_is_inside():
    assert located([-92, -90], [14.5, 15], WEST, EAST) == ["a-west", "b-east"]


def test_missing_coordinates_lie_nowhere():
    nan = float("nan")
    assert located([nan, -91.5, nan], [14.5, nan, nan], WEST) == ["", "", ""]


def test_a_hole_is_not_inside():
    ring = shapely.difference(shapely.box(0, 0, 3, 3), shapely.box(1, 1, 2, 2))
    assert located([1.5, 0.5], [1.5, 0.5], ("ring", shapely.to_wkb(ring))) == ["", "ring"]


def test_areas_without_a_boundary_are_passed_over():
    assert located([-91.5], [14.5], ("blank", None), WEST) == ["a-west"]
    assert located([], [], WEST) == []
    assert located([-91.5], [14.5]) == [""]


def test_it_agrees_with_one_question_at_a_time_on_ragged_areas():
    chance = np.random.default_rng(7)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(chance.uniform(0, 10, (60, 2)))))
    rows = [(f"cell-{number:02}", shapely.to_wkb(cell)) for number, cell in enumerate(cells)]
    x, y = chance.uniform(-1, 11, (2, 2000))
    one_by_one = [
        next((name for (name, _), cell in zip(rows, cells, strict=True) if cell.intersects(point)), "")
        for point in shapely.points(x, y)
    ]
    assert located(x, y, *rows) == one_by_one


@pytest.mark.slow
def test_a_million_points_find_three_hundred_areas_in_seconds():
    chance = np.random.default_rng(1)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(chance.uniform(0, 10, (300, 2)))))
    rows = [
        (str(number), shapely.to_wkb(shapely.segmentize(cell, 0.02))) for number, cell in enumerate(cells)
    ]
    x, y = chance.uniform(0, 10, (2, 1_000_000))
    start = time.perf_counter()
    located(x, y, *rows)
    assert time.perf_counter() - start < 10


def test_the_lowest_area_of_each_geography_is_found_around_a_place():
    """A ward in which only an undrawn neighbourhood lies is itself the lowest that a point can lie in."""
    rows = [
        ("town", "administrative", "", box(-92, 14, -90, 15)),
        ("ward-west", "administrative", "town", box(-92, 14, -91, 15)),
        ("ward-east", "administrative", "town", box(-91, 14, -90, 15)),
        ("hamlet", "administrative", "ward-east", None),
        ("beat", "police", "", box(-91.6, 14, -90, 15)),
    ]
    columns = ["area_id", "geography", "parent_id", "wkb"]
    known = pl.DataFrame(
        rows, schema=dict.fromkeys(columns[:3], pl.String) | {"wkb": pl.Binary}, orient="row"
    )
    places = [(-91.9, 14.5), (-90.5, 14.5), (-91.5, 14.5), (0.0, 0.0)]
    assert points.lowest_areas(places, known) == [
        ("ward-west", ""),
        ("ward-east", "beat"),
        ("ward-west", "beat"),
        ("", ""),
    ]
    assert points.lowest_areas([], known) == []
