"""What a forecast is made of: cells of a region, and the cell and day of every case. Nothing else.

The region matters: the wider it is drawn around empty land, the better every method looks (Drawve & Wooditch
2019). By default it is the cells in which any case of the file fell before the forecast begins.
"""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots import grids
from confianza.analysis.hotspots.asking import PointsRefused
from confianza.analysis.hotspots.grids import Grid
from confianza.analysis.hotspots.points import Points

METRES_OF_A_KM = 1_000.0


@dataclass(frozen=True)
class Study:
    """`region` is a mask (rows, columns) of a grid whose cells are `size` metres wide; `cell` is the place
    of each case in the flattened grid, `day` its day (datetime64[D]), in order of days, and `of` which of the
    points it was.
    """

    region: NDArray[np.bool_]
    size: float
    cell: NDArray[np.int64]
    day: NDArray[np.datetime64]
    of: NDArray[np.int64]

    @property
    def cells(self) -> int:
        """How many cells the region has."""
        return int(self.region.sum())

    @property
    def cell_km2(self) -> float:
        """The area of one cell."""
        return (self.size / METRES_OF_A_KM) ** 2

    @property
    def inside(self) -> NDArray[np.bool_]:
        """Which cases fell in the region."""
        return self.region.reshape(-1)[self.cell]

    def only(self, cases: NDArray[np.bool_]) -> "Study":
        """The same region with some of the cases."""
        return replace(self, cell=self.cell[cases], day=self.day[cases], of=self.of[cases])

    def counts(self, edges: NDArray[np.datetime64]) -> NDArray[np.float64]:
        """Return cases by period and cell of the region, shape (periods, cells)."""
        period, place = np.searchsorted(edges, self.day, side="right") - 1, self.places()
        kept = (period >= 0) & (period < len(edges) - 1) & (place >= 0)
        flat = period[kept] * self.cells + place[kept]
        table = np.bincount(flat, minlength=(len(edges) - 1) * self.cells)
        return table.reshape(-1, self.cells).astype(float)

    def places(self) -> NDArray[np.int64]:
        """Return the place of every case's cell among the cells of the region; -1 outside."""
        place = np.where(self.region.reshape(-1), np.cumsum(self.region.reshape(-1)) - 1, -1)
        found: NDArray[np.int64] = place[self.cell]
        return found


def of_points(points: Points, grid: Grid, until: date) -> Study:
    """Return the study of dated points in the cells that any of them touched until the day `until`.

    Points outside the grid are left out. Raises PointsRefused without a point until then.
    """
    day, cell = points.times().astype("datetime64[D]"), grids.places(points, grid)
    kept = np.flatnonzero(cell >= 0)
    order = kept[np.argsort(day[kept], kind="stable")]
    day, cell = day[order], cell[order]
    region = np.zeros(grid.cells, dtype=bool)
    region[cell[day <= np.datetime64(until, "D")]] = True
    if not region.any():
        raise PointsRefused("nothing_to_learn", until=until)
    return Study(region.reshape(grid.shape), grid.size, cell, day, order)
