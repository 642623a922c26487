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

# How many partners of a cell are tried along every line: of those hidden already, and of those still shown.
HIDDEN_PARTNERS, SHOWN_PARTNERS = 16, 8
TRIES = 8
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

        shape = [len(axis.codes) for axis in cube.axes]
        self._strides = np.append(np.cumprod(shape[:0:-1])[::-1], 1).astype(np.int64)
        listed = [_lists(axis.covers) for axis in cube.axes]
        self._firsts = List([each[0] for each in listed])
        self._aboves = List([each[1] for each in listed])
        self._unders = List([each[2] for each in listed])

    def move(
        self,
        targets: Whole,
        evidence: Evidence,
        hidden: Flags,
        floor: Whole,
        threshold: int,
        costs: Floats | None = None,
    ) -> Flags:
        """Move the targets by the threshold as far as boxes can; return which of them were.

        With `costs` the cheapest cells that it takes are hidden too (`hidden` is changed); an infinite cost
        is never paid. Without, only cells hidden already move.
        """
        from confianza.analysis.disclosure import box_kernels

        shown = box_kernels.NEVER if costs is None else np.where(np.isfinite(costs), costs, box_kernels.NEVER)
        price = np.where(hidden, 0.0, shown)
        done: Flags = box_kernels.move(
            targets, self._unders, self._firsts, self._aboves, self._strides, evidence.table,
            evidence.table - floor, price, evidence.low, evidence.high, threshold,
            HIDDEN_PARTNERS if costs is None else SHOWN_PARTNERS, TRIES, costs is not None, hidden, SEED,
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
