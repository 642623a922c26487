"""Before you start: which fall could these counts tell at all?

An evaluation that cannot see the fall it hopes for will say "no clear change" whatever happens. What can be
seen follows from the cases of a period, how many periods there are before and after, and how bunched cases
are; areas to compare with add their own noise. Wald's test on the log scale, as far as it goes; for two small
counts the power of the exact test stands beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from confianza.analysis.evaluation import regressions
from confianza.analysis.evaluation.counts import MOST_COUNTED, check_dispersion
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.regressions import Reals
from confianza.analysis.indicators import change
from confianza.analysis.indicators.intervals import CONFIDENCE

POWER = 0.8
# Counts so many standard errors away are not added up.
FAR_OUT = 8.0
# With so many cases before, the exact test and the log scale have the same power to two digits.
MOST_EXACT = 2_000
# Beyond a rise by e^50 there are no cases.
_FURTHEST = 50.0
_SMALLEST_RATIO = 1e-4
# How bunched cases are is not learnt from fewer periods.
FEWEST_PERIODS = 8


@dataclass(frozen=True)
class Plan:
    """What there will be: cases expected in a period without programme, periods before and after, how many
    times as spread as chance periods are, and the cases of a period in the areas compared with (0: none).
    """

    per_period: float
    before: int = 1
    after: int = 1
    dispersion: float = 1.0
    compared: float = 0.0


def smallest_fall(plan: Plan, *, power: float = POWER, confidence: float = CONFIDENCE) -> float | None:
    """Return the smallest fall (a share, 0.21) that is found with that power; None where not even the end of
    all cases would be. Raises EvaluationRefused bad_plan.
    """
    _check(plan, power)
    return _fall(lambda ratio: _error(plan, ratio), _needed(power, confidence))


def smallest_rise(plan: Plan, *, power: float = POWER, confidence: float = CONFIDENCE) -> float:
    """Return the smallest rise (a share) that is found with that power. Raises EvaluationRefused bad_plan,
    also where there are too few cases for any.
    """
    from scipy.optimize import brentq

    _check(plan, power)
    needed = _needed(power, confidence)

    def short(log: float) -> float:
        return log - needed * _error(plan, float(np.exp(log)))

    if short(_FURTHEST) <= 0:
        raise EvaluationRefused("bad_plan")
    return float(np.exp(brentq(short, 0.0, _FURTHEST)) - 1)


def of_ratio(plan: Plan, ratio: float, *, confidence: float = CONFIDENCE) -> float:
    """Return how often a true `ratio` is found: by the exact test of two counts; where they are many, or
    areas are compared with, on the log scale. Raises EvaluationRefused bad_plan.
    """
    from scipy.special import ndtr, ndtri

    _check(plan, POWER)
    cases = plan.per_period * plan.before / plan.dispersion
    if not plan.compared and cases <= MOST_EXACT:
        spans = float(plan.before), float(plan.after)
        return exact_power(cases, ratio, exposures=spans, confidence=confidence)
    away = abs(float(np.log(ratio))) / _error(plan, ratio)
    return float(ndtr(away - ndtri(0.5 + confidence / 2)))


def _error(plan: Plan, ratio: float) -> float:
    """Return the standard error of the logarithm of a ratio."""
    variance = 1 / (plan.per_period * plan.before) + 1 / (plan.per_period * plan.after * ratio)
    if plan.compared:
        variance += (1 / plan.before + 1 / plan.after) / plan.compared
    return float((plan.dispersion * variance) ** 0.5)


def _needed(power: float, confidence: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(0.5 + confidence / 2) + ndtri(power))


def _fall(error: Callable[[float], float], needed: float) -> float | None:
    """Return 1 − the largest ratio below one whose logarithm is `needed` errors away; None without one."""
    from scipy.optimize import brentq

    def short(log: float) -> float:
        return log + needed * error(float(np.exp(log)))

    logs = np.linspace(-1e-6, np.log(_SMALLEST_RATIO), 400)
    enough = np.array([short(log) for log in logs]) <= 0
    if not enough.any():
        return None
    first = int(enough.argmax())
    return float(1 - np.exp(brentq(short, logs[first], logs[first - 1]) if first else logs[0]))


def exact_power(
    before: float,
    ratio: float,
    *,
    exposures: tuple[float, float] = (1.0, 1.0),
    confidence: float = CONFIDENCE,
) -> float:
    """Return how often the exact conditional test finds a true `ratio` when `before` cases are expected
    before: over all pairs of Poisson counts.
    """
    from scipy.special import gammaln

    if not (0 < before < 1e5 and ratio > 0):
        raise EvaluationRefused("bad_plan")
    after = before * ratio * exposures[1] / exposures[0]
    total = before + after
    found = 0.0
    for n in range(
        max(1, int(total - FAR_OUT * total**0.5)), int(total + FAR_OUT * total**0.5 + FAR_OUT) + 1
    ):
        chance_of_total = float(np.exp(n * np.log(total) - total - gammaln(n + 1)))
        split = _binomial(n, after / total)
        null = _binomial(n, exposures[1] / sum(exposures))
        order = np.argsort(null)
        summed = np.empty(n + 1)
        summed[order] = np.cumsum(null[order])
        # Splits as likely as each other are added together, as the test itself does.
        at_most = np.searchsorted(null[order], null * (1 + change.ROUNDING), side="right") - 1
        found += chance_of_total * float(split[summed[order][at_most] <= 1 - confidence].sum())
    return found


def _binomial(n: int, share: float) -> Reals:
    from scipy.special import gammaln

    k = np.arange(n + 1)
    log = (
        gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) + k * np.log(share) + (n - k) * np.log1p(-share)
    )
    chances: Reals = np.exp(log)
    return chances


@dataclass(frozen=True)
class Learnt:
    """Of an actual series: cases of a period at its end, dispersion around trend and season, and the
    smallest falls told by the mean of as many periods before (`by_counts`) and by an interrupted series
    (`by_series`).
    """

    per_period: float
    dispersion: float
    by_counts: float | None
    by_series: float | None


def of_series(
    counts: "list[float] | Reals", after: int, *, season: int = 0, compared: float = 0.0, power: float = POWER
) -> Learnt:
    """Learn from past periods what a programme that begins now could show after so many periods more.

    Raises EvaluationRefused few_periods, nothing_counted, bad_plan.
    """
    y = np.asarray(counts, dtype=float)
    if len(y) < FEWEST_PERIODS or after < 1:
        told = {"before": len(y), "after": after, "least_before": FEWEST_PERIODS, "least_after": 1}
        raise EvaluationRefused("few_periods", **told)
    if not y.sum():
        raise EvaluationRefused("nothing_counted")
    t = np.arange(len(y) + after, dtype=float)
    whole = _design(t, len(y), season)
    past = regressions.poisson(y, whole[: len(y), :-1])
    spread = max(1.0, past.dispersion)
    expected = np.exp(whole[:, :-1] @ past.coefficients)
    level = float(expected[len(y) - min(len(y), season or 1) : len(y)].mean())

    def error(ratio: float) -> float:
        means = expected * np.where(np.arange(len(t)) < len(y), 1.0, ratio)
        information = whole.T @ (whole * means[:, None])
        return float((spread * np.linalg.inv(information)[-1, -1]) ** 0.5)

    plan = Plan(level, len(y), after, spread, compared)
    needed = _needed(power, CONFIDENCE)
    return Learnt(level, spread, smallest_fall(plan, power=power), _fall(error, needed))


def _design(t: Reals, before: int, season: int) -> Reals:
    columns = [np.ones(len(t)), t / len(t)]
    if season and before >= 2 * season:
        angle = 2 * np.pi * t / season
        columns += [np.sin(angle), np.cos(angle)]
    return np.column_stack([*columns, (t >= before).astype(float)])


@dataclass(frozen=True)
class Wedge:
    """A stepped wedge of `areas` in `periods`; `people` asked (or at risk) in each area and period."""

    areas: int
    periods: int
    people: float


def stepped_wedge(
    wedge: Wedge, before: float, after: float, variation: float, *, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Return variance of the effect and power to tell a share `before` from a share `after`, by Hussey &
    Hughes (2007, Contemporary Clinical Trials 28:182-191). `variation`: of areas, as a share of the mean.
    """
    from scipy.special import ndtr, ndtri

    if wedge.areas < 2 or wedge.periods < 2 or not (0 < before < 1 and 0 < after < 1) or variation < 0:
        raise EvaluationRefused("bad_plan")
    steps, areas = wedge.periods - 1, wedge.areas
    begins = 1 + np.arange(areas) * steps // areas
    x = (np.arange(wedge.periods)[None, :] >= begins[:, None]).astype(float)
    within, between = before * (1 - before) / wedge.people, (variation * before) ** 2
    u, w, v = x.sum(), (x.sum(axis=0) ** 2).sum(), (x.sum(axis=1) ** 2).sum()
    top = areas * within * (within + wedge.periods * between)
    below = (areas * u - w) * within + (
        u**2 + areas * wedge.periods * u - wedge.periods * w - areas * v
    ) * between
    variance = float(top / below)
    return variance, float(ndtr(abs(after - before) / variance**0.5 - ndtri(0.5 + confidence / 2)))


def _check(plan: Plan, power: float) -> None:
    if not 0 < plan.per_period <= MOST_COUNTED or not 0 <= plan.compared <= MOST_COUNTED:
        raise EvaluationRefused("bad_plan")
    if min(plan.before, plan.after) < 1 or not 0.05 < power < 1:
        raise EvaluationRefused("bad_plan")
    check_dispersion(plan.dispersion)
