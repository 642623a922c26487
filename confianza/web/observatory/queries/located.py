"""Facts with a place, for the snap points of a release: what leaves the house is counted at points."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from confianza.web.observatory.queries.ground import Ground, layout

if TYPE_CHECKING:
    from confianza.analysis.indicators.indicator import Indicator

# What the definitions of indicators, and the names of voices, are asked of.
NEEDED = (
    "record", "source", "series", "office", "grain", "iccs", "offence_label", "intent", "mechanism",
    "occurred_on", "latitude", "longitude",
)  # fmt: skip


def facts(ground: Ground, indicators: "Iterable[Indicator]", areas: pl.DataFrame) -> pl.DataFrame:
    """Return the located facts of whole years inside `areas` (the smallest ones): `releases.places.FACTS`.

    Of each indicator those of the source that locates most of them; sources are never added.
    """
    from confianza.analysis.releases import places
    from confianza.store import claims, engines

    told = claims.visible(layout(), ground.as_of)
    chosen = told.filter(told.latitude.notnull() & (told.place_precision == "point")).select(*NEEDED)
    # Asked once of the store, and then indicator by indicator of what came.
    located = engines.of_memory(engines.connect(), "located_facts", chosen.to_polars())
    parts = [_of_indicator(located, each) for each in indicators]
    found = pl.concat(parts) if parts else pl.DataFrame(schema=places.FACTS)
    over = pl.col("year") < (ground.as_of or date.max).year
    return _inside(found.filter(over), areas)


def _of_indicator(located: Any, indicator: "Indicator") -> pl.DataFrame:
    from confianza.analysis.indicators import coverage, numerator
    from confianza.analysis.releases import places

    own = numerator.of_indicator(located, indicator)
    named = own.mutate(source=coverage.voice(own), year=own.occurred_on.year())
    table: pl.DataFrame = named.select("record", "source", "year", "longitude", "latitude").to_polars()
    most = table.group_by("source").len().sort("len", "source", descending=[True, False])["source"][:1]
    chosen = table.filter(pl.col("source").is_in(most.implode())).with_columns(
        indicator_id=pl.lit(indicator.id), area_id=pl.lit("")
    )
    return chosen.select(pl.col(name).cast(dtype) for name, dtype in places.FACTS.items())


def _inside(found: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    from confianza.analysis.territory.points import areas_of_points

    if found.is_empty():
        return found
    there = areas_of_points(found["longitude"].to_numpy(), found["latitude"].to_numpy(), areas)
    placed = found.with_columns(area_id=pl.Series(there.tolist(), dtype=pl.String))
    return placed.filter(pl.col("area_id").is_in(areas["area_id"].implode()))


def outlines(areas: pl.DataFrame) -> Mapping[str, Any]:
    """Return the outline of every area that has one."""
    import shapely

    drawn = areas.filter(pl.col("wkb").is_not_null()).select("area_id", "wkb")
    return {area: shapely.from_wkb(wkb) for area, wkb in drawn.iter_rows()}
