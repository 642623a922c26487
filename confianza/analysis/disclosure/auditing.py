"""The audit of a release, as an attacker would do it: how near can every hidden cell be told?

He knows that counts are whole and 0 or more, every figure that is shown, every margin, and every release
before. Salazar-González (2005), "A unified mathematical programming framework for different statistical
disclosure limitation methods", Operations Research 53:819-829; Fischetti and Salazar (2001).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.disclosure import boxes, linking, proving, systems
from confianza.analysis.disclosure.boxes import Evidence
from confianza.analysis.disclosure.cube import Cube
from confianza.analysis.disclosure.findings import CannotProtect
from confianza.analysis.disclosure.linking import Published
from confianza.analysis.disclosure.proving import Proof
from confianza.analysis.disclosure.systems import Board, System

Flags = NDArray[np.bool_]

# Up to so many hidden cells every interval is told exactly; beyond, only those that are in question.
MOST_EXACT = 600

CELLS: Any = {
    "cell": pl.UInt32,
    "low": pl.Float64,
    "high": pl.Float64,
    "exact": pl.Boolean,
    "whole": pl.Boolean,
}
LEAKS: Any = {"release": pl.UInt32} | CELLS | {"width": pl.Float64}


@dataclass(frozen=True)
class Audit:
    """What an attacker learns of every hidden cell.

    `cells`: cell, low, high (infinite where nothing bounds it), exact, whole. `exact`: the interval of the
    attacker is just this one; else it is this one or wider, as tables that fit everything shown prove.
    `whole`: those tables are of whole numbers; else whole numbers might tell a little more. `earlier`: the
    same of the cells that earlier releases hid, with `release`, their place in the list given, from 1.
    `leaks`: of both (release 0 is today's) those narrower than the threshold.
    """

    cells: pl.DataFrame
    earlier: pl.DataFrame
    leaks: pl.DataFrame

    @property
    def ok(self) -> bool:
        """Whether nothing leaks."""
        return self.leaks.is_empty()


def audit(
    cube: Cube,
    hidden: pl.Series,
    *,
    threshold: int,
    earlier: Sequence[Published] = (),
    least: int = 0,
    known_small: pl.Series | None = None,
    exact: bool | None = None,
) -> Audit:
    """Return the interval that an attacker can deduce for every hidden cell of a cube, and what leaks.

    `hidden`: one Boolean a cell. `earlier`: releases before this one, oldest first. `least`: what everyone
    knows a hidden cell to count at least: 1 where all zeros are shown. `known_small`: the worst case, an
    attacker who knows which cells were hidden for being small (the mark does not tell him), and so that they
    are 1 to threshold - 1; then a cell leaks when its value is certain. `exact`: tell every interval exactly
    (left out: where there are at most 600 hidden cells). Raises CannotProtect where what is shown does not
    add up.
    """
    flags = hidden.to_numpy().astype(bool)
    board = linking.board(cube, flags, earlier)
    small = None
    if known_small is not None:
        small = np.zeros(len(board.values), dtype=bool)
        small[: cube.cells.height] = known_small.to_numpy()
    system = _system(cube, board, least, small, threshold)
    every = len(system.cells) <= MOST_EXACT if exact is None else exact
    enough = 1 if known_small is not None else threshold
    seen = None if every or earlier or small is not None else _evidence(cube, flags, least, threshold)
    return _told(board, proving.prove(system, enough, every=every, evidence=seen), enough)


def _system(cube: Cube, board: Board, least: int, small: Flags | None, threshold: int) -> System:
    try:
        return systems.of_board(board, least=least, small=small, threshold=threshold)
    except CannotProtect as wrong:
        cell = wrong.details["where"]
        where = cube.called(cell) if cell < cube.cells.height else "?"
        raise CannotProtect(wrong.code, **(wrong.details | {"where": where})) from None


def _evidence(cube: Cube, hidden: Flags, least: int, threshold: int) -> Evidence | None:
    """Return how far boxes move the hidden cells, where the cube has any."""
    if not boxes.can_be_turned(cube):
        return None
    return boxes.Boxes(cube).prove(hidden, np.full(len(hidden), least, dtype=np.int64), threshold)[0]


def _told(board: Board, proof: Proof, threshold: int) -> Audit:
    found = pl.DataFrame(
        {
            "cell": proof.cells,
            "low": proof.low,
            "high": proof.high,
            "exact": proof.exact,
            "whole": proof.whole,
        }
    )
    ends = np.array(board.starts)
    numbers = found["cell"].to_numpy().astype(np.int64)
    release = np.searchsorted(ends, numbers, side="right") - 1
    told = found.with_columns(
        release=pl.Series(release, dtype=pl.UInt32),
        cell=pl.Series(numbers - ends[release], dtype=pl.UInt32),
        width=pl.col("high") - pl.col("low"),
    ).sort("release", "cell")
    return Audit(
        told.filter(pl.col("release") == 0).select(*CELLS).cast(CELLS),
        told.filter(pl.col("release") > 0).select("release", *CELLS),
        told.filter(pl.col("width") < threshold).select(*LEAKS).cast(LEAKS),
    )
