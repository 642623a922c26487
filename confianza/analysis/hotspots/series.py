"""Cases by month, week or day: whole periods only, and zeros where nothing happened."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots.asking import PointsRefused

Step = Literal["month", "week", "day"]
# How many periods make a season: a year of months or weeks, a week of days.
SEASON = {"month": 12, "week": 52, "day": 7}
# Twelve years of days, 85 of weeks, 370 of months; more take minutes.
MOST_PERIODS = 4_400
DAYS_OF = {"month": 30, "week": 7, "day": 1}
# A silence at the end that the usual day would leave by chance so rarely means an unfinished file.
UNFINISHED = 0.01
# The first of January 1970 was a Thursday; weeks begin on Mondays.
THURSDAY = 3


@dataclass(frozen=True)
class Series:
    """`starts` (datetime64[D]) of consecutive periods (`step`), the `counts` in each, and its `days`.

    `left_over` cases lie in a first or last period that the file does not tell whole.
    """

    step: Step
    starts: NDArray[np.datetime64]
    counts: NDArray[np.float64]
    days: NDArray[np.int64]
    left_over: int


def of_days(
    day: NDArray[np.datetime64],
    step: Step = "month",
    *,
    first: date | None = None,
    until: date | None = None,
    weight: NDArray[np.float64] | None = None,
) -> Series:
    """Count cases (one date each, datetime64[D]) by period, from the day `first` to the day `until`.

    Without them the file is taken to begin and end with its cases; a first or last period in which the
    silence outside them is longer than chance leaves it is not counted as whole. `weight` multiplies cases.
    Raises PointsRefused without a case, or without a whole period.
    """
    if not len(day):
        raise PointsRefused("no_dates")
    begin, end = _told(day, first, until, step)
    _check_length(begin, end, step)
    edges = _edges(begin, end, step)
    if len(edges) < 2:
        raise PointsRefused("no_whole_step", step=step)
    place = np.searchsorted(edges, day, side="right") - 1
    inside = (place >= 0) & (place < len(edges) - 1)
    counts = np.bincount(
        place[inside], weights=None if weight is None else weight[inside], minlength=len(edges) - 1
    )
    return Series(
        step, edges[:-1], counts.astype(float), np.diff(edges).astype(np.int64), int((~inside).sum())
    )


def _check_length(begin: np.datetime64, end: np.datetime64, step: Step) -> None:
    """Raise PointsRefused for more periods than anybody reads, before they are counted one by one."""
    periods = int((end - begin).astype(int) // DAYS_OF[step])
    if periods > MOST_PERIODS:
        told = {"first": begin, "last": end - 1, "periods": f"{periods:,}", "most": f"{MOST_PERIODS:,}"}
        raise PointsRefused("too_many_periods", **told)


def _told(
    day: NDArray[np.datetime64], first: date | None, until: date | None, step: Step
) -> tuple[np.datetime64, np.datetime64]:
    """Return the first day told and the day after the last, with silences at the ends judged by chance."""
    low, high = day.min(), day.max()
    span = int((high - low).astype(int)) + 1
    silence = int(np.log(1 / UNFINISHED) * span / len(day)) if len(day) > 1 else 0
    begin = np.datetime64(first, "D") if first else max(_floor(low, step), low - silence)
    end = np.datetime64(until, "D") + 1 if until else min(_ceiling(high + 1, step), high + 1 + silence)
    return begin, end


def _edges(begin: np.datetime64, end: np.datetime64, step: Step) -> NDArray[np.datetime64]:
    """Return the starts of whole periods between two days, and the end of the last."""
    first, last = _ceiling(begin, step), _floor(end, step)
    if step == "month":
        return np.arange(first.astype("datetime64[M]"), last.astype("datetime64[M]") + 1).astype(
            "datetime64[D]"
        )
    return np.arange(first, last + 1, 7 if step == "week" else 1, dtype="datetime64[D]")


def _floor(day: np.datetime64, step: Step) -> np.datetime64:
    if step == "month":
        first: np.datetime64 = day.astype("datetime64[M]").astype("datetime64[D]")
        return first
    monday: np.datetime64 = day - (day.astype(int) + THURSDAY) % 7
    return monday if step == "week" else day


def _ceiling(day: np.datetime64, step: Step) -> np.datetime64:
    floor = _floor(day, step)
    if floor == day:
        return day
    if step == "month":
        following: np.datetime64 = (floor.astype("datetime64[M]") + 1).astype("datetime64[D]")
        return following
    return floor + np.timedelta64(7, "D")
