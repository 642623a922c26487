"""Boundaries for maps: fewer points, neighbours still touching."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

# A map is drawn about this many pixels wide: what is smaller than one pixel needs no point.
PIXELS_ACROSS = 900

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Shape:
    """An area for a map: `polygons` are rings (the outer one first) of (longitude, latitude)."""

    area_id: str
    name: str
    polygons: tuple[tuple[Ring, ...], ...]


def for_map(areas: pl.DataFrame) -> list[Shape]:
    """Return the drawn areas of one level, simplified together (coverage simplification, so borders stay
    shared).

    Where areas overlap and so are no coverage, each is simplified by itself. Sorted by area_id; degrees, WGS
    84.
    """
    drawn = areas.filter(pl.col("wkb").is_not_null()).sort("area_id")
    if drawn.is_empty():
        return []
    shapes = _simplified(shapely.from_wkb(drawn["wkb"].to_numpy()))
    return [
        Shape(area, name, _polygons(shape))
        for area, name, shape in zip(drawn["area_id"], drawn["name"], shapes, strict=True)
    ]


def _simplified(shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    west, south, east, north = shapely.total_bounds(shapes)
    tolerance = max(east - west, north - south) / PIXELS_ACROSS
    if shapely.coverage_is_valid(shapes):
        fewer = shapely.coverage_simplify(shapes, tolerance)
    else:
        fewer = shapely.simplify(shapes, tolerance, preserve_topology=True)
    # An area smaller than a pixel keeps its outline rather than vanish.
    kept: npt.NDArray[np.object_] = np.where(shapely.is_empty(fewer), shapes, fewer)
    return kept


def _polygons(shape: shapely.Geometry) -> tuple[tuple[Ring, ...], ...]:
    return tuple(
        tuple(_ring(ring) for ring in (polygon.exterior, *polygon.interiors))
        for polygon in shapely.get_parts(shape)
    )


def _ring(ring: shapely.LinearRing) -> Ring:
    return tuple((round(x, 6), round(y, 6)) for x, y in shapely.get_coordinates(ring).tolist())
