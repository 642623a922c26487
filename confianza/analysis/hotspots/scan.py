"""Do events gather somewhere, for a while, more than where and when they happen would explain?

The space-time permutation scan (Kulldorff, Heffernan, Hartman, Assunção & Mostashari 2005, PLoS Medicine
2:e59) on the cells of a grid: squares of cells times spans of periods. It needs no population, and finds
neither busy streets nor busy weeks, only where both go together. p is that of the strongest cylinder of each
of many tables with times dealt anew, so that looking everywhere is paid for.

For a single series of counts stands the scan of Naus (1982, JASA 77:177-183).
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.hotspots import lattice, pairs
from confianza.analysis.hotspots.findings import PointsRefused
from confianza.analysis.hotspots.grids import Grid, places
from confianza.analysis.hotspots.pairs import SECONDS_OF_A_DAY
from confianza.analysis.hotspots.points import Points

PERMUTATIONS, LEAST_PERMUTATIONS = 999, 99
# Cylinders times shuffles that take about ten seconds.
MOST_WORK = 4_000_000_000
SEED = 20_260_101
# A square with more than half of all events says where it is quiet rather than where it is not.
LARGEST_SHARE = 0.5
PERIOD_DAYS, LONGEST_PERIODS, REACH = 7, 4, 4
MOST_CLUSTERS = 10
# Cells times periods: 8 bytes each in every thread.
MOST_CUBE = 60_000_000
# With the fewest shuffles, half a minute.
MOST_CYLINDERS = 120_000_000

SCHEMA = {
    "x": pl.Float64, "y": pl.Float64, "side": pl.Float64, "begins": pl.Int32, "ends": pl.Int32,
    "events": pl.Int64, "expected": pl.Float64, "ratio": pl.Float64, "likelihood": pl.Float64,
    "p": pl.Float64,
}  # fmt: skip

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Scan:
    """`clusters`, the strongest first and none over another: `x`, `y` (middle, metres), `side` (metres),
    `begins`, `ends` (days), `events`, `expected`, `ratio`, `likelihood` (log ratio), `p`.

    `signal_p` is the chance that a table without any cluster shows one as strong as the first.
    """

    clusters: pl.DataFrame
    signal_p: float
    permutations: int


@dataclass(frozen=True)
class Cube:
    """Events by cell and period, and how the periods lie in time."""

    cell: Whole
    period: Whole
    periods: int
    grid: Grid
    zones: Whole
    longest: int
    first_end: int

    @property
    def cylinders(self) -> int:
        """How many squares times spans there are."""
        return int(self.zones.size * (self.periods - self.first_end) * self.longest)


def of_points(
    points: Points,
    grid: Grid,
    *,
    days: int = PERIOD_DAYS,
    longest: int = LONGEST_PERIODS,
    reach: int = REACH,
    alive: bool = False,
    permutations: int | None = None,
    seed: int = SEED,
) -> Scan:
    """Return where and when events gather: squares of up to `reach` cells around a cell, for up to `longest`
    periods of `days`, counted back from the last day. `alive`: only what lasts until that day. `permutations`
    None: 999, or as many as the cylinders leave time for.

    Raises PointsRefused where there are no times, or all fall in one period.
    """
    cube = _cube(points, grid, days, longest, reach, alive)
    best, when = _strongest(cube, cube.period)
    shuffles = permutations or int(np.clip(MOST_WORK // cube.cylinders, LEAST_PERMUTATIONS, PERMUTATIONS))
    seeds = np.random.SeedSequence(seed).spawn(shuffles)

    def by_chance(source: np.random.SeedSequence) -> float:
        shuffled = np.random.default_rng(source).permutation(cube.period)
        return float(_strongest(cube, shuffled)[0].max())

    from confianza.analysis.hotspots.compiling import threads

    with ThreadPoolExecutor(threads()) as pool:
        drawn = np.array(list(pool.map(by_chance, seeds)))
    last = pairs.seconds(points).max() // SECONDS_OF_A_DAY
    clusters = _clusters(cube, best, when, drawn, days, int(last))
    return Scan(clusters, _p(float(best.max()), drawn), shuffles)


def _p(found: float, drawn: Floats) -> float:
    # Sums of logarithms in another order differ in their last digits.
    return float((1 + (drawn >= found - 1e-9).sum()) / (1 + len(drawn)))


def _cube(points: Points, grid: Grid, days: int, longest: int, reach: int, alive: bool) -> Cube:
    cell = places(points, grid)
    day = pairs.seconds(points) // SECONDS_OF_A_DAY
    inside = cell >= 0
    back = (day.max() - day[inside]) // days
    periods = int(back.max()) + 1
    if periods < 2:
        raise PointsRefused("too_few_periods", periods=periods, least=2)
    spans = periods * (reach + 1) * min(longest, periods - 1)
    most = min(MOST_CUBE // periods, MOST_CYLINDERS // spans)
    if grid.cells > most:
        km = {
            "width": f"{grid.columns * grid.size / 1e3:,.0f}",
            "height": f"{grid.rows * grid.size / 1e3:,.0f}",
        }
        raise PointsRefused(
            "giant_grid", size=f"{grid.size:g}", cells=f"{grid.cells:,}", most=f"{most:,}", **km
        )
    held = np.bincount(cell[inside], minlength=grid.cells).reshape(grid.shape)
    zones = np.stack([lattice.sums(held, each) for each in range(reach + 1)])
    zones[zones > LARGEST_SHARE * len(back)] = 0
    first_end = periods - 1 if alive else 0
    return Cube(cell[inside], periods - 1 - back, periods, grid, zones, min(longest, periods - 1), first_end)


def _strongest(cube: Cube, period: Whole) -> tuple[Floats, Whole]:
    """Return the best log ratio of every square, and the end and length of its span."""
    from confianza.analysis.hotspots import scan_kernels

    flat = period * cube.grid.cells + cube.cell
    told = np.bincount(flat, minlength=cube.periods * cube.grid.cells).reshape(cube.periods, *cube.grid.shape)
    upto = np.zeros((cube.periods + 1, *cube.grid.shape), dtype=np.int32)
    np.cumsum(told, axis=0, out=upto[1:])
    best = np.zeros(cube.zones.shape)
    when = np.zeros((*cube.zones.shape, 2), dtype=np.int64)
    counts = np.bincount(period, minlength=cube.periods)
    scan_kernels.strongest(upto, cube.zones, counts, cube.longest, cube.first_end, best, when)
    return best, when


def _clusters(cube: Cube, best: Floats, when: Whole, drawn: Floats, days: int, last: int) -> pl.DataFrame:
    """Return the strongest squares, leaving out those that lie over a stronger one."""
    grid, taken = cube.grid, np.zeros(cube.grid.shape, dtype=bool)
    rows: list[dict[str, Any]] = []
    for place in np.argsort(-best, axis=None, kind="stable"):
        reach, row, column = (int(each) for each in np.unravel_index(place, best.shape))
        if best[reach, row, column] <= 0 or len(rows) == MOST_CLUSTERS:
            break
        square = (
            slice(max(row - reach, 0), row + reach + 1),
            slice(max(column - reach, 0), column + reach + 1),
        )
        if taken[square].any():
            continue
        taken[square] = True
        end, length = (int(each) for each in when[reach, row, column])
        here = np.zeros(grid.shape, dtype=bool)
        here[square] = True
        in_span = (cube.period <= end) & (cube.period > end - length)
        count = int((in_span & here.reshape(-1)[cube.cell]).sum())
        expected = float(cube.zones[reach, row, column] * in_span.sum() / len(cube.period))
        ends = last - (cube.periods - 1 - end) * days
        rows.append(
            {
                "x": grid.x0 + (column + 0.5) * grid.size,
                "y": grid.y0 + (row + 0.5) * grid.size,
                "side": (2 * reach + 1) * grid.size,
                "begins": ends - length * days + 1,
                "ends": ends,
                "events": count,
                "expected": expected,
                "ratio": count / expected,
                "likelihood": float(best[reach, row, column]),
                "p": _p(float(best[reach, row, column]), drawn),
            }
        )
    return pl.DataFrame(rows, schema=SCHEMA).with_columns(pl.col("begins", "ends").cast(pl.Date))


def _around(place: int, reach: int) -> slice:
    return slice(max(place - reach, 0), place + reach + 1)


def naus(periods: float, window: float, mean: float, count: int) -> float:
    """Return the chance that some `window` among so many `periods` holds `count` cases or more.

    `mean` is what chance brings per period (Poisson); `periods` and `window` have one unit. Naus (1982) finds
    it from two and three windows, Q2 (Q3 / Q2) ** (periods / window - 2). ptools writes L - k there, which is
    that for k = 2 alone. At least two windows must fit: a ValueError if not.
    """
    if periods < 2 * window or mean <= 0 or count < 1:
        raise ValueError("A scan needs two windows, a mean above zero and a count of one at least.")
    two, three = _without(2, window * mean, count), _without(3, window * mean, count)
    return float(1 - two * (three / two) ** (periods / window - 2))


def _without(windows: int, psi: float, k: int) -> float:
    """Return the chance that no window among two or three of them holds k cases, `psi` being usual."""
    from scipy.stats import poisson

    def p(i: int) -> float:
        return float(poisson.pmf(i, psi)) if i >= 0 else 0.0

    def upto(i: int) -> float:
        return float(poisson.cdf(i, psi)) if i >= 0 else 0.0

    if windows == 2:
        last = (k - 1) * p(k) * p(k - 2) + (k - 1 - psi) * p(k) * upto(k - 3)
        return upto(k - 1) ** 2 - last
    first = 2 * p(k) * upto(k - 1) * ((k - 1) * upto(k - 2) - psi * upto(k - 3))
    second = (k - 1) * (k - 2) * upto(k - 3) - 2 * (k - 2) * psi * upto(k - 4) + psi**2 * upto(k - 5)
    third = sum(p(2 * k - r) * upto(r - 1) ** 2 for r in range(1, k))
    fourth = sum(p(2 * k - r) * p(r) * ((r - 1) * upto(r - 2) - psi * upto(r - 3)) for r in range(2, k))
    return upto(k - 1) ** 3 - first + 0.5 * p(k) ** 2 * second + third - fourth
