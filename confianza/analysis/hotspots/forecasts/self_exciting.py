"""A self-exciting point process on cells and days: every case raises the rate around it for a while.

rate(cell, day) = sum over kernels of weight x (past cases, blurred over neighbouring cells and fading with
time). Fading is exponential, from a week to a year, beside the plain mean of all days before and an even
background: a Hawkes process with linear kernels on a lattice (Mohler et al. 2011 JASA 106:100-108; on cells,
2015 JASA 110:1399-1411). Widths and rates of fading are given, their weights are fitted by expectation and
maximisation (Lewis & Mohler 2011), which here has one optimum. Work grows with cases and days, never with
pairs of cases. Every kernel looks back only, so that no case helps to foretell itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots.forecasts.periods import Periods
from confianza.analysis.hotspots.forecasts.spreading import Spreading
from confianza.analysis.hotspots.forecasts.study import Study

# Days after which what a case excites has faded to 1/e, and cells over which it is blurred.
FADING_DAYS = (7.0, 30.0, 120.0, 365.0)
DEVIATIONS = (0.0, 1.0, 2.5)
# Nothing is fitted to the first days, when there is no past to look back on …
BURN_IN = 365
# … and to no more than so many after them: the weights of long ago are not those of today.
FITTED_DAYS = 1_461
MOST_STEPS, CLOSE_ENOUGH = 400, 1e-7


@dataclass(frozen=True)
class Kernel:
    """`days` of fading (infinite: the mean of all days before), `deviations` of blur; None: even."""

    days: float | None
    deviations: float | None


@dataclass(frozen=True)
class Fitted:
    """Kernels with their weights: mean cases a day for the background, else cases that one case brings."""

    kernels: tuple[Kernel, ...]
    weights: NDArray[np.float64]
    fitted_to: int


class Memory:
    """The past as every kernel sees it, in each cell of the region; moved on day by day."""

    def __init__(self, study: Study) -> None:
        self.cells = study.cells
        self.spreadings = [Spreading(study.region, width) for width in DEVIATIONS]
        self.fading = np.zeros((len(FADING_DAYS), len(DEVIATIONS), self.cells))
        self.all = np.zeros((len(DEVIATIONS), self.cells))
        self.days = 0
        self.kept = np.exp(-1 / np.array(FADING_DAYS))[:, None, None]

    def seen(self, cells: Any = slice(None)) -> NDArray[np.float64]:
        """Return what the kernels expect today in some cells for a weight of one: (kernels, cells)."""
        mean = self.all[:, cells] / max(1, self.days)
        fading = self.fading[:, :, cells].reshape(len(FADING_DAYS) * len(DEVIATIONS), mean.shape[1])
        return np.concatenate([np.full((1, mean.shape[1]), 1 / self.cells), mean, fading])

    def totals(self) -> NDArray[np.float64]:
        """Return what the kernels expect today everywhere for a weight of one: (kernels)."""
        mean = self.all.sum(axis=1) / max(1, self.days)
        return np.concatenate([[1.0], mean, self.fading.sum(axis=2).reshape(-1)])

    def after(self, cases: NDArray[np.int64]) -> None:
        """Move on by a day with these cases, given as places of cells."""
        self._move_on(np.stack([spreading.of_cases(cases) for spreading in self.spreadings]))

    def after_expecting(self, today: NDArray[np.float64]) -> None:
        """Move on by a day of which only the expected cases of each cell are known."""
        self._move_on(np.stack([spreading(today) for spreading in self.spreadings]))

    def _move_on(self, spread_out: NDArray[np.float64]) -> None:
        self.fading = self.fading * self.kept + (1 - self.kept) * spread_out
        self.all = self.all + spread_out
        self.days += 1

    def copy(self) -> "Memory":
        """Return the same past, to be moved on apart."""
        twin = Memory.__new__(Memory)
        twin.__dict__.update(self.__dict__)
        return twin


def kernels() -> tuple[Kernel, ...]:
    """The kernels, in the order of their weights."""
    means = [Kernel(np.inf, width) for width in DEVIATIONS]
    return (Kernel(None, None), *means, *(Kernel(d, w) for d in FADING_DAYS for w in DEVIATIONS))


def forecast(study: Study, periods: Periods) -> tuple[NDArray[np.float64], Fitted]:
    """Return the expected cases (periods to forecast, cells), each from the days before it only, and the fit.

    The weights are fitted to the training alone; the past goes on growing as the forecast periods go by. The
    count of a period includes what its own expected cases bring.
    """
    kept = study.only(study.inside & (study.day >= periods.edges[0]))
    memory, daily = Memory(study), _daily(kept, periods)
    days_of_training = int((periods.edges[periods.history] - periods.edges[0]).astype(int))
    features, totals = _look_back(memory, daily, days_of_training)
    fitted = Fitted(kernels(), fit(features, totals), len(features))
    told = []
    for place in periods.forecast:
        length = int(periods.days[place])
        told.append(_ahead(memory.copy(), fitted.weights, length))
        for _ in range(length):
            memory.after(next(daily))
    return np.array(told), fitted


def fit(features: NDArray[np.float64], totals: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights that make a Poisson process with these kernels likeliest.

    `features` holds for each case what the kernels expected where and when it happened (cases, kernels);
    `totals` what they expect everywhere and on all days together (kernels). The likelihood is concave, and
    each step divides every case among the kernels that may have brought it.
    """
    used = totals > 0
    weights = np.where(used, len(features) / max(1, used.sum()) / np.where(used, totals, 1.0), 0.0)
    for _ in range(MOST_STEPS):
        rate = features @ weights
        brought = features.T @ (1 / np.maximum(rate, np.finfo(float).tiny))
        new = np.where(used, weights * brought / np.where(used, totals, 1.0), 0.0)
        moved = np.abs(new - weights) @ totals / max(1, len(features))
        weights = new
        if moved < CLOSE_ENOUGH:
            break
    return weights


def _look_back(
    memory: Memory, daily: Iterator[NDArray[np.int64]], days: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Go through the training; return what kernels expected at each case after the burn-in, and in all."""
    first = max(min(BURN_IN, days // 2), days - FITTED_DAYS)
    features, totals = [np.zeros((0, len(kernels())))], np.zeros(len(kernels()))
    for day in range(days):
        cases = next(daily)
        if day >= first:
            features.append(memory.seen(cases).T)
            totals += memory.totals()
        memory.after(cases)
    return np.concatenate(features), totals


def _ahead(memory: Memory, weights: NDArray[np.float64], days: int) -> NDArray[np.float64]:
    """Return the cases expected in the next days, those that they bring themselves included."""
    total = np.zeros(memory.cells)
    for _ in range(days):
        today = weights @ memory.seen()
        total += today
        memory.after_expecting(today)
    return total


def _daily(study: Study, periods: Periods) -> Iterator[NDArray[np.int64]]:
    """Go from the first day to the last; give the place of the cell of each of the day's cases."""
    days = np.arange(periods.edges[0], periods.edges[-1] + 1)
    ends, places = np.searchsorted(study.day, days, side="left"), study.places()
    for at in range(len(days) - 1):
        yield places[ends[at] : ends[at + 1]]
