"""Put into words, for every row, which values are missing and why."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from confianza.analysis.vocabulary.claims import MISSING_REASONS

REASON = pl.Enum(MISSING_REASONS)
_BITS = 3  # a reason or none: five reasons need three bits
_COLUMNS_PER_KEY = 64 // _BITS


def describe(reasons: Mapping[str, pl.Series], height: int) -> pl.Series:
    """Return "column=reason" joined by ";" and sorted by column (Categorical); null where nothing is missing.

    `reasons`: column → a reason (Enum `REASON`) per row, null where the value is there. Rows share few
    combinations: each combination is a number, and only distinct numbers are put into words.
    """
    columns = sorted(column for column, reason in reasons.items() if reason.null_count() < height)
    if not columns:
        return pl.Series("missing", [None], dtype=pl.Categorical).new_from_index(0, height)
    keys = [
        _key([reasons[column] for column in columns[start : start + _COLUMNS_PER_KEY]])
        for start in range(0, len(columns), _COLUMNS_PER_KEY)
    ]
    numbered = pl.DataFrame({f"key{at}": key for at, key in enumerate(keys)})
    distinct = numbered.unique()
    words = [_words(columns, row) for row in distinct.iter_rows()]
    told = distinct.with_columns(pl.Series("missing", words, dtype=pl.Categorical))
    return numbered.join(told, on=numbered.columns, how="left", maintain_order="left")["missing"]


def _key(reasons: list[pl.Series]) -> pl.Series:
    key = np.zeros(len(reasons[0]), dtype=np.uint64)
    for at, reason in enumerate(reasons):
        number = (reason.to_physical().cast(pl.UInt64) + 1).fill_null(0).to_numpy()
        key |= number << np.uint64(at * _BITS)
    return pl.Series(key)


def _words(columns: list[str], keys: tuple[int, ...]) -> str | None:
    said = []
    for at, column in enumerate(columns):
        number = keys[at // _COLUMNS_PER_KEY] >> (at % _COLUMNS_PER_KEY * _BITS) & (2**_BITS - 1)
        if number:
            said.append(f"{column}={MISSING_REASONS[number - 1]}")
    return ";".join(said) or None
