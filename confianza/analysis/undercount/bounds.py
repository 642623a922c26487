"""What can be said without a model of the dependence: two lists, and the least that must have been missed."""

from dataclasses import dataclass
from itertools import combinations
from math import exp, log, sqrt

from confianza.analysis.undercount.histories import Histories

# Two-sided 95 % of the normal distribution.
TWO_SIDED = 1.959963984540054


@dataclass(frozen=True)
class Estimate:
    """How many people there are, seen or not, by one method, with its 95 % interval.

    `model` says which model, where the method chose or was given one. An end of the interval is not a number
    where the method gives none.
    """

    method: str
    estimate: float
    ci_low: float
    ci_high: float
    model: str = ""


def around(method: str, observed: float, unseen: float, log_error: float, model: str = "") -> Estimate:
    """Return the estimate with the interval that is symmetric in the logarithm of who was not seen."""
    wide = exp(min(TWO_SIDED * log_error, 700.0))
    return Estimate(method, observed + unseen, observed + unseen / wide, observed + unseen * wide, model)


def chapman(histories: Histories, first: int = 0, second: int = 1) -> Estimate:
    """Return Chapman's estimate from two lists (1951), with Seber's variance (1970), of all there are.

    It holds if being on one list does not change the chance of being on the other and all have the same
    chance; if being on one makes the other likelier, it says too little. The interval is logarithmic in the
    unseen (Chao 1987, Biometrics 43:783-791).
    """
    n1, n2 = histories.sizes[first], histories.sizes[second]
    both = histories.overlaps[first, second]
    total = (n1 + 1) * (n2 + 1) / (both + 1) - 1
    variance = (n1 + 1) * (n2 + 1) * (n1 - both) * (n2 - both) / ((both + 1) ** 2 * (both + 2))
    names = f"[{histories.lists[first]},{histories.lists[second]}]" if histories.k > 2 else ""
    return _with_log_interval(f"chapman{names}", n1 + n2 - both, total, variance)


def every_chapman(histories: Histories) -> list[Estimate]:
    """Return Chapman's estimate of every pair of lists that share anybody."""
    pairs = combinations(range(histories.k), 2)
    return [chapman(histories, i, j) for i, j in pairs if histories.overlaps[i, j]]


def chao(histories: Histories) -> Estimate | None:
    """Return Chao's lower bound (1987): who is on one list only, squared, over twice who is on two.

    It bounds the expected total from below also where people differ in how likely they are to be seen. None
    where nobody is on exactly two lists.
    """
    once, twice = histories.seen_times[:2]
    if twice == 0:
        return None
    ratio = once / twice
    variance = twice * (ratio**4 / 4 + ratio**3 + ratio**2 / 2)
    total = histories.observed + once * ratio / 2
    return _with_log_interval("chao_lower_bound", histories.observed, total, variance)


def chao_bias_corrected(histories: Histories) -> Estimate:
    """Return Chao's bound as it also stands where nobody is on two lists: f1 (f1 - 1) / 2 (f2 + 1)."""
    once, twice = histories.seen_times[:2]
    unseen = once * (once - 1) / (2 * (twice + 1))
    variance = (
        unseen
        + once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
        + once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
    )
    return _with_log_interval(
        "chao_bias_corrected", histories.observed, histories.observed + unseen, variance
    )


def _with_log_interval(method: str, observed: float, total: float, variance: float) -> Estimate:
    unseen = total - observed
    if unseen <= 0:
        return Estimate(method, total, total, total)
    return around(method, observed, unseen, sqrt(log(1 + variance / unseen**2)))
