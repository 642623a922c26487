"""What is asked of the counts: which indicator, where, when, of whom, as told by whom."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from confianza.analysis.indicators.indicator import Indicator
from confianza.analysis.territory.areas import LEVELS, Territory, ancestry, current

PREFERRED_LEVEL = "municipality"


@dataclass(frozen=True)
class Filters:
    """An empty text or None filters nothing.

    `area`: an area_id, with everything inside it. `level`: of which areas rows are made. `first` and `last`:
    first days of the first and the last month, both included. `source`: a voice (see `coverage`).
    """

    indicator: Indicator
    geography: str = "administrative"
    area: str = ""
    level: str = ""
    first: date | None = None
    last: date | None = None
    source: str = ""
    sex: str = ""
    age_band: str = ""
    mechanism: str = ""

    @property
    def splits_the_population(self) -> bool:
        """Whether only some persons are counted, for whom there is no population of their own."""
        return bool(self.sex or self.age_band)


def levels_inside(territory: Territory, geography: str, area: str = "") -> list[str]:
    """Return the levels that have areas inside `area` (anywhere, if empty), from the widest to the
    smallest.
    """
    areas = current(territory.areas).filter(pl.col("geography") == geography)
    if area:
        inside = ancestry(territory).filter(pl.col("ancestor_id") == area, pl.col("area_id") != area)
        areas = areas.join(inside, on="area_id", how="semi")
    there_are = set(areas["level"])
    return [level for level in LEVELS.get(geography, ()) if level in there_are]


def default_level(territory: Territory, geography: str, area: str = "") -> str:
    """Return the level rows are made of unless asked otherwise; empty where there are no areas.

    Inside an area: the next level down, or the area itself where it has no parts. Anywhere: municipalities
    where there are any, else the widest level.
    """
    levels = levels_inside(territory, geography, area)
    if area:
        return levels[0] if levels else _level_of(territory, area)
    return PREFERRED_LEVEL if PREFERRED_LEVEL in levels else next(iter(levels), "")


def _level_of(territory: Territory, area: str) -> str:
    found = territory.areas.filter(pl.col("area_id") == area)["level"].to_list()
    return found[0] if found else ""


def row_areas(territory: Territory, filters: Filters, *, by_area: bool) -> pl.DataFrame:
    """Return the areas that rows stand for (or, without rows by area, that make up the denominator).

    Only areas of today: placing carries what was told under former boundaries to them.
    """
    if filters.area and not by_area:
        return territory.areas.filter(pl.col("area_id") == filters.area)
    level = filters.level or default_level(territory, filters.geography, filters.area)
    areas = current(territory.areas).filter(
        pl.col("geography") == filters.geography, pl.col("level") == level
    )
    if not filters.area:
        return areas
    inside = ancestry(territory).filter(pl.col("ancestor_id") == filters.area)
    return areas.join(inside, on="area_id", how="semi")
