"""From a plain table to a trend: which columns hold the days and the hours, and which cases are meant."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.hotspots import aoristic, offence_words, persons, trends
from confianza.analysis.hotspots.aoristic import Clock, Spread
from confianza.analysis.hotspots.asking import PointsRefused, finding
from confianza.analysis.hotspots.columns import Columns
from confianza.analysis.hotspots.series import Step
from confianza.analysis.hotspots.trends import Trend
from confianza.analysis.vocabulary.problems import Problem

# A time of day written at the end of a moment says that hours are told, not days alone.
HOURS_TOLD = r"\d:\d"
# What stands behind a moment to say how far its clock is from UTC, in hours and minutes.
OFFSET = r"\d:\d{2}\S*?([+-])(\d{2}):?(\d{2})\s*$"
HOUR, MINUTE = 3_600_000, 60_000


@dataclass(frozen=True)
class Asked:
    """Names of columns; `start` and `end` are the moments between which a case happened (either may be
    empty); `zone` an IANA zone on whose clock moments in UTC are to be told.
    """

    day: str
    start: str = ""
    end: str = ""
    zone: str = ""
    clock: Clock = "wall"
    offence: str = ""
    offence_column: str = ""
    weight: str = ""
    step: Step = "month"
    first: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Told:
    """The trend; the week, where hours are told; and what to know."""

    trend: Trend
    week: Spread | None
    notes: tuple[Problem, ...]


def of_table(frame: pl.DataFrame, asked: Asked, *, first_row: int = 2, skip_unreadable: bool = False) -> Told:
    """Return the trend of the cases of a table, one a row. Raises PointsRefused.

    With `zone` the days too are those of its clock.
    """
    persons.refuse([asked.day, asked.start, asked.end, asked.weight, asked.offence_column])
    frame = _of_offence(frame, asked)
    columns = Columns(frame, first_row, skip_unreadable)
    when = _series(columns, asked.day, asked.zone)
    about_days = [note for note in columns.leave_out() if note.code != "unreadable_rows"]
    weight = columns.weights(asked.weight) if asked.weight else None
    start = _series(columns, asked.start, asked.zone) if asked.start else when
    hourly = bool(asked.start or asked.end) or _tells_hours(frame, columns.name(asked.day))
    end = _end(columns, asked, len(frame))
    unreadable = [note for note in columns.leave_out() if note.code == "unreadable_rows"]
    day = _on_the_dial(when, asked.zone)
    known = ~np.isnat(day)
    told = trends.of_days(
        day[known],
        asked.step,
        first=asked.first,
        until=asked.until,
        weight=None if weight is None else weight[known],
    )
    week = (
        aoristic.of_spans(start, end, zone=asked.zone or None, clock=asked.clock, weight=weight)
        if hourly
        else None
    )
    notes = [*unreadable, *about_days, *told.notes, *(_of_week(week) if week else [])]
    if asked.zone:
        notes.append(finding("times_were_utc", zone=asked.zone))
    return Told(told, week, tuple(notes))


def _of_offence(frame: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    if not asked.offence:
        return frame
    labels = frame[offence_words.column_of(frame, asked.offence, asked.offence_column)]
    return frame.filter(pl.Series(offence_words.chosen(labels, asked.offence)))


def _series(columns: Columns, name: str, zone: str) -> pl.Series:
    """Return a column of moments as written; in UTC where they are to be told in a zone."""
    written = pl.Series(columns.times(name).astype("datetime64[ms]"))
    cells = columns.frame[columns.name(name)]
    if not zone or cells.dtype != pl.String:
        return written
    sign, hours, minutes = (cells.str.extract(OFFSET, part) for part in (1, 2, 3))
    ahead = hours.cast(pl.Int64) * HOUR + minutes.cast(pl.Int64) * MINUTE
    signed = pl.select(pl.when(pl.lit(sign) == "-").then(-pl.lit(ahead)).otherwise(pl.lit(ahead))).to_series()
    return written - signed.fill_null(0).cast(pl.Duration("ms"))


def _end(columns: Columns, asked: Asked, rows: int) -> pl.Series:
    """Return the ends of spans; without a column of them every case is a moment."""
    if asked.end:
        return _series(columns, asked.end, asked.zone)
    return pl.Series([None] * rows, dtype=pl.Datetime("ms"))


def _on_the_dial(when: pl.Series, zone: str) -> NDArray[np.datetime64]:
    """Return the days of moments, on the clock of a zone if there is one."""
    if zone:
        try:
            when = aoristic.on_the_clock(when, zone).dt.replace_time_zone(None)
        except ValueError:
            raise PointsRefused("no_such_zone", zone=zone) from None
    day: NDArray[np.datetime64] = when.to_numpy().astype("datetime64[D]")
    return day


def _tells_hours(frame: pl.DataFrame, name: str) -> bool:
    cells = frame[name]
    if cells.dtype == pl.String:
        return bool(cells.str.contains(HOURS_TOLD).any())
    return isinstance(cells.dtype, pl.Datetime)


def _of_week(week: Spread) -> list[Problem]:
    counts = {
        "end_before_start": week.end_before_start,
        "a_week_or_more": week.a_week_or_more,
        "no_start": week.without_start,
    }
    return [finding(code, count=count) for code, count in counts.items() if count]
