"""Person-years: who could have suffered what is counted, month by month; and the kinds of denominator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from confianza.analysis.indicators.indicator import Indicator
from confianza.analysis.indicators.rates import person_years
from confianza.analysis.territory import population
from confianza.analysis.territory.areas import Territory


@dataclass(frozen=True)
class Kind:
    """A kind of denominator: its names, and the date on which it is counted."""

    name_es: str
    name_en: str
    on_es: str
    on_en: str


KEPT = "population"  # the one kind of which the platform keeps figures
_MID_YEAR = ("a mitad de cada año (30 de junio)", "in the middle of every year (30 June)")
KINDS: Mapping[str, Kind] = {
    "population": Kind("población residente", "resident population", *_MID_YEAR),
    "population_under_18": Kind("población menor de 18 años", "population under 18", *_MID_YEAR),
    "registered_vehicles": Kind("vehículos registrados", "registered vehicles", *_MID_YEAR),
    "persons_asked": Kind(
        "personas de 18 años y más, ponderadas",
        "persons of 18 and over, weighted",
        "en los días de la encuesta",
        "on the days of the survey",
    ),
    "officers": Kind(
        "policías en servicio", "officers in service", "al cierre del mes", "at the end of the month"
    ),
    "none": Kind("ninguno", "none", "", ""),
}

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
    if indicator.denominator != KEPT or cells.is_empty():
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
