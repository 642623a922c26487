"""Carrying what is known in one area to others: the other geography's, or today's for a former generation."""

import polars as pl

from confianza.analysis.territory import areas
from confianza.analysis.territory.areas import GEOGRAPHIES, NOWHERE, RANK, Territory
from confianza.analysis.territory.crosswalks import NESTED

NESTED_IN = "nested"
CROSSWALK = "crosswalk"

# From the surest to the least sure, so that the least sure step of a chain names the whole.
_ITSELF, _NESTED, _SPREAD = range(3)
_HOW = {_ITSELF: "", _NESTED: NESTED_IN, _SPREAD: CROSSWALK}


def carried(territory: Territory) -> pl.DataFrame:
    """Return [area_id, geography, to_area, share, how]: where the claims of every area count, in each
    geography.

    Shares of one area × geography sum to 1. `how` is "" where the area stands for itself, "nested" where it
    lies wholly (≥ 99.5 %) in one other, "crosswalk" where it was spread by the shares of the crosswalk. A
    former area is carried to today's ones; what no current area covers stays with the former one. What no
    area of the other geography covers is nowhere ("").
    """
    today = _to_today(territory)
    onward = today.select("area_id", "share", "how", via="to_area")
    other = onward.join(_across(territory).rename({"area_id": "via"}), on="via", suffix="_across").select(
        "area_id",
        "geography",
        "to_area",
        share=pl.col("share") * pl.col("share_across"),
        how=pl.max_horizontal(pl.col("how"), pl.col("how_across")),
    )
    every = pl.concat([today.select(other.columns), other])
    summed = every.group_by("area_id", "geography", "to_area").agg(pl.col("share").sum(), pl.col("how").max())
    return summed.with_columns(how=pl.col("how").replace_strict(_HOW, return_dtype=pl.String))


def _to_today(territory: Territory) -> pl.DataFrame:
    """Return [area_id, geography, to_area, share, how] within the own geography."""
    known = territory.areas.select("area_id", "geography", "valid_to")
    living = areas.current(territory.areas).select(to_area="area_id", to_geography="geography")
    spread = (
        territory.crosswalk.join(
            known.filter(pl.col("valid_to").is_not_null()), left_on="from_area", right_on="area_id"
        )
        .join(living, on="to_area")
        .filter(pl.col("geography") == pl.col("to_geography"))
        .select("from_area", "geography", "to_area", "share")
    )
    moved = _whole(spread, rest=pl.col("from_area")).rename({"from_area": "area_id"})
    stays = known.join(moved, on="area_id", how="anti").select(
        "area_id", "geography", to_area="area_id", share=pl.lit(1.0), how=pl.lit(_ITSELF)
    )
    return pl.concat([stays, moved])


def _across(territory: Territory) -> pl.DataFrame:
    """Return [area_id, geography, to_area, share, how] to the other geography, "" where nothing covers an
    area.

    An area without shares of its own (a neighbourhood known only by name) takes those of the nearest area
    above it.
    """
    geography = territory.areas.select("area_id", "geography")
    pairs = (
        territory.crosswalk.join(geography, left_on="from_area", right_on="area_id")
        .join(
            areas.current(territory.areas).select(to_area="area_id", to_geography="geography"), on="to_area"
        )
        .filter(pl.col("geography") != pl.col("to_geography"))
        .select("from_area", "to_area", "share", geography="to_geography")
    )
    shares = _whole(pairs, rest=pl.lit(NOWHERE))
    near = _nearest(territory, shares["from_area"].unique())
    found = near.join(shares, left_on="giver", right_on="from_area").drop("giver")
    return pl.concat([found, _nowhere(territory, found)])


def _nearest(territory: Territory, givers: pl.Series) -> pl.DataFrame:
    """Return [area_id, giver]: the area itself if it has shares, else the lowest area above it that has."""
    levels = pl.DataFrame({"level": list(RANK), "rank": list(RANK.values())})
    ranks = territory.areas.join(levels, on="level").select(giver="area_id", rank="rank")
    lineage = areas.ancestry(territory).rename({"ancestor_id": "giver"})
    able = lineage.filter(pl.col("giver").is_in(givers.implode())).join(ranks, on="giver")
    return able.sort("area_id", "rank").group_by("area_id").agg(pl.col("giver").last())


def _nowhere(territory: Territory, found: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of the areas that nothing in the other geography is known to cover."""
    own = territory.areas.select("area_id", "geography")
    others = own.join(pl.DataFrame({"other": GEOGRAPHIES}), how="cross").filter(
        pl.col("geography") != pl.col("other")
    )
    lost = others.join(found, left_on=["area_id", "other"], right_on=["area_id", "geography"], how="anti")
    return lost.select(
        "area_id", geography="other", to_area=pl.lit(NOWHERE), share=pl.lit(1.0), how=pl.lit(_ITSELF)
    ).select(found.columns)


def _whole(shares: pl.DataFrame, *, rest: pl.Expr) -> pl.DataFrame:
    """Complete shares of [from_area, geography, to_area] to 1 with `rest` and add `how`."""
    key = ["from_area", "geography"]
    nested = shares.filter(pl.col("share") >= NESTED).with_columns(share=pl.lit(1.0), how=pl.lit(_NESTED))
    split = shares.join(nested, on=key, how="anti").with_columns(how=pl.lit(_SPREAD))
    missing = (
        split.group_by(key)
        .agg(share=1 - pl.col("share").sum())
        .filter(pl.col("share") > 1e-9)
        .with_columns(to_area=rest, how=pl.lit(_SPREAD))
    )
    columns = ["from_area", "geography", "to_area", "share", "how"]
    return pl.concat([nested.select(columns), split.select(columns), missing.select(columns)])
