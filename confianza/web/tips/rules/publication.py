"""Which counts of tips everybody may see: whole months, no count from one to four, none that gives one away.

Pure: rows in, tables out. What is hidden is hidden by the house's own disclosure control and its audit.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from confianza.web.tips.rules.kinds import GROUPS

# Fewer than five of something in a month, and a neighbour may know who they were.
THRESHOLD = 5
RECEIVED = "received"
# What comes of tips is told half a year after they were told, so that no later table shows one case more.
OUTCOMES_AFTER_MONTHS = 6
TOTAL = "total"


@dataclass(frozen=True)
class Counted:
    """So many tips received in a `month` ("2026-11"), of a group, of which one thing is counted."""

    month: str
    group: str
    what: str
    count: int


@dataclass(frozen=True)
class Cell:
    """One count of a published table: `count` None is not told, `of` "total" adds up the others."""

    month: str
    of: str
    count: int | None


def received(rows: Iterable[Counted], today: date) -> tuple[Cell, ...]:
    """Return how many tips were received in each whole month, by group and in all."""
    closed = [(one.month, one.group, one.count) for one in rows if one.what == RECEIVED]
    return _protected([row for row in closed if row[0] < month_of(today)], sorted(GROUPS))


def outcomes(rows: Iterable[Counted], names: Sequence[str], today: date) -> tuple[Cell, ...]:
    """Return how often tips of each month ended how, by outcome and in all, half a year later."""
    ended = [(one.month, one.what, one.count) for one in rows if one.what in set(names)]
    last = month_of(today, back=OUTCOMES_AFTER_MONTHS)
    return _protected([row for row in ended if row[0] < last], sorted(names))


def month_of(day: date, *, back: int = 0) -> str:
    """Return the month of a day, or one so many months before."""
    year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
    return f"{year:04d}-{month + 1:02d}"


def _protected(rows: Sequence[tuple[str, str, int]], names: Sequence[str]) -> tuple[Cell, ...]:
    if not rows:
        return ()
    import polars as pl

    from confianza.analysis.disclosure import cube, suppression

    every = [(month, name, 0) for month in sorted({row[0] for row in rows}) for name in names]
    counts = pl.DataFrame([*rows, *every], schema=["month", "of", "value"], orient="row")
    table = cube.of_counts(counts, [cube.Dimension("month"), cube.Dimension("of")])
    shown = suppression.protect(table, threshold=THRESHOLD).shown
    return tuple(
        Cell(month, of, None if value is None else int(value))
        for month, of, value in shown.select("month", "of", "value").sort("month", "of").iter_rows()
    )
