"""Give every record one row: columns of months become rows, headings of blocks a column."""

from dataclasses import dataclass

import polars as pl

from confianza.analysis.consolidate import raw_tables, sums
from confianza.analysis.consolidate.headers import Header
from confianza.analysis.consolidate.leftovers import Sorted
from confianza.analysis.sources.profile import NestedBlocks, Profile
from confianza.analysis.vocabulary.identities import PERSONAL
from confianza.analysis.vocabulary.problems import Problem

# An odd number of 64 bits with its ones well spread: makes the identities of a row's cells differ from one
# another.
_SPREAD = 0x9E3779B97F4A7C15
_64_BITS = (1 << 64) - 1


@dataclass(frozen=True)
class Reshaped:
    """The records of a table under the profile's fields, and how many records each row left out stood for.

    `cells` as in TidyTable; `left_out` has _row, reason, records and text; `rejected` has _row, reason,
    text, column.
    """

    cells: pl.DataFrame
    left_out: pl.DataFrame
    rejected: pl.DataFrame
    problems: tuple[Problem, ...]


def reshape(table: Sorted, header: Header, profile: Profile, header_row: int) -> Reshaped:
    """Return the records of a table, one row each; totals and headings are checked against them and left out.

    In a wide table a record is a cell, so that a row left out stands for as many as it has months and totals.
    """
    records = table.records.with_columns(_identity=_identity(table.records))
    problems = list(sums.check_total_columns(records, header))
    left_out = [_counted(table.left_out, header)]
    if profile.blocks is not None:
        records, headings = _carried_down(records, header, profile.blocks)
        problems += sums.check_headings(headings, records, header)
        left_out.append(_counted(_subtotals(headings), header))
    problems += sums.check_total_row(records, table.totals, header)
    left_out.append(_total_columns(records, header, header_row))
    cells, unreported = _blanks_decided(_tidy(records, header, profile), profile)
    told = pl.concat([*left_out, unreported]).sort("_row", maintain_order=True)
    return Reshaped(cells, told, _rejected_cells(table.rejected, header), tuple(problems))


def _identity(records: pl.DataFrame) -> pl.Series:
    names = [name for name in records.columns if name.isdigit()]
    return records.select(names).hash_rows(seed=0)


def _cells_per_row(header: Header) -> int:
    return len(header.counted) or 1


def _counted(left_out: pl.DataFrame, header: Header) -> pl.DataFrame:
    counted = pl.lit(_cells_per_row(header), dtype=pl.UInt32).alias("records")
    return left_out.select("_row", "reason", counted, "text")


def _carried_down(
    records: pl.DataFrame, header: Header, blocks: NestedBlocks
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split records from the headings above them, and write each heading beside its records."""
    text = pl.col(raw_tables.column(header.columns[blocks.row_field]))
    is_heading = text.str.contains(blocks.heading_pattern).fill_null(value=False)
    marked = records.with_columns(
        _is_heading=is_heading,
        _block=is_heading.cum_sum(),
        _heading=pl.when(is_heading).then(text).forward_fill(),
    )
    rows = marked.filter(~pl.col("_is_heading")).drop("_is_heading")
    headings = marked.filter(pl.col("_is_heading")).drop("_is_heading")
    return rows, headings


def _subtotals(headings: pl.DataFrame) -> pl.DataFrame:
    return headings.select("_row", reason=pl.lit("subtotal_row"), text=pl.col("_heading"))


def _total_columns(records: pl.DataFrame, header: Header, header_row: int) -> pl.DataFrame:
    """Return the columns of totals as left out: each stands for as many records as the table has rows."""
    totals = [(header_row, "total_column", records.height, total.header) for total in header.totals]
    schema = {"_row": pl.UInt32, "reason": pl.String, "records": pl.UInt32, "text": pl.String}
    return pl.DataFrame(totals, schema=schema, orient="row")


def _tidy(records: pl.DataFrame, header: Header, profile: Profile) -> pl.DataFrame:
    hidden = {field.column for field in profile.fields if field.personal and field.column not in PERSONAL}
    fields = {
        field: pl.col(raw_tables.column(place))
        for field, place in header.columns.items()
        if field not in hidden
    }
    if profile.blocks is not None:
        fields[profile.blocks.heading_field] = pl.col("_heading")
    if header.months:
        return _one_row_per_month(records, header, fields)
    return records.select("_row", pl.lit(None, pl.String).alias("_column"), "_identity", **fields)


def _one_row_per_month(records: pl.DataFrame, header: Header, fields: dict[str, pl.Expr]) -> pl.DataFrame:
    months = header.months
    told_by_header = {"weight"} | ({"occurred_month"} if months[0].month else {"occurred_year"})
    fields = {name: cell for name, cell in fields.items() if name not in told_by_header}
    cells = records.select(
        "_row",
        "_identity",
        **fields,
        weight=pl.concat_list(raw_tables.column(month.position) for month in months),
    ).explode("weight")
    place = pl.int_range(cells.height, eager=True) % len(months)
    steps = pl.Series([(place * _SPREAD) & _64_BITS for place in range(len(months))], dtype=pl.UInt64)
    told = {
        "_column": pl.Series([month.header for month in months]).gather(place),
        "_identity": cells["_identity"] ^ steps.gather(place),
    }
    if months[0].month:
        told["occurred_month"] = pl.Series([str(month.month) for month in months]).gather(place)
    if all(month.year for month in months):
        told["occurred_year"] = pl.Series([str(month.year) for month in months]).gather(place)
    first = ["_row", "_column", "_identity"]
    return cells.with_columns(**told).select(*first, pl.exclude(first))


def _blanks_decided(cells: pl.DataFrame, profile: Profile) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Decide what a blank count is: none, or not reported yet and so no record."""
    blank = pl.col("weight").is_null()
    if profile.wide is None or "weight" not in cells.columns:
        return cells, _unreported(cells.clear())
    if profile.wide.blank == "zero":
        return cells.with_columns(pl.col("weight").fill_null("0")), _unreported(cells.clear())
    return cells.filter(~blank), _unreported(cells.filter(blank))


def _unreported(cells: pl.DataFrame) -> pl.DataFrame:
    by_row = cells.group_by("_row", maintain_order=True).agg(
        records=pl.len().cast(pl.UInt32), text=pl.col("_column").drop_nulls().str.join(", ")
    )
    return by_row.select("_row", pl.lit("not_yet_reported").alias("reason"), "records", "text")


def _rejected_cells(rejected: pl.DataFrame, header: Header) -> pl.DataFrame:
    """Return each rejected row as its records: in a wide table, one for each column of months or totals."""
    columns: list[str | None] = [*header.counted.values()] or [None]
    named = pl.DataFrame({"column": pl.Series(columns, dtype=pl.String)})
    return rejected.join(named, how="cross")
