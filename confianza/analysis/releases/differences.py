"""What a release changes against the one before, as facts that can be said in any language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import polars as pl

Change = Literal["new", "gone", "grown", "up", "down", "hidden_now", "shown_now", "source"]
KEYS = ("indicator_id", "area_id", "period")


@dataclass(frozen=True)
class Difference:
    """Figures of one indicator that changed in one way: how many, in which periods, and by how much in all.

    `first` and `last`: the periods between which they lie. `by`: the sum of the revisions of `area_id`, the
    widest area concerned, with its counts `before` and `after` where one period alone was revised.
    """

    change: Change
    indicator_id: str
    count: int
    first: str
    last: str
    area_id: str = ""
    before: float | None = None
    after: float | None = None


def between(old: pl.DataFrame, new: pl.DataFrame, widest: str) -> list[Difference]:
    """Return what changed from one table of figures (one grain) to the next, by indicator.

    New periods, revised figures, figures newly hidden or shown, and other sources quoted. The figures named
    are those of `widest`, the area both releases are about.
    """
    both = old.join(new, on=KEYS, how="full", coalesce=True, suffix="_new")
    return [
        difference
        for (indicator,), rows in sorted(both.group_by("indicator_id"), key=lambda one: str(one[0][0]))
        for difference in _of_indicator(str(indicator), rows, widest)
    ]


def _of_indicator(indicator: str, rows: pl.DataFrame, widest: str) -> Iterator[Difference]:
    had, has = pl.col("status").is_not_null(), pl.col("status_new").is_not_null()
    old, new = pl.col("count"), pl.col("count_new")
    hid, hides = pl.col("status") == "hidden", pl.col("status_new") == "hidden"
    longer = pl.col("months_told") < pl.col("months_told_new")
    kinds: tuple[tuple[Change, pl.Expr], ...] = (
        ("new", ~had & has), ("gone", had & ~has), ("grown", longer),
        ("up", ~longer & (new > old)), ("down", ~longer & (new < old)),
        ("hidden_now", ~longer & had & ~hid & hides), ("shown_now", ~longer & hid & has & ~hides),
        ("source", had & has & (pl.col("source") != pl.col("source_new"))),
    )  # fmt: skip
    for change, condition in kinds:
        found = rows.filter(condition.fill_null(False)).sort("period")
        if found.is_empty():
            continue
        yield _difference(change, indicator, found, widest)


def _difference(change: Change, indicator: str, found: pl.DataFrame, widest: str) -> Difference:
    own = found.filter(pl.col("area_id") == widest)
    single = own.row(0, named=True) if own.height == 1 and change in ("up", "down", "new") else None
    periods = found["period"]
    return Difference(
        change,
        indicator,
        found.height,
        str(periods.min()),
        str(periods.max()),
        widest if not own.is_empty() else "",
        single["count"] if single else None,
        single["count_new"] if single else None,
    )
