"""Spread counts over neighbouring cells without losing any over the edge of the region.

Only cells of the region take part: a stray case far away makes a wide grid, but no work.
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Beyond so many standard deviations a Gaussian is cut off.
CUT_OFF = 3.0
REMEMBERED = 32


class Spreading:
    """Gaussians of `deviations` cells around each cell of a region, each divided by the part of it that stays
    inside (Jones 1993), so that what is spread adds up to what was counted.
    """

    def __init__(self, region: NDArray[np.bool_], deviations: float) -> None:
        self.matrix = _matrix(region.tobytes(), region.shape, deviations)

    def __call__(self, counts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return counts of the region's cells (cells) or (cells, many), spread."""
        spread_out: NDArray[np.float64] = self.matrix @ counts
        return spread_out

    def of_cases(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the spread of single cases, given the places of their cells in the region."""
        weights = np.zeros(self.matrix.shape[0])
        starts, ends = self.matrix.indptr[places], self.matrix.indptr[places + 1]
        length = ends - starts
        at = (
            np.repeat(starts, length)
            + np.arange(length.sum())
            - np.repeat(np.cumsum(length) - length, length)
        )
        np.add.at(weights, self.matrix.indices[at], self.matrix.data[at])
        return weights


@lru_cache(maxsize=REMEMBERED)
def _matrix(told: bytes, shape: tuple[int, int], deviations: float) -> Any:
    """Return the spreading as a sparse matrix (cells, cells), by columns: where a case of a cell goes."""
    from scipy.sparse import csc_array

    region = np.frombuffer(told, dtype=bool).reshape(shape)
    rows, columns = np.nonzero(region)
    place = np.full((shape[0] + 2, shape[1] + 2), -1)
    place[1:-1, 1:-1][region] = np.arange(len(rows))
    reach = int(CUT_OFF * deviations + 0.5)
    to, of, weight = [], [], []
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            row = np.clip(rows + down + 1, 0, shape[0] + 1)
            column = np.clip(columns + right + 1, 0, shape[1] + 1)
            there = place[row, column]
            inside = np.flatnonzero(there >= 0)
            to.append(there[inside])
            of.append(inside)
            far = (down**2 + right**2) / (2 * deviations**2) if deviations else 0.0
            weight.append(np.full(len(inside), np.exp(-far)))
    table = csc_array(
        (np.concatenate(weight), (np.concatenate(to), np.concatenate(of))), shape=(len(rows), len(rows))
    )
    table.data /= np.repeat(np.asarray(table.sum(axis=0)).ravel(), np.diff(table.indptr))
    return table
