"""A million points, three hundred areas: which point lies in which?"""

import time

import numpy as np
import polars as pl

from benchmarks.measuring import Row

POINTS = 1_000_000
AREAS = 300
CORNERS = 200  # of each area: municipal boundaries simplified for the web have about as many
AIM_SECONDS = 5.0


def run() -> list[Row]:
    """Place the points with Confianza and with geopandas' spatial join."""
    longitude, latitude, areas = _ground()
    ours, placed = _ours(longitude, latitude, areas)
    theirs, joined = _geopandas(longitude, latitude, areas)
    if placed != joined:
        raise AssertionError(f"Confianza placed {placed} points, geopandas {joined}.")
    label = f"{POINTS:,} points × {AREAS} areas"
    aim = f"≤ {AIM_SECONDS:g} s"
    return [
        Row(f"geopandas.sjoin, {label}", theirs, "s"),
        Row(f"confianza, {label}", ours, "s", "geopandas", ours / theirs, aim, ours <= AIM_SECONDS),
    ]


def _ground() -> tuple[np.ndarray, np.ndarray, pl.DataFrame]:
    """Discs in a grid that do not touch, so that both sides must agree on every point."""
    import shapely

    random = np.random.default_rng(1)
    side = int(np.ceil(np.sqrt(AREAS)))
    centres = [(column + 0.5, row + 0.5) for row in range(side) for column in range(side)][:AREAS]
    discs = shapely.buffer(shapely.points(centres), 0.45, quad_segs=CORNERS // 4)
    areas = pl.DataFrame({"area_id": [f"area-{n:03}" for n in range(AREAS)], "wkb": shapely.to_wkb(discs)})
    return random.uniform(0, side, POINTS), random.uniform(0, side, POINTS), areas


def _ours(longitude: np.ndarray, latitude: np.ndarray, areas: pl.DataFrame) -> tuple[float, int]:
    from confianza.analysis.territory import points

    began = time.perf_counter()
    found = points.areas_of_points(longitude, latitude, areas)
    return time.perf_counter() - began, int((found != "").sum())


def _geopandas(longitude: np.ndarray, latitude: np.ndarray, areas: pl.DataFrame) -> tuple[float, int]:
    import geopandas
    import shapely

    frame = geopandas.GeoDataFrame(
        {"area_id": areas["area_id"]}, geometry=shapely.from_wkb(areas["wkb"].to_numpy())
    )
    began = time.perf_counter()
    points = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(longitude, latitude))
    joined = geopandas.sjoin(points, frame, predicate="within")
    return time.perf_counter() - began, len(joined)
