"""Tables of near pairs for times shuffled over places, many shuffles at once."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from confianza.analysis.hotspots import pairs
from confianza.analysis.hotspots.pairs import Metric
from confianza.analysis.hotspots.points import Points

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def tables(
    points: Points,
    limits: Floats,
    spans: Whole,
    metric: Metric,
    rows: NDArray[np.bool_],
    permutations: int,
    seed: int,
) -> Whole:
    """Return pairs by band for shuffled times, shape (permutations, limits, spans), of some `rows` only."""
    from confianza.analysis.hotspots import pair_kernels
    from confianza.analysis.hotspots.compiling import threads

    first, second, band = near_places(points, limits, metric, rows)
    at = pairs.seconds(points)
    at = at - at.min()
    # 32 bits hold the seconds of 68 years, and twice as many fit in one instruction.
    times = at.astype(np.int32) if at.max() < np.iinfo(np.int32).max else at
    short = np.minimum(spans, np.iinfo(times.dtype).max).astype(times.dtype)
    lanes = pair_kernels.LANES
    batches = -(-permutations // lanes)
    seeds = np.random.SeedSequence(seed).spawn(batches)

    def batch(source: np.random.SeedSequence) -> Whole:
        random = np.random.default_rng(source)
        shuffled = np.ascontiguousarray(random.permuted(np.tile(times, (lanes, 1)), axis=1).T)
        told = np.zeros((len(limits), len(spans), lanes), dtype=np.int64)
        pair_kernels.shuffled(first, second, band, shuffled, short, 0, len(first), told)
        return np.diff(told, axis=1, prepend=0).transpose(2, 0, 1)

    with ThreadPoolExecutor(threads()) as pool:
        found = list(pool.map(batch, seeds))
    return np.concatenate(found)[:permutations]


def near_places(
    points: Points, limits: Floats, metric: Metric, rows: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]:
    """Return pairs of places by band of distance; places are numbered so that near ones stand together."""
    found, laid = pairs.in_space(points, limits, metric)
    first, second = np.ascontiguousarray(found[:, 0]), np.ascontiguousarray(found[:, 1])
    dx, dy = np.abs(laid.x[second] - laid.x[first]), np.abs(laid.y[second] - laid.y[first])
    away = dx + dy if metric == "manhattan" else dx * dx + dy * dy
    band = np.searchsorted(limits, away, side="right").astype(np.uint8)
    if rows.all():
        return first, second, band
    kept = rows[band]
    return first[kept], second[kept], band[kept]
