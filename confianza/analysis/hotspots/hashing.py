"""Points laid in the cells of a hash, so that whoever looks for near ones looks into near cells only."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# Cells that hold nothing cost a look; so many per point are cheap, and a far stray cannot make millions.
CELLS_PER_POINT = 8
LEAST_CELLS = 1_024

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
    order = np.lexsort((t, cell))
    starts = np.zeros(rows * columns + 1, dtype=np.int64)
    np.cumsum(np.bincount(cell, minlength=rows * columns), out=starts[1:])
    return Hashed(x[order], y[order], t[order], order, starts, (rows, columns), corner, size)
