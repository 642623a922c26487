"""Where a figure comes from: the deliveries behind it, and how much of it each brought."""

from typing import Any

import polars as pl

from confianza.analysis.indicators import selection
from confianza.analysis.indicators.filters import Filters
from confianza.analysis.territory.areas import Territory


def of_figure(counts: Any, territory: Territory, filters: Filters) -> pl.DataFrame:
    """Return the deliveries that a count rests on, newest months first.

    Columns: delivery, source (the voice), office, count, first and last (months it brought to this figure).
    The counts of one source sum to what `tabulate` says of the same filters.
    """
    asked = selection.asked(counts, territory, filters)
    keys = ["delivery", "voice", "office"]
    told = asked.group_by(keys).aggregate(
        count=asked.weight.sum(), first=asked.month.min(), last=asked.month.max()
    )
    table: pl.DataFrame = told.to_polars()
    return table.rename({"voice": "source"}).sort(
        "source", "last", "delivery", descending=[False, True, True], nulls_last=True
    )
