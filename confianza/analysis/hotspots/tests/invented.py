"""Invented events for the tests: towns where nothing gathers, towns where something does."""

import numpy as np
import shapely

from confianza.analysis.hotspots import points, streets

DAY_ONE = np.datetime64("2026-01-01")


def days(*numbers):
    """Return so many days after the first of January."""
    return DAY_ONE + np.asarray(numbers).reshape(-1).astype("timedelta64[D]")


def homogeneous(events, seed, *, side=4_000.0, span=84):
    """Events anywhere in a square town on any day: no hot spot, no repeat, no cluster."""
    random = np.random.default_rng(seed)
    # The corner is no multiple of a cell: cells on the border are cut, as in a real town.
    corner = 1_037.0
    x, y = random.uniform(corner, corner + side, (2, events))
    return points.of_arrays(x, y, days(random.integers(0, span, events)))


def with_repeats(events, seed, *, side=4_000.0, span=84):
    """The same, and a third again that repeats within 50 m and five days."""
    first = homogeneous(events, seed, side=side, span=span)
    random = np.random.default_rng(seed + 1)
    origin = random.integers(0, events, events // 3)
    x = first.x[origin] + random.normal(0, 25, len(origin))
    y = first.y[origin] + random.normal(0, 25, len(origin))
    when = first.when[origin] + random.integers(0, 5, len(origin)).astype("timedelta64[D]")
    return points.of_arrays(
        np.concatenate([first.x, x]), np.concatenate([first.y, y]), np.concatenate([first.when, when])
    )


def all_pairs(events, metric="euclidean"):
    """Distances (metres) and times apart (days) of all pairs, by brute force."""
    one, other = np.triu_indices(len(events), 1)
    dx, dy = np.abs(events.x[one] - events.x[other]), np.abs(events.y[one] - events.y[other])
    apart = np.abs((events.when[one] - events.when[other]).astype(float)) / 86_400
    return (dx + dy if metric == "manhattan" else np.hypot(dx, dy)), apart


def along_streets(events, seed):
    """Events anywhere along 300 streets of all lengths, and the streets: every metre is alike."""
    random = np.random.default_rng(seed)
    metres = random.gamma(2, 50, 300) + 10
    net = streets.of_lines([shapely.LineString([(0, 99 * n), (m, 99 * n)]) for n, m in enumerate(metres)])
    street = random.choice(300, events, p=metres / metres.sum())
    return points.of_arrays(random.uniform(0, 1, events) * metres[street], 99.0 * street), net
