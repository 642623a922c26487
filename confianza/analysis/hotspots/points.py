"""Points in metres and their moments, from a table that anybody may have made.

What is wrong is said with row and value; what is no point (no place, no day, (0, 0), a place on another
continent) is left out and told. Degrees become metres of their UTM zone, and never are metres themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.hotspots import projection
from confianza.analysis.hotspots.columns import (
    FAR_QUANTILE,
    FAR_SHARE,
    FAR_TIMES,
    LEAST_FOR_STRAYS,
    Column,
    Columns,
)
from confianza.analysis.hotspots.findings import PointsRefused, finding
from confianza.analysis.vocabulary.problems import Problem

Floats = NDArray[np.float64]

LEAST_POINTS = 2
LEAST_RADIUS = 1_000.0  # metres, of strays
METRES_OF_A_KM = 1_000.0
# UTM is true to 1 in 1,000 this far from its middle meridian (Snyder 1987, p. 57).
DEGREES_OF_A_ZONE = 6.0
# A country's width and more; further apart no plane holds distances.
WIDEST_DEGREES = 40.0


@dataclass(frozen=True)
class Points:
    """Events at `x`, `y` (metres, float64) at the time `when` (datetime64[s], as written; None if not asked
    for), each counting `weight` (float64). `crs` is an EPSG code, or "metres" where nobody said which.

    `rows` are their places in the table, from 0. `left_out` tells which rows are no points, and what to know.
    """

    x: Floats
    y: Floats
    when: NDArray[np.datetime64] | None
    weight: Floats
    crs: str = projection.METRES
    left_out: tuple[Problem, ...] = ()
    rows: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self.x)

    def only(self, chosen: Any) -> "Points":
        """Return some of the points, by a mask or their places."""
        when = None if self.when is None else self.when[chosen]
        rows = None if self.rows is None else self.rows[chosen]
        return replace(
            self, x=self.x[chosen], y=self.y[chosen], when=when, weight=self.weight[chosen], rows=rows
        )

    def times(self) -> NDArray[np.datetime64]:
        """Return the times, which must be known. Raises PointsRefused."""
        if self.when is None:
            raise PointsRefused("no_dates")
        return self.when


def of_arrays(x: Any, y: Any, when: Any = None, weight: Any = None, crs: str = projection.METRES) -> Points:
    """Return points of arrays that are known to be good: metres, and times as datetime64."""
    east, north = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    one = np.ones(len(east)) if weight is None else np.asarray(weight, dtype=float)
    at = None if when is None else np.asarray(when).astype("datetime64[s]")
    return Points(east, north, at, one, crs, (), np.arange(len(east)))


def of_table(
    frame: pl.DataFrame,
    *,
    x: str,
    y: str,
    date: str | None = None,
    weight: str | None = None,
    crs: str | None = None,
    first_row: int = 2,
    skip_unreadable: bool = False,
    least: int = LEAST_POINTS,
) -> Points:
    """Return the points of a table; `x`, `y`, `date` and `weight` are names of columns, or places from "1".

    Cells may be text or typed. Without `crs` it is found out whether coordinates are degrees; "metres" says
    that they are a plan of no known place. `first_row` is the number by which people call the first row.
    Raises PointsRefused where a value cannot be read (or leaves its row out: `skip_unreadable`), where fewer
    than `least` points remain, and where all lie at one place.
    """
    columns = Columns(frame, first_row, skip_unreadable)
    east, north = columns.numbers(x), columns.numbers(y)
    when = columns.times(date) if date else None
    weights = columns.weights(weight) if weight else np.ones(len(frame))
    notes = columns.leave_out()
    kept = np.flatnonzero(columns.readable)
    if not len(kept):
        raise PointsRefused("no_points", rows=len(frame))
    found = Points(
        east.values[kept],
        north.values[kept],
        when[kept].astype("datetime64[s]") if when is not None else None,
        weights[kept],
        rows=kept.astype(np.int64),
    )
    placed = _placed(found, (east, north), crs, first_row)
    _check_enough(placed, least, len(frame), (found.x[0], found.y[0]))
    return replace(placed, left_out=(*notes, *placed.left_out))


def narrowed(
    points: Points, *, rows: Any = None, first: Day | None = None, until: Day | None = None
) -> Points:
    """Return the points of some `rows` of their table (a mask), and of the days from `first` to `until`.

    Raises PointsRefused where fewer than two remain, and where all that do lie at one place.
    """
    kept = np.ones(len(points), dtype=bool)
    if rows is not None and points.rows is not None:
        kept &= np.asarray(rows)[points.rows]
    if first or until:
        days = points.times().astype("datetime64[D]")
        kept &= (days >= np.datetime64(first or Day.min)) & (days <= np.datetime64(until or Day.max))
    if not kept.any():
        raise PointsRefused("none_chosen", rows=len(points))
    chosen = points.only(kept)
    _check_enough(chosen, LEAST_POINTS, len(points), (chosen.x[0], chosen.y[0]))
    return chosen


def _check_enough(found: Points, least: int, rows: int, place: tuple[float, float]) -> None:
    """Raise PointsRefused for too few points, and for points all at one `place`, as the table writes it."""
    if len(found) < least:
        raise PointsRefused("one_point" if len(found) == 1 else "no_points", rows=rows)
    if least > 1 and np.ptp(found.x) == 0 and np.ptp(found.y) == 0:
        raise PointsRefused("one_place", count=len(found), x=f"{place[0]:g}", y=f"{place[1]:g}")


def _placed(points: Points, columns: tuple[Column, Column], crs: str | None, first_row: int) -> Points:
    """Return the points in metres, without those whose place is none."""
    away = points.only(~_null_island(points))
    notes = _note("null_island", points.only(_null_island(points)), first_row)
    if not len(away):
        raise PointsRefused("no_points", rows=len(points))
    if _are_degrees(away, columns, crs):
        found, beyond = _projected(away, first_row)
        notes += beyond
    elif crs and projection.is_known(_named(crs)) and not projection.in_metres(crs):
        longitude, latitude = projection.to_degrees(away.x, away.y, crs)
        found, beyond = _projected(replace(away, x=longitude, y=latitude), first_row, told="not_metres")
        notes += beyond
    else:
        found = replace(away, crs=crs if crs and projection.is_known(_named(crs)) else projection.METRES)
    strays = _far_strays(found)
    if strays.any():
        middle = np.hypot(found.x - np.median(found.x), found.y - np.median(found.y))[strays]
        km = f"{min(middle[0], 1e8) / METRES_OF_A_KM:,.0f}"
        notes += _note("far_strays", found.only(strays), first_row, km=km)
    return replace(found.only(~strays), left_out=notes)


def _named(crs: str) -> str:
    return crs if crs.strip().lower() not in ("metros", "meters", "m", "plane") else projection.METRES


def _are_degrees(points: Points, columns: tuple[Column, Column], crs: str | None) -> bool:
    """Say whether the coordinates are degrees, by what somebody said and by what they look like."""
    east, north = columns
    told = {"x": east.name, "y": north.name, "example": f"{points.x[0]:g}, {points.y[0]:g}"}
    looks = projection.look_like_degrees(points.x, points.y, east.name, north.name)
    fits = np.abs(points.x) <= projection.MOST_LONGITUDE, np.abs(points.y) <= projection.MOST_LATITUDE
    if crs is None and projection.look_swapped(points.x, points.y, east.name, north.name):
        raise PointsRefused("swapped_degrees", **told)
    if crs is None and looks is None:
        raise PointsRefused("degrees_or_metres", **told)
    said = bool(looks) if crs is None else projection.in_degrees(crs)
    if not said and looks and projection.is_known(_named(crs or "")):
        raise PointsRefused("degrees_as_metres", crs=crs, **told)
    if said and np.mean(fits[0]) > 0.5 and np.mean(fits[1]) < 0.5 and np.mean(np.abs(points.y) <= 180) > 0.5:
        raise PointsRefused("swapped_degrees", **told)
    if said and np.mean(fits[0] & fits[1]) < 0.5:
        raise PointsRefused("metres_as_degrees", crs=crs or projection.DEGREES, **told)
    return said


def _projected(points: Points, first_row: int, told: str = "projected") -> tuple[Points, tuple[Problem, ...]]:
    """Return points in metres of their UTM zone, without degrees that do not exist."""
    exist = (np.abs(points.x) <= projection.MOST_LONGITUDE) & (np.abs(points.y) <= projection.MOST_LATITUDE)
    gone = points.only(~exist)
    value = f"{gone.x[0]:g}, {gone.y[0]:g}" if len(gone) else ""
    notes = _note("beyond_degrees", gone, first_row, value=value)
    real = points.only(exist)
    real = replace(real, x=_unbroken(real.x))
    zone = projection.utm_zone(real.x, real.y)
    x, y = projection.to_metres(real.x, real.y, zone)
    low, high = np.percentile(real.x, [1, 99])
    if high - low > WIDEST_DEGREES:
        raise PointsRefused("too_wide", degrees=f"{high - low:.0f}")
    notes += (finding(told, crs=zone),)
    if high - low > DEGREES_OF_A_ZONE:
        # The scale of transverse Mercator grows with half the square of the angle from its middle.
        percent = 50 * np.radians(high - low) ** 2 * np.cos(np.radians(np.median(real.y))) ** 2
        notes += (finding("wide_area", degrees=f"{high - low:.0f}", percent=f"{percent:.1g}"),)
    return replace(real, x=x, y=y, crs=zone), notes


def _unbroken(longitude: Floats) -> Floats:
    """Return longitudes that do not jump where they meet on the far side of the globe."""
    beyond = np.where(longitude < 0, longitude + 2 * projection.MOST_LONGITUDE, longitude)
    half = projection.MOST_LONGITUDE
    return beyond if np.ptp(longitude) > half > np.ptp(beyond) else longitude


def _null_island(points: Points) -> NDArray[np.bool_]:
    """Say which points lie at (0, 0) while the others lie around another place."""
    at_zero = (points.x == 0) & (points.y == 0)
    others = ~at_zero
    if not at_zero.any() or not others.any():
        return np.asarray(at_zero)
    around = False
    for values in (points.x[others], points.y[others]):
        margin = np.ptp(values) / 2
        around = around or not values.min() - margin <= 0 <= values.max() + margin
    alone: NDArray[np.bool_] = at_zero & around
    return alone


def _far_strays(points: Points) -> NDArray[np.bool_]:
    """Say which points lie so far from all others that they are mistakes; none where these are many."""
    finite = np.isfinite(points.x) & np.isfinite(points.y)
    if len(points) < LEAST_FOR_STRAYS:
        return np.asarray(~finite)
    middle = np.median(points.x[finite]), np.median(points.y[finite])
    away = np.maximum(np.abs(points.x - middle[0]), np.abs(points.y - middle[1]))
    away[~finite] = np.inf
    radius = max(float(np.quantile(away[finite], FAR_QUANTILE)), LEAST_RADIUS)
    far: NDArray[np.bool_] = away > FAR_TIMES * radius
    return far if far.sum() <= max(1, FAR_SHARE * len(points)) else np.asarray(~finite)


def _note(code: str, gone: Points, first_row: int, **details: Any) -> tuple[Problem, ...]:
    if not len(gone) or gone.rows is None:
        return ()
    return (finding(code, count=len(gone), row=int(gone.rows[0]) + first_row, **details),)


def months(points: Points) -> NDArray[np.datetime64]:
    """Return the month of every event (datetime64[M])."""
    return points.times().astype("datetime64[M]")


def sentences(notes: Sequence[Problem]) -> tuple[str, ...]:
    """Return findings as English sentences, for whoever shows them to translate."""
    from confianza.analysis.hotspots.findings import KINDS

    return tuple(KINDS[note.code].sentence % note.details for note in notes)
