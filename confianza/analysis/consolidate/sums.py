"""Check the totals that a table states against what they add up; disagreement is only told."""

from collections.abc import Iterator

import polars as pl

from confianza.analysis.consolidate import raw_tables
from confianza.analysis.consolidate.headers import Header
from confianza.analysis.consolidate.month_headers import TotalColumn
from confianza.analysis.vocabulary.problems import Problem

_WITH_THOUSANDS = r"^\d{1,3}(?:[.,]\d{3})+$"
_EXAMPLE_ROWS = 5
_PART_OF_A_YEAR = r"(?i)trim|semest"


def number(name: str) -> pl.Expr:
    """Read text as counts, with or without points or commas between thousands; else null."""
    text = pl.col(name)
    bare = text.str.replace_all(r"[.,]", "")
    return (
        pl.when(text.str.contains(_WITH_THOUSANDS)).then(bare).otherwise(text).cast(pl.Float64, strict=False)
    )


def count_columns(header: Header) -> list[str]:
    """Return the columns of a table that hold counts of records: the months, or the one count."""
    if header.months:
        return [raw_tables.column(month.position) for month in header.months]
    return [raw_tables.column(header.columns["weight"])] if "weight" in header.columns else []


def check_total_row(records: pl.DataFrame, totals: pl.DataFrame, header: Header) -> Iterator[Problem]:
    """Tell where the last total of a table is not the sum of its records, month by month."""
    columns = count_columns(header)
    if not columns or totals.is_empty():
        return
    row = totals.sort("_row").tail(1)
    stated = row.select(number(name) for name in columns).row(0)
    found = records.select(number(name).sum() for name in columns).row(0)
    pairs = zip(columns, stated, found, strict=True)
    wrong = [(name, said, summed) for name, said, summed in pairs if said is not None and said != summed]
    if wrong:
        name, said, summed = wrong[0]
        details = {"stated": _plain(said), "found": _plain(summed)}
        column = header.texts[int(name)]
        yield Problem("total_disagrees", len(wrong), rows=(row["_row"][0],), column=column, details=details)


def check_total_columns(records: pl.DataFrame, header: Header) -> Iterator[Problem]:
    """Tell in which rows a column of totals is not the sum of its months."""
    for total in header.totals:
        months = _months_of(total, header)
        if not months:
            continue
        stated = number(raw_tables.column(total.position))
        found = pl.sum_horizontal(number(name).fill_null(0) for name in months)
        wrong = records.filter(stated.is_not_null() & (stated != found))["_row"]
        if len(wrong):
            column = f"{total.header} {total.year}" if total.year else total.header
            yield _in_rows("total_column_disagrees", wrong, column)


def _months_of(total: TotalColumn, header: Header) -> list[str]:
    months = [month for month in header.months if total.year in (None, month.year) or month.year is None]
    part = pl.Series([total.header]).str.contains(_PART_OF_A_YEAR).item()
    return [] if part else [raw_tables.column(month.position) for month in months]


def check_headings(headings: pl.DataFrame, rows: pl.DataFrame, header: Header) -> Iterator[Problem]:
    """Tell which headings are not the sum of their rows; `_block` says which rows are whose."""
    columns = count_columns(header)
    summed = rows.group_by("_block").agg(number(name).fill_null(0).sum() for name in columns)
    compared = headings.join(summed, on="_block", how="left", suffix="_sum")
    differs = pl.any_horizontal(
        number(name).fill_null(0) != pl.col(f"{name}_sum").fill_null(0) for name in columns
    )
    wrong = compared.filter(differs)["_row"]
    if len(wrong):
        yield _in_rows("subtotal_disagrees", wrong, "")


def _in_rows(code: str, rows: "pl.Series", column: str) -> Problem:
    return Problem(code, len(rows), rows=tuple(rows.sort().head(_EXAMPLE_ROWS)), column=column)


def _plain(value: float) -> str:
    return str(int(value)) if value.is_integer() else str(value)
