"""Exact intervals for counts of rare, independent events (Garwood 1936, Biometrika 28:437-442)."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    """Where the expected value lies with the confidence asked for, in the unit of the value itself."""

    low: float
    high: float


def poisson_bounds(counts: ArrayLike, confidence: float = CONFIDENCE) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the lower and upper exact bounds of the expected value of every count.

    Bounds are chi-square quantiles: half of the quantile at alpha/2 with 2k degrees of freedom, and at 1 -
    alpha/2 with 2k + 2. A fractional count (its areas were split by a crosswalk) takes the same formula,
    which is then the continuous extension of the exact interval. Counts below zero give a ValueError.
    """
    from scipy.special import gammaincinv

    k = np.asarray(counts, dtype=float)
    if (k < 0).any():
        raise ValueError("A count cannot be negative.")
    alpha = 1 - confidence
    # Half a chi-square quantile with 2k degrees of freedom is a gamma quantile of shape k; of k = 0, zero.
    low = np.where(k > 0, gammaincinv(np.maximum(k, np.finfo(float).tiny), alpha / 2), 0.0)
    return low, gammaincinv(k + 1, 1 - alpha / 2)


def poisson_interval(count: float, exposure: float = 1.0, confidence: float = CONFIDENCE) -> Interval:
    """Return the exact interval of `count / exposure`: of the count itself, or of a rate per unit of
    exposure.
    """
    if exposure <= 0:
        raise ValueError("An exposure (persons, years) must be greater than zero.")
    low, high = poisson_bounds([count], confidence)
    return Interval(float(low[0]) / exposure, float(high[0]) / exposure)
