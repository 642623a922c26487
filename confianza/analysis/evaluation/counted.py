"""What was counted in areas over time, as a design asks for it: with the programme, without it, next door.

Nothing is fitted here: how long before and after, whether starts differ, and whether the time before the
programme stood out.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from confianza.analysis.evaluation import counts, guard, moments, panels
from confianza.analysis.evaluation.panels import Panel
from confianza.analysis.evaluation.problems import EvaluationRefused

Reals = np.ndarray[Any, np.dtype[np.float64]]
Rows = tuple[tuple[float, ...], ...]
# Comparison areas count as high as the treated one from this share of its rate on, in the year it was chosen.
AS_HIGH = 0.8


class _Counted:
    """What is counted and divided by, as arrays of the same shape."""

    counts: Rows
    exposures: Rows

    @property
    def y(self) -> Reals:
        return np.array(self.counts, dtype=float)

    @property
    def e(self) -> Reals:
        return np.array(self.exposures, dtype=float)


@dataclass(frozen=True)
class Around(_Counted):
    """Areas next to the programme that do not have it, row by row as those of a series.

    `left_out`: areas that were named, and of which the source does not tell the whole time.
    """

    areas: tuple[str, ...] = ()
    counts: Rows = ()
    exposures: Rows = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Series(_Counted):
    """Counts of areas (rows, the treated one first) in periods, and what they are divided by.

    `periods`: first days, ISO, evenly spaced; the first `before` lie before the programme. `starts`: where
    the programme began on different days, the place of its first period in each of the first rows, which all
    have it. `around`: areas next door; None where nobody named any.
    """

    areas: tuple[str, ...]
    periods: tuple[str, ...]
    counts: Rows
    exposures: Rows
    before: int
    starts: tuple[int, ...] = ()
    around: Around | None = None

    @property
    def begun(self) -> tuple[int, ...]:
        """The place of the first period with the programme, of each treated row."""
        return self.starts or (self.before,)

    @property
    def treated(self) -> Reals:
        """What was counted where the programme is, all its areas added up."""
        total: Reals = self.y[: len(self.begun)].sum(axis=0)
        return total

    @property
    def after(self) -> int:
        """How many periods all treated areas had the programme."""
        return len(self.periods) - max(self.begun)

    @property
    def periods_a_year(self) -> int:
        """How many periods make a year."""
        times = moments.of_texts(self.periods)
        return max(1, round(1 / float(np.median(np.diff(times)))))


def check(told: Series) -> None:
    """Raise EvaluationRefused for what is no series: negative, fractional, or without a before or after."""
    counts.check_counts([float(each) for each in told.y.ravel()])
    if told.before < panels.FEWEST_BEFORE:
        first = told.periods[told.before] if told.after else told.periods[-1]
        raise EvaluationRefused("one_period_before", unit=told.areas[0], before=told.before, first=first)
    if told.after < 1:
        raise EvaluationRefused("nothing_after", last=told.periods[-1])
    for at, begins in enumerate(told.begun):
        if not told.y[at, :begins].sum():
            raise EvaluationRefused("nothing_before", area=told.areas[at])


def stands_out(told: Series) -> bool:
    """Say whether the last year before stands above the earlier ones by more than chance would, in any area
    with the programme.
    """
    return any(peaked(told.y[at], begins, told.periods_a_year) for at, begins in enumerate(told.begun))


def peaked(y: Reals, before: int, a_year: int) -> bool:
    """Say whether the last of the years before stands out among them."""
    years = [y[end - a_year : end].sum() for end in range(before, a_year - 1, -a_year)]
    return guard.stands_out([int(each) for each in reversed(years)])


def as_high(told: Series) -> bool:
    """Say whether comparison areas stood about as high as each treated one in the year before it began."""
    return all(_as_high(told, at, begins) for at, begins in enumerate(told.begun))


def _as_high(told: Series, at: int, begins: int) -> bool:
    year = slice(max(0, begins - told.periods_a_year), begins)
    rates = told.y[:, year].sum(axis=1) / told.e[:, year].sum(axis=1)
    others = rates[len(told.begun) :]
    return len(others) > 0 and bool((others >= AS_HIGH * rates[at]).all())


def as_panel(told: Series) -> Panel:
    """Return the areas with the programme and those to compare with as a panel, each with its own start."""
    start = np.full(len(told.areas), len(told.periods))
    start[: len(told.begun)] = told.begun
    panel = Panel(told.areas, told.periods, told.y, told.e, start)
    panels.check(panel)
    return panel
