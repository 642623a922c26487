"""How few places hold how much of the crime: Lorenz curve, Gini, and Gini for fewer crimes than places.

The plain Gini of ten burglaries in a thousand streets is near one even if no street was hit twice.
Bernasco & Steenbeek (2017, JQC 33:451-467) divide out what cannot be spread more evenly; with at least as
many crimes as places theirs is the plain one.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

HALF = 0.5
QUARTER = 0.25


@dataclass(frozen=True)
class Concentration:
    """`places` and `total`; both Ginis; the smallest share of places that holds a quarter, and half."""

    places: int
    total: float
    gini: float
    generalised_gini: float
    places_for_a_quarter: float
    places_for_half: float


def of_counts(counts: ArrayLike) -> Concentration:
    """Return how concentrated counts (one a place, zeros included) are.

    Places without any crime count: leave them out and everything looks more even. Negative counts, or none
    at all, are a ValueError.
    """
    values = _checked(counts)
    return Concentration(
        places=len(values),
        total=float(values.sum()),
        gini=gini(values),
        generalised_gini=generalised_gini(values),
        places_for_a_quarter=places_for(values, QUARTER),
        places_for_half=places_for(values, HALF),
    )


def lorenz(counts: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the curve from the least to the most afflicted place: share of places, share of crime (each
    n + 1 numbers from 0 to 1).
    """
    values = np.sort(_checked(counts))
    held = np.concatenate([[0.0], np.cumsum(values)])
    return np.linspace(0.0, 1.0, len(values) + 1), held / held[-1]


def gini(counts: ArrayLike) -> float:
    """Return Gini's coefficient: 0 where every place has the same, (n - 1)/n where one has all."""
    values = np.sort(_checked(counts))
    n = len(values)
    return float((2 * (np.arange(1, n + 1) * values).sum() / values.sum() - n - 1) / n)


def generalised_gini(counts: ArrayLike) -> float:
    """Return the Gini of Bernasco & Steenbeek (2017): 0 where crimes are spread as evenly as their number
    lets them, 1 where one place has all.

    max(n/c, 1) (G - 1) + 1 with n places and c crimes: the Gini against a line on which as many places as
    there are crimes have one each. With weights (harm) instead of counts c is their sum, and means nothing.
    """
    values = _checked(counts)
    return max(len(values) / float(values.sum()), 1.0) * (gini(values) - 1) + 1


def places_for(counts: ArrayLike, share: float) -> float:
    """Return the smallest share of all places that holds `share` of the crime (Weisburd 2015), the last
    place taken in part.
    """
    values = np.sort(_checked(counts))[::-1]
    held = np.concatenate([[0.0], np.cumsum(values)]) / values.sum()
    return float(
        np.interp(share, held[: _until_all(held)], np.arange(len(held))[: _until_all(held)]) / len(values)
    )


def _until_all(held: NDArray[Any]) -> int:
    """Leave out the places after which nothing is added: the curve must rise to be read backwards."""
    return int(np.searchsorted(held, held[-1])) + 1


def _checked(counts: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(counts, dtype=float)
    if values.ndim != 1 or not len(values) or (values < 0).any() or not values.sum() > 0:
        raise ValueError(
            "Concentration needs one count of zero or more for each place, and at least one crime."
        )
    return values
