"""Places as the sources told them: what counts stand on until somebody gives the workspace a territory.

Spellings are kept as they came: "San José" and "SAN JOSE" are two areas here, and nobody knows how many
people live in either. A territory puts both right.
"""

from typing import Any

import polars as pl

from confianza.analysis.territory.areas import AREAS, BEGINNING, NOWHERE, Territory

GEOGRAPHY = "administrative"
LEVEL = "municipality"
ABOVE = "department"
_BETWEEN = " / "

# What monthly counts are told apart by, besides place and month.
_KINDS = (
    "delivery", "source", "series", "office", "grain", "date_precision", "iccs", "offence_label",
    "intent", "sex", "mechanism",
)  # fmt: skip


def monthly_counts(claims: Any) -> tuple[Any, Territory]:
    """Sum an Ibis table of claims (`store.claims`) by month and told place; return counts and places (areas).

    The counts have the columns of `store.counts` (without age bands); an area is the municipality told, else
    the police area, else the department; inside its department where that is told. The territory has no
    borders and no people.
    """
    import ibis

    told = claims.mutate(
        department=_first_told(claims, "department_name", "department_code"),
        place=_first_told(claims, "municipality_name", "municipality_code", "police_name", "police_code"),
        month=claims.occurred_on.truncate("M"),
    )
    keys = [*_KINDS, "department", "place", "month"]
    summed = told.group_by(keys).aggregate(weight=told.weight.sum().cast("float64")).to_polars()
    counts = summed.with_columns(
        area_id=_area_id(),
        geography=pl.lit(GEOGRAPHY),
        age_band=pl.lit(None, pl.String),
        estimated=pl.lit(0.0),
    )
    return ibis.memtable(counts.drop("department", "place")), Territory(areas=_areas(counts))


def _first_told(claims: Any, *columns: str) -> Any:
    import ibis

    return ibis.coalesce(*(claims[column] for column in columns))


def _area_id() -> pl.Expr:
    both = pl.col("department") + _BETWEEN + pl.col("place")
    return pl.coalesce(both, pl.col("place"), pl.col("department"), pl.lit(NOWHERE))


def _areas(counts: pl.DataFrame) -> pl.DataFrame:
    """One area per told place, under its department; a place without one stands alone."""
    places = counts.filter(pl.col("area_id") != NOWHERE).select("area_id", "department", "place").unique()
    named = pl.coalesce("place", "department")
    under = pl.when(pl.col("place").is_not_null()).then(pl.col("department")).fill_null(NOWHERE)
    level = pl.when(pl.col("place").is_null()).then(pl.lit(ABOVE)).otherwise(pl.lit(LEVEL))
    told = places.select("area_id", level.alias("level"), named.alias("name"), under.alias("parent_id"))
    missing = (
        told.filter(pl.col("parent_id") != NOWHERE).select(pl.col("parent_id").alias("area_id")).unique()
    )
    above = missing.join(told, on="area_id", how="anti").select(
        "area_id",
        pl.lit(ABOVE).alias("level"),
        pl.col("area_id").alias("name"),
        pl.lit(NOWHERE).alias("parent_id"),
    )
    return (
        pl.concat([told, above])
        .with_columns(
            geography=pl.lit(GEOGRAPHY),
            code=pl.col("area_id"),
            valid_from=pl.lit(BEGINNING),
            valid_to=None,
            wkb=None,
        )
        .select(pl.col(column).cast(dtype) for column, dtype in AREAS.items())
        .sort("area_id")
    )
