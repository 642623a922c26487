"""The guesses that every forecast must beat: last period, long-run mean, density of the past."""

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots.forecasts.periods import Periods
from confianza.analysis.hotspots.forecasts.spreading import Spreading
from confianza.analysis.hotspots.forecasts.study import Study

# How far and how long back a density looks, in cells and periods (0: all there is), tried on the training.
DEVIATIONS = (0.5, 1.0, 1.5, 2.5, 4.0)
WINDOWS = (3, 6, 12, 24, 0)
VALIDATED = 12
# So much of a density is spread evenly, so that a case where none was before costs much but not everything.
EVERYWHERE = 0.02


@dataclass(frozen=True)
class Density:
    """The width (cells) and window (periods, 0: all) of a density that foretold the training best."""

    deviations: float
    window: int


def last_period(counts: NDArray[np.float64], periods: Periods, place: int) -> NDArray[np.float64]:
    """Expect of each cell what it had in the period before."""
    same: NDArray[np.float64] = counts[place - 1] / periods.days[place - 1] * periods.days[place]
    return same


def long_run_mean(counts: NDArray[np.float64], periods: Periods, place: int) -> NDArray[np.float64]:
    """Expect of each cell its mean over all periods before."""
    mean: NDArray[np.float64] = counts[:place].sum(axis=0) / periods.days[:place].sum() * periods.days[place]
    return mean


def density(
    counts: NDArray[np.float64], periods: Periods, place: int, study: Study, chosen: Density
) -> NDArray[np.float64]:
    """Expect the cases of a window before, spread by a Gaussian inside the region."""
    first = max(0, place - chosen.window) if chosen.window else 0
    total = counts[first:place].sum(axis=0) / periods.days[first:place].sum() * periods.days[place]
    smooth = Spreading(study.region, chosen.deviations)(total)
    hedged: NDArray[np.float64] = (1 - EVERYWHERE) * smooth + EVERYWHERE * smooth.sum() / len(smooth)
    return hedged


def best_density(counts: NDArray[np.float64], periods: Periods, study: Study) -> Density:
    """Choose width and window by how well they foretold the last periods of the training, one by one."""
    first = max(1, periods.history - VALIDATED, periods.history // 2)
    tried = [Density(*each) for each in product(DEVIATIONS, WINDOWS)]
    told = [
        sum(
            log_score(counts[place], density(counts, periods, place, study, each))
            for place in range(first, periods.history)
        )
        for each in tried
    ]
    return tried[int(np.argmax(told))]


def log_score(seen: NDArray[np.float64], expected: NDArray[np.float64]) -> float:
    """Return the log-likelihood of where cases fell, given that they fell (multinomial)."""
    total = expected.sum()
    if not total:
        return -float(seen.sum()) * float(np.log(len(seen)))
    hit = seen > 0
    return float((seen[hit] * np.log(np.maximum(expected[hit] / total, np.finfo(float).tiny))).sum())
