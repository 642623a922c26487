"""Which area each of many points lies in."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

from confianza.analysis.territory.areas import GEOGRAPHIES, NOWHERE

Numbers = npt.NDArray[np.float64]


def areas_of_points(longitude: Numbers, latitude: Numbers, areas: pl.DataFrame) -> npt.NDArray[np.object_]:
    """Return the area_id each point lies in, "" where none; NaN lies nowhere.

    `areas` has `area_id` and `wkb` (rows without a boundary are passed over) and is meant to be one level,
    whose areas do not overlap. A point on a shared border, or in an overlap, belongs to the area whose
    area_id sorts first, whatever the order of the rows. Degrees, WGS 84.

    Sorting by longitude lets each area look only at the strip of points between its ends; a prepared polygon
    then answers for all of them at once (1M points × 300 areas: about a second).
    """
    known = areas.filter(pl.col("wkb").is_not_null()).sort("area_id")
    index = _first_areas(longitude, latitude, shapely.from_wkb(known["wkb"].to_numpy()))
    labels = np.array([*known["area_id"].to_list(), NOWHERE], dtype=object)
    return labels[index]


def lowest_areas(places: Sequence[tuple[float, ...]], areas: pl.DataFrame) -> list[tuple[str, ...]]:
    """Return the lowest area of each geography around places (longitude, latitude; WGS 84); "" is none.

    `areas` is as in `Territory`, of one day; lowest is an area in which no other with a boundary lies.
    """
    if not places:
        return []
    at, drawn = np.array(places, dtype=float), areas.filter(pl.col("wkb").is_not_null())
    found = []
    for geography in GEOGRAPHIES:
        of_one = drawn.filter(pl.col("geography") == geography)
        lowest = of_one.join(of_one, left_on="area_id", right_on="parent_id", how="anti")
        found.append(areas_of_points(at[:, 0], at[:, 1], lowest).tolist())
    return list(zip(*found, strict=True))


def _first_areas(x: Numbers, y: Numbers, shapes: npt.NDArray[np.object_]) -> npt.NDArray[np.int32]:
    """Return for each point the position of the first shape that covers it, -1 where none does."""
    order = np.argsort(x, kind="stable")  # NaN sorts last, beyond every strip
    sorted_x, sorted_y = x[order], y[order]
    found = np.full(len(x), -1, dtype=np.int32)
    for position, shape in enumerate(shapes):
        inside = _inside(shape, sorted_x, sorted_y, free=found)
        found[inside] = position
    unsorted = np.empty_like(found)
    unsorted[order] = found
    return unsorted


def _inside(
    shape: shapely.Geometry, x: Numbers, y: Numbers, *, free: npt.NDArray[np.int32]
) -> npt.NDArray[np.int64]:
    """Return the positions of the points, sorted by x and not yet placed, that the shape covers."""
    west, south, east, north = shapely.bounds(shape)
    start, stop = np.searchsorted(x, west, side="left"), np.searchsorted(x, east, side="right")
    strip_y = y[start:stop]
    near = start + np.flatnonzero((strip_y >= south) & (strip_y <= north) & (free[start:stop] < 0))
    shapely.prepare(shape)
    covered: npt.NDArray[np.int64] = near[shapely.intersects_xy(shape, x[near], y[near])]
    return covered
