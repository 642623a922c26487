"""What the season brings: months (or weekdays) that stand out every year, and the trend without them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FEWEST_SEASONS = 3
# A season is taken off a series only where chance would show as much in fewer than one of twenty.
FALSE_ALARMS = 0.05
# Cases each phase is credited with at the usual level, so that a few of them do not make a season.
CREDIT = 4.0


@dataclass(frozen=True)
class Decomposition:
    """trend + seasonal + remainder = counts; `strength` is 0 (no season) to 1 (nothing but season)."""

    trend: NDArray[np.float64]
    seasonal: NDArray[np.float64]
    remainder: NDArray[np.float64]
    strength: float


@dataclass(frozen=True)
class Season:
    """`factors` of each phase on the usual level (mean 1), and `p`: how often chance shows as much."""

    factors: NDArray[np.float64]
    p: float

    @property
    def clear(self) -> bool:
        """Whether the season is more than chance."""
        return self.p < FALSE_ALARMS


def decompose(counts: NDArray[np.float64], period: int) -> Decomposition | None:
    """Split a series by STL (Cleveland et al. 1990, robust, periodic); None for fewer than three seasons.

    Strength: 1 - var(remainder) / var(seasonal + remainder), not below zero (Wang, Smith & Hyndman 2006).
    """
    if len(counts) < FEWEST_SEASONS * period:
        return None
    from statsmodels.tsa.seasonal import STL

    # A window longer than the series makes the season the same every year.
    same_every_year = 10 * len(counts) + 1
    found = STL(np.asarray(counts, dtype=float), period=period, seasonal=same_every_year, robust=True).fit()
    trend, seasonal, rest = (np.asarray(part) for part in (found.trend, found.seasonal, found.resid))
    both = float(np.var(seasonal + rest))
    return Decomposition(trend, seasonal, rest, max(0.0, 1 - float(np.var(rest)) / both) if both else 0.0)


def of_counts(counts: NDArray[np.float64], days: NDArray[Any], period: int) -> Season | None:
    """Return the factors of each phase (the first count is phase 0) and whether they are more than chance.

    A count is set against the mean of the year around it; phases are compared by the ranks of these ratios
    (Kruskal & Wallis 1952), so that one violent month makes no season. Factors are totals over totals,
    drawn towards 1 by a few cases. None for fewer than three whole seasons, or nothing counted.
    """
    y = np.asarray(counts, dtype=float)
    if len(y) < FEWEST_SEASONS * period or not y.any():
        return None
    usual = _around(y / days, period) * days
    told = np.flatnonzero(~np.isnan(usual) & (usual > 0))
    phase = told % period
    from scipy.stats import kruskal

    ratio = y[told] / usual[told]
    p = float(kruskal(*(ratio[phase == k] for k in range(period))).pvalue) if np.ptp(ratio) else 1.0
    seen = np.bincount(phase, weights=y[told], minlength=period) + CREDIT
    expected = np.bincount(phase, weights=usual[told], minlength=period) + CREDIT
    factors = seen / expected
    return Season(factors / factors.mean(), p)


def _around(rate: NDArray[np.float64], period: int) -> NDArray[np.float64]:
    """Return the centred mean over one season, half weights at both ends if it is even; NaN at the ends."""
    window = np.ones(period) if period % 2 else np.concatenate([[0.5], np.ones(period - 1), [0.5]])
    half = len(window) // 2
    middle = np.convolve(rate, window / window.sum(), mode="valid")
    return np.concatenate([np.full(half, np.nan), middle, np.full(half, np.nan)])
