"""Synthetic difference in differences: weights of donors and of periods, and a level of its own.

Arkhangelsky, Athey, Hirshberg, Imbens & Wager (2021, AER 111:4088-4118). With equal weights everywhere it is
the plain difference in differences, which stands here too.
"""

import numpy as np

from confianza.analysis.evaluation import simplex
from confianza.analysis.evaluation.pool import Pool
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.evaluation.synthetic import Fit

# Weights of periods are made unique by a hint of a ridge, weights of donors stable by a real one (p. 4093).
HINT = 1e-6


def fit(pool: Pool) -> Fit:
    """Weight donors to go the way of the treated unit before, and periods before to be as those after."""
    before, after = pool.others[: pool.before], pool.others[pool.before :]
    noise = _noise(before)
    spread = (pool.after**0.25) * noise
    donors = simplex.weights(
        before - before.mean(axis=0),
        pool.y[: pool.before] - pool.y[: pool.before].mean(),
        ridge=pool.before * spread**2,
    )
    goal = after.mean(axis=0)
    rows = before.T
    periods = simplex.weights(
        rows - rows.mean(axis=0), goal - goal.mean(), ridge=len(rows) * (HINT * noise) ** 2
    )
    apart = pool.y - pool.others @ donors
    level = float(periods @ apart[: pool.before])
    return Fit(pool, donors, apart - level, (("spread", float(spread)), ("noise", noise)))


def plain(pool: Pool) -> Fit:
    """Return the plain difference in differences against the mean of all donors."""
    equal = np.full(len(pool.donors), 1.0 / len(pool.donors))
    apart = pool.y - pool.others @ equal
    return Fit(pool, equal, apart - float(apart[: pool.before].mean()))


def _noise(before: simplex.Reals) -> float:
    """Return the standard deviation of the changes of donors from period to period."""
    changes = np.diff(before, axis=0)
    if changes.size < 2 or not (noise := float(changes.std(ddof=1))):
        raise EvaluationRefused("constant_donors")
    return noise
