"""What is to be expected, and how far off: the noise band of past periods and the fan of those to come.

Harvey & Fernandes (1989, JBES 7:407-417): a Poisson level that drifts. Before each period the level is a
gamma distribution, whose weight fades by a constant, so that what is to be counted is negative binomial:
exact for few cases too, and never narrower than chance. How fast it fades, and whether cases come in bunches,
is not chosen but averaged over, each answer weighted by how well it foretold the series so far.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

# Speeds at which the past fades (what remains of its weight from one period to the next), and how many cases
# come at once on average: each with each.
SPEEDS = (0.3, 0.45, 0.6, 0.7, 0.8, 0.87, 0.93, 0.97, 1.0)
BUNCHES = (1.0, 1.5, 2.2, 3.3, 5.0, 10.0)
REMAINS, BUNCH = np.array(list(product(SPEEDS, BUNCHES))).T
# Chances are computed at no more than so many counts.
FINENESS = 500
LEVELS = (0.5, 0.8, 0.95)
# Periods to learn from before anything is said.
LEARNT = 6
# A case and a half-period of prior weight: next to nothing, but the first period is not certain.
PRIOR_SHAPE, PRIOR_WEIGHT = 0.5, 0.05
TINY = 1e-12


@dataclass(frozen=True)
class Band:
    """Of one period: the count `expected`, and the lowest and highest counts of each level, widest last."""

    expected: float
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Fan:
    """`past`: each past period as it was expected the day before it began (None while learning); `ahead`: the
    periods to come; `memory`: how many periods the level remembers on average.
    """

    past: tuple[Band | None, ...]
    ahead: tuple[Band, ...]
    memory: float


def of_counts(
    counts: NDArray[np.float64],
    exposure: NDArray[np.float64],
    ahead: NDArray[np.float64],
    *,
    levels: Sequence[float] = LEVELS,
) -> Fan:
    """Return bands for consecutive counts with their exposures (days, times the factor of the season), and
    for periods ahead of which only the exposures are known.

    In each period the band of a level holds the count with at least that probability, if levels drift as
    this one did. Counts are rounded. Fewer than seven periods give no band in the past.
    """
    y = np.rint(np.asarray(counts, dtype=float))
    scale = float(np.mean(exposure))
    e = np.asarray(exposure, dtype=float) / scale
    shape, weight = np.full(len(REMAINS), PRIOR_SHAPE), np.full(len(REMAINS), PRIOR_WEIGHT)
    told, past = np.zeros(len(REMAINS)), []
    for place, (count, exposed) in enumerate(zip(y, e, strict=True)):
        shape, weight = shape * REMAINS, weight * REMAINS
        past.append(_band(shape, weight, told, exposed, levels) if place >= LEARNT else None)
        if place:
            told += _log_chance(np.array([count]), shape, weight, exposed)[:, 0]
        shape, weight = shape + count / BUNCH, weight + exposed
    to_come = []
    for exposed in np.asarray(ahead, dtype=float) / scale:
        shape, weight = shape * REMAINS, weight * REMAINS
        to_come.append(_band(shape, weight, told, exposed, levels))
    memory = float((_shares(told) / np.maximum(1 - REMAINS, 1 / max(1, len(y)))).sum())
    return Fan(tuple(past), tuple(to_come), memory)


def _band(
    shape: NDArray[np.float64],
    weight: NDArray[np.float64],
    told: NDArray[np.float64],
    exposed: float,
    levels: Sequence[float],
) -> Band:
    """Mix the negative binomials of all speeds and read the quantiles of what they expect together."""
    shares = _shares(told)
    means = shape / weight * exposed * BUNCH
    spread = np.sqrt(means * BUNCH + means**2 / np.maximum(shape, TINY))
    most = int(np.ceil((means + 12 * spread)[shares > 1e-4].max())) + 20
    step = max(1, most // FINENESS)
    counts = np.arange(0, most + 1, step, dtype=float)
    cumulated = shares @ _cumulated(counts, shape, weight, exposed)
    low = [_first(counts, cumulated, (1 - level) / 2) for level in levels]
    high = [_first(counts, cumulated, (1 + level) / 2) for level in levels]
    return Band(float(shares @ means), tuple(low), tuple(high))


def _first(counts: NDArray[np.float64], cumulated: NDArray[np.float64], chance: float) -> float:
    """Return the smallest count that is not exceeded with at least this chance."""
    return float(counts[min(int(np.searchsorted(cumulated, chance)), len(counts) - 1)])


def _cumulated(
    counts: NDArray[np.float64], shape: NDArray[np.float64], weight: NDArray[np.float64], exposed: float
) -> NDArray[np.float64]:
    """Return the chance of at most so many, for each speed and bunch; half-way between where cases come in
    bunches.
    """
    from scipy.special import betainc

    whole = (counts[None, :] + 0.5) / BUNCH[:, None] + 0.5
    share = (weight / (weight + exposed))[:, None]
    chances: NDArray[np.float64] = betainc(np.maximum(shape, TINY)[:, None], whole, share)
    return chances


def _log_chance(
    counts: NDArray[np.float64], shape: NDArray[np.float64], weight: NDArray[np.float64], exposed: float
) -> NDArray[np.float64]:
    from scipy.special import gammaln

    a, k = np.maximum(shape, TINY)[:, None], counts[None, :] / BUNCH[:, None]
    share = (weight / (weight + exposed))[:, None]
    told: NDArray[np.float64] = (
        gammaln(a + k) - gammaln(a) - gammaln(k + 1) + a * np.log(share) + k * np.log1p(-share)
    ) - np.log(BUNCH)[:, None]
    return told


def _shares(told: NDArray[np.float64]) -> NDArray[np.float64]:
    chances = np.exp(told - told.max())
    shares: NDArray[np.float64] = chances / chances.sum()
    return shares
