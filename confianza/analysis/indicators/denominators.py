"""Person-years: who could have suffered what is counted, month by month."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import polars as pl

from confianza.analysis.indicators.indicator import Indicator
from confianza.analysis.indicators.rates import person_years
from confianza.analysis.territory import population
from confianza.analysis.territory.areas import Territory

# Of these the last few combinations of territory and years are remembered.
TERRITORIES_KEPT = 16


@lru_cache(maxsize=TERRITORIES_KEPT)
def _people(territory: Territory, years: tuple[int, ...]) -> pl.DataFrame:
    """Population of every area, worked out once for all the tables of a page (a territory never changes)."""
    return population.for_years(territory, years=years)


def with_person_years(cells: pl.DataFrame, territory: Territory, indicator: Indicator) -> pl.DataFrame:
    """Add the `person_years` lived in each area × month (null: the indicator or the area has no
    denominator).
    """
    if indicator.denominator == "none" or cells.is_empty():
        return cells.with_columns(person_years=pl.lit(None, pl.Float64))
    years = cells["month"].dt.year().unique().sort().to_list()
    people = _people(territory, tuple(years)).select("area_id", "year", "population")
    dated = cells.with_columns(pl.col("month").dt.year().alias("year"))
    joined = dated.join(people, on=["area_id", "year"], how="left")
    lived = person_years(pl.col("population"), months=pl.lit(1))
    return joined.with_columns(person_years=lived).drop("year", "population")


def total(of_some_persons: bool) -> pl.Expr:
    """Sum `person_years` over a cell: null when a part is unknown, or when only some of the persons are
    counted.

    A sum over the known parts only would make every rate look higher than it is.
    """
    column = pl.col("person_years")
    if of_some_persons:
        return pl.lit(None, pl.Float64).alias("person_years")
    return pl.when(column.is_not_null().all()).then(column.sum()).alias("person_years")


def kinds_of_population(
    territory: Territory, areas: Sequence[str], years: Sequence[int]
) -> list[dict[str, Any]]:
    """Say where the population of some areas comes from: kind (given, interpolated, extrapolated), source,
    years.
    """
    table = _people(territory, tuple(years)).filter(pl.col("area_id").is_in(list(areas)))
    ends = [pl.col("year").min().alias("first"), pl.col("year").max().alias("last")]
    return table.group_by("kind", "source").agg(ends).sort("first", "kind").to_dicts()
