"""Is a change more than noise? Two counts compared exactly, and many comparisons judged together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from confianza.analysis.indicators.intervals import CONFIDENCE

# Splits as likely as each other may differ in the last digits they were computed with.
ROUNDING = 1e-7
# Up to so many splits are summed one by one; of more, the two tails are taken whole.
MOST_SPLITS = 100_000

Verdict = Literal["up", "down", "no_clear_change"]


@dataclass(frozen=True)
class Change:
    """A count now against a count before, as numbers for a sentence.

    `ratio` is the rate now over the rate before; null when nothing was counted before. `high` is infinite in
    that case.
    `p` is the two-sided exact probability of a split at least as unlikely if nothing had changed.
    """

    now: float
    before: float
    ratio: float | None
    low: float
    high: float
    p: float
    verdict: Verdict

    @property
    def difference(self) -> float:
        """How many more (or, below zero, fewer) than before."""
        return self.now - self.before


def compare(
    now: float,
    before: float,
    *,
    exposure_now: float = 1.0,
    exposure_before: float = 1.0,
    confidence: float = CONFIDENCE,
) -> Change:
    """Compare two Poisson counts given their exposures (person-years, or simply months).

    Given the total, the count now is binomial (Przyborowski & Wilenski 1940): the interval of the rate ratio
    comes from Clopper-Pearson limits, and p is the exact binomial test that adds every split no more likely
    than the one seen. The verdict follows the interval, so that words and picture agree. Fractional counts
    are rounded to whole ones. It assumes events independent of each other: massacres and revenge make chance
    larger than this says.
    """
    if exposure_now <= 0 or exposure_before <= 0:
        raise ValueError("Both exposures must be greater than zero.")
    a, b = round(now), round(before)
    if a + b == 0:
        return Change(now, before, None, 0.0, float("inf"), 1.0, "no_clear_change")
    low, high, p = _conditional_test(a, b, exposure_now, exposure_before, confidence)
    ratio = (a / exposure_now) / (b / exposure_before) if b else None
    return Change(now, before, ratio, low, high, p, _verdict(low, high))


def _conditional_test(a: int, b: int, ea: float, eb: float, confidence: float) -> tuple[float, float, float]:
    """Return the limits of the rate ratio and the exact p, given that a + b were counted."""
    from scipy.special import betaincinv

    tail = (1 - confidence) / 2
    low = betaincinv(a, b + 1, tail) if a else 0.0
    high = betaincinv(a + 1, b, 1 - tail) if b else 1.0
    return _odds(low) * eb / ea, _odds(high) * eb / ea, _exact_p(a, a + b, ea / (ea + eb))


def _exact_p(a: int, n: int, share: float) -> float:
    """Sum the binomial probabilities of every split that is no more likely than a of n."""
    if n > MOST_SPLITS:
        return _exact_p_of_many(a, n, share)
    chances = _log_chance(np.arange(n + 1), n, share)
    as_unlikely = chances <= chances[a] + ROUNDING
    return min(float(np.exp(chances[as_unlikely]).sum()), 1.0)


def _exact_p_of_many(a: int, n: int, share: float) -> float:
    """Add both tails instead; where the other one begins is searched by halves."""
    from scipy.special import bdtr, bdtrc

    mode, fewer = int((n + 1) * share), a <= (n + 1) * share
    seen = _log_chance(a, n, share) + ROUNDING
    if _log_chance(mode, n, share) <= seen:
        return 1.0
    near, far = mode, n + 1 if fewer else -1
    while abs(far - near) > 1:
        middle = (near + far) // 2
        near, far = (near, middle) if _log_chance(middle, n, share) <= seen else (middle, far)
    low, high = (a, far) if fewer else (far, a)
    below = float(bdtr(low, n, share)) if low >= 0 else 0.0
    above = float(bdtrc(high - 1, n, share)) if high <= n else 0.0
    return min(below + above, 1.0)


def _log_chance(k: Any, n: int, share: float) -> Any:
    """Return the logarithm of the binomial chance of k of n."""
    from scipy.special import gammaln

    return (
        gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) + k * np.log(share) + (n - k) * np.log1p(-share)
    )


def _odds(share: float) -> float:
    return float(share / (1 - share)) if share < 1 else float("inf")


def _verdict(low: float, high: float) -> Verdict:
    if low > 1:
        return "up"
    return "down" if high < 1 else "no_clear_change"


def holm(p_values: Sequence[float], *, alpha: float = 1 - CONFIDENCE) -> list[bool]:
    """Say which of many comparisons stand out when all are judged together (Holm 1979).

    The chance that even one of those named is a false alarm stays below `alpha`, however many areas are
    compared.
    """
    ranked = sorted(range(len(p_values)), key=lambda i: p_values[i])
    stands_out = [False] * len(p_values)
    for rank, i in enumerate(ranked):
        if p_values[i] > alpha / (len(p_values) - rank):
            break
        stands_out[i] = True
    return stands_out
