"""The periods a forecast is made for and judged on: months or weeks that begin after the training ends."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots.asking import PointsRefused

Step = Literal["month", "week"]
DAYS_OF_A_WEEK, DAYS_OF_A_MONTH = 7, 30
# A century of months, 23 years of weeks; each is a map of its own.
MOST_PERIODS = 1_200
MONTHS = 12


@dataclass(frozen=True)
class Periods:
    """`edges` are days (datetime64[D]): period i runs from edges[i] until the day before edges[i + 1].

    The first `history` periods lie in the training, the rest are forecast one after the other.
    """

    edges: NDArray[np.datetime64]
    history: int

    @property
    def forecast(self) -> range:
        """The places of the periods to be forecast."""
        return range(self.history, len(self.edges) - 1)

    @property
    def days(self) -> NDArray[np.int64]:
        """How many days each period has."""
        return np.diff(self.edges).astype(np.int64)

    def with_next(self, step: Step) -> "Periods":
        """The same, with the period after the last: the one that is still to come."""
        end = _shifted(self.edges[-1].item(), 1, step)
        return Periods(np.append(self.edges, np.datetime64(end, "D")), self.history)

    def name(self, place: int) -> str:
        """The first day of a period."""
        return str(self.edges[place])


def between(first: date, train_until: date, test_until: date, step: Step = "month") -> Periods:
    """Cut time before and after `train_until` into months (or weeks) that begin the day after it.

    Only whole periods between `first` and `test_until` are kept. No period to forecast, or none before to
    learn from, is a PointsRefused.
    """
    length = {"week": DAYS_OF_A_WEEK, "month": DAYS_OF_A_MONTH}[step]
    many = (max(test_until, train_until) - min(first, train_until)).days // length
    if many > MOST_PERIODS:
        span = {"first": min(first, train_until), "last": max(test_until, train_until)}
        told = span | {"periods": f"{many:,}", "most": f"{MOST_PERIODS:,}"}
        raise PointsRefused("too_many_periods", **told)
    begin = train_until + timedelta(days=1)
    after = [begin]
    while (end := _shifted(begin, len(after), step)) <= test_until + timedelta(days=1):
        after.append(end)
    before: list[date] = []
    while (start := _shifted(begin, -len(before) - 1, step)) >= first:
        before.append(start)
    if len(after) < 2 or not before:
        raise PointsRefused("no_whole_period", until=train_until, test_until=test_until)
    edges = np.array([*reversed(before), *after], dtype="datetime64[D]")
    return Periods(edges, len(before))


def _shifted(day: date, periods: int, step: Step) -> date:
    """Return the day so many periods on; months keep the day of the month where the month has it."""
    if step == "week":
        return day + timedelta(days=DAYS_OF_A_WEEK * periods)
    months = day.year * MONTHS + day.month - 1 + periods
    year, month = divmod(months, MONTHS)
    last = (date(year + (month == MONTHS - 1), (month + 1) % MONTHS + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))
