"""How sure is a change of two counts? Its probability in one number, and the test with more power.

`analysis.indicators.change` compares two counts given their total (exact, cautious) and gives the ratio with
its interval. Here stand the two things it does not say: the E-test, which does not condition on the total
and so needs fewer cases to notice (Krishnamoorthy & Thomson 2004, JSPI 119:23-35), and the probability that
the rate went up, which a meeting can weigh.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.indicators import change
from confianza.analysis.indicators.change import Change
from confianza.analysis.indicators.intervals import CONFIDENCE

# Jeffreys' prior of a share: adds half a case to each side, and covers about as often as it says.
JEFFREYS = 0.5
# Counts so many standard errors away have no chance that could be written down.
FAR_OUT = 9.0
ROUNDING = 1e-12
CELLS_AT_ONCE = 4_000_000

Variance = Literal["pooled", "each"]


@dataclass(frozen=True)
class Sureness:
    """`change`: ratio and interval; `e_test`: two-sided p; `probability_up`: that the rate rose, not the
    count; `dispersion`: how many times as spread as chance the counts were taken to be.
    """

    change: Change
    e_test: float
    probability_up: float
    dispersion: float


def of_counts(
    now: float,
    before: float,
    *,
    exposure_now: float = 1.0,
    exposure_before: float = 1.0,
    dispersion: float = 1.0,
    confidence: float = CONFIDENCE,
) -> Sureness:
    """Compare two counts given their exposures (months, persons).

    A `dispersion` above 1 (cases come in bunches) divides both counts for every probability: so many
    independent happenings there were (quasi-Poisson). Ratio and difference are those of the counts.
    """
    if dispersion < 1:
        raise ValueError("A dispersion is 1 or more.")
    judged = change.compare(
        now / dispersion,
        before / dispersion,
        exposure_now=exposure_now,
        exposure_before=exposure_before,
        confidence=confidence,
    )
    ratio = (now / exposure_now) / (before / exposure_before) if before else None
    told = Change(now, before, ratio, judged.low, judged.high, judged.p, judged.verdict)
    return Sureness(
        told,
        e_test(now / dispersion, before / dispersion, exposure_now, exposure_before),
        probability_up(now / dispersion, before / dispersion, exposure_now, exposure_before),
        dispersion,
    )


def e_test(
    now: float,
    before: float,
    exposure_now: float = 1.0,
    exposure_before: float = 1.0,
    *,
    difference: float = 0.0,
    variance: Variance = "pooled",
) -> float:
    """Return the two-sided p of equal rates (or of rates that differ by `difference`, now minus before).

    The chance, at the rates the null hypothesis allows, of every pair of counts whose distance is at least
    as many standard errors. These come from the rate of both counts together ("pooled", as in ptools and
    crimepy) or from each count ("each", as Krishnamoorthy & Thomson print it and scipy computes it); with
    equal exposures and no difference that is the same. Two counts of nothing give 1, and so
    do two that differ by just as much.
    """
    if min(exposure_now, exposure_before) <= 0 or min(now, before) < 0:
        raise ValueError("Exposures must be greater than zero, and counts zero or more.")
    m, n = exposure_now, exposure_before
    pooled = (now + before - difference * m) / (m + n)
    away = abs(now / m - before / n - difference)
    if now + before == 0 or pooled <= 0 or not away:
        return 1.0
    seen = away / (_pooled_error(pooled, m, n) if variance == "pooled" else _own_error(now, before, m, n))
    chance = 0.0
    x, at_x = _likely(m * (pooled + difference))
    y, at_y = _likely(n * pooled)
    for rows in np.array_split(np.arange(len(x)), max(1, len(x) * len(y) // CELLS_AT_ONCE)):
        a, b = x[rows, None], y[None, :]
        error = _pooled_error((a + b) / (m + n), m, n) if variance == "pooled" else _own_error(a, b, m, n)
        as_far = (np.abs(a / m - b / n - difference) >= seen * error * (1 - ROUNDING)) & (a + b > 0)
        chance += float(at_x[rows] @ as_far @ at_y)
    return min(1.0, chance)


def _likely(mean: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the counts that a Poisson mean brings at all, and their chances."""
    from scipy.special import gammaln

    reach = FAR_OUT * mean**0.5 + FAR_OUT**2 / 2
    counts = np.arange(max(0.0, np.floor(mean - reach)), np.ceil(mean + reach) + 1)
    return counts, np.exp(counts * np.log(mean) - mean - gammaln(counts + 1))


def _pooled_error(rate: Any, m: float, n: float) -> Any:
    return np.sqrt(rate * (1 / m + 1 / n))


def _own_error(a: Any, b: Any, m: float, n: float) -> Any:
    return np.sqrt(a / m**2 + b / n**2)


def probability_up(
    now: float, before: float, exposure_now: float = 1.0, exposure_before: float = 1.0
) -> float:
    """Return the probability that the rate is higher now: of the total's share, a posteriori of Jeffreys'
    prior.
    """
    from scipy.special import betaincc

    share = exposure_now / (exposure_now + exposure_before)
    return float(betaincc(now + JEFFREYS, before + JEFFREYS, share))
