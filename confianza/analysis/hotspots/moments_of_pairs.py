"""What chance alone does to counts of pairs near in both space and time: exact means, variances, covariances.

Times are dealt anew to the places. A cell then counts the pairs that a graph of near places shares with a
shuffled graph of near times; its moments follow from the edges of both graphs and how many meet in a point
(Barton & David 1966; Mantel 1967, Cancer Research 27:209-220). Nothing is drawn, nothing rounded.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Moments:
    """`expected` and `sd` by band of space and time; `covariance` of the flattened cells."""

    expected: Floats
    sd: Floats
    covariance: Floats


@dataclass(frozen=True)
class Graphs:
    """`edges[i]`: pairs in band i; `meetings[i][k]`: ordered pairs of edges of i and k that share a point."""

    edges: list[int]
    meetings: list[list[int]]


def graphs(degrees: NDArray[Any]) -> Graphs:
    """Return edges and meetings of how many others each point has in each band, shape (points, bands)."""
    bands = degrees.shape[1]
    sums = [int(degrees[:, i].sum(dtype=np.int64)) for i in range(bands)]
    meetings = [[_product(degrees[:, i], degrees[:, k]) for k in range(bands)] for i in range(bands)]
    for i in range(bands):
        meetings[i][i] -= sums[i]
    return Graphs([each // 2 for each in sums], meetings)


def _product(left: NDArray[Any], right: NDArray[Any]) -> int:
    """Return the sum of products, exact for any number of points."""
    parts = np.array_split(np.arange(len(left)), max(1, len(left) // 1_000_000))
    return sum(int(np.dot(left[p].astype(np.int64), right[p].astype(np.int64))) for p in parts)


def of_graphs(space: Graphs, time: Graphs, points: int) -> Moments:
    """Return the moments of all cells when times are shuffled over so many points."""
    rows, columns = len(space.edges), len(time.edges)
    pairs = points * (points - 1) // 2
    products = [m * k for m in space.edges for k in time.edges]
    cells = [(i, j) for i in range(rows) for j in range(columns)]
    covariance = np.zeros((len(cells), len(cells)))
    for a, one in enumerate(cells):
        for b, other in enumerate(cells[: a + 1]):
            ways, of = _together(space, time, one, other, points)
            # Whole numbers to the end: what is left of two nearly equal squares would be lost in rounding.
            left = (ways * pairs + (products[a] * of if a == b else 0)) * pairs - products[a] * products[
                b
            ] * of
            covariance[a, b] = covariance[b, a] = left / (of * pairs * pairs)
    mean = np.array([each / pairs for each in products]).reshape(rows, columns)
    sd = np.sqrt(np.maximum(np.diag(covariance), 0)).reshape(rows, columns)
    return Moments(mean, sd, covariance)


def _together(
    space: Graphs, time: Graphs, one: tuple[int, int], other: tuple[int, int], points: int
) -> tuple[int, int]:
    """Return how many ordered pairs of different pairs, one of each cell, chance brings: a fraction."""
    meeting_s, apart_s = _meeting_and_apart(space, one[0], other[0])
    meeting_t, apart_t = _meeting_and_apart(time, one[1], other[1])
    # Two pairs that meet need three points, two that do not need four; with fewer there are none.
    of_three = points * (points - 1) * (points - 2) or 1
    fourth = points - 3 if points > 3 else 1
    return meeting_s * meeting_t * fourth + 4 * apart_s * apart_t, of_three * fourth


def _meeting_and_apart(graph: Graphs, i: int, k: int) -> tuple[int, int]:
    """Return how many ordered pairs of different edges, one of band i and one of k, share a point or none."""
    both = graph.edges[i] * (graph.edges[k] - (i == k))
    return graph.meetings[i][k], both - graph.meetings[i][k]
