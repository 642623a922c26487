"""What a calendar month usually brings: the band of the years before."""

import polars as pl

YEARS_BEFORE = 5
FEWEST_YEARS = 3


def of_previous_years(monthly: pl.DataFrame, *, year: int, years_before: int = YEARS_BEFORE) -> pl.DataFrame:
    """Return for each month of `year` the lowest, middle and highest count of that calendar month in the
    years before.

    `monthly` has `month` (first day) and `count` (null where no source tells that month). The band is the
    plain range of at most `years_before` years, with its median; it is no interval and claims no probability.
    A calendar month told in fewer than three of those years has no band (nulls). Columns: month, low, median,
    high, years.
    """
    before = monthly.filter(
        pl.col("month").dt.year().is_between(year - years_before, year - 1), pl.col("count").is_not_null()
    )
    enough = pl.col("years") >= FEWEST_YEARS
    ranges = before.group_by(pl.col("month").dt.month().alias("calendar_month")).agg(
        pl.col("count").min().alias("low"),
        pl.col("count").median().alias("median"),
        pl.col("count").max().alias("high"),
        pl.len().cast(pl.Int64).alias("years"),
    )
    months = pl.DataFrame({"calendar_month": pl.int_range(1, 13, dtype=pl.Int8, eager=True)})
    return (
        months.join(ranges, on="calendar_month", how="left")
        .with_columns(pl.col("years").fill_null(0))
        .with_columns(pl.when(enough).then(pl.col(c)).alias(c) for c in ("low", "median", "high"))
        .select(pl.date(year, pl.col("calendar_month"), 1).alias("month"), "low", "median", "high", "years")
        .sort("month")
    )
