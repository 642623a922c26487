"""A small map of where something was filled in."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.design import maps
from confianza.web.design.maps import Shape, Spot
from confianza.web.territory import queries as territory

# The finest level of which some area holds a point is drawn.
LEVELS = ("zone", "municipality", "department")
GEOGRAPHY = "administrative"
AROUND = 0.02


def of_points(points: Sequence[tuple[float, float]]) -> SafeString | None:
    """Draw points (longitude, latitude) on the areas around them; None where no boundary is known there."""
    if not points:
        return None
    for level in LEVELS:
        shapes = _around(territory.shapes(GEOGRAPHY, level), points)
        if shapes:
            spots = [Spot(longitude, latitude) for longitude, latitude in points]
            return maps.choropleth(
                shapes, values=dict.fromkeys((shape.area_id for shape in shapes), 0.0),
                title=_("Where it was filled in"), measure=_("Answers"), spots=spots,
            )  # fmt: skip
    return None


def _around(shapes: Sequence[Shape], points: Sequence[tuple[float, float]]) -> list[Shape]:
    """Return the areas that hold a point or come near it; none where no area holds one."""
    import shapely

    places = shapely.points([list(point) for point in points])
    drawn = shapely.from_wkb([shape.wkb for shape in shapes]) if shapes else []
    if not any(shapely.intersects(each, places).any() for each in drawn):
        return []
    near = shapely.buffer(shapely.MultiPoint(list(points)), AROUND)
    return [shape for shape, each in zip(shapes, drawn, strict=True) if shapely.intersects(each, near)]
