"""The hour-by-weekday wheel: when cases happen in the week, and whether days differ by more than chance."""

from dataclasses import dataclass
from functools import lru_cache
from math import lgamma
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots.aoristic import HOURS

# Up to so many cases every possible week is listed and its chance added; above, chi-square is close enough.
MOST_LISTED = 12


@dataclass(frozen=True)
class Busiest:
    """The run of `hours` that holds most, from `hour` on `weekday` (0 is Monday), with its share."""

    weekday: int
    hour: int
    hours: int
    share: float


def by_hour(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return cases by hour of the day (24) of a week (7, 24)."""
    hours: NDArray[np.float64] = weights.sum(axis=0)
    return hours


def by_weekday(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return cases by weekday (7, Monday first) of a week (7, 24)."""
    days: NDArray[np.float64] = weights.sum(axis=1)
    return days


def busiest(weights: NDArray[np.float64], hours: int = 8) -> Busiest | None:
    """Return the run of `hours` (a shift) that holds most cases, over midnight and the week's end too."""
    total = float(weights.sum())
    if not total:
        return None
    week = weights.reshape(-1)
    ahead = np.cumsum(np.concatenate([[0.0], week, week[:hours]]))
    held = ahead[hours : hours + len(week)] - ahead[: len(week)]
    place = int(held.argmax())
    return Busiest(place // HOURS, place % HOURS, hours, float(held[place]) / total)


def unevenness(counts: NDArray[Any]) -> tuple[float, float]:
    """Return G, the likelihood ratio of equal days, and p: how often chance gives as much.

    `counts` are whole cases by weekday. Few cases are judged by every week they could have made (exact
    multinomial test), many by chi-square. Cases of one series are not independent: then p is too small.
    """
    from scipy.special import chdtrc

    table = np.rint(np.asarray(counts, dtype=float)).astype(int)
    n, bins = int(table.sum()), len(table)
    g = _g(table)
    if n == 0:
        return 0.0, 1.0
    if n > MOST_LISTED:
        return g, float(chdtrc(bins - 1, g))
    values, chances = _all_weeks(n, bins)
    return g, min(1.0, float(chances[values >= g - 1e-9].sum()))


def _g(counts: NDArray[Any]) -> float:
    seen, n = counts[counts > 0], counts.sum()
    return float(2 * (seen * np.log(seen * len(counts) / n)).sum()) if n else 0.0


@lru_cache(maxsize=MOST_LISTED)
def _all_weeks(n: int, bins: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return G and the chance of every way n cases can fall into bins, days taken together that swap."""
    values, chances = [], []
    for parts in _partitions(n, bins):
        full = np.array([*parts, *[0] * (bins - len(parts))])
        swaps = lgamma(bins + 1) - sum(lgamma(np.count_nonzero(full == size) + 1) for size in set(full))
        falls = lgamma(n + 1) - sum(lgamma(part + 1) for part in parts) - n * np.log(bins)
        values.append(_g(full))
        chances.append(np.exp(swaps + falls))
    return np.array(values), np.array(chances)


def _partitions(n: int, most: int, largest: int | None = None) -> list[list[int]]:
    """List the ways to write n as a sum of at most `most` numbers, largest first."""
    if n == 0:
        return [[]]
    if most == 0:
        return []
    biggest = min(n, largest or n)
    return [[part, *rest] for part in range(biggest, 0, -1) for rest in _partitions(n - part, most - 1, part)]
