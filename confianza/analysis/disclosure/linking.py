"""Releases laid beside each other: what yesterday's figures tell of the cells that are hidden today.

Cells are the same where their keys are. A figure that nothing published says has changed is the same figure,
and so are the parts of one that is published unchanged. Below and above a figure that grew, counts are taken
to have grown or stayed (late registrations only add); where one shrank, nothing is concluded.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.disclosure import systems
from confianza.analysis.disclosure.cube import Cube
from confianza.analysis.disclosure.findings import CannotProtect
from confianza.analysis.disclosure.systems import Board

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Whole = NDArray[np.int64]
Sums = tuple[Whole, Whole, Whole]


@dataclass(frozen=True)
class Published:
    """What an earlier release showed: the key columns of a cube, value (null where hidden).

    `sums`: which of its rows were the sum of which; left out, the sums of today's cube whose total and parts
    it had. Where there is a column `hidden`, it says what was, and `value` may hold the truth. `same`: it was
    published with today's table and counts the same; such tables come last.
    """

    cells: pl.DataFrame
    sums: pl.DataFrame | None = None
    same: bool = False

    @property
    def hidden(self) -> Flags:
        """Which of the rows were hidden."""
        told = self.cells["value"].is_null()
        if "hidden" in self.cells.columns:
            told = told | self.cells["hidden"]
        return told.to_numpy().astype(bool)

    @property
    def truth(self) -> Floats:
        """The values as far as they are known in the house; nan where not."""
        return self.cells["value"].cast(pl.Float64).fill_null(np.nan).to_numpy()

    @property
    def values(self) -> Floats:
        """The values shown; nan where hidden."""
        return np.where(self.hidden, np.nan, self.truth)


def board(cube: Cube, hidden: Flags, earlier: Sequence[Published]) -> Board:
    """Return today's cells and those of earlier releases (oldest first) with all that joins them."""
    if not earlier:
        return systems.alone(cube.values, hidden, cube.sums)
    sizes = [cube.cells.height, *(release.cells.height for release in earlier)]
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    sums = systems.sums_as_arrays(cube.sums)
    for release, begins in zip(earlier, starts[1:], strict=True):
        own = release.sums if release.sums is not None else _inherited(cube, release)
        sums = _joined(sums, systems.sums_as_arrays(own, int(begins)))
    values = np.concatenate([cube.values, *(release.values for release in earlier)])
    flags = np.concatenate([hidden, *(release.hidden for release in earlier)])
    truth = np.concatenate([cube.values, *(release.truth for release in earlier)])
    links, equal = _links(cube, earlier, starts, values, flags, sums, truth)
    return Board(values, flags, sums, links, equal, tuple(map(int, starts)))


def _joined(one: Sums, other: Sums) -> Sums:
    after = int(one[0].max()) + 1 if len(one[0]) else 0
    return (
        np.concatenate([one[0], other[0] + after]),
        np.concatenate([one[1], other[1]]),
        np.concatenate([one[2], other[2]]),
    )


def _inherited(cube: Cube, release: Published) -> pl.DataFrame:
    """Return today's sums as far as the release had total and parts, but for those that do not fit it."""
    had = release.cells.select(cube.keys).with_row_index("there")
    match = cube.cells.select("cell", *cube.keys).join(had, on=cube.keys, how="inner", nulls_equal=True)
    there = dict(zip(match["cell"].to_list(), match["there"].to_list(), strict=True))
    numbers = pl.Series([there.get(n) for n in range(cube.cells.height)], dtype=pl.UInt32)
    sums = cube.sums.with_columns(
        total=numbers.gather(cube.sums["total"]), part=numbers.gather(cube.sums["part"])
    ).drop_nulls()
    shown = pl.Series(release.values).fill_nan(None)
    checked = sums.with_columns(stated=shown.gather(sums["total"]), part_shown=shown.gather(sums["part"]))
    fits = checked.group_by("sum").agg(
        stated=pl.col("stated").first(),
        found=pl.col("part_shown").sum(),
        open=pl.col("part_shown").is_null().any(),
    )
    broken = fits.filter(
        pl.col("stated").is_not_null()
        & pl.when("open")
        .then(pl.col("found") > pl.col("stated"))
        .otherwise(pl.col("found") != pl.col("stated"))
    )
    return sums.join(broken, on="sum", how="anti")


def _links(
    cube: Cube,
    earlier: Sequence[Published],
    starts: Whole,
    values: Floats,
    hidden: Flags,
    sums: Sums,
    truth: Floats,
) -> tuple[Whole, Flags]:
    """Return pairs (newer, older) of one cell in two releases that follow each other, and which stayed."""
    latest = cube.cells.select(*cube.keys, newer=pl.col("cell").cast(pl.Int64))
    links, equal = [np.empty((0, 2), dtype=np.int64)], [np.empty(0, dtype=bool)]
    for release, begins in zip(reversed(earlier), reversed(starts[1:]), strict=True):
        had = release.cells.select(cube.keys).with_row_index("older")
        had = had.with_columns(pl.col("older").cast(pl.Int64) + int(begins))
        both = (
            had.join(latest, on=cube.keys, how="inner", nulls_equal=True).select("newer", "older").to_numpy()
        )
        if release.same:
            _must_agree(cube, both, values, hidden)
            stayed, doubtful = np.ones(len(both), dtype=bool), np.zeros(len(both), dtype=bool)
        else:
            stayed, doubtful = _as_revised(both, truth, *_changes(both, values, hidden, sums))
        links.append(both[~doubtful])
        equal.append(stayed[~doubtful])
        unseen = latest.join(had, on=cube.keys, how="anti", nulls_equal=True)
        latest = pl.concat([had.select(*cube.keys, newer=pl.col("older")), unseen])
    return np.concatenate(links), np.concatenate(equal)


def _must_agree(cube: Cube, both: Whole, values: Floats, hidden: Flags) -> None:
    apart = ~hidden[both].any(axis=1) & (values[both[:, 0]] != values[both[:, 1]])
    if apart.any():
        newer, older = both[np.flatnonzero(apart)[0]]
        where = cube.called(int(newer)) if newer < cube.cells.height else "?"
        found, stated = f"{values[newer]:g}", f"{values[older]:g}"
        raise CannotProtect("tables_disagree", where=where, found=found, stated=stated)


def _changes(both: Whole, values: Floats, hidden: Flags, sums: Sums) -> tuple[Flags, Flags]:
    """Return which pairs nothing says have changed, and of which nothing can be said."""
    shown: Flags = np.asarray(~hidden[both].any(axis=1), dtype=bool)
    change = np.where(shown, values[both[:, 0]] - values[both[:, 1]], 0.0)
    moved = _touched(_marked(both[change != 0], len(values)), sums)
    shrank = _touched(_marked(both[change < 0], len(values)), sums)
    stayed = _in_what_stayed(both, shown, change, len(values), sums)[both].all(axis=1)
    equal = stayed | ~moved[both].any(axis=1)
    return np.asarray(equal, dtype=bool), np.asarray(shrank[both].any(axis=1) & ~equal, dtype=bool)


def _as_revised(both: Whole, truth: Floats, equal: Flags, doubtful: Flags) -> tuple[Flags, Flags]:
    """Take back what is not so, as far as the house knows: the attacker may know what was revised."""
    change = np.nan_to_num(truth[both[:, 0]] - truth[both[:, 1]])
    return equal & (change == 0), doubtful | (change < 0)


def _in_what_stayed(both: Whole, shown: Flags, change: Floats, count: int, sums: Sums) -> Flags:
    """Return what is part of a figure that is published unchanged and of which no part is known to differ."""
    _, total, part = sums
    above_a_change = _spread(_marked(both[change != 0], count), part, total)
    stayed = _marked(both[shown & (change == 0)], count) & ~above_a_change
    return _spread(stayed, total, part)


def _marked(pairs: Whole, count: int) -> Flags:
    found = np.zeros(count, dtype=bool)
    found[pairs.ravel()] = True
    return found


def _touched(changed: Flags, sums: Sums) -> Flags:
    """Return these cells and everything above and below them."""
    _, total, part = sums
    return _spread(changed, total, part) | _spread(changed, part, total)


def _spread(marked: Flags, whence: Whole, whither: Whole) -> Flags:
    found = marked.copy()
    while True:
        fresh = whither[found[whence] & ~found[whither]]
        if not len(fresh):
            return found
        found[fresh] = True
