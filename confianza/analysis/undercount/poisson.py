"""Poisson log-linear models, many at once: each pair of a model and a table is one row of a batch.

The expected count of a history is the exponential of the sum of the model's terms within it; the constant is
then the logarithm of the expected count of history 0, whom nobody saw. Where nobody at all is on the lists of
a term, its value is minus infinity (the extended maximum likelihood estimate): the histories that hold it are
expected never, and the rest is fitted without them. Chan, Silverman and Vincent (2021), JASA 116:1297-1306;
Fienberg and Rinaldo (2012), Annals of Statistics 40:996-1023.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from confianza.analysis.undercount.hierarchy import Model
from confianza.analysis.undercount.histories import Flags, Histories, Numbers, margins, popcount

# Newton's steps halve their distance squared; what is not still after so many runs off to infinity.
MOST_STEPS = 20
STILL = 1e-7
# Where Newton starts: every count a little raised, so that a zero has a logarithm.
START = 0.5
LARGEST = 50.0
# Keeps a singular row of a batch from stopping the others; far below what a count can tell.
NUDGE = 1e-12
# The smallest eigenvalue of a design that tells its terms apart; of one that does not it is zero but for
# rounding.
TELLS_APART = 1e-7
# Rows of a batch solved at once: 4096 systems of 31 terms take 32 MB.
AT_ONCE = 4096


@dataclass(frozen=True, eq=False)
class Fits:
    """What a batch gave, row by row. `unseen` is not a number where there is no estimate.

    `log_error` is the standard error of the logarithm of `unseen`; `expected` has a column for each history
    from 1; `parameters` counts those at minus infinity too, as the published criteria do.
    """

    unseen: Numbers
    log_error: Numbers
    log_likelihood: Numbers
    expected: Numbers
    parameters: Numbers
    exists: Flags

    def criterion(self, penalty: float | Numbers) -> Numbers:
        """Return minus twice the log-likelihood plus the penalty per parameter; infinite without estimate."""
        return np.where(self.exists, penalty * self.parameters - 2 * self.log_likelihood, np.inf)


@dataclass(frozen=True, eq=False)
class Batch:
    """Tables (rows × histories from 1), the design of their histories, and which columns each row may use."""

    counts: Numbers
    design: Numbers
    uses: Flags
    kept: Flags

    def rows(self, chosen: slice | Flags) -> "Batch":
        """Return some rows of the batch."""
        return Batch(self.counts[chosen], self.design, self.uses[chosen], self.kept[chosen])


def of_models(histories: Histories, models: Sequence[Model]) -> Fits:
    """Fit many models to one table."""
    return fit(np.broadcast_to(histories.counts, (len(models), len(histories.counts))), models)


def fit(counts: Numbers, models: Sequence[Model]) -> Fits:
    """Fit `models[i]` to the table `counts[i]` (2^k counts, that of history 0 is not looked at)."""
    terms = sorted(frozenset().union(*models), key=lambda term: (term.bit_count(), term))
    asked = np.array([[term in model for term in terms] for model in models], dtype=bool)
    summed = margins(_without_unseen(counts))[:, terms]
    unbounded = asked & (summed == 0)
    holds = design(counts.shape[1], terms)
    kept = (unbounded.astype(float) @ holds.T) == 0
    batch = Batch(np.asarray(counts[:, 1:], dtype=float), holds, asked & ~unbounded, kept)
    return _whole(batch, asked.sum(axis=1).astype(float))


def design(histories: int, terms: Iterable[int]) -> Numbers:
    """Return a row for each history from 1: which of the terms lie within it."""
    told = np.arange(1, histories)[:, None]
    wanted = np.array(list(terms))[None, :]
    within: Numbers = ((told & wanted) == wanted).astype(float)
    return within


def with_column(counts: Numbers, column: Numbers) -> Fits:
    """Fit independence with one more column (a value per number of lists, from 0) to rows of tables."""
    k = counts.shape[1].bit_length() - 1
    base = design(counts.shape[1], [0, *(1 << i for i in range(k))])
    told = column[popcount(counts.shape[1])[1:]][:, None]
    wide = np.hstack([base, told])
    everything = np.ones((len(counts), wide.shape[1]), dtype=bool)
    batch = Batch(
        np.asarray(counts[:, 1:], dtype=float), wide, everything, np.ones_like(counts[:, 1:], dtype=bool)
    )
    return _whole(batch, np.full(len(counts), float(wide.shape[1])))


def _whole(batch: Batch, parameters: Numbers) -> Fits:
    cuts = range(0, len(batch.counts), AT_ONCE)
    parts = [_solved(batch.rows(slice(at, at + AT_ONCE))) for at in cuts]
    expected, unseen, errors, exists = (np.concatenate(column) for column in zip(*parts, strict=True))
    return Fits(unseen, errors, _log_likelihood(batch.counts, expected), expected, parameters, exists)


def _solved(batch: Batch) -> tuple[Numbers, Numbers, Numbers, Flags]:
    """Return expected counts, the expected count of history 0, its relative error, and whether it exists."""
    width = batch.design.shape[1]
    squares = (batch.design[:, :, None] * batch.design[:, None, :]).reshape(len(batch.design), width**2)
    logs = np.log(batch.counts + START)
    unseen = np.full(len(batch.counts), np.nan)
    moving = _identifiable(batch, squares)
    still = np.zeros(len(batch.counts), dtype=bool)
    for _step in range(MOST_STEPS):
        if not moving.any():
            break
        new = _newton(batch.rows(moving), logs[moving], squares)
        moved = np.abs((new @ batch.design.T - logs[moving]) * batch.kept[moving]).max(axis=1)
        logs[moving] = new @ batch.design.T
        unseen[moving] = np.exp(np.minimum(new[:, 0], LARGEST))
        arrived = np.flatnonzero(moving)[~(moved > STILL)]
        still[arrived] = np.isfinite(moved[~(moved > STILL)])
        moving[arrived] = False
    expected = _expected(batch, logs)
    return expected, np.where(still, unseen, np.nan), _errors(batch, expected, squares), still


def _expected(batch: Batch, logs: Numbers) -> Numbers:
    return np.where(batch.kept, np.exp(np.minimum(logs, LARGEST)), 0.0)


def _errors(batch: Batch, expected: Numbers, squares: Numbers) -> Numbers:
    """Return the standard error of the constant, from the inverse of the Fisher information."""
    constant = np.eye(batch.uses.shape[1])[0]
    solved = np.linalg.solve(_between_used(expected @ squares, batch.uses), constant[:, None])
    return np.sqrt(np.maximum(solved[:, 0, 0], 0.0))


def _newton(batch: Batch, logs: Numbers, squares: Numbers) -> Numbers:
    """Return the parameters after one weighted least-squares step from these logarithms."""
    expected = _expected(batch, logs)
    right = ((expected * (logs - 1) + batch.counts * batch.kept) @ batch.design) * batch.uses
    left = _between_used(expected @ squares, batch.uses)
    return np.asarray(np.linalg.solve(left, right[:, :, None])[:, :, 0], dtype=float)


def _between_used(summed: Numbers, uses: Flags) -> Numbers:
    """Return a square matrix per row in which the columns it may not use stand alone, as ones."""
    width = uses.shape[1]
    left = summed.reshape(-1, width, width) * (uses[:, :, None] & uses[:, None, :])
    places = np.arange(width)
    left[:, places, places] += np.where(uses, NUDGE, 1.0)
    return left


def _identifiable(batch: Batch, squares: Numbers) -> Flags:
    """Say of every row whether the histories it keeps tell its terms apart."""
    patterns, which = np.unique(np.hstack([batch.uses, batch.kept]), axis=0, return_inverse=True)
    uses, kept = np.split(patterns, [batch.uses.shape[1]], axis=1)
    smallest = np.linalg.eigvalsh(_between_used(kept.astype(float) @ squares, uses)).min(axis=1)
    told: Flags = (smallest > TELLS_APART)[which.ravel()]
    return told


def _log_likelihood(counts: Numbers, expected: Numbers) -> Numbers:
    from scipy.special import gammaln, xlogy

    told: Numbers = (xlogy(counts, expected) - expected - gammaln(counts + 1)).sum(axis=1)
    return told


def _without_unseen(counts: Numbers) -> Numbers:
    cleared = np.array(counts, dtype=float)
    cleared[:, 0] = 0
    return cleared
