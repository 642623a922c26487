"""Rates of a plain table somebody brings: one row an area, or one an area and age, with counts and people."""

import math
import re
from dataclasses import dataclass
from typing import Any

import polars as pl

from confianza.analysis.indicators import smoothing, standardisation
from confianza.analysis.indicators.rates import MONTHS_IN_YEAR, PER_100K, with_rates

EVERYWHERE = ""

KINDS: dict[str, str] = {
    "rates_column": "There is no column “%(column)s”; there are: %(columns)s.",
    "rates_number": "Row %(row)s, column “%(column)s”: “%(value)s” is no number. Write 0 or more, without "
    "marks for thousands.",
    "rates_negative": "Row %(row)s, column “%(column)s”: %(value)s is below zero.",
    "rates_blank": "Row %(row)s, column “%(column)s” is blank. Write the number, or leave the row out.",
    "rates_age": "Row %(row)s: “%(value)s” is no age band up to 80 and over. Write it as 15-19 or 80+.",
    "rates_twice": "Row %(row)s tells “%(area)s” (%(age)s) a second time. Keep one row an area and age.",
    "rates_overlap": "The ages of “%(area)s” overlap at %(age)s years. Count every age once.",
    "rates_months": "%(months)s months are no part of a year; name 1 to 12.",
}
_BETWEEN = re.compile(r"\s*(\d+)\s*(?:-|–|a|to)\s*(\d+)\b", re.IGNORECASE)
_OPEN = re.compile(r"\s*(\d+)\s*(?:\+|y más|y mas|o más|o mas|and over|or more)", re.IGNORECASE)


class RatesRefused(Exception):
    """A table gives no rates; `code` and `details` say why, the text is the sentence."""

    def __init__(self, code: str, /, **details: Any) -> None:
        self.code, self.details = code, details
        super().__init__(KINDS[code] % details)


@dataclass(frozen=True)
class Columns:
    """What the columns of a table are called; empty where there is none."""

    count: str = "count"
    population: str = "population"
    area: str = "area"
    age: str = ""


def of_table(
    table: pl.DataFrame,
    columns: Columns,
    *,
    months: int = MONTHS_IN_YEAR,
    multiplier: int = PER_100K,
    first_row: int = 2,
) -> pl.DataFrame:
    """Return one row an area, in the order of the table: area, count, person_years, rate and its bounds,
    smoothed and its bounds, standardised and its bounds (per `multiplier` person-years).

    Cells may be texts. `months`: of how many months the counts are. Smoothed rates are null for fewer than
    eight areas. Standardised ones (to the WHO world standard, over the ages told) are null without ages, and
    where nobody lives of an age that is told elsewhere. `first_row`: how people call the first row. Raises
    RatesRefused.
    """
    if not 1 <= months <= MONTHS_IN_YEAR:
        raise RatesRefused("rates_months", months=months)
    told = _read(table, columns, first_row)
    _refuse_overlaps(told if columns.age else told.clear())
    lived = pl.col("population") * months / MONTHS_IN_YEAR
    cells = told.with_columns(person_years=lived)
    sums = cells.group_by("area", maintain_order=True).agg(pl.col("count", "person_years").sum())
    rated = with_rates(sums, multiplier=multiplier)
    smoothed = smoothing.with_smoothed(rated, multiplier=multiplier)
    return _standardised(smoothed, cells if columns.age else cells.clear(), multiplier)


def _read(table: pl.DataFrame, columns: Columns, first_row: int) -> pl.DataFrame:
    """Return area, age, first and last age, count and population, checked cell by cell."""
    for name in (columns.count, columns.population, columns.area, columns.age):
        if name and name not in table.columns:
            raise RatesRefused("rates_column", column=name, columns=", ".join(table.columns))
    seen: set[tuple[str, str]] = set()
    rows = []
    for number, cells in enumerate(table.iter_rows(named=True), first_row):
        area = str(cells[columns.area] or "").strip() if columns.area else EVERYWHERE
        age = str(cells[columns.age] or "").strip() if columns.age else ""
        first, last = _ages(age, number) if columns.age else (0, None)
        if (area, age) in seen and (columns.area or columns.age):
            raise RatesRefused("rates_twice", row=number, area=area, age=age)
        seen.add((area, age))
        values = [_number(cells[name], number, name) for name in (columns.count, columns.population)]
        rows.append((area, first, last, *values))
    schema = {"area": pl.String, "first": pl.Int64, "last": pl.Int64}
    return pl.DataFrame(rows, schema=schema | {"count": pl.Float64, "population": pl.Float64}, orient="row")


def _refuse_overlaps(told: pl.DataFrame) -> None:
    before = pl.col("last").fill_null(math.inf).shift(1).over("area", order_by="first")
    twice = told.filter(pl.col("first") <= before)
    if twice.height:
        raise RatesRefused("rates_overlap", area=twice["area"][0], age=twice["first"][0])


def _number(value: Any, row: int, column: str) -> float:
    text = "" if value is None else str(value).strip()
    if not text:
        raise RatesRefused("rates_blank", row=row, column=column)
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise RatesRefused("rates_number", row=row, column=column, value=text)
    if number < 0:
        raise RatesRefused("rates_negative", row=row, column=column, value=text)
    return number


def _ages(text: str, row: int) -> tuple[int, int | None]:
    between, opened = _BETWEEN.match(text), _OPEN.match(text)
    first, last = (int(between[1]), int(between[2])) if between else (int(opened[1]) if opened else -1, None)
    try:
        standardisation.who_weight(first, last)
    except ValueError:
        raise RatesRefused("rates_age", row=row, value=text) from None
    return first, last


def _standardised(sums: pl.DataFrame, cells: pl.DataFrame, multiplier: int) -> pl.DataFrame:
    """Add the directly standardised rates; every area must have people of all the ages told anywhere."""
    ages = cells.select("first", "last").unique().height
    found = {
        str(area): _direct(part, multiplier)
        for (area,), part in cells.group_by("area")
        if part.height == ages and (part["person_years"] > 0).all()
    }
    nothing = (None, None, None)
    names = ("standardised", "standardised_low", "standardised_high")
    values = [found.get(area, nothing) for area in sums["area"]]
    return sums.with_columns(
        pl.Series(name, [each[place] for each in values], dtype=pl.Float64)
        for place, name in enumerate(names)
    )


def _direct(part: pl.DataFrame, multiplier: int) -> tuple[float, float, float]:
    weights = [standardisation.who_weight(*ages) for ages in part.select("first", "last").iter_rows()]
    told = standardisation.direct(part["count"], part["person_years"], weights, multiplier=multiplier)
    return told.value, told.low, told.high
