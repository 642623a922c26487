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

Floats = NDArray[np.float64]


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


def lorenz(counts: ArrayLike) -> tuple[Floats, Floats]:
    """Return the curve from the least to the most afflicted place: share of places, share of crime (each
    n + 1 numbers from 0 to 1).
    """
    values = np.sort(_checked(counts))
    held = np.concatenate([[0.0], np.cumsum(values)])
    return np.linspace(0.0, 1.0, len(values) + 1), held / held[-1]


def gini(counts: ArrayLike, sizes: ArrayLike | None = None) -> float:
    """Return Gini's coefficient: 0 where every place has the same, (n - 1)/n where one has all.

    With `sizes` (such as lengths of streets, greater than zero) 0 is the same for every unit of size.
    """
    values = _checked(counts)
    share, held = _curve(values, _sizes(sizes, len(values)))
    # Twice the area between the curve of the most afflicted first and the line of equals.
    return float(((held[1:] + held[:-1]) * np.diff(share)).sum() - 1)


def generalised_gini(counts: ArrayLike) -> float:
    """Return the Gini of Bernasco & Steenbeek (2017): 0 where crimes are spread as evenly as their number
    lets them, 1 where one place has all.

    max(n/c, 1) (G - 1) + 1 with n places and c crimes: the Gini against a line on which as many places as
    there are crimes have one each. With weights (harm) instead of counts c is their sum, and means nothing.
    """
    values = _checked(counts)
    return max(len(values) / float(values.sum()), 1.0) * (gini(values) - 1) + 1


def places_for(counts: ArrayLike, share: float, sizes: ArrayLike | None = None) -> float:
    """Return the smallest share of all places that holds `share` of the crime (Weisburd 2015), the last
    place taken in part; with `sizes` (such as lengths) the smallest share of their total.
    """
    values = _checked(counts)
    taken, held = _curve(values, _sizes(sizes, len(values)))
    rising = _until_all(held)
    return float(np.interp(share, held[:rising], taken[:rising]))


def _curve(values: Floats, sizes: Floats) -> tuple[Floats, Floats]:
    """Return the shares of size and of crime of the most afflicted places (n + 1 numbers each)."""
    order = np.argsort(-(values / sizes), kind="stable")
    taken, held = (np.concatenate([[0.0], np.cumsum(each[order])]) for each in (sizes, values))
    return taken / taken[-1], held / held[-1]


def _sizes(sizes: ArrayLike | None, places: int) -> Floats:
    if sizes is None:
        return np.ones(places)
    told = np.asarray(sizes, dtype=float)
    if told.shape != (places,) or not (told > 0).all():
        raise ValueError("Every place needs a size greater than zero.")
    return told


def _until_all(held: NDArray[Any]) -> int:
    """Leave out the places after which nothing is added: the curve must rise to be read backwards."""
    return int(np.searchsorted(held, held[-1])) + 1


def _checked(counts: ArrayLike) -> Floats:
    values = np.asarray(counts, dtype=float)
    if values.ndim != 1 or not len(values) or (values < 0).any() or not values.sum() > 0:
        raise ValueError(
            "Concentration needs one count of zero or more for each place, and at least one crime."
        )
    return values
