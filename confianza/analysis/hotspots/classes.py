"""How a hot spot behaves over time: persistent, emerging, former … from which periods found it hot.

Two vocabularies of the trade: five words by shares of periods, as Ashby's sfhotspot has them, and the eight
patterns of the emerging hot spot analysis (Harris et al. 2017, Annals of GIS), with the trend test of Mann
(1945) and Kendall.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots import gi_star
from confianza.analysis.hotspots.findings import PointsRefused
from confianza.analysis.hotspots.grids import Grid, places
from confianza.analysis.hotspots.points import Points

# The shares by which sfhotspot tells its words apart: of all periods, and which of them are recent.
HOT_SHARE, PERSISTENT_SHARE, RECENT_SHARE = 0.1, 0.8, 0.2
# Ninety of a hundred steps make a pattern of that analysis lasting; its trends are tested at 5 %.
LASTING_SHARE, TREND_LEVEL = 0.9, 0.05
LEAST_PERIODS = 3

# Gi* below the 5 % point of the normal law is cold, as in that analysis.
COLD = -1.96

NONE = ""
WORDS = ("persistent", "emerging", "intermittent", "former", NONE)
PATTERNS = (
    "new", "consecutive", "intensifying", "lasting", "diminishing", "sporadic", "oscillating", "historical",
    NONE,
)  # fmt: skip

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Classes:
    """Over a grid (rows, columns): `word` and `pattern`, "" where there is none; `hot` and `z` by period
    (periods, rows, columns); `trend` is z of Mann and Kendall for the z of the periods.
    """

    word: NDArray[np.str_]
    pattern: NDArray[np.str_]
    hot: Mask
    z: Floats
    trend: Floats
    counts: Floats


def by_period(points: Points, grid: Grid, edges: NDArray[np.datetime64]) -> Floats:
    """Return what the events of each period weigh in each cell: shape (periods, rows, columns).

    Period i runs from edges[i] until before edges[i + 1].
    """
    cell = places(points, grid)
    period = np.searchsorted(edges, points.times().astype(edges.dtype), side="right") - 1
    kept = (cell >= 0) & (period >= 0) & (period < len(edges) - 1)
    flat = period[kept] * grid.cells + cell[kept]
    size = (len(edges) - 1) * grid.cells
    told = np.bincount(flat, weights=points.weight[kept], minlength=size)
    return np.asarray(told, dtype=np.float64).reshape(len(edges) - 1, *grid.shape)


def of_counts(
    counts: Floats, *, mask: Mask | None = None, reach: int = 1, permutations: int | None = None
) -> Classes:
    """Return the classes of every cell for counts by period (periods, rows, columns), the latest last.

    Each period is judged by itself (`gi_star.hot_spots`). Raises PointsRefused for fewer than three.
    """
    if len(counts) < LEAST_PERIODS:
        raise PointsRefused("too_few_periods", periods=len(counts), least=LEAST_PERIODS)
    found = [
        gi_star.hot_spots(each, mask=mask, reach=reach, permutations=permutations, seed=gi_star.SEED + place)
        for place, each in enumerate(counts)
    ]
    hot = np.stack([each.hot for each in found])
    z = np.stack([each.gi.z for each in found])
    trend = mann_kendall(z)
    return Classes(words(hot), patterns(hot, z < COLD, trend), hot, z, trend, counts)


def words(hot: Mask) -> NDArray[np.str_]:
    """Return the word of each cell by the shares of periods in which it was hot; `hot` has periods first."""
    recent_periods = max(1, round(RECENT_SHARE * len(hot)))
    recent = hot[-recent_periods:].mean(axis=0)
    before = hot[:-recent_periods].mean(axis=0) if len(hot) > recent_periods else np.zeros(hot.shape[1:])
    often, now, then = hot.mean(axis=0) >= PERSISTENT_SHARE, recent >= HOT_SHARE, before >= HOT_SHARE
    return np.select(
        [often, now & then, now, then], ["persistent", "intermittent", "emerging", "former"], default=NONE
    )


def patterns(hot: Mask, cold: Mask, trend: Floats) -> NDArray[np.str_]:
    """Return the pattern of each cell over time; arrays have periods first, `trend` none."""
    from scipy.special import ndtri

    share, last = hot.mean(axis=0), hot[-1]
    lasting = share >= LASTING_SHARE
    times, run = hot.sum(axis=0), _run_at_the_end(hot)
    limit = -ndtri(TREND_LEVEL / 2)
    told = np.select(
        [
            last & (times == 1),
            lasting & last & (trend > limit),
            lasting & last & (trend < -limit),
            lasting & last,
            lasting,
            last & (run == times),
            last & cold.any(axis=0),
            last,
        ],
        [
            "new", "intensifying", "diminishing", "lasting", "historical", "consecutive", "oscillating",
            "sporadic",
        ],
        default=NONE,
    )  # fmt: skip
    return np.asarray(told)


def _run_at_the_end(hot: Mask) -> NDArray[np.int64]:
    """Return for how many periods each cell has been hot without a break, up to the last."""
    return np.asarray(np.cumprod(hot[::-1].astype(np.int64), axis=0).sum(axis=0))


def mann_kendall(series: Floats) -> Floats:
    """Return z of the trend test of Mann and Kendall along the first axis; 0 where all are tied."""
    periods = len(series)
    up = np.zeros(series.shape[1:])
    for late in range(1, periods):
        up += np.sign(series[late] - series[:late]).sum(axis=0)
    ties = np.zeros(series.shape[1:])
    ordered = np.sort(series, axis=0)
    # Of a group of t equal values the k-th (from 0) adds what makes t(t-1)(2t+5) in the end.
    length = np.zeros(series.shape[1:])
    for place in range(1, periods):
        length = np.where(ordered[place] == ordered[place - 1], length + 1, 0.0)
        t = length + 1
        ties += np.where(length > 0, t * (t - 1) * (2 * t + 5) - (t - 1) * (t - 2) * (2 * t + 3), 0.0)
    variance = (periods * (periods - 1) * (2 * periods + 5) - ties) / 18
    shifted = up - np.sign(up)
    root = np.sqrt(np.maximum(variance, 0))
    return np.asarray(np.divide(shifted, root, out=np.zeros(shifted.shape), where=root > 0))
