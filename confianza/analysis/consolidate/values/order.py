"""Choose between the two ways a column of dates can be read, with what the table itself says.

Evidence, from the surest: the day of the week (or the year, or the month) that stands beside the date in the
same row; then a day past 12, which only one order allows; then the span of the dates that can be read in one
way only (Zapopan 2014: a quarter, whose first twelve days would spread over the year). Without evidence the
profile's order holds. The decision is taken for a whole table and way of writing, because one mistyped
weekday must not turn one date around: spreadsheets turn whole columns, and some turn only the dates that can
be turned (Colombia 2017: days 1 to 12 month first, days 13 to 31 day first, in one column).
"""

from datetime import timedelta

import polars as pl

_GROUP = ["table", "shape"]
# A file of a quarter may hold late days of the next month; several dates further away it may not.
_BEYOND, _FAR_DATES = timedelta(days=31), 3


def choose(frame: pl.DataFrame) -> pl.DataFrame:
    """Return [on, turned, differs] for rows of [table, first, second, shape, year, month, weekday].

    `first` is the profile's reading, `second` the other. `on`: the date chosen, null where the only way to
    read it contradicts its table. `turned`: it was read against the profile. `differs`: what stands beside
    it disagrees.
    """
    judged = frame.with_columns(
        first_agrees=_agrees(pl.col("first")), second_agrees=_agrees(pl.col("second"))
    ).with_columns(_sided())
    chosen = judged.with_columns(_table_is_turned()).with_columns(_on())
    on = pl.col("on")
    return chosen.select(
        "on",
        (on.is_not_null() & on.ne_missing(pl.col("first"))).alias("turned"),
        (on.is_not_null() & ~_agrees(on).fill_null(value=True)).alias("differs"),
    )


def _agrees(day: pl.Expr) -> pl.Expr:
    """Whether a date agrees with all that stands beside it; null where nothing does."""
    parts = ((day.dt.year(), "year"), (day.dt.month(), "month"), (day.dt.weekday(), "weekday"))
    told = [part.cast(pl.Int32) == pl.col(name) for part, name in parts]
    nothing = pl.all_horizontal(comparison.is_null() for comparison in told)
    return pl.when(~nothing).then(pl.all_horizontal(comparison.fill_null(value=True) for comparison in told))


def _sided() -> pl.Expr:
    """Which reading a row allows or tells: told first, told second, only first, only second, or null."""
    first, second = pl.col("first"), pl.col("second")
    both = first.is_not_null() & second.is_not_null() & (first != second)
    one, other = pl.col("first_agrees"), pl.col("second_agrees")
    return (
        pl.when(both & one & ~other).then(pl.lit("told first"))
        .when(both & ~one & other).then(pl.lit("told second"))
        .when(second.is_null() & first.is_not_null()).then(pl.lit("only first"))
        .when(first.is_null() & second.is_not_null()).then(pl.lit("only second"))
        .alias("side")
    )  # fmt: skip


def _table_is_turned() -> pl.Expr:
    side = pl.col("side")
    told_first, told_second, only_first, only_second = (
        (side == name).sum().over(_GROUP)
        for name in ("told first", "told second", "only first", "only second")
    )
    told = (told_first + told_second) > 0
    return (
        pl.when(told).then(told_second > told_first)
        .when(only_first == 0).then(only_second > 0)
        .otherwise(_span_says_so())
        .fill_null(value=False)
        .alias("table_is_turned")
    )  # fmt: skip


def _span_says_so() -> pl.Expr:
    """Whether dates that go both ways leave the span of the certain ones unless they are turned."""
    first, second, certain = pl.col("first"), pl.col("second"), pl.col("side") == "only first"
    both = first.is_not_null() & second.is_not_null() & (first != second)
    earliest = first.filter(certain).min().over(_GROUP) - _BEYOND
    latest = first.filter(certain).max().over(_GROUP) + _BEYOND
    far = (both & ~first.is_between(earliest, latest)).sum().over(_GROUP)
    astray = (both & ~second.is_between(earliest, latest)).sum().over(_GROUP)
    return (far >= _FAR_DATES) & (astray == 0)


def _on() -> pl.Expr:
    """The other reading alone holds only where its table is turned or its row agrees."""
    first, second = pl.col("first"), pl.col("second")
    turned, agrees = pl.col("table_is_turned"), pl.col("second_agrees").fill_null(value=False)
    return (
        pl.when(second.is_null()).then(first)
        .when(first.is_null()).then(pl.when(turned | agrees).then(second))
        .when(turned).then(second)
        .otherwise(first)
        .alias("on")
    )  # fmt: skip
