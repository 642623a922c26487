"""What the test of an appraisal can see: how often a true fall would be told as one.

The test is `quasi_likelihood`: the signed root of what the likelihood gains, over the root of a dispersion
that is learnt from the periods and never below one. Its root lies about where the expected counts put it and
scatters as they do (the delta method); its dispersion scatters as chi-square. Both together give the share of
times it goes past its threshold; docs/studies/appraisals.md holds them against worlds that were drawn.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from confianza.analysis.evaluation import quasi_likelihood
from confianza.analysis.evaluation.counts import Reals
from confianza.analysis.evaluation.power import POWER, Plan
from confianza.analysis.evaluation.problems import EvaluationRefused

HALF = 0.5
# A fall of all cases but one in ten thousand stands for their end.
END = 0.9999
LEAST = 0.001
# Points of the quadrature over the dispersion; steps of its correction.
_POINTS, _QUANTILES = 40, 8
_STEP = 1e-3
# A dispersion below the one is luck and no more; at the other nothing is seen any more.
_LEAST_SPREAD, _MOST_SPREAD = 0.1, 1e4


@dataclass(frozen=True)
class Sight:
    """What such counts can see: the share of times (0 to 1) that a true fall of a half would be told, and
    the smallest fall (a share) told in 80 of 100; None where not even the end of all cases would be.

    `per_period`, `compared`: cases of a period in the area and where it is compared; `dispersion`: how many
    times as spread as chance periods are.
    """

    of_half: float
    smallest_fall: float | None
    per_period: float
    compared: float
    periods_before: int
    periods_after: int
    dispersion: float


def of_plan(plan: Plan, *, confidence: float) -> Sight:
    """Return what a plan can see whose dispersion is known. Raises EvaluationRefused bad_plan."""
    return _told(plan, share_found(plan, HALF, confidence=confidence), confidence)


def as_learnt(plan: Plan, freedom: float, *, confidence: float) -> Sight:
    """Return what a plan can see whose dispersion was learnt, with some degrees of freedom, from periods.

    `plan.dispersion` may lie below one by luck. A dispersion learnt from few periods is off either way, and
    the shares that follow from it are off by more one way than the other; what that comes to on average is
    taken off again (Efron & Tibshirani 1993, An Introduction to the Bootstrap, section 10.6), so that the
    shares foretold are right on average.
    """
    from scipy.special import chdtri

    plan = replace(plan, dispersion=min(max(_LEAST_SPREAD, plan.dispersion), _MOST_SPREAD))
    plain = _share(plan, HALF, confidence)
    upper = (np.arange(_QUANTILES) + 0.5) / _QUANTILES
    luck = np.asarray(chdtri(freedom, upper), dtype=float) / freedom
    drawn = [
        _share(replace(plan, dispersion=max(_LEAST_SPREAD, plan.dispersion * each)), HALF, confidence)
        for each in luck.tolist()
    ]
    of_half = float(np.clip(2 * plain - np.mean(drawn), 0.0, 1.0))
    return _told(replace(plan, dispersion=max(1.0, plan.dispersion)), of_half, confidence)


def share_found(plan: Plan, fall: float, *, confidence: float) -> float:
    """Return how often (0 to 1) a true fall (a share, 0.5) is told as a fall.

    Raises EvaluationRefused bad_plan, bad_dispersion.
    """
    if plan.per_period <= 0 or min(plan.before, plan.after) < 1 or plan.compared < 0 or not 0 < fall < 1:
        raise EvaluationRefused("bad_plan")
    if not 1 <= plan.dispersion < float("inf"):
        raise EvaluationRefused("bad_dispersion", value=f"{plan.dispersion:g}")
    return _share(plan, fall, confidence)


def smallest_found(plan: Plan, *, confidence: float, power: float = POWER) -> float | None:
    """Return the smallest fall (a share) that is told with that power; None where not even the end of all
    cases would be.
    """
    from scipy.optimize import brentq

    def lacking(fall: float) -> float:
        return _share(plan, fall, confidence) - power

    if lacking(END) < 0:
        return None
    return float(brentq(lacking, LEAST, END, xtol=1e-4)) if lacking(LEAST) < 0 else LEAST


def _told(plan: Plan, of_half: float, confidence: float) -> Sight:
    return Sight(
        of_half=of_half,
        smallest_fall=smallest_found(plan, confidence=confidence),
        per_period=plan.per_period,
        compared=plan.compared,
        periods_before=plan.before,
        periods_after=plan.after,
        dispersion=plan.dispersion,
    )


def _share(plan: Plan, fall: float, confidence: float) -> float:
    from scipy.special import chdtri, ndtr, stdtrit

    totals = _totals(plan, fall)
    freedom = _freedom(plan, fall)
    if freedom <= 0:
        return 0.0
    root, scatter = _root(totals, plan)
    upper, weights = _quadrature()
    spread = plan.dispersion * np.asarray(chdtri(freedom, upper)) / freedom
    threshold = float(stdtrit(freedom, 0.5 + confidence / 2)) * np.sqrt(np.maximum(1.0, spread))
    return float((weights * ndtr((-root - threshold) / scatter)).sum())


@cache
def _quadrature() -> tuple[Reals, Reals]:
    points, weights = np.polynomial.legendre.leggauss(_POINTS)
    return (1 - points) / 2, weights / 2


def _totals(plan: Plan, fall: float) -> list[float]:
    told = [plan.per_period * plan.before, plan.per_period * plan.after * (1 - fall)]
    return told + ([plan.compared * plan.before, plan.compared * plan.after] if plan.compared else [])


def _freedom(plan: Plan, fall: float) -> float:
    """Return the degrees of freedom the test will have, as `quasi_likelihood` counts them."""
    periods = plan.before + plan.after
    if not plan.compared:
        return periods - 2.0
    cases = np.array([plan.per_period + plan.compared, plan.per_period * (1 - fall) + plan.compared])
    weights = np.array([plan.before, plan.after], dtype=float)
    return float((weights @ cases) ** 2 / (weights @ (cases**2 + plan.dispersion * cases))) - 2.0


def _root(totals: Sequence[float], plan: Plan) -> tuple[float, float]:
    """Return where the signed root lies, and how far it scatters, for expected totals."""
    log_exposure = math.log(plan.after / plan.before)
    root = quasi_likelihood.signed_root(totals, log_exposure)
    variance = 0.0
    for place, total in enumerate(totals):
        step = total * _STEP
        less, more = (_moved(totals, place, way * step, log_exposure) for way in (-1, 1))
        variance += plan.dispersion * total * ((more - less) / (2 * step)) ** 2
    return root, math.sqrt(variance)


def _moved(totals: Sequence[float], place: int, step: float, log_exposure: float) -> float:
    moved = [total + step if at == place else total for at, total in enumerate(totals)]
    return quasi_likelihood.signed_root(moved, log_exposure)
