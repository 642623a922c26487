"""A grid of square cells around points, never a giant one; and how many events fall in each cell."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots.findings import PointsRefused
from confianza.analysis.hotspots.points import METRES_OF_A_KM, Points

# A city of 100 × 100 km in cells of 50 m; a grid of this size takes 32 MB.
MOST_CELLS = 4_000_000
CELL_METRES = 200.0
LARGEST_CELL = 1e7  # metres of a quarter of the globe
# More is told as a power of ten.
LONGEST_NUMBER = 10**12

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """`rows` × `columns` cells of `size` metres; the south-western corner is at `x0`, `y0`. Arrays over a
    grid have shape (rows, columns), the southern row first. A cell holds its western and southern edge.
    """

    x0: float
    y0: float
    size: float
    columns: int
    rows: int

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return self.rows * self.columns

    @property
    def shape(self) -> tuple[int, int]:
        """The shape of arrays over this grid."""
        return self.rows, self.columns

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north, in metres."""
        return (
            self.x0,
            self.y0,
            self.x0 + self.columns * self.size,
            self.y0 + self.rows * self.size,
        )

    def centres(self) -> tuple[Floats, Floats]:
        """Return x of the columns and y of the rows, in the middle of cells."""
        x = self.x0 + (np.arange(self.columns) + 0.5) * self.size
        y = self.y0 + (np.arange(self.rows) + 0.5) * self.size
        return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)

    def outline(self, place: int) -> tuple[tuple[float, float], ...]:
        """Return the corners of one cell of the flattened grid, the first again at the end."""
        row, column = divmod(place, self.columns)
        west, south = self.x0 + column * self.size, self.y0 + row * self.size
        east, north = west + self.size, south + self.size
        return ((west, south), (east, south), (east, north), (west, north), (west, south))


def around(points: Points, size: float = CELL_METRES, *, most: int = MOST_CELLS) -> Grid:
    """Return the grid that holds all points, its corner at a whole multiple of `size` (metres).

    The same city gets the same cells from one month to the next. Raises PointsRefused before a grid becomes
    giant.
    """
    if not 0 < size <= LARGEST_CELL:
        raise PointsRefused("no_cell_size", size=size)
    x0, y0 = (math.floor(values.min() / size) * size for values in (points.x, points.y))
    columns = math.floor((points.x.max() - x0) / size) + 1
    rows = math.floor((points.y.max() - y0) / size) + 1
    if columns * rows > most:
        km = {
            "width": f"{np.ptp(points.x) / METRES_OF_A_KM:,.0f}",
            "height": f"{np.ptp(points.y) / METRES_OF_A_KM:,.0f}",
        }
        raise PointsRefused(
            "giant_grid", size=f"{size:g}", cells=_written(columns * rows), most=f"{most:,}", **km
        )
    return Grid(x0, y0, size, columns, rows)


def _written(cells: int) -> str:
    return f"{cells:,}" if cells <= LONGEST_NUMBER else f"10^{len(str(cells)) - 1}"


def places(points: Points, grid: Grid) -> NDArray[np.int64]:
    """Return the cell of every point in the flattened grid; -1 where it lies outside."""
    column = np.floor((points.x - grid.x0) / grid.size).astype(np.int64)
    row = np.floor((points.y - grid.y0) / grid.size).astype(np.int64)
    outside = (column < 0) | (column >= grid.columns) | (row < 0) | (row >= grid.rows)
    return np.where(outside, -1, row * grid.columns + column)


def count(points: Points, grid: Grid) -> Floats:
    """Return what the points in each cell weigh together, shape (rows, columns), without those outside."""
    cell = places(points, grid)
    inside = cell >= 0
    told = np.bincount(cell[inside], weights=points.weight[inside], minlength=grid.cells)
    return np.asarray(told, dtype=np.float64).reshape(grid.shape)
