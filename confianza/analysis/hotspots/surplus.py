"""Which cells hold more incidents than if each had fallen anywhere in the area with the same chance?

Gi* asks whether high values lie beside high values, whatever the values are: one address with a third of a
town's assaults is no cluster to it, for wherever the values were dealt it would stand out as much. Here the
incidents are dealt, not the cells' counts, so that such an address is a hot spot. The sum of a cell and its
neighbours is then binomial, exactly; which cells are called is calibrated as for Gi*: of maps on which every
incident fell anywhere, 5 in 100 show any hot spot.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots import discovery, gi_star, lattice
from confianza.analysis.hotspots.gi_star import GiStar, HotSpots

DRAWS = 199
SEED = 20_260_101

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def hot_spots(
    counts: Floats,
    *,
    mask: Mask | None = None,
    reach: int = 1,
    level: float = discovery.LEVEL,
    draws: int = DRAWS,
    seed: int = SEED,
) -> HotSpots:
    """Return which cells of a grid of whole counts are hot spots; `p` is the chance of as many or more.

    `reach` cells away count as neighbours; cells outside `mask` are no part of the area. `z` is that of Gi*.
    Counts that are not whole, or negative, are a ValueError.
    """
    inside = np.ones(counts.shape, dtype=bool) if mask is None else mask
    values = np.where(inside, counts, 0.0)
    if (values < 0).any() or (values != np.rint(values)).any():
        raise ValueError("Incidents are counted in whole numbers, zero or more.")
    neighbours = lattice.sums(inside.astype(np.int64), reach)
    incidents = int(values.sum())
    chances = _chances(incidents, neighbours[inside])
    found = lattice.sums(values.astype(np.int64), reach)
    p = np.full(counts.shape, np.nan)
    p[inside] = chances(found[inside])
    by_chance = _by_chance(incidents, inside, chances, reach, draws, seed)
    calibrated = discovery.calibrated_level(by_chance, level)
    hot = np.zeros(counts.shape, dtype=bool)
    hot[inside] = discovery.called(p[inside], calibrated)
    signal = float((1 + (by_chance <= discovery.strongest(p[inside])).sum()) / (1 + draws))
    z = np.where(inside, gi_star.scores(values[inside], found.astype(float), neighbours), np.nan)
    sums = np.where(inside, found.astype(float), np.nan)
    return HotSpots(GiStar(z, p, sums, neighbours, inside), hot, calibrated, signal, draws)


def _chances(incidents: int, neighbours: NDArray[np.int64]) -> Any:
    """Return a function from sums (in the order of `neighbours`) to the chance of as many or more."""
    from scipy.stats import binom

    kinds, kind = np.unique(neighbours, return_inverse=True)
    at_least = np.arange(incidents + 1)
    tails = np.stack([binom.sf(at_least - 1, incidents, w / len(neighbours)) for w in kinds])

    def chances(sums: NDArray[np.int64]) -> Floats:
        return np.asarray(tails[kind, sums], dtype=np.float64)

    return chances


def _by_chance(incidents: int, inside: Mask, chances: Any, reach: int, draws: int, seed: int) -> Floats:
    """Return the level at which each of many even maps would call its first cell."""
    random = np.random.default_rng(seed)
    places = np.flatnonzero(inside.reshape(-1))
    told = np.empty(draws)
    for each in range(draws):
        fallen = places[random.integers(0, len(places), incidents)]
        dealt = np.bincount(fallen, minlength=inside.size).reshape(inside.shape)
        told[each] = discovery.strongest(chances(lattice.sums(dealt, reach)[inside]))
    return told
