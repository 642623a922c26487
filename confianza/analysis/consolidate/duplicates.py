"""Find records that repeat another one in every cell, within one delivery."""

from collections.abc import Sequence

import polars as pl

from confianza.analysis.consolidate.delivery import DUPLICATES_SCHEMA, TidyTable


def repeats(place: pl.DataFrame) -> pl.DataFrame:
    """Return [record, same_as] of the records that repeat an earlier one; rows of [record, _identity].

    Records without an identity repeat nothing.
    """
    known = place.filter(pl.col("_identity").is_not_null())
    twice = known.filter(pl.col("_identity").is_duplicated())
    first = twice.with_columns(pl.col("record").min().over("_identity").alias("same_as"))
    return first.filter(pl.col("record") != pl.col("same_as")).select("record", "same_as").sort("record")


def described(repeated: pl.DataFrame, place: pl.DataFrame, tables: Sequence[TidyTable]) -> pl.DataFrame:
    """Return the repeats with their place and that of the record they repeat (DUPLICATES_SCHEMA)."""
    names = pl.DataFrame(
        {"file": [table.file for table in tables], "sheet": [table.sheet for table in tables]},
        schema={"file": pl.String, "sheet": pl.String},
    ).with_row_index("table")
    where = place.select("record", "table", pl.col("_row").alias("row")).join(names, on="table")
    firsts = where.select(
        pl.col("record").alias("same_as"),
        pl.col("file").alias("same_as_file"),
        pl.col("row").alias("same_as_row"),
    )
    told = repeated.join(where, on="record", how="left").join(firsts, on="same_as", how="left").sort("record")
    return told.select(pl.col(column).cast(dtype) for column, dtype in DUPLICATES_SCHEMA.items())
