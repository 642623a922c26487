"""What the highest do next year by themselves: they come down (regression to the mean).

Who chooses the towns with most homicides chooses, among others, those that had a bad year. Next year's is
likely to be lower with no programme at all (Galton 1886; in evaluations of places: Hauer 1997). Here it is
worked out how much lower, from how much areas differ for good and how much by chance (gamma-Poisson).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from confianza.analysis.evaluation.counts import check_dispersion
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.indicators import smoothing

WORLDS = 4000
# Nine worlds of ten lie within.
LEVEL = 0.9
Reals = NDArray[np.float64]


@dataclass(frozen=True)
class Return:
    """Of the areas chosen for being high, by how much their sum changes next year if nothing is done.

    `change` is a share (−0.08: eight per cent fewer), the mean of many worlds; nine of ten worlds lie between
    `low` and `high`. `chosen`: the areas, highest first, by their place in the list.
    """

    change: float
    low: float
    high: float
    chosen: tuple[int, ...]


def of_highest(
    counts: Sequence[float],
    top: int,
    *,
    exposures: Sequence[float] | None = None,
    by_rate: bool = False,
    dispersion: float = 1.0,
    worlds: int = WORLDS,
    seed: int = 1,
) -> Return:
    """Return what becomes of the `top` areas with most cases (or, `by_rate`, the highest rates).

    `exposures`: population, or the level of other years. `dispersion`: how many times as spread as chance the
    years of one area are. Raises EvaluationRefused few_areas (fewer than eight, or no area left over),
    not_a_count, exposure_not_positive, bad_dispersion.
    """
    y, e = _checked(counts, exposures, top, dispersion)
    chosen = np.argsort(-(y / e if by_rate else y), kind="stable")[:top]
    fitted = smoothing.poisson_gamma(y / dispersion, e / dispersion)
    if fitted is None or not y[chosen].sum():
        raise EvaluationRefused("nothing_to_return")
    if np.isfinite(fitted.shape):
        shape, per_case = y / dispersion + fitted.shape, 1 / (e / dispersion + fitted.shape / fitted.mean)
    else:
        shape, per_case = np.full(len(y), 1e9), fitted.mean / np.full(len(y), 1e9)
    draws = np.random.default_rng(seed)
    rates = draws.gamma(shape[chosen], per_case[chosen], (worlds, top))
    following = _counted(draws, rates * e[chosen], dispersion).sum(axis=1)
    changes = following / y[chosen].sum() - 1
    low, high = np.quantile(changes, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Return(float(changes.mean()), float(low), float(high), tuple(int(each) for each in chosen))


def _counted(draws: np.random.Generator, means: Reals, dispersion: float) -> Reals:
    """Draw counts whose variance is `dispersion` times their mean."""
    if dispersion > 1:
        means = draws.gamma(np.maximum(means, 1e-12) / (dispersion - 1), dispersion - 1)
    return draws.poisson(means).astype(float)


def _checked(
    counts: ArrayLike, exposures: ArrayLike | None, top: int, dispersion: float
) -> tuple[Reals, Reals]:
    y = np.asarray(counts, dtype=float)
    e = np.ones(len(y)) if exposures is None else np.asarray(exposures, dtype=float)
    if len(y) < smoothing.FEWEST_AREAS or not 0 < top < len(y) or len(e) != len(y):
        raise EvaluationRefused("few_areas", areas=len(y), top=top, least=smoothing.FEWEST_AREAS)
    if not np.isfinite(y).all() or (y < 0).any():
        raise EvaluationRefused("not_a_count", value=f"{np.nanmin(y):g}")
    if not np.isfinite(e).all() or (e <= 0).any():
        raise EvaluationRefused("exposure_not_positive", value=f"{np.nanmin(e):g}")
    check_dispersion(dispersion)
    return y, e
