"""What every source speaks of: which areas, in which months. Inside it silence means zero; outside, no data.

A *voice* is one institution telling of one population: voices are never added together. Within one voice,
offices (the commissariats of one police) each speak of their own areas, and are.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from confianza.analysis.sources import catalogue
from confianza.analysis.territory.areas import NOWHERE, Territory, ancestry

BETWEEN = "/"
MAJORITY = 0.5
REACH_SHARE = 0.95
# Below this part of its usual month a source only echoes: late records of old facts, and dates mistyped.
ECHO_SHARE = 0.05
# A silence that the usual month would leave by chance with this probability or more is taken as true zeros.
PLAUSIBLE_SILENCE = 0.01
_SPEAKER = ["source", "office"]


@dataclass(frozen=True)
class Coverage:
    """`areas`: source, office, area_id. `months`: source, office, month. `source` names the voice.

    `heart`: the lowest area that holds 95 % of everything told by all of them; "" where none does.
    """

    areas: pl.DataFrame
    months: pl.DataFrame
    heart: str

    def cells(self, areas: pl.DataFrame) -> pl.DataFrame:
        """Return the source × area_id × month spoken of, for the `areas` (area_id) asked."""
        spoken = self.areas.join(areas.select("area_id"), on="area_id", how="semi")
        return spoken.join(self.months, on=_SPEAKER).select("source", "area_id", "month").unique()


def voice(counts: Any) -> Any:
    """Return the name of the voice of each row: the source, and what keeps its populations apart.

    That is the series, where a layout has several; and the office, where any institution may deliver in the
    layout: a hospital and a prosecutor are two voices though both fill in the same columns.
    """
    import ibis

    office = ibis.ifelse(counts.source.isin(_shared_layouts()), counts.office.fill_null(""), "")
    return _joined(_joined(counts.source, counts.series.fill_null("")), office)


def _joined(name: Any, more: Any) -> Any:
    import ibis

    return ibis.ifelse(more == "", name, name + BETWEEN + more)


@cache
def _shared_layouts() -> list[str]:
    """The layouts of no country: any institution may use them."""
    return [profile.name for profile in catalogue.everyone() if not profile.country]


def of(counts: Any, territory: Territory, geography: str) -> Coverage:
    """Work out what each voice and office speaks of, from everything it has told of any offence.

    Months: those in which it tells at least a twentieth of its usual month, and the silences between them
    that are short enough for chance (a small town may have nothing to tell for weeks; a large one never). So
    a file of 2024 that mentions three facts of 1998 does not speak of 1998. A year told as a whole is all of
    its months.

    Areas: those it told something of, ever; and their silent sisters where it told of more than half of the
    areas of that level inside some area (a police that tells of 30 of 34 cantons has nothing to tell of the
    other four). Not the areas *above* its reach, the lowest area with 95 % of what it tells: a file of one
    town does not speak of the country, whose population would make its rates vanish. Nor its reach itself,
    unless it tells of more than half of its parts (five of the seventeen municipalities of a department are
    too few).
    """
    placed = _placed(counts, geography)
    return Coverage(_areas(placed, territory), _months(counts, geography), _heart(placed, territory))


def _months(counts: Any, geography: str) -> pl.DataFrame:
    monthly = _monthly(counts, geography)
    spoken = monthly.join(_usual_month(monthly), on=_SPEAKER).filter(
        pl.col("weight") >= ECHO_SHARE * pl.col("usual")
    )
    following = pl.col("month").shift(-1).over(_SPEAKER, order_by="month")
    silence = (
        (following.dt.year() - pl.col("month").dt.year()) * 12
        + following.dt.month()
        - pl.col("month").dt.month()
        - 1
    )
    by_chance = silence * pl.col("usual") <= -math.log(PLAUSIBLE_SILENCE)
    until = pl.when(by_chance).then(following).otherwise("month")
    ranges = spoken.select(*_SPEAKER, pl.date_ranges("month", until, interval="1mo").alias("month"))
    return ranges.explode("month").unique()


def _usual_month(monthly: pl.DataFrame) -> pl.DataFrame:
    """The size of the month in which the median claim lies: a thousand months of echoes do not make it
    small.
    """
    sizes = pl.col("weight").sort()
    middle = sizes.filter(sizes.cum_sum() >= sizes.sum() / 2).first()
    return monthly.group_by(_SPEAKER).agg(middle.alias("usual"))


def _monthly(counts: Any, geography: str) -> pl.DataFrame:
    """Return source, office, month, weight; a year told as a whole is spread evenly over its months."""
    dated = counts.filter(counts.month.notnull() & (counts.geography == geography))
    named = dated.mutate(
        voice=voice(dated), office=dated.office.fill_null(""), whole=dated.date_precision == "year"
    )
    summed = named.group_by(["voice", "office", "month", "whole"]).aggregate(weight=named.weight.sum())
    table: pl.DataFrame = summed.to_polars()
    last = pl.when("whole").then(pl.date(pl.col("month").dt.year(), 12, 1)).otherwise("month")
    spread = table.with_columns(month=pl.date_ranges("month", last, interval="1mo"))
    even = pl.col("weight") / pl.col("month").list.len()
    return (
        spread.select(even.alias("weight"), "month", "office", source="voice")
        .explode("month")
        .group_by(*_SPEAKER, "month")
        .agg(pl.col("weight").sum())
    )


def _placed(counts: Any, geography: str) -> pl.DataFrame:
    here = counts.filter((counts.geography == geography) & (counts.area_id != NOWHERE))
    named = here.mutate(voice=voice(here), office=here.office.fill_null(""))
    summed = named.group_by(["voice", "office", "area_id"]).aggregate(weight=named.weight.sum())
    table: pl.DataFrame = summed.to_polars()
    return table.rename({"voice": "source"})


def _areas(placed: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    levels = territory.areas.select("area_id", "level")
    family = ancestry(territory).join(levels, on="area_id")
    told = (
        placed.join(family, on="area_id")
        .group_by(*_SPEAKER, "ancestor_id")
        .agg(
            pl.col("weight").sum(),
            pl.col("weight").filter(pl.col("area_id") == pl.col("ancestor_id")).sum().alias("own"),
        )
        .rename({"ancestor_id": "area_id"})
    )
    covered = pl.concat([told.select(*_SPEAKER, "area_id"), _sisters(told, family)]).unique()
    return covered.join(_beyond_reach(placed, told, territory), on=[*_SPEAKER, "area_id"], how="anti")


def _sisters(told: pl.DataFrame, family: pl.DataFrame) -> pl.DataFrame:
    """Return the areas of a level inside an area of which a speaker told more than half."""
    inside = ["ancestor_id", "level"]
    there_are = family.group_by(inside).len("there_are")
    told_of = (
        told.select(*_SPEAKER, "area_id")
        .join(family, on="area_id")
        .group_by(*_SPEAKER, *inside)
        .len("told_of")
    )
    most = told_of.join(there_are, on=inside).filter(pl.col("told_of") > MAJORITY * pl.col("there_are"))
    return most.join(family, on=inside).select(*_SPEAKER, "area_id")


def _beyond_reach(placed: pl.DataFrame, told: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    """Return the areas too large for a speaker: above its reach, or its reach when it tells of few of its
    parts.
    """
    everything = placed.group_by(_SPEAKER).agg(pl.col("weight").sum().alias("everything"))
    reach = _lowest_with_most(told.join(everything, on=_SPEAKER), territory, _SPEAKER)
    family = ancestry(territory).filter(pl.col("ancestor_id") != pl.col("area_id"))
    above = reach.join(family, on="area_id").select(*_SPEAKER, pl.col("ancestor_id").alias("area_id"))
    return pl.concat([above, _thinly_told(reach, told, territory)]).unique()


def _lowest_with_most(told: pl.DataFrame, territory: Territory, owners: list[str]) -> pl.DataFrame:
    """Keep, for each of `owners`, the lowest of the areas that hold 95 % of `everything`."""
    depth = ancestry(territory).group_by("area_id").len("depth")
    most = told.filter(pl.col("weight") >= REACH_SHARE * pl.col("everything")).join(depth, on="area_id")
    deepest = pl.col("depth").max()
    return most.filter(pl.col("depth") == (deepest.over(owners) if owners else deepest))


def _heart(placed: pl.DataFrame, territory: Territory) -> str:
    inside = (
        placed.join(ancestry(territory), on="area_id").group_by("ancestor_id").agg(pl.col("weight").sum())
    )
    told = inside.select(area_id="ancestor_id", weight="weight", everything=pl.lit(placed["weight"].sum()))
    found = _lowest_with_most(told.filter(pl.col("weight") > 0), territory, [])
    return str(found["area_id"].min()) if len(found) else NOWHERE


def _thinly_told(reach: pl.DataFrame, told: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    children = territory.areas.filter(pl.col("parent_id") != NOWHERE).select("parent_id", child="area_id")
    parts = (
        reach.join(children, left_on="area_id", right_on="parent_id")
        .join(told.select(*_SPEAKER, child="area_id", told=True), on=[*_SPEAKER, "child"], how="left")
        .group_by(*_SPEAKER, "area_id")
        .agg(
            pl.col("told").is_not_null().mean().alias("share"),
            pl.col("own").first(),
            pl.col("weight").first(),
        )
    )
    few_parts, told_by_parts = pl.col("share") <= MAJORITY, pl.col("own") < MAJORITY * pl.col("weight")
    return parts.filter(few_parts & told_by_parts).select(*_SPEAKER, "area_id")
