"""Which voice a figure quotes when several speak of the same thing. One is quoted; they are never added
together.
"""

from collections.abc import Sequence

import polars as pl

from confianza.analysis.indicators.indicator import Indicator


def ranked(table: pl.DataFrame, indicator: Indicator) -> list[str]:
    """Return the voices of a table (source, months, count) from the first to be quoted to the last.

    First those the indicator prefers, in its own order. Then the most complete: the one that speaks of most
    areas and months; of two that speak of as many, the one that tells more (deaths and crimes are missed far
    more often than they are invented); then by name, so that the choice never depends on chance. The order is
    made once for the whole table, so that neighbouring areas and following years quote the same voice
    wherever it speaks.
    """
    totals = table.group_by("source").agg(pl.col("months").sum(), pl.col("count").sum())
    order = {source: place for place, source in enumerate(indicator.preferred_sources)}
    rows = sorted(
        totals.iter_rows(), key=lambda row: (order.get(_bare(row[0]), len(order)), -row[1], -row[2], row[0])
    )
    return [source for source, _, _ in rows]


def _bare(voice: str) -> str:
    return voice.partition("/")[0]


def quoted(table: pl.DataFrame, indicator: Indicator, *, cells: Sequence[str]) -> pl.DataFrame:
    """Keep, in every cell, the rows of the first voice that speaks of it (or, where none does, that tells of
    it).
    """
    ranks = {source: rank for rank, source in enumerate(ranked(table, indicator))}
    if not ranks:
        return table
    place = pl.col("source").replace_strict(ranks, return_dtype=pl.Int64)
    order = place + pl.when(pl.col("months") == 0).then(len(ranks)).otherwise(0)
    first = order.min().over(cells) if cells else order.min()
    return table.filter(order == first)
