"""How an area is cut into cells: squares of so many metres, or the hexagons all the world shares (H3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from confianza.web.observatory import memory
from confianza.web.observatory.queries import incidents
from confianza.web.observatory.queries.incidents import Incidents

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from confianza.analysis.hotspots.honeycomb import Honeycomb
    from confianza.analysis.hotspots.regions import Region

SQUARES, HEXAGONS = "squares", "hexagons"
# Metres of a side: a block, some blocks, a neighbourhood; more where an area is as wide as a department.
SIZES = (100, 200, 300, 500, 1000, 2000, 5000)
USUAL_SIZE = 200
# A map of more cells is slower than anybody waits, and finer than anybody sees.
MOST_CELLS = 12_000
OUTLINE = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Judged:
    """By cell: whether it is a hot spot, z of Gi*, p before correction; `signal_p` of the whole map."""

    hot: "NDArray[np.bool_]"
    z: "NDArray[np.float64]"
    p: "NDArray[np.float64]"
    signal_p: float


class Tiling(Protocol):
    """The cells of an area, numbered from 0; `metres` is the side of a square as large as one of them."""

    @property
    def cells(self) -> int: ...

    @property
    def metres(self) -> float: ...

    def placed(
        self, longitude: "NDArray[np.float64]", latitude: "NDArray[np.float64]"
    ) -> "NDArray[np.int64]":
        """Return the cell each point (degrees) lies in; -1 outside."""

    def judged(self, counts: "NDArray[np.float64]") -> Judged:
        """Return which cells are hot spots for whole counts by cell."""

    def outlines(self, cells: Sequence[int]) -> Sequence[OUTLINE]:
        """Return the corners of cells in degrees (longitude, latitude), the first again at the end."""


@dataclass(frozen=True)
class Squares:
    """Squares of the area's zone of UTM."""

    region: "Region"
    metres: float

    @property
    def cells(self) -> int:
        return self.region.cells

    def placed(
        self, longitude: "NDArray[np.float64]", latitude: "NDArray[np.float64]"
    ) -> "NDArray[np.int64]":
        from confianza.analysis.hotspots import regions

        number = np.full(self.region.grid.cells + 1, -1, dtype=np.int64)
        number[self.region.places] = np.arange(self.cells)
        found: NDArray[np.int64] = number[regions.placed(longitude, latitude, self.region)]
        return found

    def judged(self, counts: "NDArray[np.float64]") -> Judged:
        from confianza.analysis.hotspots import surplus

        inside = self.region.mask
        on_grid = np.zeros(inside.shape)
        on_grid[inside] = counts
        found = surplus.hot_spots(on_grid, mask=inside)
        return Judged(found.hot[inside], found.gi.z[inside], found.gi.p[inside], found.signal_p)

    def outlines(self, cells: Sequence[int]) -> Sequence[OUTLINE]:
        return self.region.outlines(self.region.places[list(cells)].tolist())


@dataclass(frozen=True)
class Hexagons:
    """Hexagons of one resolution."""

    comb: "Honeycomb"

    @property
    def cells(self) -> int:
        return len(self.comb.cells)

    @property
    def metres(self) -> float:
        from confianza.analysis.hotspots import honeycomb

        return honeycomb.width(self.comb.resolution)

    def placed(
        self, longitude: "NDArray[np.float64]", latitude: "NDArray[np.float64]"
    ) -> "NDArray[np.int64]":
        from confianza.analysis.hotspots import honeycomb

        return honeycomb.placed(longitude, latitude, self.comb)

    def judged(self, counts: "NDArray[np.float64]") -> Judged:
        from confianza.analysis.hotspots import honeycomb

        found = honeycomb.hot_spots(counts, self.comb)
        return Judged(found.hot, found.z, found.p, found.signal_p)

    def outlines(self, cells: Sequence[int]) -> Sequence[OUTLINE]:
        from confianza.analysis.hotspots import hexagons

        return [hexagons.outline(self.comb.cells[each]) for each in cells]


def size_of_cells(found: Incidents, wanted: int) -> int:
    """Return the size (metres) that is wanted (0: the usual), or the next that does not cut too fine."""
    from confianza.analysis.hotspots import regions

    offered = [size for size in SIZES if size >= (wanted or USUAL_SIZE)] or [SIZES[-1]]
    return int(regions.fitting(found.border, offered, MOST_CELLS))


def remembered_region(found: Incidents, size: int) -> "Region":
    """Return the square cells of the place's area."""
    from confianza.analysis.hotspots import regions

    key = f"region|{incidents.state()}|{found.asked.area}|{size}"
    return memory.remembered(key, lambda: regions.inside(found.border, size))


def of_area(found: Incidents, shape: str, size: int) -> Tiling:
    """Return the cells of the place's area, of a size that is offered (`size_of_cells`)."""
    if shape == HEXAGONS:
        key = f"honeycomb|{incidents.state()}|{found.asked.area}|{size}"
        return memory.remembered(key, lambda: _hexagons(found, size))
    return Squares(remembered_region(found, size), float(size))


def _hexagons(found: Incidents, size: int) -> Hexagons:
    from confianza.analysis.hotspots import honeycomb

    return Hexagons(honeycomb.covering(found.border, size))
