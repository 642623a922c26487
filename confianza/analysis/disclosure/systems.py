"""What an attacker knows: hidden cells as unknowns, and every equation that what is shown gives him."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.disclosure.findings import CannotProtect

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Board:
    """All cells that were ever shown or hidden, of today's release first and of earlier ones after it.

    `values` is nan where unknown. `links`: pairs (newer, older) of cells that count the same at two moments,
    with `equal` where nothing published says that it changed; else the newer is the older or more.
    """

    values: Floats
    hidden: Flags
    sums: tuple[Whole, Whole, Whole]
    links: Whole
    equal: Flags
    starts: tuple[int, ...] = (0,)


@dataclass(frozen=True)
class System:
    """`least` ≤ `matrix` × unknowns ≤ `most`, unknowns within `low` and `high`; `cells`: whose they are."""

    matrix: Any
    least: Floats
    most: Floats
    cells: Whole
    low: Floats
    high: Floats

    def part(self, rows: Whole, unknowns: Whole) -> "System":
        """Return the system of some rows and unknowns alone."""
        return System(
            self.matrix[rows][:, unknowns],
            self.least[rows],
            self.most[rows],
            self.cells[unknowns],
            self.low[unknowns],
            self.high[unknowns],
        )


def sums_as_arrays(sums: pl.DataFrame, by: int = 0) -> tuple[Whole, Whole, Whole]:
    """Return sum, total and part of every row, cells counted from `by` on."""
    return (
        sums["sum"].to_numpy().astype(np.int64),
        sums["total"].to_numpy().astype(np.int64) + by,
        sums["part"].to_numpy().astype(np.int64) + by,
    )


def alone(values: Floats, hidden: Flags, sums: pl.DataFrame) -> Board:
    """Return the board of one release without any before it."""
    none = np.empty((0, 2), dtype=np.int64)
    return Board(values, hidden, sums_as_arrays(sums), none, np.empty(0, dtype=bool))


def of_board(board: Board, *, least: int = 0, small: Flags | None = None, threshold: int = 0) -> System:
    """Return what follows from a board where hidden cells count `least` or more.

    `small` are cells known to count 1 to `threshold` - 1.

    Raises CannotProtect where what is shown does not add up.
    """
    from scipy import sparse

    cells = np.flatnonzero(board.hidden)
    place = np.full(len(board.values), -1, dtype=np.int64)
    place[cells] = np.arange(len(cells))
    blocks = [_of_sums(board, place), _of_links(board, place)]
    low, high = np.full(len(cells), float(least)), np.full(len(cells), np.inf)
    if small is not None:
        low[small[cells]], high[small[cells]] = 1.0, threshold - 1.0
    matrix = sparse.vstack([block[0] for block in blocks], format="csr")
    lowest, most = (np.concatenate([block[side] for block in blocks]) for side in (1, 2))
    return System(matrix, lowest, most, cells, low, high)


def _of_sums(board: Board, place: Whole) -> tuple[Any, Floats, Floats]:
    from scipy import sparse

    number, total, part = board.sums
    count = int(number.max()) + 1 if len(number) else 0
    heads, first = np.unique(number, return_index=True)
    known = np.where(board.hidden, 0.0, board.values)
    right = np.zeros(count)
    right[heads] = known[total[first]]
    right -= np.bincount(number, known[part], minlength=count)
    rows = np.concatenate([number, heads])
    columns = np.concatenate([place[part], place[total[first]]])
    signs = np.concatenate([np.ones(len(number)), -np.ones(len(heads))])
    unknown = columns >= 0
    matrix = sparse.csr_matrix(
        (signs[unknown], (rows[unknown], columns[unknown])), (count, int(board.hidden.sum()))
    )
    filled = np.diff(matrix.indptr) > 0
    _must_add_up(board, ~filled & (np.abs(right) > 0), right)
    kept = np.flatnonzero(filled)
    return matrix[kept], right[kept], right[kept]


def _must_add_up(board: Board, wrong: Flags, right: Floats) -> None:
    if not wrong.any():
        return
    number, total, _ = board.sums
    which = int(np.flatnonzero(wrong)[0])
    cell = int(total[number == which][0])
    stated = board.values[cell]
    raise CannotProtect("sums_disagree", where=cell, found=f"{stated - right[which]:g}", stated=f"{stated:g}")


def _of_links(board: Board, place: Whole) -> tuple[Any, Floats, Floats]:
    """Return newer - older = 0, or ≥ 0, for every link of which a side is hidden."""
    from scipy import sparse

    kept = board.hidden[board.links].any(axis=1)
    links, equal = board.links[kept], board.equal[kept]
    known = np.where(board.hidden, 0.0, board.values)
    right = known[links[:, 1]] - known[links[:, 0]]
    rows = np.repeat(np.arange(len(links)), 2)
    columns, signs = place[links].ravel(), np.tile([1.0, -1.0], len(links))
    unknown = columns >= 0
    matrix = sparse.csr_matrix(
        (signs[unknown], (rows[unknown], columns[unknown])), (len(links), int(board.hidden.sum()))
    )
    return matrix, right, np.where(equal, right, np.inf)


def components(system: System) -> list[System]:
    """Return the systems that share no unknown, in the order of their first one."""
    from scipy import sparse

    unknowns, rows = len(system.cells), len(system.least)
    joined = sparse.bmat([[None, system.matrix.T], [system.matrix, None]], format="csr")
    if not rows:
        return [system.part(np.empty(0, dtype=np.int64), np.array([n])) for n in range(unknowns)]
    count, labels = sparse.csgraph.connected_components(joined, directed=False)
    of_unknowns, of_rows = _grouped(labels[:unknowns], count), _grouped(labels[unknowns:], count)
    parts = [system.part(of_rows[n], of_unknowns[n]) for n in range(count) if len(of_unknowns[n])]
    return sorted(parts, key=lambda part: int(part.cells[0]))


def _grouped(labels: Whole, count: int) -> Sequence[Whole]:
    order = np.argsort(labels, kind="stable")
    return np.split(order, np.cumsum(np.bincount(labels, minlength=count))[:-1])
