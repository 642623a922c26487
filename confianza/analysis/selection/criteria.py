"""The criteria of a choice: what each municipality is worth by each of them, and how noisy that is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.indicators import direction
from confianza.analysis.indicators.direction import Direction
from confianza.analysis.indicators.intervals import CONFIDENCE
from confianza.analysis.selection import noise
from confianza.analysis.selection.noise import Floats, Noise
from confianza.analysis.selection.problems import SelectionRefused

PER = 100_000
COUNT, RATE = "count", "rate"
COUNT_DIRECTION, RATE_DIRECTION = "direction_of_count", "direction_of_rate"


@dataclass(frozen=True, eq=False)
class Criterion:
    """`values`, one a municipality (NaN: not known); `high`: whether a high value is a reason to choose.

    `noise`: None where nobody told how noisy the values are, which makes every interval too narrow.
    """

    name: str
    values: Floats
    high: bool = True
    weight: float = 1.0
    group: str = ""
    noise: Noise | None = None

    @property
    def centre(self) -> Floats:
        """The values to rank by: drawn towards the others where their noise is known."""
        return self.values if self.noise is None else self.noise.centre


def of_counts(counts: Floats, people: Floats | None) -> list[Criterion]:
    """Return the criterion of the last year's count and, with people, that of its rate per 100,000."""
    found = [Criterion(COUNT, counts, noise=noise.of_counts(counts, people, None))]
    if people is not None:
        found.append(Criterion(RATE, counts / people * PER, noise=noise.of_counts(counts, people, PER)))
    return found


def directions(by_year: NDArray[np.float64], people: NDArray[np.float64] | None) -> list[Direction | None]:
    """Return the direction of each municipality's counts (a row of `by_year`), or of its rates with
    people.
    """
    return [
        direction.of_years(row.tolist(), None if people is None else people[at].tolist())
        for at, row in enumerate(by_year)
    ]


def of_directions(name: str, found: Sequence[Direction | None]) -> Criterion:
    """Return the criterion of the yearly change, as the logarithm of what multiplies the count every year.

    Small municipalities jump: each slope is drawn towards the others as far as its own doubt deserves. A
    municipality without a slope (nothing counted) is as uncertain as municipalities differ.
    """
    slopes = np.array([np.log(each.ratio) if each else np.nan for each in found])
    errors = np.array([_error(each) if each else np.nan for each in found])
    if not np.isfinite(slopes).any():
        raise SelectionRefused("select_all_blank", column=name)
    return Criterion(name, slopes, noise=noise.of_errors(slopes, errors))


def _error(found: Direction) -> float:
    """Return the standard error of a slope, widened as its probability says (quasi-Poisson)."""
    from scipy.special import ndtri

    error = float(np.log(found.high / found.low) / (2 * ndtri(0.5 + CONFIDENCE / 2)))
    reach = abs(float(ndtri(found.probability_rising)))
    wide = abs(float(np.log(found.ratio))) / reach if reach > 0 and np.isfinite(reach) else 0.0
    return max(error, wide)


def of_values(
    name: str,
    values: Floats,
    *,
    high: bool = True,
    weight: float = 1.0,
    group: str = "",
    errors: Floats | None = None,
) -> Criterion:
    """Return the criterion of any indicator, with its standard errors where they are known."""
    told = None if errors is None else noise.of_errors(values, errors)
    return Criterion(name, values, high, weight, group, told)
