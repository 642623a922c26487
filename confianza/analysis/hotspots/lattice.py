"""Sums over the neighbourhood of every cell of a grid, in one pass; cells outside a mask do not count."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots.grids import Grid
from confianza.analysis.hotspots.points import Points

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

# A cell belongs to the town if so much of it lies inside the hull of the events.
LEAST_SHARE_INSIDE = 0.5


def sums(values: NDArray[Any], reach: int = 1) -> NDArray[Any]:
    """Return for every cell the sum over the square of cells at most `reach` away, itself included."""
    rows, columns = values.shape[-2:]
    total = np.zeros((*values.shape[:-2], rows + 1, columns + 1), dtype=values.dtype)
    np.cumsum(np.cumsum(values, axis=-2), axis=-1, out=total[..., 1:, 1:])
    low, high = _window(rows, reach)
    left, right = _window(columns, reach)
    upper, lower = total[..., high, :], total[..., low, :]
    found: NDArray[Any] = upper[..., right] - upper[..., left] - lower[..., right] + lower[..., left]
    return found


def _window(length: int, reach: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    place = np.arange(length)
    return np.maximum(place - reach, 0), np.minimum(place + reach + 1, length)


def town(points: Points, grid: Grid) -> Mask:
    """Return which cells belong to the town: half of each at least lies in the convex hull of the events.

    Where nobody draws the town, empty land around it would make every street a hot spot.
    """
    import shapely

    hull = shapely.convex_hull(shapely.multipoints(np.column_stack([points.x, points.y])))
    if hull.area == 0:
        hull = hull.buffer(grid.size / 2)
    x, y = grid.centres()
    west, south = np.meshgrid(x - grid.size / 2, y - grid.size / 2)
    cells = shapely.box(west, south, west + grid.size, south + grid.size)
    shapely.prepare(hull)
    inside = shapely.contains(hull, cells)
    edge = shapely.intersects(hull, cells) & ~inside
    share = shapely.area(shapely.intersection(cells[edge], hull)) / grid.size**2
    mask: Mask = np.array(inside)
    mask[edge] = share >= LEAST_SHARE_INSIDE
    # Two points, or a street, span no half of any cell: then the cells they touch are the town.
    return mask if mask.any() else np.asarray(shapely.intersects(hull, cells))
