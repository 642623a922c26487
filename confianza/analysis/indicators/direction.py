"""The direction of a few yearly counts: by how much a year, and how sure that it goes up or down."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.indicators.intervals import CONFIDENCE

SURE_ENOUGH = 0.9
FEWEST_YEARS = 4
_MOST_STEPS, _CLOSE_ENOUGH = 50, 1e-10

Trend = Literal["rising", "falling", "no_clear_direction"]


@dataclass(frozen=True)
class Direction:
    """`ratio` multiplies the count (or rate) every year; `low` and `high` bound it; the verdict needs 90 %
    certainty.
    """

    ratio: float
    low: float
    high: float
    probability_rising: float
    verdict: Trend


def of_years(
    counts: Sequence[float], exposures: Sequence[float] | None = None, *, confidence: float = CONFIDENCE
) -> Direction | None:
    """Return the direction of consecutive yearly counts, or None for fewer than four years, nothing
    counted, or all of it in the first or in the last year alone: no finite slope fits that.

    A Poisson regression of the count on the year, with the person-years as offset where given (then it is the
    rate that rises or falls). The interval is Wald's on the log scale; the probability of rising uses the
    quasi-Poisson scale max(1, Pearson/df) with Student's t on n - 2 degrees of freedom, so that years which
    jump about make it less sure.
    """
    y = np.asarray(counts, dtype=float)
    if len(y) < FEWEST_YEARS or not (y[1:].any() and y[:-1].any()):
        return None
    offset = np.log(np.asarray(exposures, dtype=float)) if exposures is not None else np.zeros(len(y))
    slope, error, scale = _fit(y, offset)
    return _direction(slope, error, scale, len(y) - 2, confidence)


def _fit(y: NDArray[Any], offset: NDArray[Any]) -> tuple[float, float, float]:
    """Fit log E(y) = a + b t + offset by Newton's steps; return b, its standard error and the quasi scale."""
    t = np.arange(len(y)) - (len(y) - 1) / 2
    design = np.column_stack([np.ones(len(y)), t])
    beta = np.array([np.log(y.sum() / np.exp(offset).sum()), 0.0])
    for _ in range(_MOST_STEPS):
        mean = np.exp(design @ beta + offset)
        information = design.T @ (design * mean[:, None])
        step = np.linalg.solve(information, design.T @ (y - mean))
        beta += step
        if np.abs(step).max() < _CLOSE_ENOUGH:
            break
    mean = np.exp(design @ beta + offset)
    pearson = float((((y - mean) ** 2) / mean).sum())
    return float(beta[1]), float(np.sqrt(np.linalg.inv(information)[1, 1])), max(1.0, pearson / (len(y) - 2))


def _direction(slope: float, error: float, scale: float, freedom: int, confidence: float) -> Direction:
    from scipy.special import ndtri, stdtr

    reach = ndtri(0.5 + confidence / 2) * error
    rising = float(stdtr(freedom, slope / (error * np.sqrt(scale))))
    verdict: Trend = "no_clear_direction"
    if rising > SURE_ENOUGH:
        verdict = "rising"
    elif rising < 1 - SURE_ENOUGH:
        verdict = "falling"
    ratio, low, high = (float(np.exp(value)) for value in (slope, slope - reach, slope + reach))
    return Direction(ratio, low, high, rising, verdict)
