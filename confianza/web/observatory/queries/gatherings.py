"""Where facts came again near by, and where they gathered for a while: chains, and the space-time scan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from confianza.web.observatory import memory
from confianza.web.observatory.queries import incidents, tilings
from confianza.web.observatory.queries.incidents import Incidents
from confianza.web.observatory.queries.tilings import OUTLINE

if TYPE_CHECKING:
    from confianza.analysis.hotspots.points import Points
    from confianza.analysis.hotspots.regions import Region

# Chains are told while they may still grow; older ones are history.
RECENT = timedelta(days=42)
# Metres: where facts gather for some weeks is a matter of streets, not of a house.
FINEST_SCAN = 500
# Cells of the scan, and shuffles: what a page waits a second for.
MOST_SCANNED, SHUFFLES = 4_000, 399
SURE = 0.05


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
class Gathering:
    """A square (its corners in degrees) that held more facts for some days than where and when facts happen
    would explain; p counts that everywhere and always was looked.
    """

    outline: OUTLINE
    events: int
    expected: float
    begins: date
    ends: date
    p: float

    @property
    def sure(self) -> bool:
        """Whether chance alone would seldom show one as strong anywhere."""
        return self.p < SURE


@dataclass(frozen=True)
class Scanned:
    """The strongest gatherings, the strongest first; p of the first is that of the whole table."""

    gatherings: Sequence[Gathering]
    size: int
    shuffles: int

    @property
    def sure(self) -> Sequence[Gathering]:
        """Those that chance does not explain."""
        return [each for each in self.gatherings if each.sure]


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


def recent_chains(found: Incidents, size: int) -> list[Chain]:
    """Return the chains of near repeats with a fact in the last weeks of the period, the longest first."""
    from confianza.analysis.hotspots import chains, projection

    _first, last = found.days
    region = tilings.remembered_region(found, size)
    points = points_of(found.placed, region)
    if len(points) < 2:
        return []
    told = chains.of_points(points).chains
    since = datetime.combine(last - RECENT, datetime.min.time())
    recent = told.filter(pl.col("ends") >= since)
    # Two facts have their middle in the street between them: a cell is as near as a map may tell.
    x, y = (np.floor(recent[axis].to_numpy() / size + 0.5) * size for axis in ("x", "y"))
    longitude, latitude = projection.to_degrees(x, y, region.crs)
    return [
        Chain(
            float(east), float(north), row["events"], row["begins"].date(), row["ends"].date(), row["reach"]
        )
        for east, north, row in zip(longitude, latitude, recent.iter_rows(named=True), strict=True)
    ]


def scanned(found: Incidents, size: int) -> Scanned | None:
    """Return where and when facts of the period gathered; None where they are of too few weeks."""
    key = f"scan|{incidents.state()}|{found.key}|{max(size, FINEST_SCAN)}"
    return memory.remembered(key, lambda: _scanned(found, size))


def _scanned(found: Incidents, size: int) -> Scanned | None:
    from confianza.analysis.hotspots import regions, scan
    from confianza.analysis.hotspots.findings import PointsRefused

    offered = [each for each in tilings.SIZES if each >= max(size, FINEST_SCAN)]
    coarse = int(regions.fitting(found.border, offered, MOST_SCANNED))
    region = tilings.remembered_region(found, coarse)
    try:
        told = scan.of_points(points_of(found.placed, region), region.grid, permutations=SHUFFLES)
    except PointsRefused:
        return None
    rows = told.clusters.to_dicts()
    return Scanned([_gathering(row, region) for row in rows], coarse, SHUFFLES)


def _gathering(row: dict[str, Any], region: "Region") -> Gathering:
    from confianza.analysis.hotspots import projection

    half = row["side"] / 2
    across, up = np.array([-half, half, half, -half, -half]), np.array([-half, -half, half, half, -half])
    east, north = projection.to_degrees(row["x"] + across, row["y"] + up, region.crs)
    outline = list(zip(east.tolist(), north.tolist(), strict=True))
    return Gathering(
        outline,
        int(row["events"]),
        row["expected"],
        row["begins"],
        row["ends"],
        row["p"],
    )
