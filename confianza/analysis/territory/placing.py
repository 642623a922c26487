"""Place claims: which area of each geography a claim happened in, how much of it, and how that is known."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import polars as pl

from confianza.analysis.territory import areas, carrying, points, telling
from confianza.analysis.territory.areas import GEOGRAPHIES, LEVELS, NOWHERE, Dtype, Territory

PLACED: dict[str, Dtype] = {
    "record": pl.UInt32, "geography": pl.String, "area_id": pl.String, "share": pl.Float64,
    "placed_by": pl.String,
}  # fmt: skip

# How a claim was placed, from the surest; "" with area_id "" where it was not.
BY_POINT = "point"
PLACED_BY = (BY_POINT, "code", "name", "variant", carrying.NESTED_IN, carrying.CROSSWALK, "")

# The parts of a told place that lie in each geography, from the smallest.
_PARTS = {"administrative": ("locality", "zone", "municipality", "department"), "police": ("police",)}
_ACROSS = {"administrative": "police", "police": "administrative"}


def place(claims: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    """Return [record, geography, area_id, share, placed_by]: at least one row per claim and geography.

    `claims` has `record` and the columns of `vocabulary.claims` that tell a date and a place. The weight of a
    claim is kept whole: shares of one record × geography sum to 1, and area_id is "" where it cannot be
    placed.

    A claim with a point goes to the lowest area drawn around it, and further down where it tells a place
    inside that area; without one, to the lowest area its codes and names mean (`telling.resolve`). A claim
    known in one geography only is carried to the other, and one told under a former generation to today's, by
    the crosswalk (`carrying`).
    """
    situations, records = _situations(claims, territory)
    placed = _placed(situations, territory)
    return records.join(placed, on="situation").select(
        pl.col(column).cast(dtype) for column, dtype in PLACED.items()
    )


def _situations(claims: pl.DataFrame, territory: Territory) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the distinct [situation, on, told place, point areas], and [record, situation].

    Millions of claims tell thousands of places: everything after this looks at each place once.
    """
    told = claims.select(
        "record",
        *telling.TOLD,
        _generation_day(claims["occurred_on"], territory).alias("on"),
        *(
            _point_areas(claims, territory, geography).alias(f"point_{geography}")
            for geography in GEOGRAPHIES
        ),
    )
    grouped = told.group_by(told.columns[1:]).agg("record").with_row_index("situation")
    situations = grouped.drop("record").with_columns(pl.col(telling.TOLD).cast(pl.String))
    return situations, grouped.select("record", "situation").explode("record")


def _generation_day(dates: pl.Series, territory: Territory) -> pl.Series:
    """Return, for each date, the last day on which any area began or ended; null for null."""
    turns = pl.concat([territory.areas["valid_from"], territory.areas["valid_to"]]).drop_nulls()
    days = pl.concat([turns, pl.Series([areas.BEGINNING])]).unique().sort()
    position = days.search_sorted(dates.fill_null(areas.BEGINNING), side="right") - 1
    return pl.select(pl.when(dates.is_not_null()).then(days.gather(position))).to_series()


def _point_areas(claims: pl.DataFrame, territory: Territory, geography: str) -> pl.Series:
    """Return the lowest area around each claim's point, "" for none; null without a point or a drawing."""
    drawn = areas.current(territory.areas).filter(
        pl.col("geography") == geography, pl.col("wkb").is_not_null()
    )
    located = (
        claims.select(
            (pl.col("place_precision").cast(pl.String) == BY_POINT)
            & pl.col("longitude").is_not_null()
            & pl.col("latitude").is_not_null()
        )
        .to_series()
        .fill_null(value=False)
    )
    if drawn.is_empty() or not located.any():
        return pl.repeat(None, len(claims), dtype=pl.String, eager=True)
    x, y = (claims[axis].filter(located).to_numpy() for axis in ("longitude", "latitude"))
    found = np.full(len(claims), None, dtype=object)
    found[located.to_numpy()] = _lowest(x, y, drawn, reversed(LEVELS[geography]))
    return pl.Series(found.tolist(), dtype=pl.String)


def _lowest(
    x: points.Numbers, y: points.Numbers, drawn: pl.DataFrame, levels: Iterable[str]
) -> npt.NDArray[np.object_]:
    """Return the area of the first of `levels` that lies around each point, "" where none does."""
    found = np.full(len(x), NOWHERE, dtype=object)
    for level in levels:
        still = np.flatnonzero(found == NOWHERE)
        found[still] = points.areas_of_points(x[still], y[still], drawn.filter(pl.col("level") == level))
    return found


def _placed(situations: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    """Return [situation, geography, area_id, share, placed_by], each situation × geography summing to 1."""
    told = telling.resolve(situations.rename({"situation": "place"}), territory).rename(
        {"place": "situation"}
    )
    known = situations.join(told, on="situation", maintain_order="left").select(
        "situation",
        *(f"point_{geography}" for geography in GEOGRAPHIES),
        *(_told_area(geography) for geography in GEOGRAPHIES),
        *(_told_by(geography) for geography in GEOGRAPHIES),
    )
    inside = areas.ancestry(territory)
    carried = carrying.carried(territory)
    for geography in GEOGRAPHIES:
        known = _with_point(known, inside, geography)
    return pl.concat([_counted(known, carried, geography) for geography in GEOGRAPHIES])


def _told_area(geography: str) -> pl.Expr:
    found = [
        pl.when(pl.col(f"{part}_area") != NOWHERE).then(pl.col(f"{part}_area")) for part in _PARTS[geography]
    ]
    return pl.coalesce(*found, pl.lit(NOWHERE)).alias(f"area_{geography}")


def _told_by(geography: str) -> pl.Expr:
    how = [
        pl.when(pl.col(f"{part}_area") != NOWHERE).then(pl.col(f"{part}_by")) for part in _PARTS[geography]
    ]
    return pl.coalesce(*how, pl.lit("")).alias(f"by_{geography}")


def _with_point(known: pl.DataFrame, inside: pl.DataFrame, geography: str) -> pl.DataFrame:
    """Let the area around the point speak before the told one, unless the told one lies inside it."""
    area, point, by = f"area_{geography}", f"point_{geography}", f"by_{geography}"
    within = inside.filter(pl.col("area_id") != pl.col("ancestor_id")).with_columns(deeper=pl.lit(value=True))
    both = known.join(within, left_on=[area, point], right_on=["area_id", "ancestor_id"], how="left")
    pointed = pl.col(point).is_not_null() & (pl.col(point) != NOWHERE) & pl.col("deeper").is_null()
    return both.with_columns(
        pl.when(pointed).then(pl.col(point)).otherwise(pl.col(area)).alias(area),
        pl.when(pointed).then(pl.lit(BY_POINT)).otherwise(pl.col(by)).alias(by),
    ).drop("deeper")


def _counted(known: pl.DataFrame, carried: pl.DataFrame, geography: str) -> pl.DataFrame:
    """Return where each situation counts in one geography, carried from the other if only that is known."""
    own, other = f"area_{geography}", f"area_{_ACROSS[geography]}"
    outside = (pl.col(f"point_{geography}") == NOWHERE) & (pl.col(f"by_{_ACROSS[geography]}") == BY_POINT)
    start = known.select(
        "situation",
        by=f"by_{geography}",
        # A point the other geography's map shows to lie outside this one is not spread over it.
        area_id=pl.when((pl.col(own) == NOWHERE) & ~outside.fill_null(value=False))
        .then(other)
        .otherwise(own),
    )
    ways = carried.filter(pl.col("geography") == geography)
    moved = start.join(ways, on="area_id", how="left").with_columns(
        pl.col("to_area").fill_null(NOWHERE), pl.col("share").fill_null(1.0), pl.col("how").fill_null("")
    )
    placed_by = pl.when(pl.col("how") == "").then(pl.col("by")).otherwise(pl.col("how"))
    return moved.select(
        "situation",
        pl.lit(geography).alias("geography"),
        area_id="to_area",
        share="share",
        placed_by=placed_by,
    )
