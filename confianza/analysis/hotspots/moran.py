"""Do alike values lie side by side? Moran's I for a whole map, and for each place.

Moran (1950, Biometrika 37:17-23), with the moments of Cliff & Ord (1981) under a normal law; local I as
Anselin (1995, Geographical Analysis 27:93-115), its p by dealing the other values over the neighbours.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PERMUTATIONS = 999
SEED = 20_260_101
Quadrant = Literal["high-high", "low-high", "low-low", "high-low", ""]


@dataclass(frozen=True)
class Moran:
    """`i`, what chance would bring (`expected`, `variance`), `z`, and two-sided `p`."""

    i: float
    expected: float
    variance: float
    z: float
    p: float


@dataclass(frozen=True)
class LocalMoran:
    """For each place: `i`, one-sided `p` by shuffles, and `quadrant` (its value, then its neighbours')."""

    i: Floats
    p: Floats
    quadrant: NDArray[np.str_]


def overall(values: Floats, weights: Any) -> Moran:
    """Return Moran's I; `weights` is a sparse matrix such as `neighbourhoods.row_standardised` gives.

    Values that are all alike, or a map without neighbours, are a ValueError.
    """
    from scipy.special import ndtr

    n, away = len(values), values - values.mean()
    total, squares = float(weights.sum()), float(away @ away)
    if squares == 0 or total == 0:
        raise ValueError("Moran's I needs values that differ and places that have neighbours.")
    i = n / total * float(away @ (weights @ away)) / squares
    both = weights + weights.T
    s1 = float(both.multiply(both).sum()) / 2
    rows = np.asarray(weights.sum(axis=1)).reshape(-1) + np.asarray(weights.sum(axis=0)).reshape(-1)
    s2 = float(rows @ rows)
    expected = -1 / (n - 1)
    variance = (n * n * s1 - n * s2 + 3 * total**2) / ((n - 1) * (n + 1) * total**2) - expected**2
    z = (i - expected) / variance**0.5
    return Moran(i, expected, variance, z, float(2 * ndtr(-abs(z))))


def local(values: Floats, weights: Any, *, permutations: int = PERMUTATIONS, seed: int = SEED) -> LocalMoran:
    """Return local I for row-standardised `weights`. A place without neighbours has I 0 and p 1.

    Places with as many neighbours share their shuffles: what differs is only whose value stays in place.
    """
    from scipy.sparse import csr_array

    matrix = csr_array(weights)
    spread = values.std()
    z = (values - values.mean()) / spread if spread > 0 else np.zeros(len(values))
    lag = np.asarray(matrix @ z)
    found = z * lag * (len(z) - 1) / max(float(z @ z), 1e-300)
    counts = np.diff(matrix.indptr)
    p = np.ones(len(z))
    random = np.random.default_rng(seed)
    for count in np.unique(counts[counts > 0]).tolist():
        places = np.flatnonzero(counts == count)
        p[places] = _chances(z, lag, places, int(count), permutations, random)
    quadrant = np.where(
        counts == 0,
        "",
        np.where(
            lag > 0,
            np.where(z > 0, "high-high", "low-high"),
            np.where(z > 0, "high-low", "low-low"),
        ),
    )
    return LocalMoran(found, p, quadrant)


def _chances(
    z: Floats, lag: Floats, places: NDArray[np.int64], count: int, shuffles: int, random: np.random.Generator
) -> Floats:
    """Return how often the mean of so many others is as far out, on the side of the neighbours' mean."""
    others = np.array([random.choice(len(z) - 1, count, replace=False) for _ in range(shuffles)])
    told = np.empty(len(places))
    for row, place in enumerate(places.tolist()):
        # The place itself is left out: the last of the others stands in for it.
        drawn = np.where(others >= place, others + 1, others)
        means = z[drawn].mean(axis=1)
        larger = int((means >= lag[place]).sum())
        told[row] = (min(larger, shuffles - larger) + 1) / (shuffles + 1)
    return told
