"""Decomposable graphs of a few lists, each as the sum of clique and separator scores it stands for."""

from functools import cache
from itertools import combinations

import numpy as np

from confianza.analysis.undercount.histories import Numbers

Graph = tuple[int, ...]
"""For every list, the lists it is joined to, as bits."""


@cache
def decomposable(k: int) -> tuple[Graph, ...]:
    """Return the decomposable (chordal) graphs of k lists, the one that joins all of them last.

    There are 8 of 3 lists, 61 of 4, 822 of 5 (OEIS A058862).
    """
    pairs = list(combinations(range(k), 2))
    graphs = (
        _joined(k, [p for at, p in enumerate(pairs) if chosen >> at & 1]) for chosen in range(1 << len(pairs))
    )
    return tuple(graph for graph in graphs if scores(graph) is not None)


def _joined(k: int, edges: list[tuple[int, int]]) -> Graph:
    joined = [0] * k
    for i, j in edges:
        joined[i] |= 1 << j
        joined[j] |= 1 << i
    return tuple(joined)


def scores(graph: Graph) -> dict[int, int] | None:
    """Return how often the score of every set of lists is added; None where the graph is not decomposable.

    Taking away one list after the other, each with neighbours that are all joined to each other, its chance
    given them is the score of them all less that of the neighbours: the sum is that of cliques less
    separators.
    """
    left = set(range(len(graph)))
    summed: dict[int, int] = {}
    while left:
        ready = [v for v in sorted(left) if _is_clique(graph, _among(graph[v], left))]
        if not ready:
            return None
        around = _among(graph[ready[0]], left)
        summed[around | 1 << ready[0]] = summed.get(around | 1 << ready[0], 0) + 1
        summed[around] = summed.get(around, 0) - 1
        left.remove(ready[0])
    return summed


def _among(joined: int, left: set[int]) -> int:
    return joined & sum(1 << v for v in left)


def _is_clique(graph: Graph, vertices: int) -> bool:
    members = [v for v in range(len(graph)) if vertices >> v & 1]
    return all(graph[i] >> j & 1 for i, j in combinations(members, 2))


@cache
def score_matrix(k: int, saturated: bool) -> Numbers:
    """Return a row for each graph: how often it adds the score of each of the 2^k sets of lists."""
    graphs = decomposable(k) if saturated else decomposable(k)[:-1]
    matrix = np.zeros((len(graphs), 1 << k))
    for row, graph in enumerate(graphs):
        for lists, times in (scores(graph) or {}).items():
            matrix[row, lists] += times
    return matrix
