"""Months, the quarters and years they make up, and the year so far.

The year that is not over grows by whole quarters, each of which is protected: a sum that grew every month
would tell each new month to whoever subtracts the last one from it.
"""

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from confianza.analysis.indicators.rates import MONTHS_IN_YEAR

QUARTER = 3
SO_FAR = "/"


def so_far(year: int, months: int) -> str:
    """Name the first `months` of a year, which are another sum a quarter later: 2026/09."""
    return f"{year}{SO_FAR}{months:02}"


def year_of(period: pl.Expr) -> pl.Expr:
    """Return the year of a written period (2026-01, 2026-Q1, 2026/09, 2026)."""
    return period.str.slice(0, 4).cast(pl.Int32)


def grain_of(period: pl.Expr) -> pl.Expr:
    """Return month, quarter or year; the year so far is a year."""
    is_quarter, is_month = period.str.contains("-Q", literal=True), period.str.contains("-", literal=True)
    return (
        pl.when(is_quarter)
        .then(pl.lit("quarter"))
        .when(is_month)
        .then(pl.lit("month"))
        .otherwise(pl.lit("year"))
    )


def summed(monthly: pl.DataFrame) -> pl.DataFrame:
    """Return a row per area and period: area_id, period, count, months_told.

    `monthly`: area_id, month (null: told by the year only), year, count, one row for every month told. A
    quarter appears when all its months are told. A year appears whole when all of them are, with what is
    told by the year only; and so far (2026/03, 2026/06, 2026/09), as the quarters told since January.
    """
    dated = monthly.filter(pl.col("month").is_not_null())
    months = dated.select(
        "area_id", "count", period=pl.col("month").dt.strftime("%Y-%m"), months_told=pl.lit(1, pl.Int64)
    )
    quarters = _quarters(dated)
    running = _running(quarters)
    return pl.concat(
        [
            months,
            quarters.select(months.columns),
            running.select(months.columns),
            _whole_years(running, monthly),
        ]
    )


def _quarters(dated: pl.DataFrame) -> pl.DataFrame:
    quarter = pl.col("month").dt.quarter().cast(pl.Int32)
    return (
        dated.group_by("area_id", "year", quarter=quarter)
        .agg(pl.col("count").sum(), months_told=pl.col("month").n_unique().cast(pl.Int64))
        .filter(pl.col("months_told") == QUARTER)
        .with_columns(period=pl.format("{}-Q{}", "year", "quarter"))
    )


def _running(quarters: pl.DataFrame) -> pl.DataFrame:
    """The sums of the quarters since January, as long as none is missing."""
    year = ["area_id", "year"]
    running = quarters.sort(*year, "quarter").with_columns(
        count=pl.col("count").cum_sum().over(year), in_a_row=pl.int_range(1, pl.len() + 1).over(year)
    )
    months = (pl.col("quarter") * QUARTER).cast(pl.Int64)
    return running.filter(pl.col("in_a_row") == pl.col("quarter")).with_columns(
        months_told=months,
        period=pl.format("{}" + SO_FAR + "{}", "year", months.cast(pl.String).str.zfill(2)),
    )


def _whole_years(running: pl.DataFrame, monthly: pl.DataFrame) -> pl.DataFrame:
    by_the_year = monthly.filter(pl.col("month").is_null())
    more = by_the_year.group_by("area_id", "year").agg(more=pl.col("count").sum())
    full = running.filter(pl.col("months_told") == MONTHS_IN_YEAR)
    return full.join(more, on=["area_id", "year"], how="left").select(
        "area_id",
        count=pl.col("count") + pl.col("more").fill_null(0),
        period=pl.col("year").cast(pl.String),
        months_told=pl.lit(MONTHS_IN_YEAR, pl.Int64),
    )


def shown(sums: pl.DataFrame, also: pl.Series) -> pl.DataFrame:
    """Keep of every area and year the whole, or else the longest so far, and the periods named in `also`.

    Add `published`: false for what is kept only because an earlier release showed it.
    """
    order = pl.when(pl.col("period").str.contains(SO_FAR, literal=True)).then("months_told").otherwise(99)
    grain = grain_of(pl.col("period"))
    best = order.max().over("area_id", year_of(pl.col("period")), grain)
    published = (grain != "year") | (order == best)
    kept = sums.with_columns(published=published)
    return kept.filter(pl.col("published") | pl.col("period").is_in(also.implode()))


def parts(periods: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield (whole, part) for the periods given: what each quarter and year is the sum of.

    The year so far is the sum of its quarters, and the full year of all four; what is told by the year only
    is left over.
    """
    known = set(periods)
    for period in sorted(known):
        inside = _quarter_months(period) if "-Q" in period else _year_quarters(period)
        yield from ((period, part) for part in inside if part in known)


def _quarter_months(period: str) -> list[str]:
    year, _, quarter = period.partition("-Q")
    first = QUARTER * int(quarter) - 2
    return [f"{year}-{month:02}" for month in range(first, first + QUARTER)]


def _year_quarters(period: str) -> list[str]:
    if "-" in period:
        return []
    year, _, months = period.partition(SO_FAR)
    return [f"{year}-Q{quarter}" for quarter in range(1, int(months or MONTHS_IN_YEAR) // QUARTER + 1)]


def first_day(period: str) -> date:
    """Return the first day of a written period."""
    year, _, part = period.partition(SO_FAR)[0].partition("-")
    month = QUARTER * int(part[1:]) - 2 if part.startswith("Q") else int(part or 1)
    return date(int(year), month, 1)
