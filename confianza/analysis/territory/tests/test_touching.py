"""Next to: a shared border, a corner, a gap that a drawing leaves; never across a zone."""

import polars as pl
import shapely

from confianza.analysis.territory import touching


def frame(**boxes):
    shapes = {name: shapely.to_wkb(shapely.box(*box)) for name, box in boxes.items()}
    return pl.DataFrame({"area_id": list(shapes), "wkb": list(shapes.values())})


TOWN = frame(
    a=(0, 0, 1, 1), b=(1, 0, 2, 1), c=(2, 0, 3, 1), d=(0, 1.0002, 1, 2), e=(0, 2.1, 1, 3), f=(1, 1, 2, 2)
)


def test_areas_that_share_a_border_a_corner_or_nearly_so_are_next_to_each_other():
    assert touching.next_to(TOWN, ["a"]) == ["b", "d", "f"]


def test_next_to_several_is_next_to_any_of_them_and_none_of_them():
    assert touching.next_to(TOWN, ["a", "b"]) == ["c", "d", "f"]


def test_what_nobody_drew_borders_on_nothing():
    undrawn = pl.concat([TOWN, pl.DataFrame({"area_id": ["g"], "wkb": [None]}, schema=TOWN.schema)])
    assert touching.next_to(undrawn, ["g"]) == []
    assert touching.next_to(undrawn, ["c"]) == ["b", "f"]
    assert touching.next_to(TOWN, TOWN["area_id"].to_list()) == []
