"""Stepped wedge: every area gets the programme, and the lot decides in which order.

Who drew the order by lot knows exactly what other orders would have given had the programme done nothing:
the test is that comparison, with no model to believe (Wang & De Gruttola 2017, Statistics in Medicine
36:1831-1848). The interval holds every ratio that the lot does not contradict.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from confianza.analysis.evaluation.panels import Panel, Reals
from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.analysis.indicators.intervals import CONFIDENCE

ORDERS = 1999
FEWEST_AREAS = 6
# Ratios are looked for between these, on the log scale.
FURTHEST = 3.0
_HALVINGS = 14


@dataclass(frozen=True)
class Wedge:
    """`ratio`: cases with over cases without the programme; `p`: of no effect on anybody; `orders`: how many
    orders were compared, of all `possible` ones. `low` is 0 and `high` infinite where the lot holds no end.
    """

    ratio: float
    low: float
    high: float
    p: float
    orders: int
    possible: float


def compare(panel: Panel, *, confidence: float = CONFIDENCE, orders: int = ORDERS, seed: int = 1) -> Wedge:
    """Return the effect of a programme whose order was drawn by lot among all areas.

    Raises EvaluationRefused nothing_in_area, few_areas_for_lot: fewer than six areas, or too few orders to
    tell anything at that confidence.
    """
    many, length = panel.y.shape
    if not panel.y.sum(axis=1).all():
        raise EvaluationRefused("nothing_in_area", area=panel.areas[int((panel.y.sum(axis=1) == 0).argmax())])
    possible = _possible(panel.start)
    if many < FEWEST_AREAS or possible < 1 / (1 - confidence):
        raise EvaluationRefused("few_areas_for_lot", areas=many, least=FEWEST_AREAS)
    draws = np.random.default_rng(seed)
    starts = np.array([panel.start, *(draws.permutation(panel.start) for _ in range(orders))])
    lots = (np.arange(length)[None, None, :] >= starts[:, :, None]).astype(float)
    judge = _Judge(panel, lots)
    middle = judge.best()
    alpha = 1 - confidence
    return Wedge(
        ratio=float(np.exp(middle)),
        low=judge.end(middle, -FURTHEST, alpha),
        high=judge.end(middle, FURTHEST, alpha),
        p=judge.p(0.0),
        orders=orders,
        possible=possible,
    )


def _possible(start: Any) -> float:
    """Return how many orders there are: permutations over those that look the same."""
    from scipy.special import gammaln

    _values, sizes = np.unique(start, return_counts=True)
    return float(np.round(np.exp(gammaln(len(start) + 1) - gammaln(sizes + 1).sum())))


@dataclass(frozen=True, eq=False)
class _Judge:
    """Compares the true order with others, had the programme multiplied cases by a ratio."""

    panel: Panel
    lots: Reals

    def _scores(self, log: float) -> Reals:
        """Return, for every order, how far its cells lie above what areas and periods let expect once the
        programme's share is taken out, over the root of what that varies by.
        """
        true = self.lots[0]
        y = self.panel.y * np.exp(-log * true)
        expected = _fitted(y, self.panel.exposure)
        away = y - expected
        within = self.lots - _share(self.lots, expected)
        scores: Reals = (within * away).sum(axis=(1, 2)) / np.sqrt((within**2 * expected).sum(axis=(1, 2)))
        return scores

    def p(self, log: float) -> float:
        """Return the two-sided p of the ratio e^log."""
        scores = np.abs(self._scores(log))
        return float((scores >= scores[0] - 1e-9).mean())

    def best(self) -> float:
        """Return the logarithm of the ratio that leaves nothing in the true order."""
        low, high = -FURTHEST, FURTHEST
        for _ in range(40):
            middle = (low + high) / 2
            low, high = (middle, high) if self._alone(middle) > 0 else (low, middle)
        return (low + high) / 2

    def _alone(self, log: float) -> float:
        return float(_Judge(self.panel, self.lots[:1])._scores(log)[0])

    def end(self, inside: float, outside: float, alpha: float) -> float:
        """Return the end of the interval on one side, by halving; without one, 0 or infinity."""
        if self.p(outside) > alpha:
            return 0.0 if outside < 0 else float("inf")
        for _ in range(_HALVINGS):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if self.p(middle) > alpha else (inside, middle)
        return float(np.exp((inside + outside) / 2))


def _fitted(y: Reals, exposure: Reals) -> Reals:
    """Return what areas and periods alone let expect (Poisson; proportional fitting)."""
    rows, columns = y.sum(axis=1), y.sum(axis=0)
    by_period = columns / exposure.sum(axis=0)
    for _ in range(200):
        by_area = rows / (exposure @ by_period)
        following = columns / np.maximum(by_area @ exposure, 1e-300)
        moved = np.abs(following - by_period).max()
        by_period = following
        if moved <= 1e-9 * by_period.max():
            break
    fitted: Reals = exposure * by_area[:, None] * by_period[None, :]
    return fitted


def _share(lots: Reals, weights: Reals) -> Reals:
    """Return what of every order areas and periods explain, weighted, by turns."""
    left = lots.copy()
    for _ in range(12):
        left = left - (left * weights).sum(axis=2, keepdims=True) / weights.sum(axis=1)[None, :, None]
        left = left - (left * weights).sum(axis=1, keepdims=True) / weights.sum(axis=0)[None, None, :]
    share: Reals = lots - left
    return share
