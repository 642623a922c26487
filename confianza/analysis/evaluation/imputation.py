"""What would have been counted without the programme, area by area and period by period.

Borusyak, Jaravel & Spiess (2024, REStud 91:3253-3285): effects of areas and periods are learnt from what has
no programme (yet) alone, and say what the rest would have been. No area that has the programme serves as a
comparison, so that staggered starts and effects that grow do no harm. For counts the model is Poisson
(Wooldridge 2023, Econometrics J. 26:C31-C66): areas differ by a factor and share the factor of every period.
"""

from typing import Any

import numpy as np

from confianza.analysis.evaluation.panels import Flags, Panel, Reals
from confianza.analysis.evaluation.problems import EvaluationRefused

_MOST_ROUNDS, _CLOSE_ENOUGH = 5000, 1e-9


def counts(panel: Panel, known: Flags | None = None) -> Reals:
    """Return the counts (areas × periods) that areas and periods without the programme let expect.

    `known`: the cells to learn from (all without the programme). Its maximum likelihood is proportional
    fitting: sums of rows and of columns agree with those seen. Raises EvaluationRefused no_comparison where a
    period has no area, or an area no period, to learn from.
    """
    here = ~panel.under_way if known is None else known
    _linked(panel, here)
    seen = np.where(here, panel.y, 0.0)
    rows, columns = seen.sum(axis=1), seen.sum(axis=0)
    base = panel.exposure * here
    by_period: Any = columns / base.sum(axis=0)
    for _ in range(_MOST_ROUNDS):
        by_area = rows / (base @ by_period)
        reached = by_area @ base
        following = np.divide(columns, reached, out=np.zeros_like(columns), where=reached > 0)
        moved = np.abs(following - by_period).max()
        by_period = following
        if moved <= _CLOSE_ENOUGH * by_period.max():
            break
    expected: Reals = panel.exposure * by_area[:, None] * by_period[None, :]
    return expected


def linear(panel: Panel, known: Flags | None = None) -> Reals:
    """Return the same for an outcome that is no count: areas and periods each add their own."""
    here = ~panel.under_way if known is None else known
    _linked(panel, here)
    many, length = panel.y.shape
    rows, columns = np.nonzero(here)
    design = np.zeros((len(rows), many + length))
    design[np.arange(len(rows)), rows] = 1.0
    design[np.arange(len(rows)), many + columns] = 1.0
    beta = np.linalg.lstsq(design, panel.y[here], rcond=None)[0]
    expected: Reals = beta[:many, None] + beta[None, many:]
    return expected


def _linked(panel: Panel, here: Flags) -> None:
    """Raise EvaluationRefused where areas and periods to learn from do not all hang together."""
    for place, period in enumerate(panel.periods):
        if not here[:, place].any():
            raise EvaluationRefused("no_comparison", period=period)
    reached, periods = here[0].any() & (np.arange(len(here)) == 0), here[0].copy()
    for _ in range(len(here)):
        reached = here[:, periods].any(axis=1)
        wider = here[reached].any(axis=0)
        if (wider == periods).all():
            break
        periods = wider
    if not reached.all():
        raise EvaluationRefused("not_linked", area=panel.areas[int(np.flatnonzero(~reached)[0])])
