"""Clusters of any shape: events that have enough others near by, and what hangs together with them.

DBSCAN (Ester, Kriegel, Sander & Xu 1996, KDD 96:226-231). It finds groups; it does not say that chance would
not have made them.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.hotspots import pairs
from confianza.analysis.hotspots.points import Points

METRES, LEAST = 150.0, 10
NOISE = -1


@dataclass(frozen=True)
class Clusters:
    """`label` of every event (-1: in no cluster), `core` (has enough others near), and one row a cluster:
    `cluster`, `events`, `weight`, `x`, `y` (middle, metres), `reach` (metres from there to the farthest).
    """

    label: NDArray[np.int64]
    core: NDArray[np.bool_]
    table: pl.DataFrame


def of_points(points: Points, *, metres: float = METRES, least: int = LEAST) -> Clusters:
    """Return the clusters of events with `least` events (themselves included) at most `metres` away.

    Clusters are numbered from 0 in the order of their first core event, as scikit-learn does; an event on the
    edge of two belongs to the first.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    near = pairs.near(points, metres=metres)
    size = len(points)
    others = np.bincount(near.first, minlength=size) + np.bincount(near.second, minlength=size)
    core = others + 1 >= least
    both = core[near.first] & core[near.second]
    joined = (near.first[both], near.second[both])
    graph = coo_array((np.ones(int(both.sum()), dtype=np.int8), joined), shape=(size, size))
    _, part = connected_components(graph, directed=False)
    _, first, back = np.unique(part[core], return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    label = np.full(size, size, dtype=np.int64)
    label[core] = rank[back]
    edge = label.copy()
    for one, other in ((near.first, near.second), (near.second, near.first)):
        reached = core[one] & ~core[other]
        np.minimum.at(edge, other[reached], label[one[reached]])
    edge[edge == size] = NOISE
    return Clusters(edge, core, _table(points, edge))


def _table(points: Points, label: NDArray[np.int64]) -> pl.DataFrame:
    frame = pl.DataFrame({"cluster": label, "x": points.x, "y": points.y, "weight": points.weight})
    held = frame.filter(pl.col("cluster") != NOISE).with_columns(
        middle_x=pl.col("x").mean().over("cluster"), middle_y=pl.col("y").mean().over("cluster")
    )
    apart = ((pl.col("x") - pl.col("middle_x")) ** 2 + (pl.col("y") - pl.col("middle_y")) ** 2).sqrt()
    return (
        held.group_by("cluster")
        .agg(
            events=pl.len(),
            weight=pl.col("weight").sum(),
            x=pl.col("middle_x").first(),
            y=pl.col("middle_y").first(),
            reach=apart.max(),
        )
        .sort("events", "cluster", descending=[True, False])
    )
