"""Rates: a count over the person-years that could have suffered it, with its exact interval."""

import polars as pl

from confianza.analysis.indicators.intervals import CONFIDENCE, poisson_bounds

PER_100K = 100_000
MONTHS_IN_YEAR = 12


def person_years(population: pl.Expr, months: pl.Expr) -> pl.Expr:
    """Return the years lived by a population observed during some months of one year.

    A rate over these person-years is an *annual-equivalent* rate over the months covered: 10 homicides among
    100,000 people in six months are 20 per 100,000 a year.
    """
    return population * months / MONTHS_IN_YEAR


def with_rates(
    table: pl.DataFrame, *, multiplier: int = PER_100K, confidence: float = CONFIDENCE
) -> pl.DataFrame:
    """Add the rate and the intervals of count and rate to a table with `count` and `person_years`.

    Added: `count_low`, `count_high` (same unit as the count), `rate`, `rate_low`, `rate_high` (per
    `multiplier` person-years). Where there is no denominator (null or not positive person-years) the rate is
    null, never zero; where there is no data (null count) everything is null. Fractional counts: see
    `intervals.poisson_bounds`.
    """
    low, high = poisson_bounds(table["count"].fill_null(0).to_numpy(), confidence)
    told = pl.col("count").is_not_null()
    bounded = table.with_columns(
        pl.when(told).then(pl.Series(low)).alias("count_low"),
        pl.when(told).then(pl.Series(high)).alias("count_high"),
    )
    years = pl.when(pl.col("person_years") > 0).then(pl.col("person_years"))
    return bounded.with_columns(
        (pl.col(column) / years * multiplier).alias(rate)
        for column, rate in (("count", "rate"), ("count_low", "rate_low"), ("count_high", "rate_high"))
    )
