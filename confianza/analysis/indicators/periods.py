"""Months, and the longer periods they make up. A period is written as people file it: 2026, 2026-Q1,
2026-03.
"""

from datetime import date
from typing import Literal

import polars as pl

from confianza.analysis.indicators.rates import MONTHS_IN_YEAR

Grain = Literal["month", "quarter", "year"]
GRAINS: tuple[Grain, ...] = ("month", "quarter", "year")


def label(month: pl.Expr, grain: Grain) -> pl.Expr:
    """Return the period a month falls in, as text that sorts in time."""
    if grain == "month":
        return month.dt.strftime("%Y-%m")
    if grain == "year":
        return month.dt.strftime("%Y")
    return pl.format("{}-Q{}", month.dt.year(), month.dt.quarter())


def beginning(period: str) -> date:
    """Return the first day of a written period (2026, 2026-Q1 or 2026-03)."""
    year, _, part = period.partition("-")
    month = 3 * int(part[1:]) - 2 if part.startswith("Q") else int(part or 1)
    return date(int(year), month, 1)


def shifted(month: date, months: int) -> date:
    """Return the first day of the month that lies `months` after (before, if negative) the given one."""
    ordinal = month.year * MONTHS_IN_YEAR + month.month - 1 + months
    return date(ordinal // MONTHS_IN_YEAR, ordinal % MONTHS_IN_YEAR + 1, 1)


def months_of(first: date, last: date) -> pl.Series:
    """Return the first days of all months from one to the other, both included."""
    return pl.date_range(first, last, interval="1mo", eager=True).alias("month")
