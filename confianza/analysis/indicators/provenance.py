"""Where a figure comes from: the deliveries behind it, and how much of it each brought."""

from typing import Any

import polars as pl

from confianza.analysis.indicators import coverage, selection
from confianza.analysis.indicators.filters import Filters
from confianza.analysis.territory.areas import Territory


def of_figure(counts: Any, territory: Territory, filters: Filters) -> pl.DataFrame:
    """Return the deliveries that a count rests on, newest months first.

    Columns: delivery, source (the voice), office, count, first and last (months it brought to this figure).
    The counts of one source sum to what `tabulate` says of the same filters.
    """
    asked = selection.asked(counts, filters)
    named = asked.mutate(voice=coverage.voice(asked), whole_year=asked.date_precision == "year")
    keys = ["delivery", "voice", "office", "area_id", "month", "whole_year"]
    told = named.group_by(keys).aggregate(count=named.weight.sum()).to_polars().rename({"voice": "source"})
    placed = selection.inside(selection.of_voice(told, filters), territory, filters)
    return (
        placed.filter(selection.in_window(filters))
        .group_by("delivery", "source", "office")
        .agg(pl.col("count").sum(), pl.col("month").min().alias("first"), pl.col("month").max().alias("last"))
        .sort("source", "last", "delivery", descending=[False, True, True], nulls_last=True)
    )
