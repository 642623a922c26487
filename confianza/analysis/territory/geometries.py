"""Polygons fit for work: valid, in WGS 84, on the globe; and what had to be done for it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyproj
import shapely

from confianza.analysis.territory.findings import FileRefused, finding
from confianza.analysis.vocabulary.problems import Problem

WGS84 = "EPSG:4326"
_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)

Shapes = npt.NDArray[np.object_]


def cleaned(
    file: str, wkb: Sequence[bytes | None], crs: str | None
) -> tuple[tuple[bytes | None, ...], tuple[Problem, ...]]:
    """Return the polygons as WKB in WGS 84, valid, two-dimensional, None where nothing is left; and what was
    repaired.

    A file whose areas have no geometry at all is a list of areas. One without a coordinate system is taken as
    WGS 84 where its numbers can be longitude and latitude.
    """
    shapes = shapely.force_2d(shapely.from_wkb(np.asarray(wkb, dtype=object), on_invalid="ignore"))
    broken = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    shapes[broken] = shapely.make_valid(shapes[broken], method="structure", keep_collapsed=False)
    polygons = _only_polygons(shapes)
    if shapely.is_missing(polygons).all() and not shapely.is_missing(shapes).all():
        raise FileRefused("no_polygons", file=file)
    flat = _in_degrees(file, polygons, crs) if any(polygons) else polygons
    rows = [f"#{row + 1}" for row in np.flatnonzero(broken)]
    problems = (finding("shape_repaired", len(rows), rows, file=file),) if rows else ()
    return tuple(None if shape is None else shapely.to_wkb(shape) for shape in flat), problems


def joined(wkb: Sequence[bytes | None]) -> bytes | None:
    """Return the union of some polygons as WKB; None where none is drawn."""
    shapes = [shapely.from_wkb(shape) for shape in wkb if shape is not None]
    if not shapes:
        return None
    merged: bytes = shapely.to_wkb(shapely.union_all(shapes) if len(shapes) > 1 else shapes[0])
    return merged


def overlaps(wkb: Sequence[bytes | None], *, above: float) -> list[tuple[int, int]]:
    """Return the positions of the pairs that share more than `above` (0 to 1) of the smaller one."""
    shapes = np.array([None if shape is None else shapely.from_wkb(shape) for shape in wkb], dtype=object)
    one, other = shapely.STRtree(shapes).query(shapes, predicate="overlaps")
    inner, outer = shapely.STRtree(shapes).query(shapes, predicate="within")
    first, second = np.concatenate([one, inner]), np.concatenate([other, outer])
    pairs = sorted(
        {(min(a, b), max(a, b)) for a, b in zip(first.tolist(), second.tolist(), strict=True) if a != b}
    )
    return [pair for pair in pairs if _common(shapes[pair[0]], shapes[pair[1]]) > above]


def _common(one: Any, other: Any) -> float:
    smaller = min(shapely.area(one), shapely.area(other))
    return float(shapely.area(shapely.intersection(one, other)) / smaller) if smaller else 0.0


def _only_polygons(shapes: Shapes) -> Shapes:
    """Keep the polygons, also those inside collections; None for points, lines and empty shapes."""
    kept = np.full(len(shapes), None, dtype=object)
    for position, shape in enumerate(shapes):
        if shape is None or shapely.is_empty(shape):
            continue
        if shapely.get_type_id(shape) in _POLYGONS:
            kept[position] = shape
            continue
        parts = [part for part in shapely.get_parts(shape) if shapely.get_type_id(part) in _POLYGONS]
        kept[position] = shapely.union_all(parts) if parts else None
    return kept


def _in_degrees(file: str, shapes: Shapes, crs: str | None) -> Shapes:
    """Reproject to WGS 84 and check that the result lies on the globe."""
    if crs is not None and not pyproj.CRS.from_user_input(crs).equals(WGS84, ignore_axis_order=True):
        transformer = pyproj.Transformer.from_crs(crs, WGS84, always_xy=True)
        shapes = shapely.transform(shapes, transformer.transform, interleaved=False)
    west, south, east, north = shapely.total_bounds(shapes)
    if west < -180 or south < -90 or east > 180 or north > 90 or not np.isfinite(west + east + south + north):
        if crs is None or crs == WGS84:
            raise FileRefused("unknown_projection", file=file)
        raise FileRefused("off_the_globe", file=file, crs=crs)
    return shapes
