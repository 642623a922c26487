"""Pairs of events near in space and time: how many there are, and which.

Only near cells and near times are looked at, so the work grows with the pairs found and not with all pairs.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots.findings import PointsRefused
from confianza.analysis.hotspots.hashing import Hashed, hashed
from confianza.analysis.hotspots.points import Points

Metric = Literal["euclidean", "manhattan"]

SECONDS_OF_A_DAY = 86_400
# Blocks of work handed to threads: enough that no thread waits long for another.
BLOCKS_PER_THREAD = 16
# Every pair in time: longer than any file of events.
ALWAYS = 1 << 60
# Two hundred million pairs take 3 GB; nobody can read so many chains.
MOST_PAIRS = 200_000_000

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Pairs:
    """Pairs of events by their places: `first` is the earlier (equal times: the smaller place), `second` the
    later; `metres` and `days` are how far apart they are.
    """

    first: Whole
    second: Whole
    metres: Floats
    days: Floats

    def __len__(self) -> int:
        return len(self.first)


def count(points: Points, *, metres: float, days: float | None = None, metric: Metric = "euclidean") -> int:
    """Return how many pairs are at most so many metres and days apart; without `days`, in space alone."""
    if len(points) < 2:
        return 0
    return int(banded(points, closed([metres], metric), closed_spans(days), metric)[0, 0])


def near(points: Points, *, metres: float, days: float | None = None, metric: Metric = "euclidean") -> Pairs:
    """Return the pairs that are at most so many metres and days apart, in order of `first` and `second`.

    Without `days` all pairs near in space. Raises PointsRefused where there are more than can be held.
    """
    t = seconds(points) if days is not None else np.zeros(len(points), dtype=np.int64)
    laid = hashed(points.x, points.y, t, metres)
    found = _listed(laid, closed([metres], metric)[0], closed_spans(days)[0], metric)
    return _in_order(points, laid.order[found[:, 0]], laid.order[found[:, 1]], metric)


def in_space(points: Points, limits: Floats, metric: Metric) -> tuple[NDArray[np.int32], Hashed]:
    """Return pairs of places before the last limit, as numbered in the hash that is returned too."""
    laid = hashed(points.x, points.y, np.zeros(len(points), dtype=np.int64), reach(limits, metric))
    return _listed(laid, limits[-1], ALWAYS, metric), laid


def _listed(laid: Hashed, limit: float, span: int, metric: Metric) -> NDArray[np.int32]:
    """Return pairs of places in a hash, shape (pairs, 2); one pass counts where the first guess was short."""
    from confianza.analysis.hotspots import pair_kernels

    arguments = (laid.x, laid.y, laid.t, laid.starts, laid.shape, limit, span, int(metric == "manhattan"))
    found = np.empty((max(1_024, 8 * len(laid.x)), 2), dtype=np.int32)
    pairs = pair_kernels.near_pairs(*arguments, found)
    if pairs > MOST_PAIRS:
        raise PointsRefused("too_many_pairs", limit=f"{limit:g}", pairs=f"{pairs:,}")
    if pairs > len(found):
        found = np.empty((pairs, 2), dtype=np.int32)
        pair_kernels.near_pairs(*arguments, found)
    return found[:pairs]


def _in_order(points: Points, a: Whole, b: Whole, metric: Metric) -> Pairs:
    """Return pairs with the earlier event first, in order."""
    at = seconds(points) if points.when is not None else np.zeros(len(points), dtype=np.int64)
    later = (at[a] > at[b]) | ((at[a] == at[b]) & (a > b))
    # One number for both places sorts ten times as fast as two do.
    key = np.sort(np.where(later, b, a) * len(points) + np.where(later, a, b))
    first, second = np.divmod(key, len(points))
    dx, dy = points.x[second] - points.x[first], points.y[second] - points.y[first]
    metres = np.abs(dx) + np.abs(dy) if metric == "manhattan" else np.hypot(dx, dy)
    return Pairs(first, second, metres, (at[second] - at[first]) / SECONDS_OF_A_DAY)


def banded(points: Points, limits: Floats, spans: Whole, metric: Metric) -> Whole:
    """Return pairs by band, shape (limits, spans), counted once: [i, j] lies before limits[i] and spans[j].

    Limits as of `closed` or `half_open`: squares of metres where `metric` is straight.
    """
    from confianza.analysis.hotspots import pair_kernels

    always = spans[-1] >= ALWAYS
    t = np.zeros(len(points), dtype=np.int64) if always else seconds(points)
    laid = hashed(points.x, points.y, t, reach(limits, metric))
    told = np.zeros((len(limits), len(spans)), dtype=np.int64)

    def part(first: int, end: int) -> Whole:
        own = np.zeros_like(told)
        arguments = (laid.x, laid.y, laid.t, laid.starts, laid.shape, limits, spans)
        pair_kernels.near_in_both(*arguments, int(metric == "manhattan"), first, end, own)
        return own

    for own in _in_threads(part, laid.shape[0]):
        told += own
    return told


def neighbours(points: Points, limits: Floats, metric: Metric) -> NDArray[np.int32]:
    """Return for each point how many others lie before each limit, shape (points, limits)."""
    from confianza.analysis.hotspots import pair_kernels

    # Cells of a quarter of the distance: little is looked at in vain, and runs of points are still long.
    laid = hashed(points.x, points.y, np.zeros(len(points), dtype=np.int64), reach(limits, metric) / 4)
    told = np.zeros((len(points), len(limits)), dtype=np.int32)

    def part(first: int, end: int) -> None:
        arguments = (laid.x, laid.y, laid.starts, laid.shape, laid.corner, (laid.size, reach(limits, metric)))
        pair_kernels.neighbours(*arguments, limits, int(metric == "manhattan"), first, end, told)

    _in_threads(part, len(points))
    back = np.empty_like(told)
    back[laid.order] = told - (limits > 0).astype(np.int32)
    return back


def seconds(points: Points) -> Whole:
    """Return the times as seconds (int64)."""
    return points.times().astype("datetime64[s]").astype(np.int64)


def half_open(metres: Any, metric: Metric) -> Floats:
    """Return limits that a distance must stay below."""
    limits = np.asarray(metres, dtype=np.float64)
    return limits if metric == "manhattan" else limits * limits


def closed(metres: Any, metric: Metric) -> Floats:
    """Return limits that a distance may reach."""
    return np.nextafter(half_open(metres, metric), np.inf)


def closed_spans(days: float | None) -> Whole:
    """Return the span that a time apart may reach, in seconds."""
    return np.array([ALWAYS if days is None else int(days * SECONDS_OF_A_DAY) + 1], dtype=np.int64)


def reach(limits: Floats, metric: Metric) -> float:
    """Return the last limit in metres."""
    return float(limits[-1]) if metric == "manhattan" else float(np.sqrt(limits[-1]))


def _in_threads(part: Any, length: int) -> list[Any]:
    """Call `part(first, end)` for blocks of a range, in all threads."""
    from confianza.analysis.hotspots.compiling import threads

    if threads() == 1 or length < BLOCKS_PER_THREAD:
        return [part(0, length)]
    blocks = min(length, threads() * BLOCKS_PER_THREAD)
    edges = np.linspace(0, length, blocks + 1).astype(int).tolist()
    with ThreadPoolExecutor(threads()) as pool:
        return list(pool.map(part, edges[:-1], edges[1:]))
