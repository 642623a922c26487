"""How far a score may be off: periods drawn again in blocks, because neighbouring months are alike.

Circular blocks (Politis & Romano 1992); few periods are widened as Hesterberg (2015, Am. Stat. 69:371-386)
widens percentiles, to what Student's t would give; and an interval is never narrower than that of as many
independent cases (Clopper & Pearson 1934).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.indicators.intervals import CONFIDENCE
from confianza.analysis.quality.chance import share_bounds

DRAWS = 1_999
SEED = 20_240_101  # any fixed number: the same file gives the same answer every day
FEWEST_PERIODS = 4


def blocks(periods: int, *, draws: int = DRAWS, seed: int = SEED) -> NDArray[np.int64]:
    """Return which periods each draw holds, shape (draws, periods): blocks of about the cube root of them."""
    length = max(1, round(periods ** (1 / 3)))
    many = -(-periods // length)
    starts = np.random.default_rng(seed).integers(0, periods, size=(draws, many))
    drawn = (starts[:, :, None] + np.arange(length)) % periods
    chosen: NDArray[np.int64] = drawn.reshape(draws, -1)[:, :periods]
    return chosen


def of_share(
    part: NDArray[np.float64], whole: NDArray[np.float64], *, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Return the interval of the sum of `part` over the sum of `whole`, both by period."""
    low, high = share_bounds(float(part.sum()), float(whole.sum()), confidence)
    if len(part) < FEWEST_PERIODS or not whole.sum():
        return low, high
    drawn = blocks(len(part))
    wholes = whole[drawn].sum(axis=1)
    ratios = part[drawn].sum(axis=1)[wholes > 0] / wholes[wholes > 0]
    bottom, top = np.quantile(ratios, _levels(len(part), confidence))
    return min(low, float(bottom)), max(high, float(top))


def of_mean(values: NDArray[np.float64], *, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the interval of the mean of one value a period, infinite for fewer than four periods."""
    if len(values) < FEWEST_PERIODS:
        return -np.inf, np.inf
    means = values[blocks(len(values))].mean(axis=1)
    bottom, top = np.quantile(means, _levels(len(values), confidence))
    return float(bottom), float(top)


def _levels(periods: int, confidence: float) -> tuple[Any, Any]:
    """Return the quantiles to read, moved outward where periods are few."""
    from scipy.special import ndtr, stdtrit

    reach = stdtrit(periods - 1, 0.5 + confidence / 2) * (periods / (periods - 1)) ** 0.5
    return ndtr(-reach), ndtr(reach)
