"""Counts on hexagons that are the same all over the world (H3), for maps that others can lay over theirs."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

# Hexagons of resolution 9 have sides of about 200 m, those of 8 of 530 m (h3geo.org, table of resolutions).
RESOLUTION = 9


def count(
    longitude: Any, latitude: Any, resolution: int = RESOLUTION, weight: NDArray[np.float64] | None = None
) -> pl.DataFrame:
    """Return one row for every hexagon with an event: `h3` (text), `events`, `weight`, most events first.

    Degrees in; places that do not exist are a ValueError, as is a resolution that is not 0 to 15.
    """
    import h3

    lon, lat = np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float)
    if not (np.all(np.abs(lon) <= 180) and np.all(np.abs(lat) <= 90)):
        raise ValueError("Hexagons are counted in degrees: longitude up to 180, latitude up to 90.")
    if not 0 <= resolution <= 15:
        raise ValueError("The resolution of hexagons goes from 0 to 15.")
    cells = [h3.latlng_to_cell(north, east, resolution) for north, east in zip(lat, lon, strict=True)]
    one = np.ones(len(cells)) if weight is None else weight
    frame = pl.DataFrame({"h3": pl.Series(cells, dtype=pl.String), "weight": one})
    counted = frame.group_by("h3").agg(events=pl.len(), weight=pl.col("weight").sum())
    return counted.sort("events", "h3", descending=[True, False])


def outline(cell: str) -> tuple[tuple[float, float], ...]:
    """Return the corners of a hexagon as longitude and latitude, the first again at the end."""
    import h3

    corners = [(east, north) for north, east in h3.cell_to_boundary(cell)]
    return (*corners, corners[0])


def neighbours(cell: str, reach: int = 1) -> frozenset[str]:
    """Return the hexagons at most so many steps away, without the one asked for."""
    import h3

    return frozenset(h3.grid_disk(cell, reach)) - {cell}
