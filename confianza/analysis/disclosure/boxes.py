"""Whole tables that fit everything shown, by turning boxes: proof, for most hidden cells, that they move.

A box has two leaves in every direction; turning it leaves every sum of the cube right (in two directions it
is the cycle of four cells of every method for tables). Every table reached is whole and fits what is shown,
so that whatever a cell was seen to count in them an attacker must take for possible.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.disclosure.cube import Cube

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]

# How many partners of a cell are tried along every line, and how many boxes for one cell.
PARTNERS, TRIES = 16, 8
# A round that leaves more than this of what was left has got on badly; after so many, it is given up.
PROGRESS, PATIENCE = 0.9, 3
# One in so many hidden cells is moved to shake a table.
SHAKEN = 6
SEED = 20_261_128


@dataclass
class Evidence:
    """How low and how high every cell was seen in whole tables that fit, and the last of these tables."""

    low: Whole
    high: Whole
    table: Whole


class Boxes:
    """The boxes of a cube that is a full product of dimensions."""

    def __init__(self, cube: Cube) -> None:
        from numba.typed import List

        self._cube = cube
        shape = [len(axis.codes) for axis in cube.axes]
        self._strides = np.append(np.cumprod(shape[:0:-1])[::-1], 1).astype(np.int64)
        listed = [_lists(axis.covers) for axis in cube.axes]
        self._firsts = List([each[0] for each in listed])
        self._aboves = List([each[1] for each in listed])
        self._unders = List([each[2] for each in listed])

    def hide(
        self, targets: Whole, seen: Evidence, hidden: Flags, floor: Whole, threshold: int, costs: Floats
    ) -> Flags:
        """Hide (in `hidden`) the cheapest cells that let the targets move by the threshold.

        An infinite cost is never paid. Returns which targets moved.
        """
        return self._move(targets, seen, hidden, floor, threshold, costs, cheap=True)

    def prove(self, hidden: Flags, floor: Whole, threshold: int) -> tuple[Evidence, Whole]:
        """Return how far the hidden cells of the cube are seen to move, and those not seen to move enough.

        Rounds of single boxes, of several, and of shaking: a table that has moved far and cannot move on is
        left for another.
        """
        random = np.random.default_rng(SEED)
        seen = start(self._cube)
        cells = left = np.flatnonzero(hidden)
        idle = 0
        while len(left) and idle < PATIENCE:
            before = len(left)
            for cheap in (True, False):
                left = left[~self._move(left, seen, hidden, floor, threshold, None, cheap=cheap)]
            idle = idle + 1 if len(left) > before * PROGRESS else 0
            some = random.permutation(cells)[: len(cells) // SHAKEN]
            shaken = Evidence(seen.table.copy(), seen.table.copy(), seen.table)
            self._move(some, shaken, hidden, floor, threshold, None, cheap=True)
            np.minimum(seen.low, shaken.low, out=seen.low)
            np.maximum(seen.high, shaken.high, out=seen.high)
            left = left[seen.high[left] - seen.low[left] < threshold]
        return seen, left

    def _move(
        self,
        targets: Whole,
        seen: Evidence,
        hidden: Flags,
        floor: Whole,
        threshold: int,
        costs: Floats | None,
        *,
        cheap: bool,
    ) -> Flags:
        from confianza.analysis.disclosure import box_kernels

        shown = box_kernels.NEVER if costs is None else np.where(np.isfinite(costs), costs, box_kernels.NEVER)
        price = np.where(hidden, 0.0, shown)
        done: Flags = box_kernels.move(
            targets, self._unders, self._firsts, self._aboves, self._strides, seen.table, seen.table - floor,
            price, seen.low, seen.high, threshold, PARTNERS, TRIES, cheap, hidden, SEED + len(targets),
        )  # fmt: skip
        return done


def can_be_turned(cube: Cube) -> bool:
    """Say whether a cube is a full product of dimensions and every value is known."""
    return bool(cube.axes) and not np.isnan(cube.values).any()


def start(cube: Cube) -> Evidence:
    """Return the evidence of the true table alone."""
    values = cube.values.astype(np.int64)
    return Evidence(values.copy(), values.copy(), values)


def _lists(covers: Whole) -> tuple[Whole, Whole, Any]:
    """Return, of the leaves, where the codes above each begin and those codes; of the codes, their leaves."""
    codes, leaves = np.nonzero(covers)
    order = np.lexsort((codes, leaves))
    first = np.searchsorted(leaves[order], np.arange(covers.shape[1] + 1)).astype(np.int64)
    begins = np.searchsorted(codes, np.arange(covers.shape[0] + 1)).astype(np.int64)
    return first, codes[order].astype(np.int64), (begins, leaves.astype(np.int64))
