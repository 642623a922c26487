"""Find records that repeat another one in every cell, within one delivery."""

from collections.abc import Sequence

import polars as pl

from confianza.analysis.consolidate.delivery import DUPLICATES_SCHEMA, TidyTable
from confianza.analysis.consolidate.stacking import Stack

_NOTHING = pl.Series([], dtype=pl.UInt64)


def repeats(stacks: Sequence[Stack]) -> pl.DataFrame:
    """Return [record, same_as] of the records that repeat an earlier one, in the order of the records.

    A repeat is equal in every cell of the file (`_identity`) and in every field, because a field may come
    from outside its row: the heading above it, the name of its file. Records without an identity repeat
    nothing.
    """
    identities = pl.concat([stack.place["_identity"] for stack in stacks] or [_NOTHING])
    twice = identities.filter(identities.is_duplicated()).drop_nulls().unique()
    if twice.is_empty():
        return pl.DataFrame(schema={"record": pl.UInt32, "same_as": pl.UInt32})
    candidates = pl.concat([_candidates(stack, twice) for stack in stacks])
    first = candidates.with_columns(pl.col("record").min().over("_identity", "fields").alias("same_as"))
    return first.filter(pl.col("record") != pl.col("same_as")).select("record", "same_as").sort("record")


def _candidates(stack: Stack, twice: pl.Series) -> pl.DataFrame:
    """Return [record, _identity, fields] of the records whose identity others have too."""
    chosen = stack.place["_identity"].is_in(twice.implode()).fill_null(value=False)
    cells = stack.cells.filter(chosen)
    fields = cells.hash_rows() if cells.width else pl.repeat(0, cells.height, dtype=pl.UInt64, eager=True)
    return stack.place.filter(chosen).select("record", "_identity").with_columns(fields.alias("fields"))


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
