"""Bootstrap: how far an estimate wanders when people, and the choice of the model, are drawn again.

Tables are drawn as multinomial samples of the people seen; the model is chosen anew for each. Silverman, Chan
and Vincent (2024), Statistics and Computing 34:44.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from confianza.analysis.undercount import poisson, stepwise
from confianza.analysis.undercount.hierarchy import Model
from confianza.analysis.undercount.histories import Histories, Numbers

Chooser = Callable[[Numbers], Numbers]
"""Takes rows of tables (2^k counts), chooses a model for each, and returns who is not seen by it."""

TAIL = 0.025
# Of Hyndman and Fan (1996) the definition that the published intervals use (their number 8).
DEFINITION: Any = "median_unbiased"


@dataclass(frozen=True, eq=False)
class Wandering:
    """The totals that drawn tables gave, with the two usual 95 % intervals; not a number where all failed."""

    totals: Numbers
    percentile: tuple[float, float]
    bca: tuple[float, float]


def wander(histories: Histories, choose: Chooser, *, replicates: int, seed: int) -> Wandering:
    """Draw `replicates` tables, choose a model for each, and say where 95 % of the totals lie.

    The BCa interval corrects for bias and for the spread that changes with the size (DiCiccio and Efron 1996,
    Statistical Science 11:189-228), its acceleration from leaving out one person at a time. A drawn table
    with no estimate is left out.
    """
    draw = np.random.default_rng(seed)
    tables = draw.multinomial(histories.observed, histories.counts / histories.observed, size=replicates)
    totals = histories.observed + choose(tables.astype(float))
    totals = totals[np.isfinite(totals)]
    if not len(totals):
        return Wandering(totals, (np.nan, np.nan), (np.nan, np.nan))
    point = float(histories.observed + choose(histories.counts[None, :])[0])
    ends = np.array([TAIL, 1 - TAIL])
    moved = _bca_levels(totals, point, _acceleration(histories, choose), ends)
    return Wandering(totals, _between(totals, ends), _between(totals, moved))


def _between(totals: Numbers, ends: Numbers) -> tuple[float, float]:
    low, high = np.quantile(totals, ends, method=DEFINITION)
    return float(low), float(high)


def _bca_levels(totals: Numbers, point: float, acceleration: float, ends: Numbers) -> Numbers:
    from scipy.special import ndtr, ndtri

    # A share of none or all would move the interval to infinity; half a draw is as far as draws can tell.
    share = np.clip((totals < point).mean(), 0.5 / len(totals), 1 - 0.5 / len(totals))
    bias = ndtri(share)
    reached = bias + ndtri(ends)
    curved = np.maximum(1 - acceleration * reached, 0.1)
    levels: Numbers = ndtr(bias + reached / curved)
    return levels


def _acceleration(histories: Histories, choose: Chooser) -> float:
    """Return a sixth of the skewness of the estimates that leave one person out."""
    told = np.flatnonzero(histories.counts)
    tables = np.repeat(histories.counts[None, :], len(told), axis=0)
    tables[np.arange(len(told)), told] -= 1
    left = choose(tables)
    weights = np.where(np.isfinite(left), histories.counts[told], 0.0)
    left = np.where(np.isfinite(left), left, 0.0)
    if weights.sum() == 0:
        return 0.0
    apart = (weights @ left) / weights.sum() - left
    spread = weights @ apart**2
    return float(weights @ apart**3 / (6 * spread**1.5)) if spread > 0 else 0.0


def known(model: Model) -> Chooser:
    """Return the chooser that takes the same model whatever the table: the model treated as known."""
    return lambda tables: poisson.fit(tables, [model] * len(tables)).unseen


def least_bic(models: Sequence[Model]) -> Chooser:
    """Return the chooser that takes, for each table, the model of least BIC among these."""

    def choose(tables: Numbers) -> Numbers:
        rows = np.repeat(np.arange(len(tables)), len(models))
        fits = poisson.fit(tables[rows], list(models) * len(tables))
        bic = fits.criterion(np.log(tables.sum(axis=1))[rows]).reshape(len(tables), len(models))
        unseen: Numbers = fits.unseen.reshape(bic.shape)[np.arange(len(tables)), bic.argmin(axis=1)]
        return unseen

    return choose


def by_overlap(tables: Numbers) -> Numbers:
    """Choose for each table as `stepwise.by_overlap` does."""
    return poisson.fit(tables, stepwise.by_overlaps(tables)).unseen
