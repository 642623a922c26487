"""What the facts of a page of analysis show on a map: worked out by the analysis, remembered here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from confianza.web.observatory import memory
from confianza.web.observatory.queries import gatherings, harm, incidents, tilings
from confianza.web.observatory.queries.gatherings import Chain, Scanned
from confianza.web.observatory.queries.ground import Ground
from confianza.web.observatory.queries.harm import Weighing
from confianza.web.observatory.queries.incidents import Incidents
from confianza.web.observatory.queries.tilings import OUTLINE, SQUARES, Tiling

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from confianza.analysis.hotspots.changes import Sureness
    from confianza.analysis.hotspots.concentration import Concentration

# A curve of more points than this looks the same.
MOST_POINTS = 400
MONTHS_SHOWN = 12
MONTHS_OF_A_QUARTER, QUARTERS = 3, 12
COUNT, HARM = "count", "harm"
KINDS = ("persistent", "emerging", "intermittent", "former")


@dataclass(frozen=True)
class Cut:
    """How the area is cut (`size` in metres, 0 for the usual; `shape`), and what is added up in each cell:
    incidents, or the harm that the municipality says they do.
    """

    size: int = 0
    shape: str = SQUARES
    measure: str = COUNT


@dataclass(frozen=True)
class Cell:
    """One cell with facts: its corners (degrees), the areas around its middle, facts of the period and of the
    period as long before; what the period `weighs` (the facts themselves where harm is not asked for), and
    each month; whether it is a hot spot, with Gi* and its p before correction; and
    what kind of hot spot it was over the last quarters (KINDS; "" where none).
    """

    place: int
    outline: OUTLINE
    where: Sequence[str]
    now: int
    before: int
    weighs: float
    months: Mapping[str, float]
    hot: bool
    z: float
    p: float
    kind: str


@dataclass(frozen=True)
class Mapped:
    """What the map shows: cells with facts, hot spots with the chance that a map without any shows one
    (`signal_p`), recent chains, gatherings in place and time, and how the whole changed. `months` are those
    of the slider; `size` is the side of a square as large as a cell. `weighing` is told where harm was asked
    for, and `cut.measure` is what the map shows in the end. `quarters` told the kinds of hot spots.
    """

    cells: Sequence[Cell]
    all_cells: int
    cut: Cut
    size: int
    signal_p: float
    quarters: int
    chains: Sequence[Chain]
    scan: Scanned | None
    months: Sequence[str]
    change: "Sureness"
    before: tuple[date, date]
    before_is_told: bool
    weighing: Weighing | None


@dataclass(frozen=True)
class Concentrated:
    """How few cells hold how much: `curve` are (share of cells, share of facts), the most afflicted first;
    `touched` cells have any fact.
    """

    told: "Concentration"
    curve: Sequence[tuple[float, float]]
    touched: int
    cut: Cut
    size: int
    weighing: Weighing | None


def settled(found: Incidents, cut: Cut) -> Cut:
    """Return the cut that can be drawn: a size that is not too fine, and harm only where all is weighed."""
    weighing = harm.weighing(found) if cut.measure == HARM else None
    measure = HARM if weighing and weighing.complete else COUNT
    return Cut(tilings.size_of_cells(found, cut.size), cut.shape, measure)


def concentration(found: Incidents, cut: Cut = Cut()) -> Concentrated | None:
    """Return how concentrated the facts with a point are over the cells of the place; None without any."""
    if found.placed.is_empty():
        return None
    return memory.remembered(_key("concentration", found, cut), lambda: _concentration(found, cut))


def _key(name: str, found: Incidents, cut: Cut) -> str:
    return f"{name}|{incidents.state()}|{found.key}|{cut}|{harm.state()}"


def _concentration(found: Incidents, asked: Cut) -> Concentrated | None:
    from confianza.analysis.hotspots import concentration as measured

    cut = settled(found, asked)
    weighing = harm.weighing(found) if asked.measure == HARM else None
    tiling = tilings.of_area(found, cut.shape, cut.size)
    held = by_cell(tiling, _weighed(found.placed, weighing, cut))
    if not held.sum():
        return None
    places, shares = measured.lorenz(held)
    kept = np.unique(np.linspace(0, len(places) - 1, min(len(places), MOST_POINTS)).astype(int))
    # The analysis draws from the least to the most afflicted; who plans asks for the most afflicted first.
    curve = [(1 - float(places[at]), 1 - float(shares[at])) for at in kept[::-1]]
    touched = int((held > 0).sum())
    return Concentrated(measured.of_counts(held), curve, touched, cut, round(tiling.metres), weighing)


def mapped(found: Incidents, cut: Cut = Cut()) -> Mapped | None:
    """Return what the map of the facts shows; None without a point."""
    if found.placed.is_empty():
        return None
    return memory.remembered(_key("map", found, cut), lambda: _mapped(found, cut))


def _mapped(found: Incidents, asked: Cut) -> Mapped:
    from confianza.analysis.hotspots import changes

    cut = settled(found, asked)
    weighing = harm.weighing(found) if asked.measure == HARM else None
    tiling = tilings.of_area(found, cut.shape, cut.size)
    first, last = found.days
    before = first - (last - first) - timedelta(days=1), first - timedelta(days=1)
    earlier = found.earlier.filter(pl.col("occurred_on") >= before[0])
    edges = _quarters(found.told_from, last)
    judged = tiling.judged(by_cell(tiling, found.placed))
    return Mapped(
        cells=_cells(tiling, judged, found, earlier, _weighed(found.placed, weighing, cut), edges),
        all_cells=tiling.cells,
        cut=cut,
        size=round(tiling.metres),
        signal_p=judged.signal_p,
        quarters=len(edges) - 1,
        chains=gatherings.recent_chains(found, cut.size),
        scan=gatherings.scanned(found, cut.size),
        months=sorted({f"{day:%Y-%m}" for day in found.placed["occurred_on"]})[-MONTHS_SHOWN:],
        change=changes.of_counts(found.rows.height, earlier.height),
        before=before,
        before_is_told=before[0] >= found.told_from,
        weighing=weighing,
    )


def by_cell(tiling: Tiling, placed: pl.DataFrame) -> "NDArray[np.float64]":
    """Return what facts with a point add up to (`weight`) in each cell."""
    placed = placed.drop_nulls("latitude")
    cell = tiling.placed(placed["longitude"].to_numpy(), placed["latitude"].to_numpy())
    inside = cell >= 0
    weight = placed["weight"].cast(pl.Float64).to_numpy()[inside]
    return np.bincount(cell[inside], weights=weight, minlength=tiling.cells).astype(np.float64)


def _weighed(placed: pl.DataFrame, weighing: Weighing | None, cut: Cut) -> pl.DataFrame:
    """Return facts whose `weight` is the harm they do, where that is what is drawn."""
    return weighing.weighed(placed) if weighing and cut.measure == HARM else placed


def _kinds(tiling: Tiling, found: Incidents, edges: "NDArray[np.datetime64]") -> "NDArray[np.str_]":
    """Return what kind of hot spot each cell was over the last quarters; "" where none or too few told."""
    from confianza.analysis.hotspots import classes

    if len(edges) <= classes.LEAST_PERIODS:
        return np.full(tiling.cells, classes.NONE)
    days = [edge.astype("datetime64[D]").item() for edge in edges]
    quarters = [
        found.everything.filter(pl.col("occurred_on").is_between(start, end, closed="left"))
        for start, end in pairwise(days)
    ]
    return classes.words(np.stack([tiling.judged(by_cell(tiling, each)).hot for each in quarters]))


def _quarters(first: date, last: date) -> "NDArray[np.datetime64]":
    """Return the edges of whole quarters (datetime64[M]) that end with the last whole month, three years at
    most.
    """
    end = np.datetime64(last + timedelta(days=1), "M")
    whole = int((end - np.datetime64(first, "M")).astype(int)) // MONTHS_OF_A_QUARTER
    count = min(max(whole, 0), QUARTERS)
    edges: NDArray[np.datetime64] = end - MONTHS_OF_A_QUARTER * np.arange(count, -1, -1)
    return edges


def _by_month(tiling: Tiling, weighed: pl.DataFrame) -> dict[int, dict[str, float]]:
    cells = tiling.placed(weighed["longitude"].to_numpy(), weighed["latitude"].to_numpy())
    told = weighed.select(month=pl.col("occurred_on").dt.strftime("%Y-%m"), weight="weight")
    counted = told.with_columns(cell=pl.Series(cells)).group_by("cell", "month").agg(pl.col("weight").sum())
    months: dict[int, dict[str, float]] = {}
    for cell, month, weight in counted.iter_rows():
        months.setdefault(cell, {})[month] = weight
    return months


def _cells(
    tiling: Tiling,
    judged: tilings.Judged,
    found: Incidents,
    earlier: pl.DataFrame,
    weighed: pl.DataFrame,
    edges: "NDArray[np.datetime64]",
) -> list[Cell]:
    now, before, weighs = (by_cell(tiling, rows) for rows in (found.placed, earlier, weighed))
    kind, months = _kinds(tiling, found, edges), _by_month(tiling, weighed)
    shown = np.flatnonzero((now > 0) | (before > 0) | judged.hot | (kind != ""))
    outlines = tiling.outlines(shown.tolist())
    middles = [tuple(np.mean(outline[:-1], axis=0).tolist()) for outline in outlines]
    return [
        Cell(
            place=int(place),
            outline=outline,
            where=where,
            now=int(now[place]),
            before=int(before[place]),
            weighs=float(weighs[place]),
            months=months.get(int(place), {}),
            hot=bool(judged.hot[place]),
            z=float(judged.z[place]),
            p=float(judged.p[place]),
            kind=str(kind[place]),
        )
        for place, outline, where in zip(shown, outlines, named(middles), strict=True)
    ]


def named(middles: Sequence[tuple[float, ...]]) -> list[tuple[str, ...]]:
    """Return the lowest area of each geography around places (longitude, latitude), by name."""
    from confianza.analysis.territory.areas import current

    names = dict(current(Ground(None).territory.areas).select("area_id", "name").iter_rows())
    return [tuple(filter(None, (names.get(area, "") for area in each))) for each in areas_at(middles)]


def areas_at(places: Sequence[tuple[float, ...]]) -> list[tuple[str, ...]]:
    """Return the lowest area of each geography around places (longitude, latitude); "" is none."""
    from confianza.analysis.territory.areas import current
    from confianza.analysis.territory.points import lowest_areas

    return lowest_areas(places, current(Ground(None).territory.areas))
