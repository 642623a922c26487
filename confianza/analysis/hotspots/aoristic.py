"""When did it happen, if all that is known is after when and before when? Every hour gets its share.

Ratcliffe (2000, 2002 JQC 18:23-43): a case that may have happened at any moment between two times counts in
each hour of the week by the part of the span that lies in it. What is added up is one whole case each.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

DAYS, HOURS = 7, 24
HOURS_OF_A_WEEK = DAYS * HOURS
HOUR = 3_600
# A week or more says nothing of the hour: 1/168 each (Ratcliffe 2002).
A_WEEK = HOURS_OF_A_WEEK * HOUR
# What lasts no minute is a moment, as in Ratcliffe's tables.
A_MOMENT = 60
# The first of January 1970 was a Thursday: so many hours after a Monday began.
HOURS_AFTER_MONDAY = 3 * HOURS
ROWS_AT_ONCE = 100_000

Clock = Literal["wall", "elapsed"]


@dataclass(frozen=True)
class Spread:
    """Cases spread over the week: `weights` has shape (7, 24), Monday and midnight first; it adds up to all
    cases with a start.

    `moments` are known to the minute; `without_end` and `end_before_start` count in the hour of their start;
    `a_week_or_more` is spread evenly; `without_start` is left out.
    """

    weights: NDArray[np.float64]
    moments: int
    spans: int
    without_end: int
    end_before_start: int
    a_week_or_more: int
    without_start: int


def of_spans(
    start: pl.Series,
    end: pl.Series,
    *,
    zone: str | None = None,
    clock: Clock = "wall",
    weight: NDArray[np.float64] | None = None,
) -> Spread:
    """Spread cases over hours and weekdays; `start` and `end` are date-times, a case a row, null if unknown.

    Without `zone` the times stand as written. With an IANA zone they are instants (those without an offset
    are in UTC) and are told on the clock of that zone. `clock` matters only for spans over a night on which
    the clocks change: "wall" counts the hours the dial shows, as the published tables do; "elapsed" those
    that passed, so that the hour that is skipped gets nothing and the one that comes twice gets double.
    `weight` multiplies a case (harm). An unknown zone is a ValueError.
    """
    if zone is not None:
        start, end = on_the_clock(start, zone), on_the_clock(end, zone)
    one = np.ones(len(start)) if weight is None else np.asarray(weight, dtype=float)
    begins, ends = _seconds(start, clock), _seconds(end, clock)
    known = ~start.is_null().to_numpy()
    ended = known & ~end.is_null().to_numpy()
    length = np.where(ended, ends - begins, 0)
    long = length >= A_WEEK
    span = (length > A_MOMENT) & ~long
    shift = _shift(start) if clock == "elapsed" else np.zeros(len(start), dtype=np.int64)
    bins = np.zeros(HOURS_OF_A_WEEK)
    at_once = known & ~long & ~span
    for chosen, finish in ((at_once, begins + 1), (span, ends)):
        rows = np.flatnonzero(chosen)
        for part in np.array_split(rows, max(1, -(-len(rows) // ROWS_AT_ONCE))):
            bins += _shares(begins[part], finish[part], one[part], shift[part], start, clock)
    bins += one[long].sum() / HOURS_OF_A_WEEK
    return Spread(
        weights=bins.reshape(DAYS, HOURS),
        moments=int((at_once & ended & (length >= 0)).sum()),
        spans=int(span.sum()),
        without_end=int((known & ~ended).sum()),
        end_before_start=int((length < 0).sum()),
        a_week_or_more=int(long.sum()),
        without_start=int((~known).sum()),
    )


def on_the_clock(times: pl.Series, zone: str) -> pl.Series:
    """Return instants on the clock of a zone; what has no offset is in UTC."""
    if times.dtype == pl.Date:
        times = times.cast(pl.Datetime("ms"))
    if getattr(times.dtype, "time_zone", None) is None:
        times = times.dt.replace_time_zone("UTC")
    try:
        return times.dt.convert_time_zone(zone)
    except pl.exceptions.PolarsError:
        raise ValueError(f"{zone} is no time zone; write one such as America/Guatemala.") from None


def _seconds(times: pl.Series, clock: Clock) -> NDArray[np.int64]:
    """Return seconds since 1970: of the dial ("wall") or of the instant ("elapsed"); 0 where null."""
    if clock == "wall" and getattr(times.dtype, "time_zone", None) is not None:
        times = times.dt.replace_time_zone(None)
    seconds = times.cast(pl.Datetime("ms", getattr(times.dtype, "time_zone", None))).to_physical() // 1_000
    return seconds.fill_null(0).to_numpy().astype(np.int64)


def _shift(start: pl.Series) -> NDArray[np.int64]:
    """Return by how many seconds the full hours of a zone lie beside those of UTC."""
    if getattr(start.dtype, "time_zone", None) is None:
        return np.zeros(len(start), dtype=np.int64)
    return (_seconds(start, "wall") - _seconds(start, "elapsed")) % HOUR


def _shares(
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    one: NDArray[np.float64],
    shift: NDArray[np.int64],
    like: pl.Series,
    clock: Clock,
) -> NDArray[Any]:
    """Cut every span at the full hours and add up its parts by hour of the week."""
    first, last = (begins + shift) // HOUR, (ends - 1 + shift) // HOUR
    parts = last - first + 1
    of = np.repeat(np.arange(len(begins)), parts)
    hour = np.arange(parts.sum()) - np.repeat(np.cumsum(parts) - parts, parts) + first[of]
    opens = np.maximum(begins[of], hour * HOUR - shift[of])
    inside = np.minimum(ends[of], (hour + 1) * HOUR - shift[of]) - opens
    zone = getattr(like.dtype, "time_zone", None)
    place = _of_the_week(hour) if clock == "wall" or zone is None else _local(opens, zone)
    share = inside / (ends - begins)[of] * one[of]
    added: NDArray[Any] = np.bincount(place, weights=share, minlength=HOURS_OF_A_WEEK)
    return added


def _of_the_week(hour: NDArray[np.int64]) -> NDArray[np.int64]:
    return (hour + HOURS_AFTER_MONDAY) % HOURS_OF_A_WEEK


def _local(instants: NDArray[np.int64], zone: str) -> NDArray[Any]:
    """Return the hour of the week at which instants fall on the clock of a zone."""
    different, back = np.unique(instants, return_inverse=True)
    told = pl.Series(different * 1_000).cast(pl.Datetime("ms", "UTC")).dt.convert_time_zone(zone)
    place: NDArray[Any] = _of_the_week(_seconds(told, "wall") // HOUR)[back]
    return place
