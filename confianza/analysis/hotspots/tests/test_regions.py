import numpy as np
import pytest
import shapely

from confianza.analysis.hotspots import regions

SQUARE = shapely.to_wkb(shapely.box(-90.31, 14.88, -90.29, 14.90))


def test_it_holds_every_cell_the_area_touches_and_no_other():
    region = regions.inside(SQUARE, 200)
    ring = [shapely.Polygon(ring) for ring in region.outlines(region.places)]
    assert all(shapely.intersects(shapely.from_wkb(SQUARE), cell) for cell in ring)
    # 0.02 degrees are 2,152 m from west to east there and 2,213 m from south to north.
    assert region.cells in range(11 * 12, 13 * 14)
    assert shapely.union_all(ring).buffer(1e-6).contains(shapely.from_wkb(SQUARE))


def test_the_same_area_always_has_the_same_cells():
    assert regions.inside(SQUARE, 300).grid == regions.inside(SQUARE, 300).grid


def test_a_point_falls_into_the_cell_that_is_drawn_around_it():
    region = regions.inside(SQUARE, 100)
    chance = np.random.default_rng(3)
    east, north = chance.uniform(-90.31, -90.29, 200), chance.uniform(14.88, 14.90, 200)
    cells = regions.placed(east, north, region)
    for cell, x, y in zip(cells, east, north, strict=True):
        assert shapely.Polygon(region.outlines([cell])[0]).buffer(1e-9).contains(shapely.Point(x, y))


def test_an_area_with_a_hole_has_no_cell_in_the_hole():
    hole = shapely.box(-90.306, 14.884, -90.294, 14.896)
    region = regions.inside(shapely.to_wkb(shapely.from_wkb(SQUARE).difference(hole)), 100)
    middle = regions.placed(np.array([-90.30]), np.array([14.89]), region)[0]
    assert not region.mask.reshape(-1)[middle]


def test_a_border_without_an_area_is_refused():
    with pytest.raises(ValueError, match="encloses nothing"):
        regions.inside(shapely.to_wkb(shapely.Point(1, 2)), 100)


def test_a_wide_area_takes_wider_cells():
    assert regions.fitting(SQUARE, (100, 200, 500), 1000) == 100
    assert regions.fitting(SQUARE, (100, 200, 500), 400) == 200
    assert regions.fitting(SQUARE, (100, 200, 500), 1) == 500
    size = regions.fitting(SQUARE, (100, 200, 500), 130)
    assert regions.inside(SQUARE, size).cells <= 130 * 1.6
