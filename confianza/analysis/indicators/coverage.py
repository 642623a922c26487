"""What every source speaks of: which areas, in which months. Inside it silence means zero; outside, no data.

A *voice* is a source and, where it tells several populations, its series: voices are never added together. Within one
voice, offices (the commissariats of one police) each speak of their own areas, and are.
"""

from dataclasses import dataclass
from typing import Any

import polars as pl

from confianza.analysis.territory.areas import NOWHERE, Territory, ancestry

MAJORITY = 0.5
REACH_SHARE = 0.95
_SPEAKER = ["source", "office"]


@dataclass(frozen=True)
class Coverage:
    """`areas`: source, office, area_id. `months`: source, office, month. `source` names the voice."""

    areas: pl.DataFrame
    months: pl.DataFrame

    def cells(self, areas: pl.DataFrame) -> pl.DataFrame:
        """Return source × area_id × month spoken of, for `areas` (area_id, valid_from, valid_to) while they are valid."""
        begun = pl.col("valid_from") <= pl.col("month").dt.month_end()
        ended = pl.col("valid_to").is_not_null() & (pl.col("valid_to") <= pl.col("month"))
        spoken = self.areas.join(areas.select("area_id", "valid_from", "valid_to"), on="area_id")
        return spoken.join(self.months, on=_SPEAKER).filter(begun & ~ended).select("source", "area_id", "month").unique()


def voice(counts: Any) -> Any:
    """Return the name of the voice of each row: the source, and its series where it has several."""
    import ibis

    series = counts.series.fill_null("")
    return ibis.ifelse(series == "", counts.source, counts.source + "/" + series)


def of(counts: Any, territory: Territory, geography: str, *, months: pl.DataFrame | None = None) -> Coverage:
    """Work out what each voice and office speaks of, from everything it has told.

    `months`: delivery, source, series, office, month (see `store.deliveries.visible_months`); without it a delivery is
    taken to speak of every month from its first to its last.

    Areas: those it told something of, of any offence, ever; and their silent sisters where it told of at least half of
    the areas of that level inside some area (a police that tells of 30 of 34 cantons has nothing to tell of the other
    four). Not the areas *above* its reach, the lowest area with 95 % of what it tells: a file of one town does not
    speak of the country, whose population would make its rates vanish. Nor its reach itself, when it tells of less than
    half of the parts of it (five of the seventeen municipalities of a department).
    """
    placed = _placed(counts, geography)
    return Coverage(_areas(placed, territory), _months(counts) if months is None else _named(months))


def _named(months: pl.DataFrame) -> pl.DataFrame:
    """Name the voices of a table of spoken months."""
    series = pl.col("series").fill_null("")
    name = pl.when(series == "").then(pl.col("source")).otherwise(pl.col("source") + "/" + series)
    return months.select(name.alias("source"), pl.col("office").fill_null(""), "month").unique()


def _months(counts: Any) -> pl.DataFrame:
    """Every month from the first to the last of each delivery; a year told as a whole is all of its months."""
    told = counts.filter(counts.month.notnull()).mutate(voice=voice(counts), whole=counts.date_precision == "year")
    spans = told.group_by(["delivery", "voice", "office", "whole"]).aggregate(
        first=told.month.min(), last=told.month.max()
    )
    december = pl.date(pl.col("last").dt.year(), 12, 1)
    return (
        spans.to_polars()
        .with_columns(pl.when("whole").then(december).otherwise("last").alias("last"))
        .select(
            pl.col("voice").alias("source"),
            pl.col("office").fill_null(""),
            pl.date_ranges("first", "last", interval="1mo").alias("month"),
        )
        .explode("month")
        .unique()
    )


def _placed(counts: Any, geography: str) -> pl.DataFrame:
    here = counts.filter((counts.geography == geography) & (counts.area_id != NOWHERE))
    named = here.mutate(voice=voice(here), office=here.office.fill_null(""))
    table = named.group_by(["voice", "office", "area_id"]).aggregate(weight=named.weight.sum()).to_polars()
    return table.rename({"voice": "source"})


def _areas(placed: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    levels = territory.areas.select("area_id", "level")
    family = ancestry(territory).join(levels, on="area_id")
    told = (
        placed.join(family, on="area_id")
        .group_by(*_SPEAKER, "ancestor_id")
        .agg(pl.col("weight").sum(), pl.col("weight").filter(pl.col("area_id") == pl.col("ancestor_id")).sum().alias("own"))
        .rename({"ancestor_id": "area_id"})
    )
    covered = pl.concat([told.select(*_SPEAKER, "area_id"), _sisters(told, family)]).unique()
    return covered.join(_beyond_reach(placed, told, territory), on=[*_SPEAKER, "area_id"], how="anti")


def _sisters(told: pl.DataFrame, family: pl.DataFrame) -> pl.DataFrame:
    """Return the areas of a level inside an area of which a speaker told at least half."""
    inside = ["ancestor_id", "level"]
    there_are = family.group_by(inside).len("there_are")
    told_of = told.select(*_SPEAKER, "area_id").join(family, on="area_id").group_by(*_SPEAKER, *inside).len("told_of")
    most = told_of.join(there_are, on=inside).filter(pl.col("told_of") >= MAJORITY * pl.col("there_are"))
    return most.join(family, on=inside).select(*_SPEAKER, "area_id")


def _beyond_reach(placed: pl.DataFrame, told: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    """Return the areas too large for a speaker: above its reach, or its reach when it tells of few of its parts."""
    family = ancestry(territory)
    depth = family.group_by("area_id").len("depth")
    everything = placed.group_by(_SPEAKER).agg(pl.col("weight").sum().alias("everything"))
    holds_most = (
        told.join(everything, on=_SPEAKER)
        .filter(pl.col("weight") >= REACH_SHARE * pl.col("everything"))
        .join(depth, on="area_id")
    )
    reach = holds_most.filter(pl.col("depth") == pl.col("depth").max().over(_SPEAKER))
    above = reach.join(family, on="area_id").filter(pl.col("ancestor_id") != pl.col("area_id"))
    beyond = above.select(*_SPEAKER, pl.col("ancestor_id").alias("area_id"))
    return pl.concat([beyond, _thinly_told(reach, told, territory)]).unique()


def _thinly_told(reach: pl.DataFrame, told: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    children = territory.areas.filter(pl.col("parent_id") != NOWHERE).select("parent_id", child="area_id")
    parts = (
        reach.join(children, left_on="area_id", right_on="parent_id")
        .join(told.select(*_SPEAKER, child="area_id", told=True), on=[*_SPEAKER, "child"], how="left")
        .group_by(*_SPEAKER, "area_id")
        .agg(pl.col("told").is_not_null().mean().alias("share"), pl.col("own").first(), pl.col("weight").first())
    )
    few_parts, told_by_parts = pl.col("share") < MAJORITY, pl.col("own") < MAJORITY * pl.col("weight")
    return parts.filter(few_parts & told_by_parts).select(*_SPEAKER, "area_id")
