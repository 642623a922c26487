"""How a linkage agrees with a known truth: pairs found, missed, invented."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Agreement:
    """Pairwise precision, recall and F1; None where nothing was there to be found or was found."""

    precision: float | None
    recall: float | None
    f1: float | None


def pairwise(groups: pl.DataFrame, found: str, true: str) -> Agreement:
    """Compare two groupings of the same records, given as two columns, over all pairs of records.

    Counts pairs by the sizes of groups, never one by one.
    """
    both = _pairs(groups.group_by(found, true).len()["len"])
    in_found = _pairs(groups.group_by(found).len()["len"])
    in_true = _pairs(groups.group_by(true).len()["len"])
    precision = both / in_found if in_found else None
    recall = both / in_true if in_true else None
    f1 = 2 * both / (in_found + in_true) if in_found + in_true else None
    return Agreement(precision, recall, f1)


def _pairs(sizes: pl.Series) -> int:
    counted = sizes.cast(pl.Int64)
    return int((counted * (counted - 1) // 2).sum())
