"""A table with everything that is added up in it: cells, and which of them are the sum of which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.disclosure.findings import CannotProtect

Whole = NDArray[np.int64]

SUMS: Any = {"sum": pl.UInt32, "total": pl.UInt32, "part": pl.UInt32}
TOTAL = "total"


@dataclass(frozen=True)
class Dimension:
    """One column of a table and how its codes add up: child → parent.

    What has no parent is added up in `total`, unless that is empty. Two dimensions of one name are two
    groupings of the same codes, such as municipalities by department and by police district.
    """

    name: str
    parents: Mapping[str, str] = field(default_factory=dict)
    total: str = TOTAL


@dataclass(frozen=True)
class Axis:
    """A dimension laid out: its codes, and for each the leaves that it covers (codes × leaves, 0 or 1)."""

    name: str
    codes: tuple[str, ...]
    covers: Whole
    groups: tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Cube:
    """`cells`: cell (its row number), the columns of the dimensions, value (whole, 0 or more; null: unknown).

    `sums`: sum, total, part (numbers of cells): the value of `total` is the sum of its parts, one group a
    `sum`. `axes` is there where the cells are the full product of dimensions, last one running fastest.
    """

    cells: pl.DataFrame
    sums: pl.DataFrame
    axes: tuple[Axis, ...] = ()

    @property
    def keys(self) -> list[str]:
        """Names of the columns that tell which cell a cell is."""
        return [name for name in self.cells.columns if name not in ("cell", "value", "hidden")]

    def called(self, cell: int) -> str:
        """Return the keys of a cell, for people."""
        return " · ".join(str(key) for key in self.cells.select(self.keys).row(cell))

    @property
    def values(self) -> NDArray[np.float64]:
        """The values as numbers; nan where unknown."""
        return self.cells["value"].cast(pl.Float64).fill_null(np.nan).to_numpy()

    @property
    def totals(self) -> NDArray[np.bool_]:
        """Which cells are the sum of others."""
        found = np.zeros(self.cells.height, dtype=bool)
        found[self.sums["total"].to_numpy()] = True
        return found


def of_counts(counts: pl.DataFrame, dimensions: Sequence[Dimension], value: str = "value") -> Cube:
    """Return the cube of counts with all its margins; combinations that do not occur count nothing.

    `counts`: one row or several per combination of codes, with the columns of the dimensions and `value`.
    Raises CannotProtect where a count stands at a code that is itself a sum, or is negative, broken or null.
    """
    _check(counts, value)
    axes = tuple(_axis(name, counts, _of_name(dimensions, name)) for name in _names(dimensions))
    whole = counts[value].dtype.is_integer()
    return _product(axes, _dense(counts, axes, value), whole)


def of_cells(cells: pl.DataFrame, sums: pl.DataFrame) -> Cube:
    """Return the cube of cells already laid out, such as those of a table that was read."""
    numbered = cells if "cell" in cells.columns else cells.with_row_index("cell")
    return Cube(numbered.with_columns(pl.col("cell").cast(pl.UInt32)), sums.cast(SUMS))


def sums_of(groups: Sequence[tuple[int, Sequence[int]]]) -> pl.DataFrame:
    """Return the frame of sums from pairs of a total and its parts."""
    rows = [(n, total, part) for n, (total, parts) in enumerate(groups) for part in parts]
    return pl.DataFrame(rows, schema=SUMS, orient="row")


def _check(counts: pl.DataFrame, value: str) -> None:
    numbers = counts[value].cast(pl.Float64)
    broken = numbers.is_null() | ~numbers.is_finite() | (numbers < 0) | (numbers != numbers.floor())
    if broken.any():
        row = int(broken.arg_max() or 0)
        raise CannotProtect("not_a_count", row=row + 1, value=counts[value][row])


def _names(dimensions: Sequence[Dimension]) -> list[str]:
    return list(dict.fromkeys(dimension.name for dimension in dimensions))


def _of_name(dimensions: Sequence[Dimension], name: str) -> list[Dimension]:
    return [dimension for dimension in dimensions if dimension.name == name]


def _axis(name: str, counts: pl.DataFrame, groupings: Sequence[Dimension]) -> Axis:
    told = {str(code) for code in counts[name].unique()}
    parts = [_children(told, dimension) for dimension in groupings]
    sums = {code for children in parts for code in children}
    if wrong := sorted(told & sums):
        raise CannotProtect("count_at_a_sum", dimension=name, code=wrong[0])
    leaves = sorted((told | {code for each in groupings for code in each.parents}) - sums)
    codes = (*leaves, *sorted(sums))
    place = {code: n for n, code in enumerate(codes)}
    groups = _groups(parts, place)
    return Axis(name, codes, _covers(len(codes), len(leaves), groups), groups)


def _children(told: set[str], dimension: Dimension) -> dict[str, list[str]]:
    """Return the children of every code of a grouping that has any."""
    parents = dict(dimension.parents)
    if dimension.total:
        tops = (told | set(parents.values()) | set(parents)) - set(parents) - {dimension.total}
        parents |= dict.fromkeys(tops, dimension.total)
    children: dict[str, list[str]] = {}
    for child, parent in sorted(parents.items()):
        children.setdefault(parent, []).append(child)
    return children


def _groups(
    parts: Sequence[Mapping[str, Sequence[str]]], place: Mapping[str, int]
) -> tuple[tuple[int, tuple[int, ...]], ...]:
    found = {
        (place[total], tuple(sorted(place[child] for child in children)))
        for grouping in parts
        for total, children in grouping.items()
    }
    return tuple(sorted(found))


def _covers(codes: int, leaves: int, groups: Sequence[tuple[int, tuple[int, ...]]]) -> Whole:
    """Return which leaves each code covers, going up until nothing changes."""
    covers = np.zeros((codes, leaves), dtype=np.int64)
    covers[:leaves] = np.eye(leaves, dtype=np.int64)
    for _ in range(codes):
        before = covers.copy()
        for total, parts in groups:
            covers[total] = covers[list(parts)].max(axis=0)
        if (before == covers).all():
            break
    return covers


def _dense(counts: pl.DataFrame, axes: Sequence[Axis], value: str) -> Whole:
    """Return the counts of all cells, margins too, as an array with one direction a dimension."""
    leaves = np.zeros([axis.covers.shape[1] for axis in axes], dtype=np.int64)
    places = [
        counts[axis.name].cast(pl.String).replace_strict(axis.codes, range(len(axis.codes))).to_numpy()
        for axis in axes
    ]
    np.add.at(leaves, tuple(places), counts[value].cast(pl.Int64).to_numpy())
    for direction, axis in enumerate(axes):
        leaves = np.moveaxis(np.tensordot(axis.covers, leaves, axes=(1, direction)), 0, direction)
    return leaves


def _product(axes: tuple[Axis, ...], values: Whole, whole: bool) -> Cube:
    shape = values.shape
    places = np.unravel_index(np.arange(values.size), shape)
    columns = {
        axis.name: pl.Series(axis.codes, dtype=pl.String).gather(place)
        for axis, place in zip(axes, places, strict=True)
    }
    cells = pl.DataFrame(columns).with_row_index("cell").with_columns(pl.col("cell").cast(pl.UInt32))
    counted = pl.Series("value", values.ravel(), dtype=pl.Int64)
    cells = cells.with_columns(counted if whole else counted.cast(pl.Float64))
    return Cube(cells, _sums_of_axes(axes, np.arange(values.size).reshape(shape)), axes)


def _sums_of_axes(axes: Sequence[Axis], numbers: Whole) -> pl.DataFrame:
    first = 0
    frames = []
    for totals, parts in _lines(axes, numbers):
        which = np.arange(first, first + len(totals))
        first += len(totals)
        width = parts.shape[1]
        frames.append(
            pl.DataFrame(
                {"sum": np.repeat(which, width), "total": np.repeat(totals, width), "part": parts.ravel()},
                schema=SUMS,
            )
        )
    return pl.concat(frames) if frames else pl.DataFrame(schema=SUMS)


def _lines(axes: Sequence[Axis], numbers: Whole) -> Iterator[tuple[Whole, Whole]]:
    """Yield, for every group of every axis, the totals and (a row each) their parts."""
    for direction, axis in enumerate(axes):
        along = np.moveaxis(numbers, direction, 0)
        for total, parts in axis.groups:
            yield along[total].ravel(), along[list(parts)].reshape(len(parts), -1).T
