"""One question, one layer of a map: points in, a table of cells or clusters out, ready to be drawn.

What the command line and the pages ask for, so that both get the same answer.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from confianza.analysis.hotspots import (
    chains,
    classes,
    clusters,
    density,
    gi_star,
    grids,
    hexagons,
    lattice,
    projection,
    scan,
    streets,
    surplus,
)
from confianza.analysis.hotspots.findings import PointsRefused
from confianza.analysis.hotspots.grids import CELL_METRES, Grid
from confianza.analysis.hotspots.points import METRES_OF_A_KM, Points

# Of a surface of density, the densest cells that police can look after (Chainey, Tompson & Uhlig 2008).
DENSEST_SHARE = 0.05
MONTHS = "datetime64[M]"
# Fifty years; each month is a map of its own.
MOST_MONTHS = 600
# A tenth of a metre.
DECIMALS_OF_DEGREES, DECIMALS_OF_METRES = 6, 1
DECIMALS_OF_KM = 3

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Layer:
    """`table` has a row for each cell or cluster: `x`, `y` (middle, metres) and `shown`, whether it is a
    finding. `facts` are about the whole. `grid` is None where the rows are no cells of one; `lines` are the
    segments of streets (shapely, metres) that the column `place` speaks of.
    """

    method: str
    crs: str
    table: pl.DataFrame
    facts: dict[str, Any] = field(default_factory=dict)
    grid: Grid | None = None
    lines: NDArray[np.object_] | None = None

    def found(self) -> pl.DataFrame:
        """Return the rows that are findings."""
        return self.table.filter("shown")


def counts(points: Points, size: float = CELL_METRES) -> Layer:
    """Return how many events each cell holds; those with any are shown."""
    grid = grids.around(points, size)
    told = grids.count(points, grid)
    table = _cells(grid, np.ones(grid.shape, dtype=bool), count=told)
    return _layer("counts", points, grid, table.with_columns(shown=pl.col("count") > 0))


def surplus_of(points: Points, size: float = CELL_METRES, *, level: float = 0.05) -> Layer:
    """Return which cells of the town hold more events than if each had fallen anywhere in it; those are
    shown. Of towns where each did, 5 in 100 show one. `z` is that of Gi*; weights are not heeded.
    """
    grid = grids.around(points, size)
    told = grids.count(replace(points, weight=np.ones(len(points))), grid)
    found = surplus.hot_spots(told, mask=lattice.town(points, grid), level=level)
    return _of_hot_spots("surplus", points, grid, told, found)


def hot_spots(points: Points, size: float = CELL_METRES, *, level: float = 0.05) -> Layer:
    """Return Gi* of the cells of the town, heeding weights; hot ones are shown. Of towns without any, 5 in
    100 show one. One crowded place alone is no hot spot to Gi*: see `surplus_of`.
    """
    grid = grids.around(points, size)
    told = grids.count(points, grid)
    found = gi_star.hot_spots(told, mask=lattice.town(points, grid), level=level)
    return _of_hot_spots("gi", points, grid, told, found)


def _of_hot_spots(method: str, points: Points, grid: Grid, told: Floats, found: gi_star.HotSpots) -> Layer:
    table = _cells(grid, found.gi.mask, count=told, z=found.gi.z, p=found.gi.p, shown=found.hot)
    facts = {"signal_p": found.signal_p, "level": found.level, "permutations": found.permutations}
    return _layer(method, points, grid, table, **facts)


def dense(points: Points, size: float = CELL_METRES, *, bandwidth: float | None = None) -> Layer:
    """Return events per km² in the cells of the town, edges allowed for; the densest 5 % are shown."""
    grid = grids.around(points, size)
    width = density.usual_bandwidth(points) if bandwidth is None else bandwidth
    mask = lattice.town(points, grid)
    surface = density.surface(points, grid, bandwidth=width, mask=mask, correct_edges=True)
    table = _cells(grid, mask, count=grids.count(points, grid), per_km2=surface)
    most = max(1, round(DENSEST_SHARE * len(table)))
    rank = pl.col("per_km2").rank("ordinal", descending=True)
    return _layer("density", points, grid, table.with_columns(shown=rank <= most), bandwidth=width)


def over_time(points: Points, size: float = CELL_METRES) -> Layer:
    """Return how hot each cell of the town was by month, in a word and a pattern; those with any are shown.

    Raises PointsRefused for fewer than three months.
    """
    grid = grids.around(points, size)
    month = points.times().astype(MONTHS)
    edges = np.arange(month.min(), month.max() + 2)
    if len(edges) > MOST_MONTHS:
        span = {"first": edges[0], "last": edges[-2], "periods": len(edges) - 1, "most": MOST_MONTHS}
        raise PointsRefused("too_many_periods", **span)
    cube = classes.by_period(points, grid, edges)
    mask = lattice.town(points, grid)
    told = classes.of_counts(cube, mask=mask, permutations=gi_star.LEAST_PERMUTATIONS)
    hot = told.hot.sum(axis=0)
    table = _cells(grid, mask, count=cube.sum(axis=0), hot_months=hot, word=told.word, pattern=told.pattern)
    shown = (pl.col("word") != classes.NONE) | (pl.col("pattern") != classes.NONE)
    return _layer("classes", points, grid, table.with_columns(shown=shown), months=len(cube))


def clustered(points: Points, *, metres: float = clusters.METRES, least: int = clusters.LEAST) -> Layer:
    """Return clusters of events that hang together (DBSCAN); all are shown, and none is tested."""
    found = clusters.of_points(points, metres=metres, least=least)
    table = found.table.with_columns(shown=pl.lit(True))
    return Layer("clusters", points.crs, table, {"events": len(points), "metres": metres, "least": least})


def scanned(
    points: Points, size: float = CELL_METRES, *, days: int = scan.PERIOD_DAYS, level: float = 0.05
) -> Layer:
    """Return where and when events gathered, by the space-time scan; those with p up to `level` are shown."""
    found = scan.of_points(points, grids.around(points, size), days=days)
    table = found.clusters.with_columns(shown=pl.col("p") <= level)
    facts = {"signal_p": found.signal_p, "permutations": found.permutations, "days": days}
    return Layer("scan", points.crs, table, {"events": len(points), "cell": size, **facts})


def repeated(points: Points, *, metres: float = chains.METRES, days: float = chains.DAYS) -> Layer:
    """Return chains of near repeats; all are shown."""
    found = chains.of_points(points, metres=metres, days=days)
    table = found.chains.with_columns(shown=pl.lit(True))
    return Layer("chains", points.crs, table, {"events": len(points), "metres": metres, "days": days})


def hexagonal(points: Points, resolution: int = hexagons.RESOLUTION) -> Layer:
    """Return counts on hexagons of the world (H3), for points whose system is known: a ValueError if not."""
    if not projection.is_known(points.crs):
        raise ValueError("Hexagons of the world need places on it: give degrees, or say the system.")
    east, north = projection.to_degrees(points.x, points.y, points.crs)
    table = hexagons.count(east, north, resolution, points.weight).with_columns(shown=pl.lit(True))
    return Layer("hexagons", points.crs, table, {"events": len(points), "resolution": resolution})


def on_streets(points: Points, net: streets.Streets, within: float = streets.WITHIN_METRES) -> Layer:
    """Return how many events each segment of a street holds for its length; those that stand out are shown.

    The facts say on how much of the length half of the events lie, and how much it would be by chance.
    Raises PointsRefused where no event is near any street.
    """
    told = streets.of_points(points, net, within=within)
    facts = {
        "events": len(points),
        "segments": len(net),
        "km": round(float(net.metres.sum()) / METRES_OF_A_KM, DECIMALS_OF_KM),
        "within": within,
        "on_streets": len(points) - told.snapped.lost,
        "without_street": told.snapped.lost,
        "at_corners": told.snapped.at_corners,
        "segments_for_half": told.by_segment.places_for_half,
        "length_for_half": told.length_for_half,
        "length_for_half_by_chance": told.even_length_for_half,
        "gini_of_length": told.gini_of_length,
        "generalised_gini": told.by_segment.generalised_gini,
        "signal_p": told.signal_p,
    }
    return Layer("streets", points.crs, told.table, facts, lines=net.lines)


def geojson(layer: Layer, *, everything: bool = False) -> dict[str, Any]:
    """Return the rows of a layer as GeoJSON in degrees; all of them or those shown.

    Cells and squares are polygons, segments of streets lines, clusters and chains points. Where nobody knows
    the system, coordinates stay those of the plan, and `crs` says so.
    """
    table = layer.table if everything else layer.found()
    rows = table.drop("shown", strict=False).to_dicts()
    features = [
        {"type": "Feature", "geometry": shape, "properties": {key: _plain(each) for key, each in row.items()}}
        for row, shape in zip(rows, _geometries(layer, table), strict=True)
    ]
    told = {"type": "FeatureCollection", "method": layer.method, **layer.facts, "features": features}
    return told if projection.is_known(layer.crs) else {"crs": projection.METRES, **told}


def _geometries(layer: Layer, table: pl.DataFrame) -> list[dict[str, Any]]:
    if layer.method == "hexagons":
        return [{"type": "Polygon", "coordinates": [hexagons.outline(cell)]} for cell in table["h3"]]
    if layer.lines is not None:
        return [_line(layer.lines[place], layer.crs) for place in table["place"]]
    x, y = table["x"].to_numpy(), table["y"].to_numpy()
    side = table["side"].to_numpy() if "side" in table.columns else None
    if layer.grid is not None:
        side = np.full(len(x), layer.grid.size)
    if side is None:
        east, north = _on_the_globe(x, y, layer.crs)
        return [{"type": "Point", "coordinates": list(place)} for place in zip(east, north, strict=True)]
    half = side / 2
    steps = ((-half, -half), (half, -half), (half, half), (-half, half), (-half, -half))
    corners = [_on_the_globe(x + dx, y + dy, layer.crs) for dx, dy in steps]
    rings = zip(*(zip(east, north, strict=True) for east, north in corners), strict=True)
    return [{"type": "Polygon", "coordinates": [[list(corner) for corner in ring]]} for ring in rings]


def _line(line: Any, crs: str) -> dict[str, Any]:
    at = shapely.get_coordinates(line)
    east, north = _on_the_globe(at[:, 0], at[:, 1], crs)
    return {"type": "LineString", "coordinates": [list(each) for each in zip(east, north, strict=True)]}


def _on_the_globe(
    x: NDArray[np.float64], y: NDArray[np.float64], crs: str
) -> tuple[list[float], list[float]]:
    if not projection.is_known(crs):
        return np.round(x, DECIMALS_OF_METRES).tolist(), np.round(y, DECIMALS_OF_METRES).tolist()
    east, north = projection.to_degrees(x, y, crs)
    return np.round(east, DECIMALS_OF_DEGREES).tolist(), np.round(north, DECIMALS_OF_DEGREES).tolist()


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _layer(method: str, points: Points, grid: Grid, table: pl.DataFrame, **facts: Any) -> Layer:
    told = {"events": len(points), "cell": grid.size, "cells": len(table), **facts}
    return Layer(method, points.crs, table, told, grid)


def _cells(grid: Grid, mask: NDArray[np.bool_], **values: NDArray[Any]) -> pl.DataFrame:
    """Return one row for each cell of a mask, with its place in the grid and its middle."""
    place = np.flatnonzero(mask)
    x, y = grid.centres()
    told = {"cell": place, "x": x[place % grid.columns], "y": y[place // grid.columns]}
    return pl.DataFrame(told | {name: value.reshape(-1)[place] for name, value in values.items()})
