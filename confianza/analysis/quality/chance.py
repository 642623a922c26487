"""Could chance alone make two sources differ so much? Counts compared exactly, many comparisons at once.

Two sources that count the same victims should agree to the last one, so any difference is worth a question.
What is tested here is the most lenient reading, that each saw victims independently of the other: a
difference beyond chance cannot be luck, one within chance may still be real.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

CONFIDENCE = 0.95
# A silence that the usual month would leave by chance with this probability or more may be a true zero.
PLAUSIBLE_SILENCE = 0.01


def of_differences(a: ArrayLike, b: ArrayLike) -> NDArray[Any]:
    """Return the exact two-sided p of each pair of counts under one mean (Przyborowski & Wilenski 1940).

    Given its total a pair splits like tosses of a fair coin; p adds every split no more likely than the one
    seen. Fractional counts (areas split by a crosswalk) are rounded.
    """
    from scipy.special import bdtr

    x, y = np.rint(np.asarray(a, dtype=float)), np.rint(np.asarray(b, dtype=float))
    fewer, total = np.minimum(x, y), x + y
    return np.where(x == y, 1.0, np.minimum(1.0, 2 * bdtr(fewer, total.astype(np.int64), 0.5)))


def ratio_bounds(a: float, b: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the exact interval of the ratio of the means behind two counts (Clopper & Pearson 1934)."""
    from scipy.special import betaincinv

    x, y = round(a), round(b)
    if x + y == 0:
        return 0.0, float("inf")
    tail = (1 - confidence) / 2
    low = float(betaincinv(x, y + 1, tail)) if x else 0.0
    high = float(betaincinv(x + 1, y, 1 - tail)) if y else 1.0
    return _odds(low), _odds(high)


def share_bounds(part: float, whole: float, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the exact interval of a share, `part` of `whole` (Clopper & Pearson 1934)."""
    from scipy.special import betaincinv

    k, n = round(part), round(whole)
    if n == 0:
        return 0.0, 1.0
    tail = (1 - confidence) / 2
    low = float(betaincinv(k, n - k + 1, tail)) if k else 0.0
    high = float(betaincinv(k + 1, n - k, 1 - tail)) if k < n else 1.0
    return low, high


def stands_out(p_values: ArrayLike, alpha: float = 1 - CONFIDENCE) -> NDArray[Any]:
    """Say which of many comparisons stand out when all are judged together (Holm 1979).

    The chance that even one of those named is a false alarm stays below `alpha`.
    """
    p = np.asarray(p_values, dtype=float)
    order = np.argsort(p, kind="stable")
    passes = p[order] <= alpha / (len(p) - np.arange(len(p)))
    named = np.zeros(len(p), dtype=bool)
    named[order[: _first_false(passes)]] = True
    return named


def may_be_zero(expected: ArrayLike) -> NDArray[Any]:
    """Say where nothing counted is plausible when `expected` were usual."""
    plausible: NDArray[Any] = np.exp(-np.asarray(expected, dtype=float)) >= PLAUSIBLE_SILENCE
    return plausible


def _first_false(passes: Sequence[bool] | NDArray[Any]) -> int:
    failing = np.flatnonzero(~np.asarray(passes))
    return int(failing[0]) if failing.size else len(passes)


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else float("inf")
