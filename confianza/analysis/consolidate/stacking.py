"""Stack the tables of a delivery that have the same columns, so that many small files are read as one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from confianza.analysis.consolidate.delivery import TidyTable

# Columns of the reader that are no field.
PLACE = ("_row", "_column", "_identity")


@dataclass
class Stack:
    """Tables with the same columns, one under the other.

    `place` has [record, table, _row, _column, _identity]; `table` is a position in `tables`. `cells` has the
    String columns of the fields; they are taken out as they are read.
    """

    tables: Sequence[TidyTable]
    place: pl.DataFrame
    cells: pl.DataFrame


def stack(tables: Sequence[TidyTable]) -> list[Stack]:
    """Number the records of a delivery from 1 and stack its tables with equal columns."""
    groups: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    first = 1
    for position, table in enumerate(tables):
        fields = tuple(sorted(column for column in table.cells.columns if column not in PLACE))
        groups.setdefault(fields, []).append((position, first))
        first += table.cells.height
    return [_stacked(tables, members, list(fields)) for fields, members in groups.items()]


def emptied(table: TidyTable) -> TidyTable:
    """Return a table without its cells, which are large and stacked elsewhere."""
    return replace(table, cells=table.cells.clear())


def _stacked(tables: Sequence[TidyTable], members: list[tuple[int, int]], fields: list[str]) -> Stack:
    places = [_place(tables[position].cells, position, first) for position, first in members]
    cells = pl.concat([tables[position].cells.select(fields) for position, _ in members])
    return Stack([emptied(table) for table in tables], pl.concat(places), cells)


def _place(cells: pl.DataFrame, position: int, first: int) -> pl.DataFrame:
    columns = {"_row": pl.UInt32, "_column": pl.String, "_identity": pl.UInt64}
    known = [
        pl.col(name).cast(dtype) if name in cells.columns else pl.lit(None, dtype).alias(name)
        for name, dtype in columns.items()
    ]
    return cells.select(*known).with_columns(
        pl.int_range(first, first + pl.len(), dtype=pl.UInt32).alias("record"),
        pl.lit(position, pl.UInt32).alias("table"),
    )
