"""Intervals of one estimate: by Student's t, and for shares on scales where they cannot leave 0 to 1."""

from math import exp, isinf, log
from typing import Literal

from confianza.analysis.surveys.problems import SurveyRefused

Method = Literal["logit", "beta", "mean"]
LEVEL = 0.95


def quantile_t(df: float, level: float = LEVEL) -> float:
    """Return how many standard errors lie on each side of an estimate with `df` degrees of freedom."""
    from scipy.special import ndtri, stdtrit

    upper = (1 + level) / 2
    return float(ndtri(upper) if isinf(df) else stdtrit(df, upper))


def tail_t(value: float, df: float) -> float:
    """Return how often Student's t lies beyond `value`, on either side."""
    from scipy.special import ndtr, stdtr

    return 2 * float(ndtr(-abs(value)) if isinf(df) else stdtr(df, -abs(value)))


def of_mean(estimate: float, se: float, df: float, level: float = LEVEL) -> tuple[float, float]:
    """Return the interval estimate ± t · se."""
    half = quantile_t(df, level) * se
    return estimate - half, estimate + half


def of_share(
    share: float, se: float, *, df: float, n: int, method: Method = "logit", level: float = LEVEL
) -> tuple[float, float]:
    """Return the interval of a share of `n` rows.

    logit: symmetric in log(p / (1 - p)), as R's svyciprop(method = "logit"). beta: Clopper and Pearson's for
    the effective number of interviews (Korn and Graubard 1998), which also serves where nobody, or everybody,
    said so: logit is never used there. mean: estimate ± t · se. Raises SurveyRefused not_a_share.
    """
    if not -1e-12 <= share <= 1 + 1e-12:
        raise SurveyRefused("not_a_share", value=share)
    if method == "mean":
        return of_mean(share, se, df, level)
    if method == "beta" or se == 0 or share in (0, 1):
        return _of_beta(share, se, df, n, level)
    odds, half = log(share / (1 - share)), quantile_t(df, level) * se / (share * (1 - share))
    return _expit(odds - half), _expit(odds + half)


def _of_beta(share: float, se: float, df: float, n: int, level: float) -> tuple[float, float]:
    from scipy.special import betaincinv

    effective = share * (1 - share) / se**2 if se > 0 else float(n)
    effective *= (quantile_t(n - 1, level) / quantile_t(df, level)) ** 2 if n > 1 else 1.0
    told, rest, tail = effective * share, effective * (1 - share), (1 - level) / 2
    low = 0.0 if told <= 0 else float(betaincinv(told, rest + 1, tail))
    high = 1.0 if rest <= 0 else float(betaincinv(told + 1, rest, 1 - tail))
    return low, high


def _expit(value: float) -> float:
    return 1 / (1 + exp(-value)) if value >= 0 else exp(value) / (1 + exp(value))


def coefficient_of_variation(estimate: float, se: float) -> float:
    """Return se as a share of the estimate; infinite for an estimate of 0."""
    return se / abs(estimate) if estimate else float("inf")


def kish(weights_squared: float, weights: float, n: int) -> float:
    """Return the design effect of unequal weights alone (Kish 1992): n Σw² / (Σw)²."""
    return n * weights_squared / weights**2
