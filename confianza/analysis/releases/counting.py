"""The counts a release starts from: one indicator by area and month, whole, as one voice tells them."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from confianza.analysis.indicators import preference, selection
from confianza.analysis.indicators.coverage import Coverage
from confianza.analysis.indicators.filters import Filters
from confianza.analysis.indicators.indicator import Indicator
from confianza.analysis.territory.areas import Territory, ancestry

BASE = {
    "source": pl.String, "area_id": pl.String, "month": pl.Date, "year": pl.Int32, "count": pl.Float64,
    "estimated": pl.Float64,
}  # fmt: skip
_WHOLE_ENOUGH = 1e-6


def monthly(counts: Any, territory: Territory, indicator: Indicator, geography: str) -> pl.DataFrame:
    """Return what every voice tells: source, area_id (as placed), month, year, count, estimated.

    `counts`: Ibis table of monthly counts. What is told by the year only has a null month; what has no date
    at all is left out. `estimated` is the part that came through a crosswalk.
    """
    asked = selection.asked(counts, territory, Filters(indicator, geography=geography))
    dated = asked.filter(asked.month.notnull())
    keys = ["voice", "area_id", "month", "whole_year"]
    sums = dated.group_by(keys).aggregate(count=dated.weight.sum(), estimated=dated.estimated.sum())
    table: pl.DataFrame = sums.to_polars()
    told = table.rename({"voice": "source"}).with_columns(
        pl.col("area_id").cast(pl.String),
        year=pl.col("month").dt.year(),
        month=pl.when(~pl.col("whole_year")).then("month"),
    )
    return told.select(pl.col(name).cast(dtype) for name, dtype in BASE.items()).sort(*BASE)


def by_kind(
    counts: Any, territory: Territory, indicator: Indicator, kinds: Sequence[str], *, area: str, source: str
) -> pl.DataFrame:
    """Return what one voice tells of the whole of one area: year, `kinds` ("" where not told), count.

    `counts` must know persons where sex or age_band is among the kinds.
    """
    filters = Filters(indicator, area=area, source=source)
    asked = selection.asked(counts, territory, filters)
    dated = asked.filter(asked.month.notnull()).mutate(year=lambda told: told.month.year())
    sums = dated.group_by(["year", *kinds]).aggregate(count=dated.weight.sum())
    table: pl.DataFrame = sums.to_polars()
    return table.select(
        pl.col("year").cast(pl.Int32), *(pl.col(kind).cast(pl.String).fill_null("") for kind in kinds),
        pl.col("count").round().cast(pl.Int64),
    ).sort("year", *kinds)  # fmt: skip


def quoted(
    base: pl.DataFrame,
    indicator: Indicator,
    coverage: Coverage,
    root: str,
    inside: Sequence[str],
    before: str = "",
) -> str:
    """Return the voice a release quotes for an indicator, one for all its areas and periods; "" for none.

    Only a voice that speaks of `root` as a whole comes into question; the one quoted `before` is quoted
    again as long as it does, so that a series does not change its source from one release to the next.
    `inside`: area_ids of the release.
    """
    speaks = coverage.cells(pl.DataFrame({"area_id": [root]})).group_by("source").len("months")
    here = base.filter(pl.col("area_id").is_in(list(inside))).group_by("source").agg(pl.col("count").sum())
    table = here.join(speaks, on="source").filter(pl.col("count") > 0)
    if before in table["source"].to_list():
        return before
    return next(iter(preference.ranked(table, indicator)), "")


def whole(base: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    """Return the counts as whole numbers (Int64), parts of one area and month still adding up to its total.

    Only where a crosswalk split an area are there fractions. Those of one parent and month go, largest
    remainder first (Hamilton's method), to as many areas as their sum, rounded, holds.
    """
    parents = territory.areas.select("area_id", "parent_id").unique("area_id", keep="first")
    parted = base.join(parents, on="area_id", how="left").with_columns(
        floor=(pl.col("count") + _WHOLE_ENOUGH).floor()
    )
    remainder = (pl.col("count") - pl.col("floor")).clip(0)
    group = ["source", "parent_id", "month", "year"]
    ranked = parted.with_columns(rest=remainder).with_columns(
        place=pl.struct(-pl.col("rest"), "area_id").rank("ordinal").over(group),
        spare=pl.col("rest").sum().over(group).round(),
    )
    count = (pl.col("floor") + (pl.col("place") <= pl.col("spare")).cast(pl.Float64)).cast(pl.Int64)
    return ranked.select("source", "area_id", "month", "year", count=count)


def rolled(base: pl.DataFrame, territory: Territory, areas: Sequence[str]) -> pl.DataFrame:
    """Return area_id, month, year, count for every one of `areas`, with all that lies in it."""
    family = ancestry(territory).filter(pl.col("ancestor_id").is_in(list(areas))).unique()
    inside = base.join(family, on="area_id").drop("area_id").rename({"ancestor_id": "area_id"})
    return (
        inside.group_by("area_id", "month", "year")
        .agg(pl.col("count").sum())
        .sort("area_id", "year", "month")
    )
