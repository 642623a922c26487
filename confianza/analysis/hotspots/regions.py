"""The cells of an area with drawn borders; empty ones too, for it is told that nothing happened there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from confianza.analysis.hotspots import grids, points, projection
from confianza.analysis.hotspots.grids import Grid
from confianza.analysis.hotspots.points import Points

# Of latitude; of longitude so many times the cosine of the latitude.
METRES_OF_A_DEGREE = 111_320.0


@dataclass(frozen=True)
class Region:
    """The cells of `grid` that the area touches (`mask`, shape (rows, columns)), in metres of `crs`."""

    grid: Grid
    mask: NDArray[np.bool_]
    crs: str

    @property
    def cells(self) -> int:
        """How many cells the area touches."""
        return int(self.mask.sum())

    @property
    def places(self) -> NDArray[np.int64]:
        """The places of the area's cells in the flattened grid, ascending."""
        return np.flatnonzero(self.mask.reshape(-1)).astype(np.int64)

    def outlines(self, cells: Sequence[int]) -> list[list[tuple[float, float]]]:
        """Return the corners of cells of the flattened grid in degrees (longitude, latitude), the first again
        at the end.
        """
        if not len(cells):
            return []
        corners = np.array([self.grid.outline(int(cell)) for cell in cells])
        longitude, latitude = projection.to_degrees(corners[..., 0], corners[..., 1], self.crs)
        return [
            list(zip(east.tolist(), north.tolist(), strict=True))
            for east, north in zip(longitude, latitude, strict=True)
        ]


def inside(border: bytes, size: float = grids.CELL_METRES) -> Region:
    """Return the cells of `size` metres that an area touches; `border` is WKB in degrees (EPSG:4326).

    The system is the UTM zone of the middle of the area, and the corner of the grid a whole multiple of
    `size`: the same area always has the same cells. Raises PointsRefused before a grid becomes giant, and a
    ValueError for a border without an area.
    """
    shape = shapely.from_wkb(border)
    if shape.is_empty or not shape.area > 0:
        raise ValueError("The border encloses nothing.")
    west, south, east, north = shape.bounds
    crs = projection.utm_zone(np.array([west, east]), np.array([south, north]))
    drawn = shapely.transform(
        shape, lambda at: np.column_stack(projection.to_metres(at[:, 0], at[:, 1], crs))
    )
    box = np.array(drawn.bounds)
    grid = grids.around(points.of_arrays(box[[0, 2]], box[[1, 3]]), size)
    x, y = (np.arange(n) * size for n in (grid.columns, grid.rows))
    left, low = np.meshgrid(grid.x0 + x, grid.y0 + y)
    shapely.prepare(drawn)
    touched = shapely.intersects(drawn, shapely.box(left, low, left + size, low + size))
    return Region(grid, np.asarray(touched), crs)


def fitting(border: bytes, sizes: Sequence[float], most: int) -> float:
    """Return the first size (metres) that cuts an area (WKB, degrees) in at most so many cells; else the
    last.
    """
    shape = shapely.from_wkb(border)
    middle = np.radians((shape.bounds[1] + shape.bounds[3]) / 2)
    square_metres = shape.area * METRES_OF_A_DEGREE**2 * float(np.cos(middle))
    return next((size for size in sizes if square_metres / size**2 <= most), sizes[-1])


def placed(
    longitude: NDArray[np.float64], latitude: NDArray[np.float64], region: Region
) -> NDArray[np.int64]:
    """Return the cell of the flattened grid each point (degrees) lies in; -1 outside the grid."""
    return grids.places(of_degrees(longitude, latitude, region), region.grid)


def of_degrees(
    longitude: NDArray[np.float64],
    latitude: NDArray[np.float64],
    region: Region,
    when: NDArray[np.datetime64] | None = None,
    weight: NDArray[np.float64] | None = None,
) -> Points:
    """Return points in degrees as points of the region, in metres."""
    x, y = projection.to_metres(longitude, latitude, region.crs)
    return points.of_arrays(x, y, when, weight, region.crs)
