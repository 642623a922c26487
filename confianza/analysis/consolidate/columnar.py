"""Parquet: typed columns become text that reads back unambiguously. Rows are numbered from 1."""

import io
from functools import partial

import polars as pl
from polars import selectors as cs
from pyarrow import parquet

from confianza.analysis.consolidate import raw_tables
from confianza.analysis.consolidate.containers import Member
from confianza.analysis.consolidate.delivery import Limits
from confianza.analysis.consolidate.raw_tables import Body, RawTable
from confianza.analysis.vocabulary.problems import DeliveryRefused

_MOMENT = "%Y-%m-%d %H:%M:%S"


def tables(member: Member, limits: Limits) -> list[RawTable]:
    """Return the one table of a Parquet file; its head is the names of the columns that hold plain values."""
    names = _checked_names(member, limits)
    body = partial(_body, member, names)
    return [RawTable(member.name, "", [names], body, first_row=0)]


def _checked_names(member: Member, limits: Limits) -> list[str]:
    try:
        file = parquet.ParquetFile(io.BytesIO(member.content))
        cells = file.metadata.num_rows * max(1, file.metadata.num_columns)
        frame = pl.read_parquet_schema(io.BytesIO(member.content))
    except Exception as error:  # whatever a damaged file makes the two libraries raise
        raise DeliveryRefused("broken_parquet", file=member.name) from error
    if cells > limits.max_parquet_cells:
        raise DeliveryRefused("too_many_cells", file=member.name, count=cells, limit=limits.max_parquet_cells)
    return [name for name, dtype in frame.items() if not dtype.is_nested() and dtype != pl.Binary]


def _body(member: Member, names: list[str], after: int) -> Body:
    try:
        frame = pl.read_parquet(io.BytesIO(member.content), columns=names)
    except Exception as error:  # whatever a damaged file makes the library raise
        raise DeliveryRefused("broken_parquet", file=member.name) from error
    text = frame.with_columns(
        _whole_or_shortest(cs.float()),
        cs.datetime().dt.replace_time_zone(None).dt.to_string(_MOMENT),
    ).with_columns(pl.all().cast(pl.String).replace("", None))
    cells = text.rename({name: raw_tables.column(place) for place, name in enumerate(names)})
    return Body(cells, raw_tables.row_numbers(after, cells.height), is_stripped=False)


def _whole_or_shortest(number: pl.Expr) -> pl.Expr:
    """Write whole numbers without ".0" (codes are often floats), others with the fewest digits."""
    finite = number.fill_nan(None)
    whole = finite.cast(pl.Int64, strict=False).cast(pl.String)
    return pl.when(finite == finite.round()).then(whole).otherwise(finite.cast(pl.String))
