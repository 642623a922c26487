"""What the facts of a page of analysis show: worked out by the analysis, remembered here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from confianza.web.observatory import memory
from confianza.web.observatory.queries import incidents
from confianza.web.observatory.queries.ground import Ground
from confianza.web.observatory.queries.incidents import Incidents

if TYPE_CHECKING:
    from confianza.analysis.hotspots.changes import Sureness
    from confianza.analysis.hotspots.concentration import Concentration
    from confianza.analysis.hotspots.points import Points
    from confianza.analysis.hotspots.regions import Region
    from confianza.analysis.hotspots.wheel import Busiest

# A curve of more points than this looks the same.
MOST_POINTS = 400
# Chains are told while they may still grow; older ones are history.
RECENT = timedelta(days=42)
MONTHS_SHOWN = 12
MONTHS_OF_A_YEAR, MONTHS_AHEAD = 12, 3
FOUR_WEEKS, A_YEAR_OF_WEEKS = timedelta(weeks=4), timedelta(weeks=52)
OUTLINE = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Cell:
    """One cell with facts: its corners (degrees), the areas around its middle, facts of the period, of the
    period as long before, and by month; whether it is a hot spot, with Gi* and its p before correction.
    """

    place: int
    outline: OUTLINE
    where: Sequence[str]
    now: int
    before: int
    months: Mapping[str, int]
    hot: bool
    z: float
    p: float


@dataclass(frozen=True)
class Chain:
    """A recent chain of near repeats: the middle (degrees), how many facts, from when to when, how wide."""

    longitude: float
    latitude: float
    events: int
    begins: date
    ends: date
    reach: float


@dataclass(frozen=True)
class Mapped:
    """What the map shows: cells with facts, hot spots with the chance that a map without any shows one
    (`signal_p`), recent chains, and how the whole changed. `months` are those of the slider.
    """

    cells: Sequence[Cell]
    all_cells: int
    size: int
    signal_p: float
    chains: Sequence[Chain]
    months: Sequence[str]
    change: "Sureness"
    before: tuple[date, date]
    before_is_told: bool


@dataclass(frozen=True)
class Concentrated:
    """How few cells hold how much: `curve` are (share of cells, share of facts), the most afflicted first;
    `touched` cells have any fact.
    """

    told: "Concentration"
    curve: Sequence[tuple[float, float]]
    touched: int
    size: int


def remembered_region(found: Incidents, size: int) -> "Region | None":
    """Return the cells of the place's area; None where it has no borders."""
    from confianza.analysis.hotspots import regions

    if found.border is None:
        return None
    border = found.border
    key = f"region|{incidents.state()}|{found.asked.area}|{size}"
    return memory.remembered(key, lambda: regions.inside(border, size))


def points_of(rows: pl.DataFrame, region: "Region") -> "Points":
    """Return facts with a point as points of the region, with their days and minutes."""
    from confianza.analysis.hotspots import regions

    placed = rows.drop_nulls("latitude")
    minutes = pl.col("minute_of_day").fill_null(0).cast(pl.Int64)
    moment = placed.select(pl.col("occurred_on").cast(pl.Datetime("ms")) + pl.duration(minutes=minutes))
    return regions.of_degrees(
        placed["longitude"].to_numpy(),
        placed["latitude"].to_numpy(),
        region,
        moment.to_series().to_numpy(),
        placed["weight"].cast(pl.Float64).to_numpy(),
    )


def counts_by_cell(rows: pl.DataFrame, region: "Region") -> "np.ndarray":
    """Return how many facts lie in each cell of the place, in the order of the region's places."""
    from confianza.analysis.hotspots import grids

    counted: np.ndarray = grids.count(points_of(rows, region), region.grid)[region.mask]
    return counted


def concentration(found: Incidents, size: int) -> Concentrated | None:
    """Return how concentrated the facts with a point are over the cells of the place; None without any."""
    region = remembered_region(found, size)
    if region is None or found.placed.is_empty():
        return None
    key = f"concentration|{incidents.state()}|{found.key}|{size}"
    return memory.remembered(key, lambda: _concentration(found, region, size))


def _concentration(found: Incidents, region: "Region", size: int) -> Concentrated:
    from confianza.analysis.hotspots import concentration as measured

    counts = counts_by_cell(found.rows, region)
    places, held = measured.lorenz(counts)
    kept = np.unique(np.linspace(0, len(places) - 1, min(len(places), MOST_POINTS)).astype(int))
    # The analysis draws from the least to the most afflicted; who plans asks for the most afflicted first.
    curve = [(1 - float(places[at]), 1 - float(held[at])) for at in kept[::-1]]
    return Concentrated(measured.of_counts(counts), curve, int((counts > 0).sum()), size)


def mapped(found: Incidents, size: int) -> Mapped | None:
    """Return what the map of the facts shows; None without borders or without a point."""
    region = remembered_region(found, size)
    if region is None or found.placed.is_empty():
        return None
    key = f"map|{incidents.state()}|{found.key}|{size}"
    return memory.remembered(key, lambda: _mapped(found, region, size))


def _mapped(found: Incidents, region: "Region", size: int) -> Mapped:
    from confianza.analysis.hotspots import changes, gi_star

    first, last = _days(found)
    before = first - (last - first) - timedelta(days=1), first - timedelta(days=1)
    earlier = found.earlier.filter(pl.col("occurred_on") >= before[0])
    now_by_cell = _on_grid(found.rows, region)
    hot = gi_star.hot_spots(now_by_cell, mask=region.mask)
    months = sorted({f"{day:%Y-%m}" for day in found.placed["occurred_on"]})[-MONTHS_SHOWN:]
    return Mapped(
        cells=_cells(region, now_by_cell, _on_grid(earlier, region), _by_month(found, region), hot),
        all_cells=region.cells,
        size=size,
        signal_p=hot.signal_p,
        chains=_recent_chains(found, region),
        months=months,
        change=changes.of_counts(found.rows.height, earlier.height),
        before=before,
        before_is_told=before[0] >= found.told_from,
    )


def _days(found: Incidents) -> tuple[date, date]:
    first, last = found.asked.first, found.asked.last
    if first is None or last is None:
        raise ValueError("Facts are of a period.")
    return first, last


def _on_grid(rows: pl.DataFrame, region: "Region") -> "np.ndarray":
    from confianza.analysis.hotspots import grids

    counted: np.ndarray = grids.count(points_of(rows, region), region.grid) * region.mask
    return counted


def _by_month(found: Incidents, region: "Region") -> dict[int, dict[str, int]]:
    from confianza.analysis.hotspots import regions

    placed = found.placed
    cells = regions.placed(placed["longitude"].to_numpy(), placed["latitude"].to_numpy(), region)
    told = placed.select(month=pl.col("occurred_on").dt.strftime("%Y-%m"), weight="weight")
    counted = told.with_columns(cell=pl.Series(cells)).group_by("cell", "month").agg(pl.col("weight").sum())
    months: dict[int, dict[str, int]] = {}
    for cell, month, weight in counted.iter_rows():
        months.setdefault(cell, {})[month] = weight
    return months


def _cells(
    region: "Region", now: "np.ndarray", before: "np.ndarray", months: dict[int, dict[str, int]], hot: Any
) -> list[Cell]:
    shown = np.flatnonzero(((now > 0) | (before > 0) | hot.hot) & region.mask)
    flat = [array.reshape(-1) for array in (now, before, hot.hot, hot.gi.z, hot.gi.p)]
    outlines = region.outlines(shown.tolist())
    return [
        Cell(
            place=int(place),
            outline=outline,
            where=where,
            now=int(flat[0][place]),
            before=int(flat[1][place]),
            months=months.get(int(place), {}),
            hot=bool(flat[2][place]),
            z=float(flat[3][place]),
            p=float(flat[4][place]),
        )
        for place, outline, where in zip(shown, outlines, _named(outlines), strict=True)
    ]


def _named(outlines: Sequence[OUTLINE]) -> list[tuple[str, ...]]:
    """Return the lowest area of each geography around the middle of each cell, by name."""
    from confianza.analysis.territory.areas import GEOGRAPHIES, current
    from confianza.analysis.territory.points import areas_of_points

    if not outlines:
        return []
    middle = np.array([np.mean(outline[:-1], axis=0) for outline in outlines])
    known = current(Ground(None).territory.areas)
    names = dict(known.select("area_id", "name").iter_rows())
    found: list[list[str]] = []
    for geography in GEOGRAPHIES:
        parents = known.filter(pl.col("geography") == geography)["parent_id"].drop_nulls().implode()
        lowest = known.filter(pl.col("geography") == geography, ~pl.col("area_id").is_in(parents))
        areas = areas_of_points(middle[:, 0], middle[:, 1], lowest)
        found.append([names.get(area, "") for area in areas])
    return [tuple(name for name in each if name) for each in zip(*found, strict=True)]


def _recent_chains(found: Incidents, region: "Region") -> list[Chain]:
    """Return the chains of near repeats with a fact in the last weeks of the period."""
    from confianza.analysis.hotspots import chains, projection

    _first, last = _days(found)
    points = points_of(found.placed, region)
    if len(points) < 2:
        return []
    told = chains.of_points(points).chains
    since = datetime.combine(last - RECENT, datetime.min.time())
    recent = told.filter(pl.col("ends") >= since)
    longitude, latitude = projection.to_degrees(recent["x"].to_numpy(), recent["y"].to_numpy(), region.crs)
    return [
        Chain(
            float(east), float(north), row["events"], row["begins"].date(), row["ends"].date(), row["reach"]
        )
        for east, north, row in zip(longitude, latitude, recent.iter_rows(named=True), strict=True)
    ]


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


def _everything(found: Incidents) -> pl.DataFrame:
    return pl.concat([found.earlier, found.rows])


def _months(found: Incidents) -> dict[str, Any]:
    """Return the months with their noise band, those to come, and the season."""
    from confianza.analysis.hotspots import fans, seasonality, series

    _first, last = _days(found)
    days = _everything(found)["occurred_on"].to_numpy().astype("datetime64[D]")
    told = series.of_days(days, "month", first=found.told_from, until=last)
    season = seasonality.of_counts(told.counts, told.days, MONTHS_OF_A_YEAR)
    factors = season.factors if season is not None and season.clear else np.ones(MONTHS_OF_A_YEAR)
    to_come = told.starts[-1].astype("datetime64[M]") + np.arange(1, MONTHS_AHEAD + 2)
    coming = np.diff(to_come.astype("datetime64[D]")).astype(float)
    place = np.arange(len(told.counts) + MONTHS_AHEAD) % MONTHS_OF_A_YEAR
    exposure = np.concatenate([told.days, coming]) * factors[place]
    fan = fans.of_counts(told.counts, exposure[: len(told.counts)], exposure[len(told.counts) :])
    bands = [*fan.past, *fan.ahead]
    starts = [*told.starts.astype(object), *to_come[:-1].astype("datetime64[D]").astype(object)]
    counts = [*told.counts.tolist(), *[None] * MONTHS_AHEAD]
    periods = [
        Period(on, count, *((band.expected, band.low[-1], band.high[-1]) if band else ()))
        for on, count, band in zip(starts, counts, bands, strict=True)
    ]
    first_month = told.starts[0].astype(object).month - 1
    by_month = np.roll(factors, first_month).tolist()
    return {"periods": periods, "season": by_month if season is not None and season.clear else None}


def _last_weeks(found: Incidents) -> tuple[date, date]:
    _first, last = _days(found)
    last = min(last, found.told_until)
    return last - FOUR_WEEKS + timedelta(days=1), last


def _a_year_told(found: Incidents, first: date) -> bool:
    return first - A_YEAR_OF_WEEKS >= found.told_from


def _compared(found: Incidents, now: tuple[date, date], ago: timedelta) -> "Sureness":
    """Compare the facts of some days with those of the same days so long ago."""
    from confianza.analysis.hotspots import changes

    on, every = pl.col("occurred_on"), _everything(found)
    counted = [
        every.filter(on.is_between(*(day - back for day in now))).height for back in (timedelta(), ago)
    ]
    return changes.of_counts(*counted)
