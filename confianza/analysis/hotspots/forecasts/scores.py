"""How good a forecast of places was: what share of the crime fell in the cells it named first.

With n of N cases in an area a of A: hit rate n/N; PAI = (n/N)/(a/A) (Chainey, Tompson & Uhlig 2008); PEI =
PAI over the PAI of who knew where it would happen (Hunt 2016); SER = cases per square kilometre searched
(Bowers, Johnson & Pease 2004); RRI = what was foretold there over what fell (as ptools prints it). Cells of
equal expectation are taken in part, so that no order of theirs decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

AREA_SHARES = (0.01, 0.02, 0.05, 0.10)


@dataclass(frozen=True)
class Captured:
    """Of one method, by period and area share: cases caught, cases foretold there, and the most that could
    be caught; by period all cases, those outside the region included.
    """

    hits: NDArray[np.float64]
    foretold: NDArray[np.float64]
    most: NDArray[np.float64]
    cases: NDArray[np.float64]


@dataclass(frozen=True)
class Ranked:
    """Cells from the first named to the last: shares of area, and the scores of stopping there."""

    area: NDArray[np.float64]
    pai: NDArray[np.float64]
    pei: NDArray[np.float64]
    rri: NDArray[np.float64]


def captured(
    expected: NDArray[np.float64],
    seen: NDArray[np.float64],
    *,
    outside: ArrayLike = 0.0,
    shares: Sequence[float] = AREA_SHARES,
) -> Captured:
    """Count what the cells named first caught; both arrays are (periods, cells).

    `outside` is how many cases of each period fell outside the region: they count as missed.
    """
    pairs = list(zip(expected, seen, strict=True))
    return Captured(
        hits=np.array([_caught(e, s, shares) for e, s in pairs]),
        foretold=np.array([_caught(e, e, shares) for e, _ in pairs]),
        most=np.array([_caught(s, s, shares) for _, s in pairs]),
        cases=seen.sum(axis=1) + np.asarray(outside, dtype=float),
    )


def pai(caught: Captured, shares: Sequence[float] = AREA_SHARES) -> NDArray[np.float64]:
    """Return PAI by area share, of all periods together (NaN where no case fell)."""
    index: NDArray[np.float64] = hit_rate(caught) / np.asarray(shares)
    return index


def hit_rate(caught: Captured) -> NDArray[np.float64]:
    """Return the share of cases caught by area share, of all periods together."""
    return _over(caught.hits.sum(axis=0), caught.cases.sum())


def pei(caught: Captured) -> NDArray[np.float64]:
    """Return what was caught over the most that could be, by area share, of all periods together."""
    return _over(caught.hits.sum(axis=0), caught.most.sum(axis=0))


def ser(caught: Captured, km2: float, shares: Sequence[float] = AREA_SHARES) -> NDArray[np.float64]:
    """Return cases caught per square kilometre searched in a period; the region has `km2`."""
    rate: NDArray[np.float64] = caught.hits.mean(axis=0) / (np.asarray(shares) * km2)
    return rate


def ranked(expected: NDArray[np.float64], seen: NDArray[np.float64]) -> Ranked:
    """Return the scores of one period at every cell, most expected first; ties take the worst order first."""
    order = np.lexsort((seen, -expected))
    n = len(expected)
    place = np.arange(1, n + 1)
    caught, best = np.cumsum(seen[order]), np.cumsum(np.sort(seen)[::-1])
    return Ranked(
        area=place / n,
        pai=_over(caught, seen.sum()) * n / place,
        pei=_over(caught, best),
        rri=_over(np.cumsum(expected[order]), caught),
    )


def _caught(
    by: NDArray[np.float64], counted: NDArray[np.float64], shares: Sequence[float]
) -> NDArray[np.float64]:
    """Return how many of `counted` lie in the given shares of the cells with most of `by`."""
    _, group, cells = np.unique(-by, return_inverse=True, return_counts=True)
    reached = np.concatenate([[0], np.cumsum(cells)])
    held = np.concatenate([[0.0], np.cumsum(np.bincount(group, weights=counted))])
    caught: NDArray[np.float64] = np.interp(np.asarray(shares) * len(by), reached, held)
    return caught


def _over(part: ArrayLike, whole: ArrayLike) -> NDArray[np.float64]:
    whole = np.asarray(whole, dtype=float)
    return np.where(whole > 0, np.asarray(part, dtype=float) / np.where(whole > 0, whole, 1.0), np.nan)
