"""How dense events lie, as a smooth surface: events per square kilometre at the middle of every cell.

Events are shared out linearly to a fine net of nodes (Jones & Lotwick 1984, Applied Statistics 33:120-122),
which spreads them by a sixth of the square of a mesh; the kernel is narrower by as much. Nodes reach one mesh
beyond the grid, so that nothing on its border is cut off or moved.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots.findings import PointsRefused
from confianza.analysis.hotspots.grids import Grid
from confianza.analysis.hotspots.points import METRES_OF_A_KM, Points

MESH_METRES = 25.0
# A mesh so many times finer than the bandwidth keeps the error under a thousandth.
MESHES_PER_BANDWIDTH = 8
MOST_NODES = 16_000_000
# Metres of a quarter of the globe: a wider kernel is a typing error.
WIDEST = 1e7
# Beyond so many bandwidths a normal kernel holds less than one in a million of its weight.
REACH = 5.5
SQUARE_METRES = METRES_OF_A_KM**2
NORMAL_REFERENCE = 1.06
QUARTILES_OF_NORMAL = 1.34

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Net:
    """Nodes `mesh` metres apart; the first lies at `x0`, `y0`. There are `columns` × `rows` of them."""

    x0: float
    y0: float
    mesh: float
    columns: int
    rows: int


def reference_width(values: Floats) -> float:
    """Return the width of a kernel by the normal reference rule: 4 × 1.06 × spread × n^(-1/5).

    Spread is the smaller of the standard deviation and the distance of the quartiles over 1.34 (Venables &
    Ripley 2002, Modern Applied Statistics with S, 5.6); a normal kernel's standard deviation is a quarter.
    """
    low, high = np.percentile(values, [25, 75])
    spread = min(float(np.std(values, ddof=1)), float(high - low) / QUARTILES_OF_NORMAL)
    return float(4 * NORMAL_REFERENCE * spread * len(values) ** -0.2)


def usual_bandwidth(points: Points, *, least: float = MESH_METRES) -> float:
    """Return a bandwidth (standard deviation, metres) of both directions: the mean of their rules."""
    both = (reference_width(points.x) + reference_width(points.y)) / 2
    return max(both / 4, least)


def surface(
    points: Points,
    grid: Grid,
    *,
    bandwidth: float | None = None,
    mask: NDArray[np.bool_] | None = None,
    correct_edges: bool = False,
) -> Floats:
    """Return events (or their weights) per km² at the middle of every cell, shape (rows, columns).

    `bandwidth` is the standard deviation of a normal kernel in metres (`usual_bandwidth` by default). With
    `correct_edges` the value is divided by the share of the kernel that lies inside the grid, or inside the
    cells of `mask`: outside no events could be. Cells outside `mask` are NaN. Raises PointsRefused for a
    bandwidth that is none.
    """
    width = usual_bandwidth(points) if bandwidth is None else float(bandwidth)
    if not 0 < width <= WIDEST:
        raise PointsRefused("no_bandwidth", metres=f"{width:g}")
    net = _net(grid, width)
    shared = _shared_out(points, net, width, grid)
    narrowed = math.sqrt(max(width**2 - net.mesh**2 / 6, (width / 2) ** 2))
    x, y = grid.centres()
    east = _kernel(x, net.x0 + np.arange(net.columns) * net.mesh, narrowed)
    north = _kernel(y, net.y0 + np.arange(net.rows) * net.mesh, narrowed)
    dense: Floats = np.asarray((east @ (north @ shared).T).T, dtype=np.float64) * SQUARE_METRES
    if correct_edges:
        dense = dense / _share_inside(grid, mask, width)
    return dense if mask is None else np.asarray(np.where(mask, dense, np.nan))


def ratio(
    events: Points,
    base: Points,
    grid: Grid,
    *,
    bandwidth: float | None = None,
    least: float = 1e-3,
    mask: NDArray[np.bool_] | None = None,
) -> Floats:
    """Return how many times as dense events lie as their share of a base (people, all crimes) would have it.

    1 is as everywhere. One bandwidth serves both, that of the base by default; NaN where the base is thinner
    than `least` of its mean (a ratio of next to nothing is no finding).
    """
    width = usual_bandwidth(base) if bandwidth is None else bandwidth
    above = surface(events, grid, bandwidth=width, mask=mask) / events.weight.sum()
    below = surface(base, grid, bandwidth=width, mask=mask) / base.weight.sum()
    known = below > least * np.nanmean(below)
    return np.asarray(np.divide(above, below, out=np.full(grid.shape, np.nan), where=known))


def _net(grid: Grid, width: float) -> Net:
    """Return the nodes: an even number to a cell, so that its middle is one of them."""
    finest = min(MESH_METRES, width / MESHES_PER_BANDWIDTH)
    per_cell = 2 * max(1, math.ceil(grid.size / (2 * finest)))
    per_cell = min(per_cell, 2 * max(1, int(math.sqrt(MOST_NODES / grid.cells) / 2)))
    mesh = grid.size / per_cell
    return Net(grid.x0, grid.y0, mesh, grid.columns * per_cell + 1, grid.rows * per_cell + 1)


def _shared_out(points: Points, net: Net, width: float, grid: Grid) -> Floats:
    """Share the weight of every event out to the four nodes around it, without those outside the grid."""
    east, north = (points.x - net.x0) / net.mesh, (points.y - net.y0) / net.mesh
    inside = (east >= 0) & (east <= net.columns - 1) & (north >= 0) & (north <= net.rows - 1)
    weight = points.weight
    if not inside.all():
        east, north, weight = east[inside], north[inside], weight[inside]
    column = np.minimum(east.astype(np.int64), net.columns - 2)
    row = np.minimum(north.astype(np.int64), net.rows - 2)
    right, up = east - column, north - row
    place = row * net.columns + column
    nodes = np.zeros(net.rows * net.columns)
    upper, right_part = up * weight, right * weight
    both = upper * right
    shares = (weight - upper - right_part + both, right_part - both, upper - both, both)
    for step, share in zip((0, 1, net.columns, net.columns + 1), shares, strict=True):
        counted = np.bincount(place, weights=share, minlength=len(nodes) - step)
        nodes[step:] += counted[: len(nodes) - step]
    return np.asarray(nodes).reshape(net.rows, net.columns)


def _kernel(at: Floats, nodes: NDArray[Any], width: float) -> Any:
    """Return the normal density of every node seen from every middle, as a sparse matrix (middles, nodes)."""
    from scipy.sparse import csr_array

    first = np.searchsorted(nodes, at - REACH * width)
    end = np.searchsorted(nodes, at + REACH * width)
    length = end - first
    rows = np.repeat(np.arange(len(at)), length)
    columns = (
        np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length) + np.repeat(first, length)
    )
    apart = (nodes[columns] - at[rows]) / width
    dense = np.exp(-0.5 * apart * apart) / (width * math.sqrt(2 * math.pi))
    return csr_array((dense, (rows, columns)), shape=(len(at), len(nodes)))


def _share_inside(grid: Grid, mask: NDArray[np.bool_] | None, width: float) -> Floats:
    """Return how much of a kernel around each middle lies in the cells where events can be."""
    from scipy.special import ndtr

    def of_cells(middles: Floats, begin: float, cells: int) -> Floats:
        edges = begin + np.arange(cells + 1) * grid.size
        return np.asarray(np.diff(ndtr((edges[None, :] - middles[:, None]) / width), axis=1))

    x, y = grid.centres()
    east, north = of_cells(x, grid.x0, grid.columns), of_cells(y, grid.y0, grid.rows)
    region = np.ones(grid.shape) if mask is None else mask.astype(float)
    inside = north @ region @ east.T
    return np.asarray(np.where(inside > 0, inside, np.nan))
