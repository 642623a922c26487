"""The hexagons (H3) that cover an area, and which of them hold more incidents than chance would put there.

The question is that of `surplus`: incidents are dealt over the hexagons of the area, each with the same
chance, and the sum of a hexagon and the six around it is binomial. Called is what stays at a rate of false
discoveries whose level is set by such maps: of those without any hot spot, 5 in 100 show one.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots import discovery, gi_star, hexagons, surplus

FINEST = 15

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Honeycomb:
    """The hexagons that an area touches, by their H3 names, in order."""

    cells: tuple[str, ...]
    resolution: int

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The place of each hexagon in the order."""
        return {cell: place for place, cell in enumerate(self.cells)}

    @cached_property
    def around(self) -> Any:
        """A sparse matrix of ones: which hexagons lie at most one step from each, itself included."""
        from scipy.sparse import csr_array

        told = [
            (place, self.numbers[near])
            for cell, place in self.numbers.items()
            for near in (cell, *hexagons.neighbours(cell))
            if near in self.numbers
        ]
        row, column = np.array(told).T
        size = len(self.cells)
        return csr_array((np.ones(len(told), dtype=np.int64), (row, column)), shape=(size, size))


@dataclass(frozen=True)
class HotHexagons:
    """By hexagon, in order: `hot`, `z` of Gi*, `p` (as many or more by chance); `signal_p` is the chance that
    a map without any hot spot shows one.
    """

    hot: NDArray[np.bool_]
    z: Floats
    p: Floats
    signal_p: float


def covering(border: bytes, metres: float) -> Honeycomb:
    """Return the hexagons that an area (WKB, degrees) touches, as large as squares of `metres` or nearest to
    it.
    """
    import h3
    import shapely

    resolution = nearest_resolution(metres)
    shape = h3.geo_to_h3shape(shapely.from_wkb(border))
    found = h3.h3shape_to_cells_experimental(shape, resolution, contain="overlap")
    return Honeycomb(tuple(sorted(found)), resolution)


def nearest_resolution(metres: float) -> int:
    """Return the resolution whose hexagons have, on average, the area nearest to a square of `metres`."""
    return min(range(FINEST + 1), key=lambda each: abs(np.log(width(each) / metres)))


def width(resolution: int) -> float:
    """Return the side (metres) of the square that is as large as a hexagon on average (h3geo.org)."""
    import h3

    return float(np.sqrt(h3.average_hexagon_area(resolution, unit="m^2")))


def placed(longitude: Floats, latitude: Floats, comb: Honeycomb) -> Whole:
    """Return the place in the order of the hexagon of each point (degrees); -1 outside."""
    import h3

    named = [
        h3.latlng_to_cell(north, east, comb.resolution)
        for north, east in zip(latitude, longitude, strict=True)
    ]
    return np.array([comb.numbers.get(cell, -1) for cell in named], dtype=np.int64)


def hot_spots(
    counts: Floats,
    comb: Honeycomb,
    *,
    level: float = discovery.LEVEL,
    draws: int = surplus.DRAWS,
    seed: int = surplus.SEED,
) -> HotHexagons:
    """Return which hexagons are hot spots for whole counts in their order; others are a ValueError."""
    if (counts < 0).any() or (counts != np.rint(counts)).any():
        raise ValueError("Incidents are counted in whole numbers, zero or more.")
    incidents, size = int(counts.sum()), len(comb.cells)
    neighbours = np.asarray(comb.around.sum(axis=1)).reshape(-1)
    tails = _tails(incidents, neighbours, size)
    found = comb.around @ counts.astype(np.int64)
    p = tails(found)
    random = np.random.default_rng(seed)
    dealt = (np.bincount(random.integers(0, size, incidents), minlength=size) for _each in range(draws))
    by_chance = np.array([discovery.strongest(tails(comb.around @ each)) for each in dealt])
    hot = discovery.called(p, discovery.calibrated_level(by_chance, level))
    signal = float((1 + (by_chance <= discovery.strongest(p)).sum()) / (1 + draws))
    return HotHexagons(hot, gi_star.scores(counts, found.astype(float), neighbours), p, signal)


def _tails(incidents: int, neighbours: Whole, size: int) -> Any:
    """Return a function from sums around each hexagon to the chance of as many or more."""
    from scipy.stats import binom

    kinds, kind = np.unique(neighbours, return_inverse=True)
    at_least = np.arange(incidents + 1)
    told = np.stack([binom.sf(at_least - 1, incidents, w / size) for w in kinds])
    return lambda sums: told[kind, sums]
