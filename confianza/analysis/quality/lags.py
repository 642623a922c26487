"""How long it takes: from the fact to its registration at the source, and to the delivery here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from confianza.analysis.quality import subjects

if TYPE_CHECKING:
    import ibis

HALF, MOST = 0.5, 0.9


@dataclass(frozen=True)
class Lag:
    """Days until half and until nine tenths of `count` victims were told; `before`: told before the fact."""

    p50: float
    p90: float
    count: float
    before: float = 0.0


def to_registration(claims: "ibis.Table") -> dict[str, Lag]:
    """Return for each source the days from fact to registration, where both are told to the day.

    Registrations before the fact are impossible: they are counted in `before` and left out of the lag.
    """
    both = claims.filter(
        claims.occurred_on.notnull(), claims.registered_on.notnull(), claims.date_precision == "day"
    )
    counted = both.group_by("source", "occurred_on", "registered_on").aggregate(count=both.weight.sum())
    lags = subjects.collected(counted).select(
        pl.col("source").cast(pl.String),
        (pl.col("registered_on") - pl.col("occurred_on")).dt.total_days().alias("days"),
        pl.col("count").cast(pl.Float64),
    )
    return _of_each(lags)


def to_delivery(told: pl.DataFrame, received: Mapping[str, date]) -> dict[str, Lag]:
    """Return for each source the days from the end of a month to the first delivery that told of it.

    `told`: [source, delivery, month, count]; `received`: delivery → day. A source's first delivery is left
    out: what it brings of the past says how the observatory began, not how late the source is.
    """
    days = pl.DataFrame(list(received.items()), schema={"delivery": pl.String, "on": pl.Date}, orient="row")
    dated = told.drop_nulls("month").join(days, on="delivery")
    begun = pl.col("on") > pl.col("on").min().over("source")
    first = dated.with_columns(begun=begun).group_by("source", "month").agg(
        pl.col("on").min(), pl.col("count").sort_by("on").first(), pl.col("begun").sort_by("on").first()
    )  # fmt: skip
    late = first.filter("begun").select(
        "source",
        (pl.col("on") - pl.col("month").dt.month_end()).dt.total_days().alias("days"),
        pl.col("count").cast(pl.Float64),
    )
    return _of_each(late)


def quantile(days: Sequence[float], counts: Sequence[float], share: float) -> float:
    """Return the fewest days by which at least `share` of the counted were told."""
    ordered = sorted(zip(days, counts, strict=True))
    needed, reached = share * sum(counts), 0.0
    for day, count in ordered:
        reached += count
        if reached >= needed:
            return float(day)
    raise ValueError("Nothing was counted.")


def _of_each(lags: pl.DataFrame) -> dict[str, Lag]:
    found: dict[str, Lag] = {}
    for (source,), rows in lags.partition_by("source", as_dict=True).items():
        possible = rows.filter(pl.col("days") >= 0)
        before = float(rows.filter(pl.col("days") < 0)["count"].sum())
        if possible["count"].sum() > 0:
            days, counts = possible["days"].to_list(), possible["count"].to_list()
            found[str(source)] = Lag(
                quantile(days, counts, HALF), quantile(days, counts, MOST), sum(counts), before
            )
    return found
