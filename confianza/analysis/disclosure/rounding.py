"""Rounding instead of hiding: every figure is shown, as a multiple of a base, and everything adds up.

Controlled rounding after Cox (1987), "A constructive procedure for unbiased controlled rounding", JASA
82:520-524: each figure goes to one of the two multiples beside it (one that is a multiple stays), and sums of
rounded figures are the rounded sums. Where no such rounding exists, as in some tables of three dimensions,
all may go to a multiple beyond.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.disclosure import systems
from confianza.analysis.disclosure.cube import Cube
from confianza.analysis.disclosure.findings import CannotProtect

Floats = NDArray[np.float64]

SMALLEST_BASE = 2
# How many multiples beyond its neighbours a figure may go where nothing nearer adds up.
FARTHEST = 2


@dataclass(frozen=True)
class Rounded:
    """A cube whose figures may all be shown: `cells` with `rounded`; `beyond`: how many went farther."""

    cells: pl.DataFrame
    base: int
    beyond: int


def protect(cube: Cube, *, base: int, key: bytes) -> Rounded:
    """Round every figure of a cube to a multiple of `base`, so that all sums hold.

    Up or down falls by chance, drawn from `key` and the cell's own keys: the same key rounds the same cube
    alike, so that repeated releases average nothing away. Raises CannotProtect.
    """
    if base < SMALLEST_BASE:
        raise CannotProtect("base", base=base)
    below = np.floor(cube.values / base)
    steps, beyond = _steps(cube, below, cube.values / base - below, _chances(cube, key))
    rounded = pl.Series("rounded", ((below + steps) * base).astype(np.int64))
    return Rounded(cube.cells.with_columns(rounded), base, beyond)


def _chances(cube: Cube, key: bytes) -> Floats:
    """Return a number from 0 to 1 for each cell, that nobody can tell who has not the key."""
    told = cube.cells.select(cube.keys).rows()
    drawn = [hashlib.blake2b(repr(each).encode(), digest_size=8, key=key[:64]).digest() for each in told]
    return np.array([int.from_bytes(each, "big") / 2**64 for each in drawn])


def _steps(cube: Cube, below: Floats, part: Floats, chances: Floats) -> tuple[Floats, int]:
    """Return by how many multiples each cell rises from the one below it, and how many go beyond.

    Of all that add up it is the one in which the most cells go as chance has it.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    hidden = np.ones(len(below), dtype=bool)
    system: Any = systems.of_board(systems.alone(cube.values, hidden, cube.sums))
    open_cells = part > 0
    lean = np.where(chances < part, -1.0, 1.0) * np.where(open_cells, 1.0, 0.0)
    right = -(system.matrix @ below)
    for farther in range(FARTHEST + 1):
        low = np.maximum(-float(farther), -below)
        high = np.where(open_cells, 1.0, 0.0) + farther
        found = milp(
            lean, integrality=np.ones(len(lean)), bounds=Bounds(low, high),
            constraints=[LinearConstraint(system.matrix, right, right)],
        )  # fmt: skip
        if found.x is not None:
            steps = np.round(found.x)
            return steps, int(((steps < 0) | (steps > np.where(open_cells, 1, 0))).sum())
    raise CannotProtect("contradiction")


def intervals(rounded: Rounded) -> pl.DataFrame:
    """Return what a reader knows of every cell: cell, low, high (counts are whole and 0 or more)."""
    reach = rounded.base - 1 + (rounded.base * FARTHEST if rounded.beyond else 0)
    return rounded.cells.select(
        "cell",
        low=(pl.col("rounded") - reach).clip(lower_bound=0),
        high=pl.col("rounded") + reach,
    )
