"""Tables that fit everything that is shown, and are not the true one: what no attacker can rule out.

A number that is no sum (a ratio, an interval, a p) cannot be written as an equation. But where it is the same
in two tables that fit everything else, it does not tell them apart.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.disclosure import systems
from confianza.analysis.disclosure.bounding import NEAR_WHOLE
from confianza.analysis.disclosure.systems import Board, System

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

# Seconds after which the search for one table is given up; then nothing is proven.
PATIENCE = 5.0


@dataclass(frozen=True)
class Pair:
    """Two tables that fit, as values of all cells of a board: `cell` is low in one and high in the other."""

    cell: int
    low: Floats
    high: Floats


def pairs(
    board: Board,
    truth: Floats,
    intervals: Mapping[int, tuple[float, float]],
    threshold: int,
    weights: Floats,
) -> Iterator[Pair | None]:
    """Yield for every cell of `intervals` (low, high as audited) two tables in which it is `threshold` apart,
    its true value between them, each as near to the truth as can be; None where none was found.

    `truth`: the true value of every cell of the board, nan where the house does not know it. `weights`: how
    much it matters that a cell stays as it is.
    """
    pieces = systems.components(systems.of_board(board))
    owner = {int(cell): piece for piece in pieces for cell in piece.cells}
    for cell, (low, high) in intervals.items():
        ends = _ends(truth[cell], low, high, threshold)
        found = [_nearest(owner[cell], truth, weights, cell, end) for end in ends]
        low_table, high_table = found
        yield None if low_table is None or high_table is None else Pair(cell, low_table, high_table)


def _ends(value: float, low: float, high: float, threshold: int) -> tuple[float, float]:
    """Return two values `threshold` apart with the true one between, as far as the interval lets them."""
    lowest = max(low, value - threshold // 2)
    highest = min(high, lowest + threshold)
    return highest - threshold, highest


def _nearest(piece: System, truth: Floats, weights: Floats, cell: int, value: float) -> Floats | None:
    """Return the table in which one cell has a value and the others move as little as can be."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    at = int(np.searchsorted(piece.cells, cell))
    count, own = len(piece.cells), truth[piece.cells]
    known = np.flatnonzero(np.isfinite(own))
    moves = 2 * len(known)
    low, high = piece.low.copy(), piece.high.copy()
    low[at] = high[at] = value
    nothing, endless = np.zeros(moves), np.full(moves, np.inf)
    rows = [LinearConstraint(*_moved(known, own, count))]
    if len(piece.least):
        rows.append(LinearConstraint(_wide(piece.matrix, moves), piece.least, piece.most))
    asked = {
        "c": np.concatenate([np.zeros(count), np.tile(weights[piece.cells][known], 2)]),
        "bounds": Bounds(np.concatenate([low, nothing]), np.concatenate([high, endless])),
        "constraints": rows,
        "options": {"time_limit": PATIENCE},
    }
    # Sums of sums mostly have whole corners; whole numbers are asked for where they have not.
    found: Any = milp(**asked)
    if found.x is not None and not _is_whole(found.x[:count]):
        found = milp(**asked, integrality=np.concatenate([np.ones(count), nothing]))
    if found.x is None:
        return None
    table = truth.copy()
    table[piece.cells] = np.round(found.x[:count])
    return table


def _is_whole(found: Floats) -> bool:
    return bool(np.all(np.abs(found - np.round(found)) <= NEAR_WHOLE))


def _wide(matrix: Any, more: int) -> Any:
    from scipy import sparse

    return sparse.hstack([matrix, sparse.csr_matrix((matrix.shape[0], more))], format="csr")


def _moved(known: Whole, own: Floats, count: int) -> tuple[Any, Floats, Floats]:
    """Return unknown - up + down = truth, for those whose truth is known."""
    from scipy import sparse

    moves = len(known)
    chosen = sparse.csr_matrix((np.ones(moves), (np.arange(moves), known)), (moves, count))
    one = sparse.identity(moves, format="csr")
    return sparse.hstack([chosen, -one, one], format="csr"), own[known], own[known]
