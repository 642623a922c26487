"""The tables of a release: figures with rates where shown, one mark and nothing else where hidden."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import polars as pl

from confianza.analysis.indicators import denominators, smoothing
from confianza.analysis.indicators.indicator import Indicator
from confianza.analysis.indicators.rates import with_rates
from confianza.analysis.releases import linking, periods
from confianza.analysis.territory.areas import Territory, ancestry

REPORTED, ESTIMATED, HIDDEN, NOT_TOLD = "reported", "estimated", "hidden", "not_told"
FIGURES: dict[str, Any] = {
    "area_id": pl.String, "indicator_id": pl.String, "period": pl.String, "count": pl.Float64,
    "rate": pl.Float64, "rate_low": pl.Float64, "rate_high": pl.Float64, "smoothed": pl.Float64,
    "source": pl.String, "months_told": pl.Int64, "complete": pl.Boolean, "status": pl.String,
}  # fmt: skip
MONTHS = {"month": 1, "quarter": 3, "year": 12}
RATE_DECIMALS, ESTIMATE_DECIMALS = 2, 1
# What no crosswalk carries less than this is left out of an estimate without anybody missing it.
NEARLY_ALL = 0.95


def undivided(sums: pl.DataFrame, protected: pl.DataFrame) -> pl.DataFrame:
    """Return the figures by area and period that are published: indicator_id, area_id, period, count, …

    `sums`: indicator_id, area_id, period, count, months_told, published, source. `protected`: KEY, value,
    hidden. A count is null where hidden, and `status` says so.
    """
    flags = protected.filter(pl.col("kind") == linking.ALL).select(
        "indicator_id", "area_id", "period", "hidden"
    )
    told = sums.filter("published").join(flags, on=["indicator_id", "area_id", "period"])
    return told.select(
        "area_id", "indicator_id", "period", "source", "months_told",
        count=pl.when(~pl.col("hidden")).then(pl.col("count").cast(pl.Float64)),
        status=pl.when("hidden").then(pl.lit(HIDDEN)).otherwise(pl.lit(REPORTED)),
    )  # fmt: skip


def estimated(figures: pl.DataFrame, territory: Territory, areas: Sequence[str]) -> pl.DataFrame:
    """Return figures of the other geography's `areas`, carried over from those published, and from no other.

    Each is the sum of published figures by the part of their area that lies in it; so nothing can be told
    from it that was not told already. One hidden figure among them hides it. Only areas that published ones
    cover are estimated.
    """
    whole = ancestry(territory).filter(pl.col("ancestor_id").is_in(list(areas)))
    carried = (
        territory.crosswalk.join(whole, left_on="to_area", right_on="area_id")
        .group_by("from_area", "ancestor_id")
        .agg(pl.col("share").max())
    )
    smallest = _smallest(figures, territory)
    parts = smallest.join(carried, left_on="area_id", right_on="from_area")
    keys = ["ancestor_id", "indicator_id", "period"]
    made = parts.group_by(keys).agg(
        (pl.col("count") * pl.col("share")).sum(),
        pl.col("source").first(),
        pl.col("months_told").min(),
        hidden=(pl.col("status") == HIDDEN).any(),
        parts=pl.len(),
    )
    expected = parts.group_by("ancestor_id", "indicator_id").agg(pl.col("area_id").n_unique().alias("needed"))
    full = made.join(expected, on=["ancestor_id", "indicator_id"]).filter(pl.col("parts") == pl.col("needed"))
    return full.select(
        "indicator_id", "period", "source", "months_told", area_id="ancestor_id",
        count=pl.when(~pl.col("hidden")).then(pl.col("count").round(ESTIMATE_DECIMALS)),
        status=pl.when("hidden").then(pl.lit(HIDDEN)).otherwise(pl.lit(ESTIMATED)),
    ).select(figures.columns)  # fmt: skip


def _smallest(figures: pl.DataFrame, territory: Territory) -> pl.DataFrame:
    """Keep the figures of areas that have no published area inside them."""
    published = figures["area_id"].unique()
    inside = ancestry(territory).filter(
        pl.col("area_id") != pl.col("ancestor_id"), pl.col("area_id").is_in(published.implode())
    )
    return figures.filter(~pl.col("area_id").is_in(inside["ancestor_id"].unique().implode()))


def with_rates_of(
    figures: pl.DataFrame, spoken: pl.DataFrame, territory: Territory, indicators: Iterable[Indicator]
) -> pl.DataFrame:
    """Return FIGURES. `spoken`: area_id, month of every month a figure may cover (for person-years)."""
    parts = []
    for indicator in indicators:
        own = figures.filter(pl.col("indicator_id") == indicator.id)
        if not own.is_empty():
            parts.append(_with_rates(own, spoken, territory, indicator))
    table = pl.concat(parts) if parts else pl.DataFrame(schema=FIGURES)
    return table.sort("indicator_id", "area_id", "period")


def _with_rates(
    own: pl.DataFrame, spoken: pl.DataFrame, territory: Territory, indicator: Indicator
) -> pl.DataFrame:
    lived = denominators.with_person_years(spoken, territory, indicator)
    years = own.join(_lived(lived), on=["area_id", "period"], how="left")
    rated = with_rates(years, multiplier=indicator.multiplier).with_columns(
        _smoothed(years, territory, indicator)
    )
    so_far = pl.col("period").str.contains(periods.SO_FAR, literal=True)
    return rated.select(
        "area_id", "indicator_id",
        pl.col("period").str.split(periods.SO_FAR).list.first(), "count",
        *(pl.col(name).round(RATE_DECIMALS) for name in ("rate", "rate_low", "rate_high", "smoothed")),
        "source", "months_told", complete=~so_far, status="status",
    ).select(pl.col(name).cast(dtype) for name, dtype in FIGURES.items())  # fmt: skip


def _lived(lived: pl.DataFrame) -> pl.DataFrame:
    """Return area_id, period, person_years for every period there can be."""
    counted = lived.select("area_id", "month", year=pl.col("month").dt.year(), count=pl.col("person_years"))
    return periods.summed(counted).select("area_id", "period", person_years="count")


def _smoothed(figures: pl.DataFrame, territory: Territory, indicator: Indicator) -> pl.Series:
    """Smooth the years of a level whose areas are all shown: any other would lean on what is hidden."""
    levels = territory.areas.select("area_id", "level").unique("area_id", keep="first")
    rows = figures.with_row_index("row").join(levels, on="area_id", how="left")
    found = np.full(figures.height, np.nan)
    whole = (periods.grain_of(pl.col("period")) == "year") & (pl.col("status") != ESTIMATED)
    for _, same in rows.filter(whole).group_by("level", "period"):
        open_ = same["count"].null_count() == 0 and bool((same["person_years"].fill_null(0) > 0).all())
        made = smoothing.poisson_gamma(same["count"], same["person_years"]) if open_ else None
        if made is not None:
            found[same["row"].to_numpy()] = made.rates * indicator.multiplier
    return pl.Series("smoothed", found).fill_nan(None)


def with_gaps(figures: pl.DataFrame) -> pl.DataFrame:
    """Add the months between the first and the last of a series that its source does not tell."""
    if figures.is_empty():
        return figures
    every = pl.Series("period", sorted(set(figures["period"])))
    ends = figures.group_by("area_id", "indicator_id").agg(
        first=pl.col("period").min(), last=pl.col("period").max(), source=pl.col("source").first()
    )
    grid = ends.join(every.to_frame(), how="cross").filter(
        pl.col("period").is_between(pl.col("first"), pl.col("last"))
    )
    gaps = grid.join(figures, on=["area_id", "indicator_id", "period"], how="anti").select(
        "area_id", "indicator_id", "period", "source",
        months_told=pl.lit(0, pl.Int64), complete=pl.lit(False), status=pl.lit(NOT_TOLD),
    )  # fmt: skip
    return pl.concat([figures, gaps], how="diagonal").sort("indicator_id", "area_id", "period")
