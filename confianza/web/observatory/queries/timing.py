"""When the facts of a page of analysis happen: worked out by the analysis, remembered here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from confianza.web.observatory import memory
from confianza.web.observatory.queries import incidents
from confianza.web.observatory.queries.incidents import Incidents

if TYPE_CHECKING:
    from confianza.analysis.hotspots.changes import Sureness
    from confianza.analysis.hotspots.wheel import Busiest

MONTHS_AHEAD = 3
FOUR_WEEKS, A_YEAR_OF_WEEKS = timedelta(weeks=4), timedelta(weeks=52)


@dataclass(frozen=True)
class Period:
    """A month: what was counted (None: to come), and what was to be expected of it (None while learning)."""

    on: date
    count: float | None
    expected: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Times:
    """When facts happen: `week` (7 rows of 24 hours, from Monday) of the period, of which `hours_told` tell
    the hour; the fullest shift; `days_p`: how often chance makes the days differ as much. `periods` are the
    months told and three to come; `season` the factors of the year, None where it is no more than chance;
    `change` compares the last four weeks told with the four before and `year_change` with the same weeks a
    year before.
    """

    week: Sequence[Sequence[float]]
    hours_told: int
    facts: int
    busiest: "Busiest | None"
    days_p: float
    periods: Sequence[Period]
    season: Sequence[float] | None
    change: "Sureness"
    year_change: "Sureness | None"
    weeks: tuple[date, date]


def times(found: Incidents) -> Times | None:
    """Return when the facts happened; None without any."""
    if found.rows.is_empty():
        return None
    key = f"times|{incidents.state()}|{found.key}"
    return memory.remembered(key, lambda: _times(found))


def _times(found: Incidents) -> Times:
    from confianza.analysis.hotspots import aoristic, wheel

    start, end = _spans(found.rows)
    week = aoristic.of_spans(start, end).weights
    by_day = np.bincount(found.rows["occurred_on"].dt.weekday().to_numpy() - 1, minlength=7)
    first, last = _last_weeks(found)
    return Times(
        week=week.tolist(),
        hours_told=found.rows["minute_of_day"].count(),
        facts=found.rows.height,
        busiest=wheel.busiest(week),
        days_p=wheel.unevenness(by_day)[1],
        **_months(found),
        change=_compared(found, (first, last), FOUR_WEEKS),
        year_change=_compared(found, (first, last), A_YEAR_OF_WEEKS) if _a_year_told(found, first) else None,
        weeks=(first, last),
    )


def _spans(rows: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Return when each fact may have begun and ended: its minute, or the whole day where none is told."""
    day = pl.col("occurred_on").cast(pl.Datetime("ms"))
    minute = pl.duration(minutes=pl.col("minute_of_day").cast(pl.Int64))
    told = pl.col("minute_of_day").is_not_null()
    return (
        rows.select(pl.when(told).then(day + minute).otherwise(day)).to_series(),
        rows.select(pl.when(told).then(day + minute).otherwise(day + pl.duration(days=1))).to_series(),
    )


def _months(found: Incidents) -> dict[str, Any]:
    """Return the months with their noise band, those to come, and the season."""
    from confianza.analysis.hotspots import trends

    _first, last = found.days
    days = found.everything["occurred_on"].to_numpy().astype("datetime64[D]")
    told = trends.of_days(days, "month", first=found.told_from, until=last)
    ahead = told.ahead[:MONTHS_AHEAD]
    starts = [*told.series.starts.astype(object), *ahead.astype(object)]
    counts = [*told.series.counts.tolist(), *[None] * len(ahead)]
    bands = [*told.fan.past, *told.fan.ahead[: len(ahead)]]
    periods = [
        Period(on, count, *((band.expected, band.low[-1], band.high[-1]) if band else ()))
        for on, count, band in zip(starts, counts, bands, strict=True)
    ]
    clear = told.season is not None and told.season.clear
    first_month = starts[0].month - 1
    season = np.roll(told.season.factors, first_month).tolist() if clear and told.season else None
    return {"periods": periods, "season": season}


def _last_weeks(found: Incidents) -> tuple[date, date]:
    _first, last = found.days
    last = min(last, found.told_until)
    return last - FOUR_WEEKS + timedelta(days=1), last


def _a_year_told(found: Incidents, first: date) -> bool:
    return first - A_YEAR_OF_WEEKS >= found.told_from


def _compared(found: Incidents, now: tuple[date, date], ago: timedelta) -> "Sureness":
    """Compare the facts of some days with those of the same days so long ago."""
    from confianza.analysis.hotspots import changes

    on, every = pl.col("occurred_on"), found.everything
    counted = [
        every.filter(on.is_between(*(day - back for day in now))).height for back in (timedelta(), ago)
    ]
    return changes.of_counts(*counted)
