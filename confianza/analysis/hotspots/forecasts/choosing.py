"""Which method to use: the simplest that no other beats by more than the noise."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots.forecasts import intervals
from confianza.analysis.hotspots.forecasts.scores import Captured

# From the simplest to the most laborious; the first three are baselines. Of two that only count, the mean of
# all periods stands before the last one, which hangs on the luck of a month.
ORDER = ("long_run_mean", "last_period", "density", "risk_terrain", "self_exciting")
BASELINES = ORDER[:3]


@dataclass(frozen=True)
class Choice:
    """The method `chosen`, the one that scored `best`, and by how much the best was better, with interval
    (in efficiency, 0 to 1; of the chosen against itself that is nothing).
    """

    chosen: str
    best: str
    lead: float
    low: float
    high: float
    periods: int


def simplest(caught: Mapping[str, Captured]) -> Choice:
    """Choose among methods scored on the same periods.

    A period's score is its efficiency (cases caught over the most that could be) averaged over the area
    shares. Of all methods that the best does not beat (the 95 % interval of its mean lead over periods holds
    zero), the simplest is chosen. With fewer than four periods nothing can be told apart: the simplest again.
    """
    score = {name: efficiency(each) for name, each in caught.items()}
    ordered = [name for name in ORDER if name in score]
    best = max(ordered, key=lambda name: (float(score[name].mean()), -ORDER.index(name)))
    for name in ordered:
        ahead = score[best] - score[name]
        low, high = intervals.of_mean(ahead) if name != best else (0.0, 0.0)
        if low <= 0:
            return Choice(name, best, float(ahead.mean()), low, high, len(ahead))
    raise AssertionError("the best method is not better than itself")


def efficiency(caught: Captured) -> NDArray[np.float64]:
    """Return, for each period in which any case could be caught, PEI averaged over the area shares."""
    known = caught.most.min(axis=1) > 0
    efficiency: NDArray[np.float64] = (caught.hits[known] / caught.most[known]).mean(axis=1)
    return efficiency if known.any() else np.zeros(1)
