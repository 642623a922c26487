"""Rates of populations of different ages made comparable, where counts and people are known by age.

Direct: the rate an area would have with the ages of a standard population; its interval is the gamma interval
of Fay and Feuer 1997 (Statistics in Medicine 16:791-801), which holds where events are few. Indirect: the
events of an area over those it would have at the standard's rates of every age, with the exact interval of
the count. Directly standardised rates may be compared with each other; ratios of the indirect kind only with
the standard.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from confianza.analysis.indicators.intervals import CONFIDENCE, poisson_interval
from confianza.analysis.indicators.rates import PER_100K

# Per cent of the world's population expected for 2000-2025 (Ahmad et al. 2001, GPE discussion paper 31, WHO).
WHO_WORLD: Mapping[str, float] = {
    "00-04": 8.86, "05-09": 8.69, "10-14": 8.60, "15-19": 8.47, "20-24": 8.22, "25-29": 7.93,
    "30-34": 7.61, "35-39": 7.15, "40-44": 6.59, "45-49": 6.04, "50-54": 5.37, "55-59": 4.55,
    "60-64": 3.72, "65-69": 2.96, "70-74": 2.21, "75-79": 1.52, "80+": 1.545,
}  # fmt: skip
_OLDEST_TOLD = 80  # years; from there on the standard is taken as one band


@dataclass(frozen=True)
class Standardised:
    """A rate, or a ratio, with its interval; `crude` is the one that knows no ages, in the same unit."""

    value: float
    low: float
    high: float
    crude: float


def who_weight(first: int, last: int | None) -> float:
    """Return the part (per cent) of the WHO world standard from one age to another, both included.

    Bands of five years are divided evenly by years of age. `last` None: and over. ValueError for a band that
    divides those of 80 and over, or is none.
    """
    end = _OLDEST_TOLD - 1 if last is None else last
    if not 0 <= first <= _OLDEST_TOLD or (first > end and last is not None) or end >= _OLDEST_TOLD:
        raise ValueError(f"The WHO standard tells no band from {first} to {last}.")
    years = sum(_of_year(age) for age in range(first, end + 1))
    return years + (WHO_WORLD["80+"] if last is None else 0.0)


def _of_year(age: int) -> float:
    first = age - age % 5
    return WHO_WORLD[f"{first:02}-{first + 4:02}"] / 5


def direct(
    counts: ArrayLike,
    exposures: ArrayLike,
    standard: ArrayLike,
    *,
    multiplier: int = PER_100K,
    confidence: float = CONFIDENCE,
) -> Standardised:
    """Return the directly standardised rate per `multiplier` of one area.

    One value an age band: events, person-years, and persons (or weights) of the standard. A band of the
    standard in which nobody lives here gives a ValueError: its rate is not zero but unknown.
    """
    events, people, weights = _bands(counts, exposures, standard)
    if ((people <= 0) & (weights > 0)).any():
        raise ValueError("Nobody of an age of the standard lives here: the rate of that age is not known.")
    share = np.divide(weights, people, out=np.zeros_like(weights), where=people > 0) / weights.sum()
    rate, variance = float((share * events).sum()), float((share**2 * events).sum())
    low, high = _fay_feuer(rate, variance, float(share.max()), confidence)
    crude = float(events.sum() / people.sum())
    return Standardised(rate * multiplier, low * multiplier, high * multiplier, crude * multiplier)


def _fay_feuer(rate: float, variance: float, largest: float, confidence: float) -> tuple[float, float]:
    """Bound a weighted sum of Poisson counts: gamma quantiles that match its mean and variance.

    The upper bound is that of one event more, where it would weigh most.
    """
    from scipy.special import gammaincinv

    tail = (1 - confidence) / 2
    low = variance / rate * gammaincinv(rate**2 / variance, tail) if rate > 0 else 0.0
    rate_more, variance_more = rate + largest, variance + largest**2
    high = variance_more / rate_more * gammaincinv(rate_more**2 / variance_more, 1 - tail)
    return float(low), float(high)


def indirect(
    counts: ArrayLike,
    exposures: ArrayLike,
    standard_rates: ArrayLike,
    *,
    confidence: float = CONFIDENCE,
) -> Standardised:
    """Return observed over expected events of one area (1: as many as at the standard's rates).

    `standard_rates`: events a person-year of each age band in the standard. `crude` is the number expected.
    Where none is expected a ValueError says so.
    """
    events, people, rates = _bands(counts, exposures, standard_rates)
    expected = float((people * rates).sum())
    if expected <= 0:
        raise ValueError("At the rates of the standard no event at all is expected here.")
    observed = float(events.sum())
    bounds = poisson_interval(observed, expected, confidence)
    return Standardised(observed / expected, bounds.low, bounds.high, expected)


def _bands(*columns: ArrayLike) -> list[np.ndarray[tuple[int, ...], np.dtype[np.float64]]]:
    arrays = [np.asarray(column, dtype=float) for column in columns]
    if len({array.shape for array in arrays}) != 1 or not arrays[0].size:
        raise ValueError("Counts, persons and standard need one value for every age band.")
    if any((array < 0).any() for array in arrays):
        raise ValueError("Neither counts nor persons can be negative.")
    return arrays
