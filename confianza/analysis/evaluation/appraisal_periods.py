"""The periods of a measure: whole months or weeks, all counted, none of them on both sides."""

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import numpy as np

from confianza.analysis.evaluation.counts import Reals
from confianza.analysis.evaluation.problems import EvaluationRefused

Step = Literal["month", "week"]
Days = tuple[date, date]
WEEK = timedelta(days=7)
DAY = timedelta(days=1)
MONTHS = 12
# How periods differ among themselves is not learnt from one of a side.
FEWEST = 2
# Sides whose periods lie in other parts of the year by more than this share of them.
OTHER_SEASON = 0.2


def check_days(before: Days, after: Days, step: Step) -> None:
    """Raise EvaluationRefused days_backwards, after_before_before, sides_overlap, partial_period."""
    for first, last in (before, after):
        if last < first:
            raise EvaluationRefused("days_backwards", first=first.isoformat(), last=last.isoformat())
    if after[1] < before[0]:
        raise EvaluationRefused(
            "after_before_before", before=before[0].isoformat(), after=after[0].isoformat()
        )
    if after[0] <= before[1]:
        raise EvaluationRefused("sides_overlap", last=before[1].isoformat(), first=after[0].isoformat())
    for first, last in (before, after):
        if not is_whole(first, last, step):
            told = {"first": first.isoformat(), "last": last.isoformat()}
            raise EvaluationRefused("partial_month" if step == "month" else "partial_week", **told)


def is_whole(first: date, last: date, step: Step) -> bool:
    """Say whether days from first to last are whole months of the calendar, or whole weeks."""
    if step == "week":
        return ((last - first).days + 1) % WEEK.days == 0
    return first.day == 1 and last.day == monthrange(last.year, last.month)[1]


def starts(days: Days, step: Step) -> tuple[date, ...]:
    """Return the first day of every period of a side."""
    first, last = days
    if step == "week":
        return tuple(first + each * WEEK for each in range(((last - first).days + 1) // WEEK.days))
    months = (last.year - first.year) * MONTHS + last.month - first.month + 1
    return tuple(_month(first, each) for each in range(months))


def name(start: date, step: Step) -> str:
    """Return how a period is called: 2026-05, or the first day of a week."""
    return f"{start:%Y-%m}" if step == "month" else start.isoformat()


def last_day(start: date, step: Step) -> date:
    """Return the last day of a period."""
    return (_month(start, 1) if step == "month" else start + WEEK) - DAY


def counts_of(area: str, days: Days, step: Step, told: Sequence[float | None]) -> Reals:
    """Return the counts of a side. Raises EvaluationRefused periods_differ (more or fewer than the days
    hold), gap_of (nobody counted), count_of (negative, or not whole), each with area and period.
    """
    named = [name(start, step) for start in starts(days, step)]
    if len(told) != len(named):
        raise EvaluationRefused(
            "periods_differ", area=area, told=len(told), first=named[0], last=named[-1], periods=len(named)
        )
    for period, value in zip(named, told, strict=True):
        if value is None or value != value:
            raise EvaluationRefused("gap_of", area=area, period=period)
        if not 0 <= value < float("inf") or value != round(value):
            raise EvaluationRefused("count_of", area=area, period=period, value=f"{value:g}")
    return np.array(told, dtype=float)


def check_enough(before: int, after: int) -> None:
    """Raise EvaluationRefused two_a_side."""
    if min(before, after) < FEWEST:
        raise EvaluationRefused("two_a_side", before=before, after=after, least=FEWEST)


def other_season(before: Days, after: Days, step: Step) -> bool:
    """Say whether the sides lie in other parts of the year."""
    one, other = (_shares(starts(side, step)) for side in (before, after))
    return sum(abs(one[month] - other[month]) for month in range(1, MONTHS + 1)) / 2 > OTHER_SEASON


def _shares(days: Sequence[date]) -> dict[int, float]:
    told = Counter(day.month for day in days)
    return {month: told[month] / len(days) for month in range(1, MONTHS + 1)}


def _month(first: date, later: int) -> date:
    months = first.month - 1 + later
    return date(first.year + months // MONTHS, months % MONTHS + 1, 1)
