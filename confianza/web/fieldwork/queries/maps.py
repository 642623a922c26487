"""A small map of where something was filled in."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import maps
from confianza.web.design.maps import Shape, Spot
from confianza.web.territory import queries as territory

# The finest level of which some area holds a point is drawn.
LEVELS = ("zone", "municipality", "department")
GEOGRAPHY = "administrative"
# Degrees around the points, at least: some 400 metres, so that streets' distances can be told.
AROUND, WIDEST = 0.004, 0.5


def of_points(points: Sequence[tuple[float, float]]) -> SafeString | None:
    """Draw points (longitude, latitude), numbered in their order, on the land around them.

    None where no boundary is known there.
    """
    if not points:
        return None
    for level in LEVELS:
        shapes = _around(territory.shapes(GEOGRAPHY, level), points)
        if shapes:
            spots = [Spot(*point, str(number)) for number, point in enumerate(points, 1)]
            return maps.located(shapes, spots, title=_("Where it was filled in"))
    return None


def _around(shapes: Sequence[Shape], points: Sequence[tuple[float, float]]) -> list[Shape]:
    """Return the pieces of areas in a window around the points; none where no area holds one of them."""
    import shapely

    places = shapely.points([list(point) for point in points])
    drawn = shapely.from_wkb([shape.wkb for shape in shapes]) if shapes else []
    if not any(shapely.intersects(each, places).any() for each in drawn):
        return []
    west, south, east, north = shapely.total_bounds(places)
    margin = max(AROUND, WIDEST * max(east - west, north - south))
    window = (west - margin, south - margin, east + margin, north + margin)
    pieces = [shapely.clip_by_rect(each, *window) for each in drawn]
    return [
        replace(shape, wkb=shapely.to_wkb(piece))
        for shape, piece in zip(shapes, pieces, strict=True)
        if piece.area > 0
    ]
