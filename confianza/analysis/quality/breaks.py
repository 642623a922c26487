"""Sudden breaks in monthly counts: a month after which the level is another one, by more than chance.

The months after each month are compared with as many before it (a moving likelihood ratio of two Poisson
means, divided by the spread that the series has anyway). With three years or more a window is a whole year,
so that seasons cancel. How large such a ratio becomes when nothing happens is not looked up but simulated:
series as long, as large and as spread, of one mean (Hušková & Slabý 2001 for moving-window tests). A break
says that the figures changed there, not why: an office may have closed, a form may have changed, or people
were killed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

FALSE_ALARMS = 0.05
SIMULATIONS = 999
SEED = 20151  # any fixed number: the same counts give the same answer every day

YEAR = 12
HALF_A_YEAR = 6
FEWEST_MONTHS = 2 * HALF_A_YEAR
# The spread of a short series is known badly, and taken too small it accuses too often: what is simulated is
# so much more spread, over the root of the months. Found by simulation; see the tests.
CAUTION = 2.5
# Simulated levels are rounded to this grid, so that series of about one size share one simulation.
LEVELS = 20


@dataclass(frozen=True)
class Break:
    """The month at position `at` is the first of another level: means per month `before` and `after` it.

    `p`: how often the largest difference of a series without a break is at least as large.
    """

    at: int
    before: float
    after: float
    p: float


def find(counts: Sequence[float], alpha: float = FALSE_ALARMS) -> list[Break]:
    """Return the sudden breaks of a series of consecutive monthly counts, in order.

    Of a series without a break, at most a share `alpha` is accused of one. Less than a year of months has no
    answer.
    """
    series = np.asarray(counts, dtype=float)
    window = window_of(len(series))
    if window is None or not series.sum():
        return []
    spread = dispersion(series)
    seen = _statistic(series[None, :], window, spread)[0]
    cautious = round(spread * (1 + CAUTION / len(series) ** 0.5), 1)
    null = _null(len(series), window, _on_the_grid(float(series.mean())), cautious)
    found: list[Break] = []
    while seen.max(initial=0.0) > 0:
        place = int(seen.argmax())
        p = (1 + int((null >= seen[place]).sum())) / (1 + len(null))
        if p > alpha:
            break
        found.append(_break(series, place + window, window, p))
        seen[max(0, place - window + 1) : place + window] = 0.0
    return sorted(found, key=lambda each: each.at)


def window_of(months: int) -> int | None:
    """Return how many months are compared on each side; None where there are too few."""
    if months >= 3 * YEAR:
        return YEAR
    return HALF_A_YEAR if months >= FEWEST_MONTHS else None


def dispersion(series: NDArray[Any]) -> float:
    """Return how many times as spread as Poisson counts a series is, at least 1.

    From the differences of neighbouring months, which a break leaves alone but for one: the largest is left
    out. Squares and sums are added before they are divided, so that months of few or none do not mislead.
    """
    squares = (series[1:] - series[:-1]) ** 2
    sums = series[1:] + series[:-1]
    kept = np.delete(np.arange(len(squares)), squares.argmax())
    return max(1.0, float(squares[kept].sum() / max(1.0, sums[kept].sum())))


def _break(series: NDArray[Any], at: int, window: int, p: float) -> Break:
    before, after = series[at - window : at].mean(), series[at : at + window].mean()
    return Break(at, float(before), float(after), p)


def _statistic(many: NDArray[Any], window: int, spread: float) -> NDArray[Any]:
    """Return the scaled likelihood ratio at every place of every series (rows)."""
    from scipy.special import xlogy

    sums = np.cumsum(np.concatenate([np.zeros((len(many), 1)), many], axis=1), axis=1)
    inside = sums[:, window:] - sums[:, :-window]
    before, after = inside[:, :-window], inside[:, window:]
    middle = (before + after) / 2
    ratio = 2 * (xlogy(before, before) + xlogy(after, after) - 2 * xlogy(middle, middle))
    result: NDArray[Any] = np.maximum(ratio, 0.0) / spread
    return result


@lru_cache(maxsize=256)
def _null(months: int, window: int, level: float, spread: float) -> NDArray[Any]:
    """Return the largest ratio of each of many series in which nothing happens, its spread estimated anew."""
    random = np.random.default_rng(SEED)
    if spread > 1:
        shape = level / (spread - 1)
        means = random.gamma(shape, spread - 1, size=(SIMULATIONS, months))
        many = random.poisson(means).astype(float)
    else:
        many = random.poisson(level, size=(SIMULATIONS, months)).astype(float)
    each = np.array([dispersion(series) for series in many])
    largest: NDArray[Any] = _statistic(many, window, 1.0).max(axis=1) / each
    return largest


def _on_the_grid(level: float) -> float:
    return float(np.exp(np.round(np.log(level) * LEVELS) / LEVELS))
