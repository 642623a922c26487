"""Bounds that follow equation by equation, without a programme: outer ones, found in a moment.

The shuttle of Buzzigoli and Giusti (1999), "An algorithm to calculate the lower and upper bounds of the
elements of an array given its marginals": what all the others may at most or at least be bounds each one.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.disclosure.findings import CannotProtect
from confianza.analysis.disclosure.systems import System

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

# Bounds settle in few rounds or creep on by ones for ever; what is left goes to the linear programmes.
ROUNDS = 40
SLACK = 1e-6


def shuttle(system: System) -> tuple[Floats, Floats]:
    """Return the lowest and highest value that each unknown may have, by going round the equations.

    Raises CannotProtect where they contradict one another.
    """
    low, high = system.low.copy(), system.high.copy()
    table = system.matrix.tocoo()
    rows, columns, signs = table.row, table.col, table.data
    for _ in range(ROUNDS):
        before = low.copy(), high.copy()
        _round(system, rows, columns, signs, low, high)
        if (low > high + SLACK).any():
            raise CannotProtect("contradiction")
        if (before[0] == low).all() and (before[1] == high).all():
            break
    return low, high


def _round(system: System, rows: Any, columns: Any, signs: Any, low: Floats, high: Floats) -> None:
    """Bound every unknown by what is left of each of its equations when all others are at their ends."""
    up = signs > 0
    ends_low = np.where(up, low[columns], -high[columns])
    ends_high = np.where(up, high[columns], -low[columns])
    least_of_others = _others(ends_low, rows, len(system.least))
    most_of_others = _others(ends_high, rows, len(system.least))
    top = system.most[rows] - least_of_others
    bottom = system.least[rows] - most_of_others
    np.minimum.at(high, columns, np.floor(np.where(up, top, -bottom) + SLACK))
    np.maximum.at(low, columns, np.ceil(np.where(up, bottom, -top) - SLACK))


def _others(ends: Floats, rows: Any, count: int) -> Floats:
    """Return, of every entry, the sum of the other entries of its row; infinite if one of them is."""
    finite = np.isfinite(ends)
    total = np.bincount(rows, np.where(finite, ends, 0.0), minlength=count)
    endless = np.bincount(rows, ~finite, minlength=count)
    rest = total[rows] - np.where(finite, ends, 0.0)
    sign = np.inf if (ends[~finite] > 0).any() else -np.inf
    return np.where(endless[rows] - ~finite > 0, sign, rest)


def open_parts(system: System, low: Floats, high: Floats) -> tuple[System, Whole]:
    """Return the system of the unknowns that are not solved, and which they are."""
    opened = np.flatnonzero(high > low)
    solved = np.where(high > low, 0.0, low)
    told = system.matrix @ solved
    matrix = system.matrix[:, opened]
    kept = np.flatnonzero(np.diff(matrix.tocsr().indptr) > 0)
    part = System(
        matrix[kept],
        system.least[kept] - told[kept],
        system.most[kept] - told[kept],
        system.cells[opened],
        low[opened],
        high[opened],
    )
    return part, opened
