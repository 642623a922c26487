"""Density, Gi* and near repeat side by side with KDEpy, scikit-learn, scipy, esda and pointpats.

Invented events (`benchmarks.crimes`). Ours is asked once before the clock runs; what compiling takes, the
last row says. Peers that would take hours are run on what they can, which their row says.
"""

import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.crimes import invented
from benchmarks.measuring import Row, apart, median_seconds
from confianza.analysis.hotspots.points import Points

PEERS = Path(".venv-peers")
TEN, HUNDRED, MILLION = 10_000, 100_000, 1_000_000
CELL, WIDE_CELL, BANDWIDTH = 100.0, 200.0, 200.0
LIMITS, DAYS = [0, 100, 200, 300, 400], [0, 7, 14, 21, 28]
NEAR_METRES, NEAR_DAYS = 200.0, 14.0
PERMUTATIONS = 99
# Of the ninety-nine shuffles of the largest peer so many are run, the rest counted as if they took as long.
SHUFFLES_RUN = 9
DENSITY_TIMES, GI_TIMES, CELL_TIMES, SHUFFLES_TIMES, PAIRS_TIMES = 100, 100, 500, 100, 5
KNOX_TIMES, KNOX_MB, COMPILE_SECONDS = 20, 1_000, 10


def run() -> list[Row]:
    """Run all; the million takes some minutes and a peer up to one more."""
    return [*density_rows(), *gi_rows(), *pairs_rows(), *knox_rows(), *million_rows()]


def density_rows() -> list[Row]:
    """Density on cells of 100 m."""
    from sklearn.neighbors import KernelDensity

    from confianza.analysis.hotspots import density, grids

    rows = []
    for events in (TEN, HUNDRED, MILLION):
        points = crimes(events)
        grid = grids.around(points, CELL)
        ours = median_seconds(lambda p=points, g=grid: density.surface(p, g, bandwidth=BANDWIDTH), repeats=5)
        theirs = _kdepy(points)
        rows += [Row(f"KDEpy, density of {events:,}", theirs, "s")]
        rows += [_within(f"confianza, density of {events:,}", ours, theirs, "KDEpy", 1, events == MILLION)]
        if events <= HUNDRED:
            x, y = (each.reshape(-1) for each in np.meshgrid(*grid.centres()))
            data, at = np.column_stack([points.x, points.y]), np.column_stack([x, y])
            slow = _seconds(lambda d=data, a=at: _tree_of(KernelDensity, d).score_samples(a))
            rows += [Row(f"scikit-learn, density of {events:,}", slow, "s")]
            rows += [
                _within(
                    f"confianza, density of {events:,}",
                    ours,
                    slow,
                    "scikit-learn",
                    DENSITY_TIMES,
                    events == HUNDRED,
                )
            ]
    return rows


def gi_rows() -> list[Row]:
    """z of Gi* from points, cells of 200 m: theirs joins, finds neighbours and computes."""
    from confianza.analysis.hotspots import gi_star, grids

    rows = []
    for events in (TEN, HUNDRED, MILLION):
        points = crimes(events)

        def asked(points: Points = points) -> Any:
            grid = grids.around(points, WIDE_CELL)
            return gi_star.z_of_grid(grids.count(points, grid))

        ours = median_seconds(asked, repeats=5)
        theirs, z = _esda(points)
        if np.abs(asked() - z).max() > 1e-9:
            raise AssertionError("Confianza and esda differ in Gi*.")
        rows += [Row(f"esda, Gi* of {events:,}", theirs, "s")]
        rows += [_within(f"confianza, Gi* of {events:,}", ours, theirs, "esda", GI_TIMES, True)]
    return rows


def pairs_rows() -> list[Row]:
    """Pairs at most 200 m and 14 days apart, against a tree in space and time."""
    from confianza.analysis.hotspots import pairs

    rows = []
    for events in (TEN, HUNDRED, MILLION):
        points = crimes(events)
        ours = median_seconds(lambda p=points: pairs.count(p, metres=NEAR_METRES, days=NEAR_DAYS), repeats=3)
        theirs, found = _tree(points)
        if found != pairs.count(points, metres=NEAR_METRES, days=NEAR_DAYS):
            raise AssertionError("Confianza and scipy differ in the pairs.")
        rows += [Row(f"cKDTree, pairs of {events:,}", theirs, "s")]
        rows += [
            _within(
                f"confianza, pairs of {events:,}", ours, theirs, "cKDTree", PAIRS_TIMES, events == MILLION
            )
        ]
    return rows


def knox_rows() -> list[Row]:
    """Sixteen cells with inference, against one cell of pointpats and against shuffles in numpy."""
    from pointpats import Knox

    from confianza.analysis.hotspots import knox

    rows = []
    for events in (TEN, HUNDRED):
        points = crimes(events)
        ours = median_seconds(lambda p=points: knox.table(p, LIMITS, DAYS, permutations=0), repeats=3)
        shuffled = median_seconds(
            lambda p=points: knox.table(p, LIMITS, DAYS, permutations=PERMUTATIONS), repeats=1
        )
        label = f"confianza, 4 × 4 cells of {events:,}"
        rows += [Row(f"{label}, {PERMUTATIONS} shuffles", shuffled, "s")]
        if events == TEN:
            coordinates = np.column_stack([points.x, points.y])
            day = _day(points)[:, None]
            one = _seconds(lambda c=coordinates, d=day: _one_cell(Knox, c, d))
            rows += [Row(f"pointpats, 1 cell of {events:,}, {PERMUTATIONS} shuffles", one, "s")]
            rows += [_within(f"{label}, exact moments", ours, one, "pointpats", CELL_TIMES, True)]
        theirs = _numpy_shuffles(points)
        rows += [Row(f"cKDTree and numpy, 4 × 4 cells of {events:,}, {PERMUTATIONS} shuffles", theirs, "s")]
        rows += [_within(f"{label}, exact moments", ours, theirs, "numpy", SHUFFLES_TIMES, events == HUNDRED)]
    return rows


def million_rows() -> list[Row]:
    """A million events in one process: the table against the pairs, memory, and what compiling takes."""
    done = apart(a_million)
    told = done.returned
    with tempfile.TemporaryDirectory() as cache:
        first = apart(first_call, cache)
    ratio = told["table"] / told["pairs"]
    label = f"confianza, 4 × 4 cells of {MILLION:,} ({told['near']:,} pairs)"
    return [
        Row(label, told["table"], "s", "its pairs", ratio, f"≤ {KNOX_TIMES} ×", ratio <= KNOX_TIMES),
        _memory(label, done.peak_mb),
        Row(
            "confianza, first call: compiling", first.returned, "s", "aim", first.returned / COMPILE_SECONDS,
            f"≤ {COMPILE_SECONDS} s", first.returned <= COMPILE_SECONDS,
        ),
    ]  # fmt: skip


def a_million() -> dict[str, float]:
    """Time the table and the pairs of a million events."""
    from confianza.analysis.hotspots import knox, pairs

    small = crimes(2_000)
    knox.table(small, LIMITS, DAYS, permutations=0)
    points = crimes(MILLION)
    count = _seconds(lambda: pairs.count(points, metres=NEAR_METRES, days=NEAR_DAYS))
    began = time.perf_counter()
    told = knox.table(points, LIMITS, DAYS, permutations=0)
    return {"table": time.perf_counter() - began, "pairs": count, "near": int(told.observed[:-1].sum())}


def first_call(cache: str) -> float:
    """Time a first table where nothing was compiled before."""
    import os

    os.environ["NUMBA_CACHE_DIR"] = cache
    from confianza.analysis.hotspots import knox

    points = crimes(2_000)
    return _seconds(lambda: knox.table(points, LIMITS, DAYS, permutations=PERMUTATIONS))


def _memory(label: str, megabytes: float) -> Row:
    aim, met = f"< {KNOX_MB} MB", megabytes < KNOX_MB
    return Row(f"{label}: memory", megabytes, "MB", "aim", megabytes / KNOX_MB, aim, met)


def _one_cell(knox: Any, coordinates: np.ndarray, day: np.ndarray) -> Any:
    return knox(coordinates, day, delta=NEAR_METRES, tau=NEAR_DAYS, permutations=PERMUTATIONS)


def _tree_of(kernel: Any, data: np.ndarray) -> Any:
    return kernel(bandwidth=BANDWIDTH, rtol=1e-3).fit(data)


def crimes(events: int) -> Points:
    """Return invented events as points."""
    from confianza.analysis.hotspots import points

    return points.of_arrays(*invented(events))


def _within(what: str, ours: float, theirs: float, peer: str, times: int, judged: bool) -> Row:
    """Return our row beside a peer that should take so many times as long."""
    aim = f"≤ 1/{times}" if judged else ""
    return Row(what, ours, "s", peer, ours / theirs, aim, ours * times <= theirs if judged else None)


def _seconds(question: Callable[[], Any]) -> float:
    began = time.perf_counter()
    question()
    return time.perf_counter() - began


def _day(points: Points) -> np.ndarray:
    return points.times().astype("datetime64[D]").astype(float)


def _kdepy(points: Points) -> float:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "points.npy"
        np.save(file, np.column_stack([points.x, points.y]))
        command = [str(PEERS / "bin" / "python"), str(Path(__file__).with_name("crimes_peer.py")), str(file)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(json.loads(answer.stdout.splitlines()[-1])["seconds"])


def _esda(points: Points) -> tuple[float, np.ndarray]:
    """Count by a spatial join, find neighbours by polygons, compute."""
    import warnings

    import geopandas
    import shapely
    from esda import G_Local
    from libpysal.weights import Queen

    from confianza.analysis.hotspots import grids

    warnings.simplefilter("ignore")
    grid = grids.around(points, WIDE_CELL)
    x, y = np.meshgrid(
        grid.x0 + np.arange(grid.columns) * grid.size, grid.y0 + np.arange(grid.rows) * grid.size
    )
    cells = geopandas.GeoDataFrame(geometry=shapely.box(x, y, x + grid.size, y + grid.size).reshape(-1))
    began = time.perf_counter()
    events = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(points.x, points.y))
    joined = geopandas.sjoin(events, cells, predicate="intersects")
    counts = np.bincount(joined["index_right"], minlength=grid.cells).astype(float)
    found = G_Local(
        counts, Queen.from_dataframe(cells, use_index=False), star=True, transform="B", permutations=0
    )
    return time.perf_counter() - began, found.Zs.reshape(grid.shape)


def _tree(points: Points) -> tuple[float, int]:
    """Find pairs in a tree over space and scaled time by the largest difference, then measure them."""
    from scipy.spatial import cKDTree

    began = time.perf_counter()
    day = _day(points)
    scaled = np.column_stack([points.x, points.y, day * (NEAR_METRES / NEAR_DAYS)])
    found = cKDTree(scaled).query_pairs(NEAR_METRES * (1 + 1e-9), p=np.inf, output_type="ndarray")
    one, other = found.T
    near = np.hypot(points.x[one] - points.x[other], points.y[one] - points.y[other]) <= NEAR_METRES
    count = int((near & (np.abs(day[one] - day[other]) <= NEAR_DAYS)).sum())
    return time.perf_counter() - began, count


def _numpy_shuffles(points: Points) -> float:
    """Find spatial pairs once, then count the table anew for shuffled days."""
    from scipy.spatial import cKDTree

    random = np.random.default_rng(1)
    day = _day(points)
    began = time.perf_counter()
    place = np.column_stack([points.x, points.y])
    one, other = cKDTree(place).query_pairs(LIMITS[-1], output_type="ndarray").T
    away = np.hypot(*(place[one] - place[other]).T)
    band = np.searchsorted(LIMITS, away, side="right") - 1
    once = time.perf_counter() - began
    began = time.perf_counter()
    for _ in range(SHUFFLES_RUN):
        shuffled = random.permutation(day)
        late = np.searchsorted(DAYS, np.abs(shuffled[one] - shuffled[other]), side="right") - 1
        np.bincount(band * len(DAYS) + late, minlength=len(LIMITS) * len(DAYS))
    return once + (time.perf_counter() - began) / SHUFFLES_RUN * PERMUTATIONS
