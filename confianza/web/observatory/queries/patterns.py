"""What the facts of a page of analysis show: worked out by the analysis, remembered here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

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

# A curve of more points than this looks the same.
MOST_POINTS = 400
# Metres of a side: a block, some blocks, a neighbourhood; more where an area is as wide as a department.
SIZES = (100, 200, 300, 500, 1000, 2000, 5000)
USUAL_SIZE = 200
# A map of more cells is slower than anybody waits, and finer than anybody sees.
MOST_CELLS = 12_000
# Chains are told while they may still grow; older ones are history.
RECENT = timedelta(days=42)
MONTHS_SHOWN = 12
MONTHS_OF_A_QUARTER, QUARTERS = 3, 12
OUTLINE = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Cell:
    """One cell with facts: its corners (degrees), the areas around its middle, facts of the period, of the
    period as long before, and by month; whether it is a hot spot, with Gi* and its p before correction; and
    what kind of hot spot it was over the last quarters (`hotspots.classes.WORDS`).
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
    kind: str


@dataclass(frozen=True)
class Chain:
    """A recent chain of near repeats: about where (the nearest corner of a cell, degrees), how many facts,
    from when to when, and how far (metres) they reach from their middle.
    """

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


def size_of_cells(found: Incidents, wanted: int) -> int:
    """Return the size (metres) that is wanted (0: the usual), or the next that does not cut too fine."""
    from confianza.analysis.hotspots import regions

    offered = [size for size in SIZES if size >= (wanted or USUAL_SIZE)] or [SIZES[-1]]
    return int(regions.fitting(found.border, offered, MOST_CELLS))


def remembered_region(found: Incidents, size: int) -> "Region":
    """Return the cells of the place's area."""
    from confianza.analysis.hotspots import regions

    key = f"region|{incidents.state()}|{found.asked.area}|{size}"
    return memory.remembered(key, lambda: regions.inside(found.border, size))


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


def concentration(found: Incidents, wanted: int) -> Concentrated | None:
    """Return how concentrated the facts with a point are over the cells of the place; None without any."""
    if found.placed.is_empty():
        return None
    size = size_of_cells(found, wanted)
    region = remembered_region(found, size)
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


def mapped(found: Incidents, wanted: int = 0) -> Mapped | None:
    """Return what the map of the facts shows; None without a point."""
    if found.placed.is_empty():
        return None
    size = size_of_cells(found, wanted)
    region = remembered_region(found, size)
    key = f"map|{incidents.state()}|{found.key}|{size}"
    return memory.remembered(key, lambda: _mapped(found, region, size))


def _mapped(found: Incidents, region: "Region", size: int) -> Mapped:
    from confianza.analysis.hotspots import changes, surplus

    first, last = found.days
    before = first - (last - first) - timedelta(days=1), first - timedelta(days=1)
    earlier = found.earlier.filter(pl.col("occurred_on") >= before[0])
    now_by_cell = _on_grid(found.rows, region)
    hot = surplus.hot_spots(now_by_cell, mask=region.mask)
    months = sorted({f"{day:%Y-%m}" for day in found.placed["occurred_on"]})[-MONTHS_SHOWN:]
    return Mapped(
        cells=_cells(
            region,
            (now_by_cell, _on_grid(earlier, region), hot.hot, hot.gi.z, hot.gi.p, _kinds(found, region)),
            _by_month(found, region),
        ),
        all_cells=region.cells,
        size=size,
        signal_p=hot.signal_p,
        chains=_recent_chains(found, region),
        months=months,
        change=changes.of_counts(found.rows.height, earlier.height),
        before=before,
        before_is_told=before[0] >= found.told_from,
    )


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


def _kinds(found: Incidents, region: "Region") -> "np.ndarray":
    """Return what kind of hot spot each cell was over the last quarters; "" where none or too few told."""
    from confianza.analysis.hotspots import classes, surplus

    _first, last = found.days
    edges = _quarters(found.told_from, last)
    if len(edges) <= classes.LEAST_PERIODS:
        return np.full(region.grid.shape, classes.NONE)
    points = points_of(found.everything, region)
    counts = classes.by_period(points, region.grid, edges)
    hot = np.stack([surplus.hot_spots(each * region.mask, mask=region.mask).hot for each in counts])
    word: np.ndarray = classes.words(hot)
    return word


def _quarters(first: date, last: date) -> "np.ndarray":
    """Return the edges of whole quarters (datetime64[M]) that end with the last whole month, three years at
    most.
    """
    end = np.datetime64(last + timedelta(days=1), "M")
    whole = int((end - np.datetime64(first, "M")).astype(int)) // MONTHS_OF_A_QUARTER
    count = min(whole, QUARTERS)
    return end - MONTHS_OF_A_QUARTER * np.arange(count, -1, -1)


def _cells(region: "Region", layers: Sequence["np.ndarray"], months: dict[int, dict[str, int]]) -> list[Cell]:
    now, before, hot, z, p, kind = (layer.reshape(-1) for layer in layers)
    inside = region.mask.reshape(-1)
    shown = np.flatnonzero(((now > 0) | (before > 0) | hot | (kind != "")) & inside)
    outlines = region.outlines(shown.tolist())
    return [
        Cell(
            place=int(place),
            outline=outline,
            where=where,
            now=int(now[place]),
            before=int(before[place]),
            months=months.get(int(place), {}),
            hot=bool(hot[place]),
            z=float(z[place]),
            p=float(p[place]),
            kind=str(kind[place]),
        )
        for place, outline, where in zip(shown, outlines, named(_middles(outlines)), strict=True)
    ]


def named(middles: Sequence[tuple[float, float]]) -> list[tuple[str, ...]]:
    """Return the lowest area of each geography around places (longitude, latitude), by name."""
    from confianza.analysis.territory.areas import GEOGRAPHIES, current
    from confianza.analysis.territory.points import areas_of_points

    if not middles:
        return []
    at = np.array(middles, dtype=float)
    known = current(Ground(None).territory.areas)
    names = dict(known.select("area_id", "name").iter_rows())
    found: list[list[str]] = []
    for geography in GEOGRAPHIES:
        parents = known.filter(pl.col("geography") == geography)["parent_id"].drop_nulls().implode()
        lowest = known.filter(pl.col("geography") == geography, ~pl.col("area_id").is_in(parents))
        areas = areas_of_points(at[:, 0], at[:, 1], lowest)
        found.append([names.get(area, "") for area in areas])
    return [tuple(name for name in each if name) for each in zip(*found, strict=True)]


def _middles(outlines: Sequence[OUTLINE]) -> list[tuple[float, float]]:
    return [tuple(np.mean(outline[:-1], axis=0).tolist()) for outline in outlines]


def _recent_chains(found: Incidents, region: "Region") -> list[Chain]:
    """Return the chains of near repeats with a fact in the last weeks of the period."""
    from confianza.analysis.hotspots import chains, projection

    _first, last = found.days
    points = points_of(found.placed, region)
    if len(points) < 2:
        return []
    told = chains.of_points(points).chains
    since = datetime.combine(last - RECENT, datetime.min.time())
    recent = told.filter(pl.col("ends") >= since)
    # Two facts have their middle in the street between them: a cell is as near as a map may tell.
    x, y = (np.floor(recent[axis].to_numpy() / region.grid.size + 0.5) for axis in ("x", "y"))
    longitude, latitude = projection.to_degrees(x * region.grid.size, y * region.grid.size, region.crs)
    return [
        Chain(
            float(east), float(north), row["events"], row["begins"].date(), row["ends"].date(), row["reach"]
        )
        for east, north, row in zip(longitude, latitude, recent.iter_rows(named=True), strict=True)
    ]
