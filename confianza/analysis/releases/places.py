"""Facts with a place, at snap points: how many fell to each in a year, and which of them may be shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from confianza.analysis.disclosure import snapping
from confianza.analysis.releases import linking

# Four times what a point must stand for: at the least, hardly any point of a town would reach the threshold.
HOMES_WISHED = 32
FACTS = {
    "record": pl.String, "indicator_id": pl.String, "source": pl.String, "area_id": pl.String,
    "year": pl.Int32, "longitude": pl.Float64, "latitude": pl.Float64,
}  # fmt: skip
COUNTED = {
    "snap_id": pl.String, "longitude": pl.Float64, "latitude": pl.Float64, "area_id": pl.String,
    "indicator_id": pl.String, "source": pl.String, "period": pl.String, "count": pl.Int64,
}  # fmt: skip


@dataclass(frozen=True)
class Snapped:
    """`points`: the snap points of a release. `records`: where each record was put, for good. `counted`:
    facts by point, indicator and year. The first two never leave the house.
    """

    points: pl.DataFrame
    records: pl.DataFrame
    counted: pl.DataFrame


def nothing() -> Snapped:
    """Return what there is where no fact has a place."""
    return Snapped(
        pl.DataFrame(schema=snapping.POINTS),
        pl.DataFrame(schema=snapping.SNAPPED),
        pl.DataFrame(schema=COUNTED),
    )


def snapped(
    facts: pl.DataFrame,
    outlines: Mapping[str, Any],
    people: Mapping[str, float],
    *,
    before: Snapped,
    threshold: int,
) -> Snapped:
    """Put facts (FACTS) at snap points of their own area and count them; points with fewer are left out.

    `outlines` and `people`: of the smallest areas, by area_id. `before`: of the release before; what was put
    somewhere stays there. No point stands where one of the facts happened.
    """
    if facts.is_empty():
        return before if before.points.height else nothing()
    points = snapping.points(
        outlines,
        population=people,
        keep_away=facts.select("longitude", "latitude").unique().to_numpy(),
        earlier=before.points if before.points.height else None,
        per_point=HOMES_WISHED,
    )
    once = facts.unique("record", keep="first", maintain_order=True)
    records = snapping.snap(once, points, frozen=before.records if before.records.height else None)
    placed = facts.drop("longitude", "latitude", "area_id").join(
        records.filter(pl.col("snap_id").is_not_null()), on="record"
    )
    keys = ["snap_id", "longitude", "latitude", "area_id", "indicator_id", "source", "year"]
    counted = placed.group_by(keys).agg(count=pl.len().cast(pl.Int64)).filter(pl.col("count") >= threshold)
    told = counted.with_columns(period=pl.col("year").cast(pl.String)).select(COUNTED.keys())
    kept = pl.concat([before.records, records]).unique("record", keep="first", maintain_order=True)
    return Snapped(points, kept, told.sort("indicator_id", "period", "snap_id"))


def cells(counted: pl.DataFrame) -> pl.DataFrame:
    """Return KEY, value of the points, as parts of the year of their area."""
    return counted.select(
        "indicator_id", "area_id", "period", kind=pl.lit("point=") + pl.col("snap_id"), value="count"
    )


def relation(cells: pl.DataFrame) -> pl.DataFrame:
    """Bind every area's year to its points."""
    rows = cells.select("indicator_id", "area_id", "period", part="kind", kind=pl.lit(linking.ALL))
    return linking.pairs_of(rows, kind=pl.col("part"))


def within(counted: pl.DataFrame, sums: pl.DataFrame) -> pl.DataFrame:
    """Keep the points of areas and years whose figure, by the same source, holds them all.

    `sums`: indicator_id, area_id, period, source, count. Where another source is quoted the points stand
    alone: nothing published adds up to them.
    """
    keys = ["indicator_id", "area_id", "period"]
    told = sums.select(*keys, "source", whole="count")
    every = counted.with_columns(together=pl.col("count").sum().over([*keys, "source"]))
    joined = every.join(told, on=[*keys, "source"], how="left")
    fits = pl.col("whole").is_null() | (pl.col("together") <= pl.col("whole"))
    return joined.filter(fits).select(counted.columns)


def quoted(counted: pl.DataFrame, protected: pl.DataFrame) -> pl.DataFrame:
    """Keep the points whose cell may be shown."""
    hidden = protected.filter("hidden").select("indicator_id", "area_id", "period", "kind")
    named = counted.with_columns(kind=pl.lit("point=") + pl.col("snap_id"))
    return named.join(hidden, on=["indicator_id", "area_id", "period", "kind"], how="anti").drop("kind")
