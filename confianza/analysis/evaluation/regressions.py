"""Regression of counts on the log scale (Poisson, maximum likelihood), and how sure its coefficients are.

Errors of four kinds, for one fit: those of the model; times the root of the dispersion seen (quasi-Poisson);
robust to periods that hang together (Newey & West 1987); robust to units whose periods do (clusters).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.evaluation.problems import EvaluationRefused

Reals = NDArray[np.float64]
_MOST_STEPS, _CLOSE_ENOUGH = 60, 1e-10
# Beyond e^30 there is no count; a fit that goes there has no end.
_FURTHEST = 30.0
# The largest number whose e^ can be written down, or nearly.
_LARGEST_LOG = 700.0


@dataclass(frozen=True, eq=False)
class Fit:
    """Coefficients of `design` (rows × columns), the means fitted, and the inverse information."""

    design: Reals
    y: Reals
    coefficients: Reals
    means: Reals
    inverse: Reals

    @property
    def freedom(self) -> int:
        """Rows less columns."""
        return len(self.y) - int(self.design.shape[1])

    @property
    def dispersion(self) -> float:
        """Pearson's chi-square over the degrees of freedom; 1 where none is left."""
        if self.freedom < 1:
            return 1.0
        return float(((self.y - self.means) ** 2 / self.means).sum() / self.freedom)

    @property
    def deviance(self) -> float:
        """Twice the log-likelihood that the perfect fit has more."""
        safe = np.where(self.y > 0, self.y, 1.0)
        return float(2 * (self.y * np.log(safe / self.means) * (self.y > 0) - (self.y - self.means)).sum())

    def model_covariance(self) -> Reals:
        """Return the covariance if counts are Poisson."""
        return self.inverse

    def quasi_covariance(self) -> Reals:
        """Return the covariance with the dispersion seen; never narrower than chance."""
        scaled: Reals = self.inverse * max(1.0, self.dispersion)
        return scaled

    def hac_covariance(self, lags: int) -> Reals:
        """Return Newey & West's covariance with Bartlett weights, times n/(n − k)."""
        scores = self.design * (self.y - self.means)[:, None]
        meat: Any = scores.T @ scores
        for lag in range(1, lags + 1):
            shifted = scores[lag:].T @ scores[:-lag]
            meat += (1 - lag / (lags + 1)) * (shifted + shifted.T)
        scaled: Reals = self.inverse @ meat @ self.inverse * len(self.y) / max(1, self.freedom)
        return scaled

    def cluster_covariance(self, clusters: NDArray[Any], *, absorbed: int = 0) -> Reals:
        """Return the covariance robust within clusters, with the small-sample factors of fixest:
        G/(G − 1) × (n − 1)/(n − k), where `absorbed` columns (effects of units and periods but for a
        constant) do not count in k.
        """
        _named, group = np.unique(clusters, return_inverse=True)
        many = int(group.max()) + 1
        scores: Any = np.zeros((many, self.design.shape[1]))
        np.add.at(scores, group, self.design * (self.y - self.means)[:, None])
        n, k = len(self.y), self.design.shape[1] - absorbed
        factor = many / (many - 1) * (n - 1) / (n - k)
        scaled: Reals = self.inverse @ (scores.T @ scores) @ self.inverse * factor
        return scaled


def poisson(y: Reals, design: Reals, offset: Reals | None = None, *, start: Reals | None = None) -> Fit:
    """Fit log E(y) = design @ coefficients + offset by Newton's steps, halved where they go too far.

    Raises EvaluationRefused no_fit where columns say the same, or nothing finite fits (an effect without a
    case).
    """
    shift = np.zeros(len(y)) if offset is None else offset
    beta: Any = start
    if start is None:
        beta = np.linalg.lstsq(design, np.log(y + 0.5) - shift, rcond=None)[0]
    fit = _likelihood(y, design @ beta + shift)
    for _ in range(_MOST_STEPS):
        eta = design @ beta + shift
        if not eta.max() < _LARGEST_LOG:
            raise EvaluationRefused("no_fit")
        means = np.exp(eta)
        step = _step(design, means, y)
        better, gained = beta + step, -np.inf
        for _halving in range(30):
            gained = _likelihood(y, design @ better + shift)
            if gained >= fit - 1e-9 * abs(fit):
                break
            better = (better + beta) / 2
        moved = float(np.abs(better - beta).max())
        beta, fit = better, gained
        if moved < _CLOSE_ENOUGH:
            break
    eta = design @ beta + shift
    if not np.isfinite(eta).all() or np.abs(beta).max() > _FURTHEST:
        raise EvaluationRefused("no_fit")
    means = np.exp(eta)
    return Fit(design, y, beta, means, _inverse(design, means))


def _likelihood(y: Reals, eta: Reals) -> float:
    with np.errstate(over="ignore"):
        return float((y * eta - np.exp(np.minimum(eta, _LARGEST_LOG))).sum())


def _step(design: Reals, means: Reals, y: Reals) -> Reals:
    try:
        found: Any = np.linalg.solve(design.T @ (design * means[:, None]), design.T @ (y - means))
    except np.linalg.LinAlgError:
        raise EvaluationRefused("no_fit") from None
    step: Reals = found
    return step


def _inverse(design: Reals, means: Reals) -> Reals:
    information: Any = design.T @ (design * means[:, None])
    scale = np.sqrt(np.diag(information))
    if (scale <= 0).any() or np.linalg.cond(information / np.outer(scale, scale)) > 1e12:
        raise EvaluationRefused("no_fit")
    inverse: Reals = np.linalg.inv(information)
    return inverse


def dummies(labels: NDArray[Any], *, drop_first: bool = False) -> Reals:
    """Return a column of ones and zeros for each label, in their order."""
    named, place = np.unique(labels, return_inverse=True)
    columns = np.zeros((len(labels), len(named)))
    columns[np.arange(len(labels)), place] = 1.0
    return columns[:, 1:] if drop_first else columns
