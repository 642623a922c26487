"""Gi*: do a cell and its neighbours hold more than their share? Getis & Ord, and when to believe it.

z as Ord & Getis (1995, Geographical Analysis 27:286-306) define it, for cells with their neighbours and
themselves, each weighing one. p does not lean on a normal law, which small counts do not follow: it is the
exact chance of such a sum if the values were dealt over the cells anew. Which cells are hot is decided at a
rate of false discoveries whose level is set by such maps: of maps without any hot spot, 5 in 100 show one.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots import dealing, discovery, lattice

PERMUTATIONS = 999
LEAST_PERMUTATIONS = 199
# Cells times shuffles that take about three seconds.
MOST_WORK = 20_000_000
SEED = 20_260_101

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class GiStar:
    """Arrays over a grid (rows, columns), NaN outside the mask: `z`, `p` (one-sided: more than their share),
    `sums` and `neighbours` (how many cells each sum has).
    """

    z: Floats
    p: Floats
    sums: Floats
    neighbours: NDArray[np.int64]
    mask: Mask


@dataclass(frozen=True)
class HotSpots:
    """`hot` cells at the calibrated `level`; `signal_p` is the chance that a map without any shows one."""

    gi: GiStar
    hot: Mask
    level: float
    signal_p: float
    permutations: int


def of_grid(values: Floats, *, mask: Mask | None = None, reach: int = 1) -> GiStar:
    """Return Gi* of values (counts or weights) over a grid; `reach` cells away count as neighbours.

    Cells outside `mask` neither count nor are counted. Where all values are alike z is 0 and p is 1.
    """
    inside = np.ones(values.shape, dtype=bool) if mask is None else mask
    found, neighbours = _sums(values, inside, reach)
    z = scores(values[inside], found, neighbours)
    steps = np.zeros(values.shape, dtype=np.int64)
    steps[inside] = dealing.whole(values[inside])
    p = _chances(steps, inside, neighbours, reach)
    out = ~inside
    z[out], p[out] = np.nan, np.nan
    return GiStar(z, p, np.where(inside, found, np.nan), neighbours, inside)


def z_of_grid(values: Floats, *, mask: Mask | None = None, reach: int = 1) -> Floats:
    """Return z of Gi* alone, which takes a moment for any grid; NaN outside the mask."""
    inside = np.ones(values.shape, dtype=bool) if mask is None else mask
    found, neighbours = _sums(values, inside, reach)
    return np.asarray(np.where(inside, scores(values[inside], found, neighbours), np.nan))


def _sums(values: Floats, inside: Mask, reach: int) -> tuple[Floats, NDArray[np.int64]]:
    return lattice.sums(np.where(inside, values, 0.0), reach), lattice.sums(inside.astype(np.int64), reach)


def of_areas(values: Floats, weights: Any) -> Floats:
    """Return z of Gi* for areas; `weights` is a sparse matrix of neighbours, to which each area is added."""
    from scipy.sparse import csr_array, eye_array

    own = csr_array(weights).astype(bool).astype(float)
    own = csr_array((own + eye_array(len(values))) > 0).astype(float)
    return scores(values, own @ values, np.asarray(own.sum(axis=1)).reshape(-1))


def scores(values: Floats, found: Floats, neighbours: NDArray[Any]) -> Floats:
    """Return z for sums over so many of n values; 0 where it has no meaning."""
    n = len(values)
    mean, spread = values.mean(), values.std()
    w = neighbours.astype(float)
    scale = spread * np.sqrt(np.maximum(n * w - w * w, 0) / max(n - 1, 1))
    return np.asarray(np.divide(found - w * mean, scale, out=np.zeros(found.shape), where=scale > 0))


def hot_spots(
    values: Floats,
    *,
    mask: Mask | None = None,
    reach: int = 1,
    level: float = discovery.LEVEL,
    permutations: int | None = None,
    seed: int = SEED,
) -> HotSpots:
    """Return which cells are hot spots, at a rate of false discoveries of `level`.

    Of maps on which chance alone put the values, the share `level` shows any. `permutations` None: 999, or
    as many as a large grid leaves time for.
    """
    gi = of_grid(values, mask=mask, reach=reach)
    cells = int(gi.mask.sum())
    shuffles = permutations or int(np.clip(MOST_WORK // max(cells, 1), LEAST_PERMUTATIONS, PERMUTATIONS))
    by_chance = _by_chance(values, gi, reach, shuffles, seed)
    seen = discovery.strongest(gi.p[gi.mask])
    calibrated = discovery.calibrated_level(by_chance, level)
    hot = np.zeros(values.shape, dtype=bool)
    hot[gi.mask] = discovery.called(gi.p[gi.mask], calibrated)
    return HotSpots(gi, hot, calibrated, discovery.chance_of(seen, by_chance), shuffles)


def _chances(steps: NDArray[np.int64], inside: Mask, neighbours: NDArray[np.int64], reach: int) -> Floats:
    tables = _tables(steps[inside], neighbours[inside])
    return _looked_up(lattice.sums(steps, reach), inside, neighbours, tables)


def _tables(values: NDArray[np.int64], neighbours: NDArray[np.int64]) -> dict[int, Floats]:
    """Return the chances of sums for each number of neighbours that there is."""
    return {int(w): dealing.tails(values, int(w)) for w in np.unique(neighbours)}


def _looked_up(
    found: NDArray[np.int64], inside: Mask, neighbours: NDArray[np.int64], tables: dict[int, Floats]
) -> Floats:
    p = np.ones(found.shape)
    for w, tail in tables.items():
        chosen = inside & (neighbours == w)
        p[chosen] = dealing.look_up(tail, found[chosen])
    return p


def _by_chance(values: Floats, gi: GiStar, reach: int, shuffles: int, seed: int) -> Floats:
    """Return the level at which each of many shuffled maps would call its first cell."""
    random = np.random.default_rng(seed)
    inside = gi.mask
    steps = dealing.whole(values[inside])
    tables = _tables(steps, gi.neighbours[inside])
    neighbours = gi.neighbours[inside]
    classes = [(neighbours == w, tail) for w, tail in tables.items()]
    told = np.empty(shuffles)
    dealt = np.zeros(values.shape, dtype=np.int64)
    p = np.empty(len(steps))
    for each in range(shuffles):
        dealt[inside] = random.permutation(steps)
        found = lattice.sums(dealt, reach)[inside]
        for chosen, tail in classes:
            p[chosen] = dealing.look_up(tail, found[chosen])
        told[each] = discovery.strongest(p)
    return told
