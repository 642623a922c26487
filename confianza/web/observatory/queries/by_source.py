"""What each source counts of the deaths by violence, in the whole place, year by year: for who compares them.

Only whole years of the whole place, and only where every source tells none or at least the threshold, where
the figure quoted is itself shown, and where no figure published of the same source differs from it by less
than the threshold: no sum binds one source to another, but what contains another is bound to it.
"""

from typing import TYPE_CHECKING, cast

import polars as pl

from confianza.web.observatory.queries.ground import Ground
from confianza.web.observatory.queries.question import Question

if TYPE_CHECKING:
    from datetime import date

# One indicator only, always the same: beside a second one that is part of it, the difference could be small.
COMPARED = "violent_death"
COLUMNS = {
    "area_id": pl.String, "indicator_id": pl.String, "period": pl.String, "source": pl.String,
    "count": pl.Float64, "months_told": pl.Int64,
}  # fmt: skip
MONTHS_IN_YEAR = 12
FEWEST_SOURCES = 2


def told(ground: Ground, root: str, figures: pl.DataFrame, *, as_of: "date", threshold: int) -> pl.DataFrame:
    """Return the years of which two sources or more may be shown side by side, with the `COLUMNS`.

    `figures` are those that are published, `root` the place they are about.
    """
    shown = figures.filter(pl.col("area_id") == root, pl.col("count").is_not_null())
    question = Question(COMPARED, area=root)
    rows = [_of(ground, question.but(source=voice)) for voice in ground.voices(question)]
    if not rows:
        return pl.DataFrame(schema=COLUMNS)
    years = shown.filter(pl.col("indicator_id") == COMPARED)["period"].to_list()
    whole = _whole(pl.concat(rows), years, as_of.year, threshold)
    close = _close(whole, shown, threshold)
    kept = whole.filter(~pl.col("period").is_in(close))
    return kept.sort("indicator_id", "period", "source")


def _of(ground: Ground, question: Question) -> pl.DataFrame:
    table = ground.table(question, "year", first=None, last=None)
    told = table.filter(pl.col("months") == MONTHS_IN_YEAR).select(
        pl.lit(question.area).alias("area_id"), pl.lit(question.indicator_id).alias("indicator_id"),
        "period", pl.lit(question.source).alias("source"), "count", months_told="months",
    )  # fmt: skip
    return told.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items())


def _whole(told: pl.DataFrame, shown: list[str], this_year: int, threshold: int) -> pl.DataFrame:
    """Keep the years that are over, that the release shows, and of which no source's count is small."""
    over = pl.col("period").cast(pl.Int64) < this_year
    small = pl.col("count").is_null() | pl.col("count").is_between(0, threshold, closed="none")
    several = pl.len().over("period") >= FEWEST_SOURCES
    open_ = told.filter(over, pl.col("period").is_in(shown))
    return cast(pl.DataFrame, open_.filter(~small.any().over("period"), several))


def _close(told: pl.DataFrame, shown: pl.DataFrame, threshold: int) -> list[str]:
    """Return the years in which a figure published of the same source is nearly, but not quite, the same."""
    others = shown.filter(pl.col("indicator_id") != COMPARED).select("period", "source", other="count")
    apart = told.join(others, on=["period", "source"]).select(
        "period", difference=(pl.col("count") - pl.col("other")).abs()
    )
    return apart.filter(pl.col("difference").is_between(0, threshold, closed="none"))["period"].to_list()
