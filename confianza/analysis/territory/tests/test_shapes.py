import numpy as np
import shapely

from confianza.analysis.territory import shapes
from confianza.analysis.territory.tests import village
from confianza.analysis.territory.tests.village import area


def ragged(west, east):
    """Two neighbours whose common border at longitude 1 wanders in a thousand small steps."""
    y = np.linspace(0, 1, 1001)
    border = np.column_stack([1 + 0.0004 * np.sin(40 * y), y])
    one = shapely.Polygon([(west, 0), *border, (west, 1)])
    other = shapely.Polygon([(east, 0), (east, 1), *border[::-1]])
    return one, other


def test_neighbours_lose_points_and_still_touch_without_gap_or_overlap():
    rows = [
        area("zone", str(n), f"Zona {n}", wkb=shapely.to_wkb(shape)) for n, shape in enumerate(ragged(0, 2))
    ]
    drawn = shapes.simplified(village.frame(rows))
    one, other = shapely.from_wkb(drawn["wkb"].to_numpy())
    assert shapely.get_num_coordinates(one) < 100
    assert shapely.area(shapely.intersection(one, other)) < 1e-12
    assert (
        shapely.area(shapely.union(one, other)) == 2
        or abs(shapely.area(shapely.union(one, other)) - 2) < 1e-9
    )


def test_overlapping_areas_are_simplified_one_by_one_and_tiny_ones_do_not_vanish():
    rows = [
        area("zone", "1", "Grande", wkb=village.box(0, 0, 10, 10)),
        area("zone", "2", "Dentro", wkb=village.box(5, 5, 5.0001, 5.0001)),
        area("zone", "3", "Sin dibujo"),
    ]
    drawn = shapes.simplified(village.frame(rows))
    assert drawn["area_id"].to_list() == ["zone-1", "zone-2"]
    assert not any(shapely.is_empty(shapely.from_wkb(drawn["wkb"].to_numpy())))


def test_no_boundary_gives_no_shape():
    assert shapes.simplified(village.frame([area("zone", "1", "Zona 1")])).is_empty()
