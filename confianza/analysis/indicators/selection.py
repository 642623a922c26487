"""Which part of the counts a question is about: its kinds of claims, its persons, its place, its months."""

from typing import Any

import polars as pl

from confianza.analysis.indicators import numerator
from confianza.analysis.indicators.filters import Filters
from confianza.analysis.territory.areas import Territory, ancestry


def asked(counts: Any, filters: Filters) -> Any:
    """Return the rows of an Ibis table of monthly counts of the indicator, geography and persons asked
    for.
    """
    here = numerator.of_indicator(counts.filter(counts.geography == filters.geography), filters.indicator)
    wanted = {"sex": filters.sex, "age_band": filters.age_band, "mechanism": filters.mechanism}
    conditions = [here[column] == value for column, value in wanted.items() if value]
    return here.filter(conditions) if conditions else here


def of_voice(table: pl.DataFrame, filters: Filters) -> pl.DataFrame:
    """Keep the rows of the voice asked for (column `source`)."""
    return table.filter(pl.col("source") == filters.source) if filters.source else table


def inside(told: pl.DataFrame, territory: Territory, filters: Filters) -> pl.DataFrame:
    """Keep the rows placed in the area asked for or in a part of it (column `area_id`)."""
    if not filters.area:
        return told
    inside = ancestry(territory).filter(pl.col("ancestor_id") == filters.area)
    return told.join(inside, on="area_id", how="semi")


def in_window(filters: Filters) -> pl.Expr:
    """Months in the window; a year told as a whole only when all of it is; the undated only when no window is
    asked.
    """
    first = pl.col("month")
    last = pl.when("whole_year").then(pl.date(first.dt.year(), 12, 1)).otherwise(first)
    inside = pl.lit(True)
    if filters.first:
        inside &= first.is_not_null() & (first >= filters.first)
    if filters.last:
        inside &= first.is_not_null() & (last <= filters.last)
    return inside
