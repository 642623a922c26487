"""Standard errors from samples of the sample, for whatever has no formula: jackknife and bootstrap.

The weights of each replicate leave out a cluster of the first stage (JK1, JKn: Wolter 2007, chapter 4) or
draw clusters again (Rao, Wu and Yue 1992, Survey Methodology 18).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.surveys.design import Design, Reals
from confianza.analysis.surveys.problems import SurveyRefused

BOOTSTRAPS = 500
Statistic = Callable[[Reals], float]


@dataclass(frozen=True)
class Replicates:
    """`weights` (n, r): one column a replicate. `scales` (r): what its squared distance counts for."""

    weights: Reals
    scales: Reals


@dataclass(frozen=True)
class Replicated:
    """An estimate, its standard error, and what it was in each replicate (r)."""

    estimate: float
    se: float
    each: Reals


def jackknife(design: Design) -> Replicates:
    """Return the replicates that leave out one cluster each, the others of its stratum standing for it.

    JK1 where there are no strata, JKn where there are; the share that was taken counts. Raises
    SurveyRefused lonely_cluster.
    """
    first, clusters = design.stages[0], np.unique(design.stages[0].clusters, return_index=True)[1]
    if (first.taken == 1).any():
        raise SurveyRefused("lonely_cluster", row=int(np.argmax(first.taken == 1)) + 1)
    columns = [_without(design, row) for row in clusters]
    taken, share = first.taken[clusters], first.share[clusters]
    return Replicates(np.stack(columns, axis=1), (1 - share) * (taken - 1) / taken)


def bootstrap(design: Design, *, seed: int, replicates: int = BOOTSTRAPS) -> Replicates:
    """Return replicates that draw one cluster fewer than there are, with replacement, in every stratum.

    The same `seed` draws the same. As if the share taken were small: never too short an interval for it.
    """
    first, draws = design.stages[0], np.random.default_rng(seed)
    rows = np.unique(first.clusters, return_index=True)[1]
    factors = np.zeros((len(rows), replicates))
    for stratum in np.unique(first.strata[rows]):
        inside = np.flatnonzero(first.strata[rows] == stratum)
        if len(inside) < 2:
            raise SurveyRefused("lonely_cluster", row=int(rows[inside[0]]) + 1)
        times = draws.multinomial(len(inside) - 1, np.full(len(inside), 1 / len(inside)), size=replicates)
        factors[inside] = times.T * len(inside) / (len(inside) - 1)
    weights: Reals = design.weights[:, None] * factors[first.clusters]
    return Replicates(weights, np.full(replicates, 1 / (replicates - 1)))


def estimated(design: Design, replicates: Replicates, statistic: Statistic) -> Replicated:
    """Return a statistic of the weights, and its standard error about the mean of the replicates."""
    found = statistic(design.weights)
    each = np.array([statistic(column) for column in replicates.weights.T])
    variance = float((replicates.scales * (each - each.mean()) ** 2).sum())
    return Replicated(found, float(np.sqrt(variance)), each)


def mean_of(values: Reals) -> Statistic:
    """Return the weighted mean as a statistic of the weights; rows without a value (nan) do not count."""
    held: NDArray[np.bool_] = ~np.isnan(values)
    return lambda weights: float((weights[held] * values[held]).sum() / weights[held].sum())


def ratio_of(numerator: Reals, denominator: Reals) -> Statistic:
    """Return the ratio of two weighted totals as a statistic of the weights."""
    return lambda weights: float((weights * numerator).sum() / (weights * denominator).sum())


def _without(design: Design, row: int) -> Reals:
    first = design.stages[0]
    same = (first.strata == first.strata[row]) & (first.clusters != first.clusters[row])
    factor = np.where(same, first.taken / np.maximum(first.taken - 1, 1), 1.0)
    factor[first.clusters == first.clusters[row]] = 0.0
    weights: Reals = design.weights * factor
    return weights
