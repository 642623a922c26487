"""Negative binomial regression (variance μ + α μ²) for counts that vary by more than chance.

Where counts vary no more than chance there is no such α: programs that look for one stop with an error or a
nonsense. Here that is found out first (score at α = 0), and told: then the Poisson fit is the answer.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from confianza.analysis.evaluation import regressions
from confianza.analysis.evaluation.regressions import Reals

# ln α is looked for between these: beyond, it is Poisson, or no count tells anything.
_SMALLEST, _LARGEST = -12.0, 4.0
_MOST_STEPS, _CLOSE_ENOUGH = 100, 1e-10


@dataclass(frozen=True, eq=False)
class Fit:
    """`covariance` from the expected information, in which α and the coefficients do not meet."""

    coefficients: Reals
    covariance: Reals
    means: Reals
    alpha: float
    log_likelihood: float


def fit(y: Reals, design: Reals, offset: Reals | None = None) -> Fit | None:
    """Return the fit of maximum likelihood, or None where counts vary no more than chance.

    Raises EvaluationRefused no_fit.
    """
    from scipy.optimize import minimize_scalar

    poisson = regressions.poisson(y, design, offset)
    if (((y - poisson.means) ** 2 - y).sum()) <= 0:
        return None
    shift = np.zeros(len(y)) if offset is None else offset

    def loss(logarithm: float) -> float:
        alpha = float(np.exp(logarithm))
        return -_likelihood(y, _means(y, design, shift, alpha, poisson.coefficients)[1], alpha)

    found = minimize_scalar(loss, bounds=(_SMALLEST, _LARGEST), method="bounded", options={"xatol": 1e-8})
    alpha = float(np.exp(found.x))
    if found.x < _SMALLEST + 0.5:
        return None
    beta, means = _means(y, design, shift, alpha, poisson.coefficients)
    weights = means / (1 + alpha * means)
    inverse: Any = np.linalg.inv(design.T @ (design * weights[:, None]))
    return Fit(beta, inverse, means, alpha, _likelihood(y, means, alpha))


def _means(y: Reals, design: Reals, shift: Reals, alpha: float, start: Reals) -> tuple[Reals, Reals]:
    """Return coefficients and means for one α, by Fisher's steps."""
    beta: Any = start.copy()
    means: Any = np.exp(design @ beta + shift)
    for _ in range(_MOST_STEPS):
        weights = means / (1 + alpha * means)
        score = design.T @ ((y - means) / (1 + alpha * means))
        step = np.linalg.solve(design.T @ (design * weights[:, None]), score)
        beta = beta + np.clip(step, -2, 2)
        means = np.exp(design @ beta + shift)
        if np.abs(step).max() < _CLOSE_ENOUGH:
            break
    return beta, means


def _likelihood(y: Reals, means: Reals, alpha: float) -> float:
    from scipy.special import gammaln

    size = 1 / alpha
    terms = gammaln(y + size) - gammaln(size) - gammaln(y + 1)
    return float((terms + y * np.log(alpha * means) - (y + size) * np.log1p(alpha * means)).sum())
