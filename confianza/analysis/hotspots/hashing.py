"""Points laid in the cells of a hash, so that whoever looks for near ones looks into near cells only."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Cells that hold nothing cost a look; so many per point are cheap, and a far stray cannot make millions.
CELLS_PER_POINT = 8
LEAST_CELLS = 1_024
# What a signed whole number of 64 bits holds, with room to spare.
LARGEST_KEY = 2**62

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Hashed:
    """Points in the order of their cells (and of `t` in a cell): cell c holds the places from starts[c] to
    starts[c + 1]. `order` are their places before.
    """

    x: Floats
    y: Floats
    t: Whole
    order: Whole
    starts: Whole
    shape: tuple[int, int]
    corner: tuple[float, float]
    size: float


def hashed(x: Floats, y: Floats, t: Whole, size: float) -> Hashed:
    """Lay points in cells of `size` metres at least; wider ones where there would be too many."""
    corner = float(x.min()), float(y.min())
    width, height = float(np.ptp(x)), float(np.ptp(y))
    size = max(size, max(width, height) * 1e-9, 1e-9)
    most = max(LEAST_CELLS, CELLS_PER_POINT * len(x))
    while (math.floor(width / size) + 1) * (math.floor(height / size) + 1) > most:
        size *= math.sqrt(2)
    rows, columns = math.floor(height / size) + 1, math.floor(width / size) + 1
    cell = ((y - corner[1]) / size).astype(np.int64) * columns + ((x - corner[0]) / size).astype(np.int64)
    order = _by_cell_and_time(cell, t, rows * columns)
    starts = np.zeros(rows * columns + 1, dtype=np.int64)
    np.cumsum(np.bincount(cell, minlength=rows * columns), out=starts[1:])
    return Hashed(x[order], y[order], t[order], order, starts, (rows, columns), corner, size)


def _by_cell_and_time(cell: Whole, t: Whole, cells: int) -> Whole:
    """Return the order of cells and, within one, of times: by one number where it fits, as that is faster."""
    first = int(t.min())
    span = int(t.max()) - first + 1
    if cells * span < LARGEST_KEY:
        return np.argsort(cell * span + (t - first)).astype(np.int64)
    return np.lexsort((t, cell)).astype(np.int64)
