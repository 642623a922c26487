"""Tables that people bring to be audited: labels in the first row and column, margins last, `..` is hidden.

Where several tables are audited together and one has the months of a year that another tells as a whole, the
months are the parts of that year; quarters likewise.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import isinf

import polars as pl

from confianza.analysis.disclosure import auditing, cube
from confianza.analysis.disclosure.cube import Cube
from confianza.analysis.disclosure.findings import CannotProtect
from confianza.analysis.disclosure.linking import Published
from confianza.analysis.vocabulary.folding import fold

HIDDEN = {"..", "…"}
SEPARATORS = (",", ";", "\t", "|")
# What the margin of a table is called in ours and our neighbours' languages.
TOTALS = {"total", "totales", "total general", "gran total", "grand total", "suma", "sum", "todos", "all"}
_COUNT = re.compile(r"\d+(?:[.,]0{1,2})?")
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_Groups = list[tuple[int, list[int]]]


@dataclass(frozen=True)
class Table:
    """A table as it was read: `rows` and `columns` are labels (margins are called total), cells by row."""

    file: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    values: tuple[tuple[int | None, ...], ...]


@dataclass(frozen=True)
class Interval:
    """What an attacker learns of one hidden cell: from low to high, which is None where nothing bounds it."""

    file: str
    row: str
    column: str
    low: int
    high: int | None

    @property
    def width(self) -> int:
        """How many whole numbers the interval leaves beside one; -1 where it has no end."""
        return -1 if self.high is None else self.high - self.low


def read(content: bytes, file: str) -> Table:
    """Read a table from text with any usual separator. Raises CannotProtect, which says where it is wrong."""
    lines = [line for line in _lines(content) if any(cell.strip() for cell in line)]
    if len(lines) < 2 or len(lines[0]) < 2:
        raise CannotProtect("table_empty", file=file)
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(lines[0]):
            raise CannotProtect("table_ragged", file=file, row=number, found=len(line), stated=len(lines[0]))
    columns = _labels(lines[0][1:], file)
    rows = _labels([line[0] for line in lines[1:]], file)
    values = tuple(
        tuple(_value(cell, file, row, column) for cell, column in zip(line[1:], columns, strict=True))
        for line, row in zip(lines[1:], rows, strict=True)
    )
    return Table(file, rows, columns, values)


def _lines(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    header = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=header.count)
    return list(csv.reader(text.splitlines(), delimiter=separator))


def _labels(found: Iterable[str], file: str) -> tuple[str, ...]:
    labels = [cube.TOTAL if fold(label) in TOTALS else label.strip() for label in found]
    alike = [label for label in labels if labels.count(label) > 1]
    if alike:
        raise CannotProtect("table_labels_alike", file=file, label=alike[0])
    if cube.TOTAL in labels[:-1]:
        raise CannotProtect("table_total_not_last", file=file, label=cube.TOTAL)
    return tuple(labels)


def _value(text: str, file: str, row: str, column: str) -> int | None:
    bare = re.sub(r"\s", "", text)
    if not bare:
        raise CannotProtect("table_blank", file=file, row=row, column=column)
    if bare in HIDDEN:
        return None
    if not _COUNT.fullmatch(bare):
        raise CannotProtect("table_not_a_count", file=file, row=row, column=column, value=text.strip())
    return int(re.split(r"[.,]", bare)[0])


def laid_out(tables: Sequence[Table]) -> list[Cube]:
    """Return the cube of every table: row, column, value (null where hidden).

    Beside the cells of the table there are those of the years and quarters that it implies.
    """
    return [_cube(table, _periods(table, tables)) for table in tables]


def audit(
    today: Sequence[Table], earlier: Sequence[Table] = (), *, threshold: int
) -> tuple[list[Interval], list[Interval]]:
    """Return the intervals of all hidden cells of tables published together, and what leaks.

    `earlier`: tables published before (oldest first); their hidden cells are audited too, and are told among
    the leaks only. Raises CannotProtect where what is shown does not add up.
    """
    tables = [*today, *earlier]
    cubes = laid_out(tables)
    before = [_published(each) for each in cubes[len(today) :]]
    beside = [_published(each, same=True) for each in cubes[1 : len(today)]]
    found = auditing.audit(
        cubes[0], cubes[0].cells["value"].is_null(), threshold=threshold, earlier=[*before, *beside]
    )
    order = [0, *range(len(today), len(tables)), *range(1, len(today))]
    named = [(tables[n], cubes[n]) for n in order]
    everything = pl.concat(
        [found.cells.with_columns(release=pl.lit(0, pl.UInt32)), found.earlier], how="diagonal"
    )
    cells = [each for each in _intervals(everything, named) if each.file in {table.file for table in today}]
    return cells, _intervals(found.leaks, named)


def _intervals(found: pl.DataFrame, named: Sequence[tuple[Table, Cube]]) -> list[Interval]:
    told = []
    for release, cell, low, high in found.select("release", "cell", "low", "high").iter_rows():
        table, laid = named[release]
        row, column = laid.cells.select("row", "column").row(cell)
        if row in table.rows and column in table.columns:
            told.append(Interval(table.file, row, column, int(low), None if isinf(high) else int(high)))
    return told


def _published(one: Cube, *, same: bool = False) -> Published:
    return Published(one.cells.select("row", "column", "value"), one.sums, same)


def _periods(table: Table, tables: Sequence[Table]) -> dict[str, list[str]]:
    """Return the periods that other tables tell and whose months this one has, with those months."""
    had = {*table.rows, *table.columns}
    wanted = {label for other in tables for label in (*other.rows, *other.columns)} - had
    months = {label for label in had if _MONTH.fullmatch(label)}
    return {period: parts for period in wanted if (parts := _months_of(period)) and months.issuperset(parts)}


def _months_of(period: str) -> list[str]:
    """Return the months of a year (2026) or a quarter (2026-Q1, 2026-T1); none for anything else."""
    if re.fullmatch(r"\d{4}", period):
        return [f"{period}-{month:02}" for month in range(1, 13)]
    if found := re.fullmatch(r"(\d{4})-?[QT]([1-4])", period):
        first = 3 * int(found[2]) - 2
        return [f"{found[1]}-{month:02}" for month in range(first, first + 3)]
    return []


def _cube(table: Table, periods: dict[str, list[str]]) -> Cube:
    in_rows = {period for period, months in periods.items() if months[0] in table.rows}
    rows, columns = [*table.rows, *sorted(in_rows)], [*table.columns, *sorted(set(periods) - in_rows)]
    keys = list(product(rows, columns))
    place = {key: n for n, key in enumerate(keys)}
    told = {
        (row, column): value
        for row, line in zip(table.rows, table.values, strict=True)
        for column, value in zip(table.columns, line, strict=True)
    }
    groups = [
        *_groups([(row, [(row, c) for c in columns]) for row in rows], 1, periods, place),
        *_groups([(column, [(r, column) for r in rows]) for column in columns], 0, periods, place),
    ]
    frame = pl.DataFrame(
        {
            "row": [row for row, _ in keys],
            "column": [column for _, column in keys],
            "value": pl.Series([told.get(key) for key in keys], dtype=pl.Int64),
        }
    )
    return cube.of_cells(frame, cube.sums_of(groups))


def _groups(
    lines: Sequence[tuple[str, list[tuple[str, str]]]],
    side: int,
    periods: dict[str, list[str]],
    place: dict[tuple[str, str], int],
) -> _Groups:
    """Return the sums along every line: its total, and the periods that are in it."""
    found: _Groups = []
    for _, line in lines:
        by_label = {key[side]: place[key] for key in line}
        parts = [n for label, n in by_label.items() if label != cube.TOTAL and label not in periods]
        if cube.TOTAL in by_label:
            found.append((by_label[cube.TOTAL], parts))
        found += [
            (by_label[period], [by_label[month] for month in months])
            for period, months in periods.items()
            if period in by_label and months[0] in by_label
        ]
    return found
