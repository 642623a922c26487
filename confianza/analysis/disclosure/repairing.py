"""The cheapest cells to hide so that one cell that leaks no longer does."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.disclosure import linking, systems
from confianza.analysis.disclosure.cube import Cube
from confianza.analysis.disclosure.linking import Published
from confianza.analysis.disclosure.systems import System

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# A cell moved by less than this was not moved.
MOVED = 1e-6
# What is hidden already costs next to nothing, yet the shortest way is still the best.
COST_OF_HIDDEN = 1e-4


class Repair:
    """Linear programmes over all cells of a cube: what must move, at least, for one to move enough.

    A cell that counts less than `least` is shown, come what may.
    """

    def __init__(
        self, cube: Cube, costs: Floats, threshold: int, earlier: Sequence[Published] = (), least: int = 0
    ) -> None:
        self._values, self._costs, self._threshold = cube.values, costs, threshold
        self._least = least
        everything = np.ones(cube.cells.height, dtype=bool)
        self._board = linking.board(cube, everything, earlier)
        self._hopeless: set[tuple[int, int]] = set()

    def can_help(self, leak: Mapping[str, Any]) -> bool:
        """Say whether there is hope for a leak: earlier releases may have told it long ago."""
        return (leak["release"], leak["cell"]) not in self._hopeless

    def complements(self, hidden: Flags, leaks: Sequence[Mapping[str, Any]]) -> Flags:
        """Return what must be hidden so that these leaks are none; those beyond help are remembered."""
        more = hidden.copy()
        for leak in leaks:
            found = self._for_one(more, leak)
            if found is None:
                self._hopeless.add((leak["release"], leak["cell"]))
            else:
                more |= found
        return more

    def _for_one(self, hidden: Flags, leak: Mapping[str, Any]) -> Flags | None:
        """Return what moves when the cell goes low and when it goes high, `threshold` apart."""
        n = int(np.searchsorted(self._system.cells, self._board.starts[leak["release"]] + leak["cell"]))
        for lowest in dict.fromkeys((max(self._least, leak["high"] - self._threshold), leak["low"])):
            down = self._moved(hidden, n, -np.inf, lowest)
            if down is None:
                continue
            up = self._moved(hidden | down, n, lowest + self._threshold, np.inf)
            if up is not None:
                return down | up
        return None

    @cached_property
    def _system(self) -> System:
        return systems.of_board(self._board)

    @cached_property
    def _whole(self) -> tuple[Any, Floats]:
        """Return the equations of how far each of today's cells moves up and down, and of earlier ones."""
        from scipy import sparse

        today = len(self._values)
        matrix = self._system.matrix
        known = np.zeros(matrix.shape[1])
        known[:today] = self._values
        return sparse.hstack([matrix, -matrix[:, :today]], format="csr"), matrix @ known

    def _moved(self, hidden: Flags, n: int, least: float, most: float) -> Flags | None:
        """Return which of today's cells move for unknown `n` to lie within two limits; None: it cannot."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        today = len(self._values)
        others = len(self._system.cells) - today
        matrix, offset = self._whole
        price = np.where(hidden, COST_OF_HIDDEN, self._costs)
        goal = np.concatenate([price, np.zeros(others), price])
        rows = [LinearConstraint(matrix, self._system.least - offset, self._system.most - offset)]
        rows.append(_within(n, today, len(goal), least, most, self._values))
        limits = Bounds(0.0, self._most(others))
        found = milp(goal, bounds=limits, constraints=rows)
        if found.x is None:
            return None
        return np.asarray(np.abs(found.x[:today] - found.x[today + others :]) > MOVED)

    def _most(self, others: int) -> Floats:
        """Return how far today's cells may rise, what earlier ones may be, and how far today's may fall."""
        free = self._values >= self._least
        return np.concatenate(
            [
                np.where(free, np.inf, 0.0),
                np.full(others, np.inf),
                np.maximum(self._values - self._least, 0.0),
            ]
        )


def _within(n: int, today: int, width: int, least: float, most: float, values: Floats) -> Any:
    from scipy import sparse
    from scipy.optimize import LinearConstraint

    row = sparse.lil_matrix((1, width))
    row[0, n] = 1.0
    known = 0.0
    if n < today:
        row[0, width - today + n] = -1.0
        known = values[n]
    return LinearConstraint(row.tocsr(), least - known, most - known)
