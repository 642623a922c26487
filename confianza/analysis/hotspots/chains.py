"""Chains of near repeats: which event began one, which repeats which, and which stands alone.

An event repeats an earlier one that is at most so many metres and days away. Of two events of the same moment
the one with the smaller id is the earlier, so that one of them is the originator and the other its repeat, in
every run alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from confianza.analysis.hotspots import pairs
from confianza.analysis.hotspots.pairs import SECONDS_OF_A_DAY, Metric
from confianza.analysis.hotspots.points import Points

METRES, DAYS = 200.0, 14.0
ALONE, ORIGINATOR, REPEAT = "alone", "originator", "repeat"

Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Chains:
    """`events` has one row an event, in the order of the points; `chains` one row a chain, longest first.

    events: `id`, `x`, `y` (metres), `when`, `role` (alone, originator, repeat), `chain` (its number, null if
    alone), `repeats` (id of the event that this one repeats, null if none), `metres`, `days` (from it),
    `generation` (0 for an originator). chains: `chain`, `originator` (the earliest), `events`, `begins`,
    `ends`, `x`, `y` (its middle), `reach` (metres from the middle to the farthest). Two originators may share
    a chain, where a later event repeats both.
    """

    events: pl.DataFrame
    chains: pl.DataFrame
    metres: float
    days: float


def of_points(
    points: Points,
    *,
    metres: float = METRES,
    days: float = DAYS,
    metric: Metric = "euclidean",
    ids: Sequence[Any] | None = None,
) -> Chains:
    """Return the chains of events that are at most so many metres and days apart.

    `ids` name the events (their places by default) and settle which of two at the same moment is the earlier.
    """
    named = np.arange(len(points)) if ids is None else np.asarray(ids)
    at = pairs.seconds(points)
    order = np.lexsort((named, at))
    ordered = points.only(order)
    # In order of time and id, a smaller place is an earlier event: ties are settled once and for all.
    near = pairs.near(ordered, metres=metres, days=days, metric=metric)
    parent, away, later = _nearest_before(near, len(points), metres, days)
    chain = _chains(near, len(points))
    generation = _generations(parent)
    told = pl.DataFrame(
        {
            "id": pl.Series(named[order]),
            "x": ordered.x,
            "y": ordered.y,
            "when": pl.Series(ordered.times().astype("datetime64[ms]")),
            "role": _roles(parent, chain),
            "chain": chain,
            "repeats": pl.Series(named[order]).gather(np.maximum(parent, 0)),
            "metres": away,
            "days": later,
            "generation": generation,
        }
    )
    unknown = pl.col("role") == ALONE
    told = told.with_columns(
        pl.when(unknown).then(None).otherwise("chain").alias("chain"),
        *(
            pl.when(pl.col("role") != REPEAT).then(None).otherwise(c).alias(c)
            for c in ("repeats", "metres", "days")
        ),
    )
    back = np.empty(len(order), dtype=np.int64)
    back[order] = np.arange(len(order))
    return Chains(told[back], _summary(told), metres, days)


def _nearest_before(
    near: pairs.Pairs, events: int, metres: float, days: float
) -> tuple[Whole, NDArray[np.float64], NDArray[np.float64]]:
    """Return for each event the earlier one that it repeats (-1 if none), how far away and how long before.

    The nearest, metres and days weighed alike as shares of their limits; the latest of several as near.
    """
    parent = np.full(events, -1, dtype=np.int64)
    away, later = np.zeros(events), np.zeros(events)
    apart = (near.metres / max(metres, 1e-9)) ** 2 + (near.days / max(days, 1 / SECONDS_OF_A_DAY)) ** 2
    best = np.lexsort((-near.first, apart, near.second))
    second = near.second[best]
    chosen = best[np.r_[True, second[1:] != second[:-1]]] if len(best) else best
    parent[near.second[chosen]] = near.first[chosen]
    away[near.second[chosen]], later[near.second[chosen]] = near.metres[chosen], near.days[chosen]
    return parent, away, later


def _chains(near: pairs.Pairs, events: int) -> Whole:
    """Return the number of the chain of each event, from 1 in the order in which chains begin."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(near), dtype=np.int8), (near.first, near.second)), shape=(events, events))
    _, label = connected_components(graph, directed=False)
    in_a_chain = np.zeros(events, dtype=bool)
    in_a_chain[near.first] = in_a_chain[near.second] = True
    _, first, back = np.unique(label[in_a_chain], return_index=True, return_inverse=True)
    number = np.zeros(events, dtype=np.int64)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(1, len(first) + 1)
    number[in_a_chain] = rank[back]
    return number


def _generations(parent: Whole) -> Whole:
    """Return how many repeats lead from the originator to each event; parents stand before their children."""
    # Each turn looks twice as far up, so that a chain as long as the file takes a score of turns.
    generation = (parent >= 0).astype(np.int64)
    above = parent.copy()
    while (deeper := np.flatnonzero(above >= 0)).size:
        generation[deeper] += generation[above[deeper]]
        above[deeper] = above[above[deeper]]
    return generation


def _roles(parent: Whole, chain: Whole) -> NDArray[np.str_]:
    return np.where(chain == 0, ALONE, np.where(parent < 0, ORIGINATOR, REPEAT))


def _summary(events: pl.DataFrame) -> pl.DataFrame:
    """Return one row a chain, the longest first; of as long ones the earliest."""
    linked = events.filter(pl.col("chain").is_not_null())
    middle = linked.with_columns(
        middle_x=pl.col("x").mean().over("chain"), middle_y=pl.col("y").mean().over("chain")
    )
    apart = ((pl.col("x") - pl.col("middle_x")) ** 2 + (pl.col("y") - pl.col("middle_y")) ** 2).sqrt()
    return (
        middle.group_by("chain")
        .agg(
            originator=pl.col("id").sort_by("when", maintain_order=True).first(),
            events=pl.len(),
            begins=pl.col("when").min(),
            ends=pl.col("when").max(),
            x=pl.col("middle_x").first(),
            y=pl.col("middle_y").first(),
            reach=apart.max(),
        )
        .sort("events", "begins", "chain", descending=[True, False, False])
    )
