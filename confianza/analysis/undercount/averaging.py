"""Bayesian averaging over the decomposable graphs of the lists (Madigan and York 1997, Biometrika 84:19-31).

Chances of histories have a hyper-Dirichlet prior of `delta` per history; every graph is as likely as another
beforehand; the number nobody saw has a prior of its own, by default proportional to one over the total.
"""

from dataclasses import dataclass

import numpy as np

from confianza.analysis.undercount import graphs
from confianza.analysis.undercount.histories import Histories, Numbers

# Beyond five lists there are 18,154 graphs and more.
MOST_LISTS = 5
# Numbers unseen that are looked at: up to this many times those seen, thinned to so many.
REACH = 25
MOST_POINTS = 6000
AT_ONCE = 1000


@dataclass(frozen=True, eq=False)
class Posterior:
    """How likely every total is, given the table, and how likely every graph."""

    totals: Numbers
    chances: Numbers
    graphs: Numbers

    @property
    def mean(self) -> float:
        """The expected total."""
        return float(self.totals @ self.chances)

    @property
    def mode(self) -> float:
        """The likeliest total."""
        return float(self.totals[self.chances.argmax()])

    def quantile(self, share: float) -> float:
        """Return the smallest total that the posterior reaches this share at."""
        return float(self.totals[np.searchsorted(np.cumsum(self.chances), share)])


def average(
    histories: Histories,
    *,
    unseen: Numbers | None = None,
    delta: float | None = None,
    log_prior: Numbers | None = None,
    saturated: bool = True,
) -> Posterior:
    """Return the posterior of the total over all decomposable graphs.

    `unseen` are the numbers nobody saw that are looked at (default: up to 25 times those seen); `delta` is
    2^-k by default; `log_prior` has one value per `unseen`. Raises ValueError for more than five lists.
    """
    if histories.k > MOST_LISTS:
        raise ValueError("Averaging goes over the graphs of five lists at most.")
    missed = _spaced(histories.observed) if unseen is None else np.asarray(unseen, dtype=float)
    weight = -np.log(histories.observed + missed) if log_prior is None else np.asarray(log_prior)
    matrix = graphs.score_matrix(histories.k, saturated)
    pieces = [
        matrix @ _scores(histories, part, delta or 2.0**-histories.k) + _shared(histories, part)
        for part in np.array_split(missed, -(-len(missed) // AT_ONCE))
    ]
    logs = np.hstack(pieces) + weight
    chances = np.exp(logs - logs.max())
    chances /= chances.sum()
    return Posterior(histories.observed + missed, chances.sum(axis=0), chances.sum(axis=1))


def _spaced(observed: int) -> Numbers:
    most = max(observed * REACH, 300)
    return np.unique(np.linspace(1, most, min(most, MOST_POINTS)).round())


def _scores(histories: Histories, missed: Numbers, delta: float) -> Numbers:
    """Return for every set of lists, and every number unseen, the log score of its own table (rows: sets)."""
    from scipy.special import gammaln

    rows = np.empty((1 << histories.k, len(missed)))
    for lists in range(1 << histories.k):
        cells = _marginal(histories, lists)
        prior = delta * (1 << histories.k) / len(cells)
        rows[lists] = (gammaln(cells[1:] + prior) - gammaln(prior)).sum()
        rows[lists] += gammaln(cells[0] + missed + prior) - gammaln(prior)
    return rows


def _marginal(histories: Histories, lists: int) -> Numbers:
    """Return the table of these lists alone, who is on none of them first (without those nobody saw)."""
    chosen = [i for i in range(histories.k) if lists >> i & 1]
    if not chosen:
        return np.array([float(histories.observed)])
    cells = histories.of(chosen).counts.copy()
    cells[0] = histories.observed - cells.sum()
    return cells


def _shared(histories: Histories, missed: Numbers) -> Numbers:
    """Return what all graphs have in common: the multinomial coefficient, without what is fixed."""
    from scipy.special import gammaln

    told: Numbers = gammaln(missed + histories.observed + 1) - gammaln(missed + 1)
    return told
