"""Boundaries for maps: fewer points, neighbours still touching."""

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

# A map is drawn about this many pixels wide: what is smaller than one pixel needs no point.
PIXELS_ACROSS = 900


def simplified(areas: pl.DataFrame) -> pl.DataFrame:
    """Return [area_id, name, wkb] of the drawn areas of one level, simplified together so that borders stay
    shared.

    Coverage simplification (Visvalingam-Whyatt on shared edges, GEOS 3.12); where areas overlap and so are no
    coverage, each is simplified by itself. Sorted by area_id; degrees, WGS 84.
    """
    drawn = areas.filter(pl.col("wkb").is_not_null()).sort("area_id").select("area_id", "name", "wkb")
    if drawn.is_empty():
        return drawn
    fewer = _simplified(shapely.from_wkb(drawn["wkb"].to_numpy()))
    return drawn.with_columns(wkb=pl.Series([shapely.to_wkb(shape) for shape in fewer], dtype=pl.Binary))


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
