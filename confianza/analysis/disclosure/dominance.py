"""Cells that a few contributors fill: who knows his own part could tell another's.

For magnitudes (claims by school, grants by council) more than for counts of people. Hundepool et al. (2012),
Statistical Disclosure Control, Wiley, section 4.2.
"""

from collections.abc import Sequence

import polars as pl


def primary(
    contributions: pl.DataFrame,
    keys: Sequence[str],
    *,
    largest: int = 1,
    share: float = 75.0,
    percent: float | None = None,
) -> pl.DataFrame:
    """Return keys and `dominated`: whether a cell must be hidden for who fills it.

    `contributions`: one row a contributor and cell, with `keys` and value (0 or more). The (n, k) rule: the
    `largest` n contributors hold more than `share` per cent of the cell. With `percent`, the p% rule
    instead: what all but the two largest hold is less than `percent` per cent of the largest, so that the
    second could tell the first that nearly.
    """
    by_size = pl.col("value").sort(descending=True)
    cells = contributions.group_by(*keys, maintain_order=True).agg(
        total=pl.col("value").sum(),
        top=by_size.head(largest).sum(),
        first=by_size.first(),
        two=by_size.head(2).sum(),
    )
    if percent is None:
        dominated = pl.col("top") * 100 > pl.col("total") * share
    else:
        dominated = (pl.col("total") - pl.col("two")) * 100 < pl.col("first") * percent
    return cells.select(*keys, dominated=(pl.col("total") > 0) & dominated)
