"""A column of text as its distinct texts and, for every row, which of them it holds."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Encoded:
    """`texts`: distinct texts (String). `codes`: position in `texts` per row (UInt32; null: blank)."""

    texts: pl.Series
    codes: pl.Series

    def spread(self, values: pl.Series) -> pl.Series:
        """Return for every row the value that belongs to its text; null where the cell is blank."""
        return values.gather(self.codes)

    def rows_of(self, chosen: pl.Series) -> pl.Series:
        """Return the rows (UInt32, ascending) whose text is chosen, one Boolean per distinct text."""
        if not chosen.any():
            return pl.Series(dtype=pl.UInt32)
        return self.spread(chosen).fill_null(value=False).arg_true().cast(pl.UInt32)


def encode(column: pl.Series) -> Encoded:
    """Encode a String column. Linear in the rows, with one hash table."""
    coded = column.cast(pl.Categorical(pl.Categories.random()))
    codes = coded.to_physical().cast(pl.UInt32)
    distinct = coded.drop_nulls().unique()
    ordered = distinct.to_frame("text").sort(distinct.to_physical())["text"]
    return Encoded(ordered.cast(pl.String), codes)
