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
    both = pairs(groups, found, true)
    in_found = pairs(groups, found)
    in_true = pairs(groups, true)
    precision = both / in_found if in_found else None
    recall = both / in_true if in_true else None
    f1 = 2 * both / (in_found + in_true) if in_found + in_true else None
    return Agreement(precision, recall, f1)


def pairs(groups: pl.DataFrame, *columns: str) -> int:
    """Return how many pairs of rows agree on all the columns."""
    sizes = groups.group_by(columns).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())
