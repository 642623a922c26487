"""Chance that is always the same chance: one generator per month and purpose, whatever else is drawn."""

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl

MICROSECONDS_PER_DAY = 86_400_000_000


def by_month(
    truth: pl.DataFrame, seed: int, tell: Callable[[pl.DataFrame, np.random.Generator], pl.DataFrame]
) -> pl.DataFrame:
    """Let `tell` work on the victims of one month after the other, each month with its own chance."""
    return pl.concat(tell(month, chance) for month, chance in _months(truth, seed))


def _months(truth: pl.DataFrame, seed: int) -> Iterator[tuple[pl.DataFrame, np.random.Generator]]:
    marked = truth.with_columns(_month=pl.col("occurred_at").dt.strftime("%Y%m").cast(pl.Int32))
    for month in marked.partition_by("_month", maintain_order=True):
        yield month.drop("_month"), np.random.default_rng([seed, month["_month"][0]])


def apart(month: pl.DataFrame, seed: int) -> np.random.Generator:
    """Return another chance for the victims of one month, which changes nothing of what else is drawn."""
    return np.random.default_rng([seed, *(int(day.strftime("%Y%m")) for day in month["occurred_at"].head(1))])


def happens(chance: np.random.Generator, share: float | pl.Series, rows: int) -> pl.Series:
    """Return for each row whether it happens, with one share for all or one each."""
    return pl.Series(chance.random(rows)) < share


def one_of(chance: np.random.Generator, values: list[str], rows: int) -> pl.Series:
    """Return for each row one of the values."""
    return pl.Series(chance.choice(values, rows), dtype=pl.String)


def days(chance: np.random.Generator, mean: float, rows: int) -> pl.Series:
    """Return for each row a number of days as a Duration, exponential around a mean."""
    return (
        pl.Series(chance.exponential(mean, rows) * MICROSECONDS_PER_DAY)
        .cast(pl.Int64)
        .cast(pl.Duration("us"))
    )
