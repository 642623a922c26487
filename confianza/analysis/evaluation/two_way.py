"""Two-way fixed effects: one effect beside those of areas and periods.

It is an average of effects only where all begin at once. Where starts are staggered it compares areas with
others that already have the programme, with weights that may be below zero (Goodman-Bacon 2021, J.
Econometrics 225:254-277): it is shown for whoever has to compare with other programs, and never told.
"""

from dataclasses import dataclass

import numpy as np

from confianza.analysis.evaluation import regressions
from confianza.analysis.evaluation.panels import Panel
from confianza.analysis.evaluation.regressions import Reals

# An error robust within areas needs areas on both sides; of one treated area it means nothing.
FEWEST_CLUSTERS = 5


@dataclass(frozen=True)
class TwoWay:
    """`estimate`: on the log scale for counts, in the unit of the outcome for a linear fit. `se`: robust
    within areas (None with fewer than five treated or five others); `is_valid`: all begin at once.
    """

    estimate: float
    se: float | None
    is_valid: bool


def poisson(panel: Panel) -> TwoWay:
    """Return the effect on counts (log scale) with effects of areas and periods. Raises no_fit."""
    design, areas = _design(panel)
    fit = regressions.poisson(panel.y.ravel(), design, np.log(panel.exposure.ravel()))
    variance = fit.cluster_covariance(areas, absorbed=design.shape[1] - 2)[0, 0]
    return TwoWay(float(fit.coefficients[0]), _error(panel, float(variance)), not panel.is_staggered)


def linear(panel: Panel) -> TwoWay:
    """Return the effect on an outcome that is no count (a rate, a logarithm), by least squares."""
    design, areas = _design(panel)
    y = panel.y.ravel()
    inverse = np.linalg.pinv(design.T @ design)
    beta = inverse @ (design.T @ y)
    scores = np.zeros((len(panel.areas), design.shape[1]))
    np.add.at(scores, areas, design * (y - design @ beta)[:, None])
    many, n = len(panel.areas), len(y)
    factor = many / (many - 1) * (n - 1) / (n - 2)
    variance = (inverse @ (scores.T @ scores) @ inverse)[0, 0] * factor
    return TwoWay(float(beta[0]), _error(panel, float(variance)), not panel.is_staggered)


def _design(panel: Panel) -> tuple[Reals, "np.ndarray[tuple[int], np.dtype[np.int_]]"]:
    many, length = panel.y.shape
    areas, periods = np.repeat(np.arange(many), length), np.tile(np.arange(length), many)
    effect = panel.under_way.ravel().astype(float)
    columns = (effect, regressions.dummies(areas), regressions.dummies(periods, drop_first=True))
    return np.column_stack(columns), areas


def _error(panel: Panel, variance: float) -> float | None:
    treated = int(panel.treated.sum())
    if min(treated, len(panel.areas) - treated) < FEWEST_CLUSTERS:
        return None
    return float(np.sqrt(max(0.0, variance)))
