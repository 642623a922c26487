"""The loops over pairs of near events. Points lie in cells of a hash (`hashing`), by cells, then by times.

Distances and times are compared with `<`; whoever wants closed ends hands over the next greater number.
`manhattan` is a flag: 1 for |dx| + |dy|, else squares of straight distances, with squares as limits.
"""

from typing import Any

import numpy as np

from confianza.analysis.hotspots.compiling import compiled

AT_ONCE = 512
LANES = 64


@compiled
def distances(
    x: Any, y: Any, east: float, north: float, first: int, end: int, manhattan: int, out: Any
) -> None:
    """Write the distances (or their squares) of one place to the points `first` to `end` into `out`."""
    if manhattan:
        for b in range(first, end):
            out[b - first] = abs(x[b] - east) + abs(y[b] - north)
    else:
        for b in range(first, end):
            dx, dy = x[b] - east, y[b] - north
            out[b - first] = dx * dx + dy * dy


@compiled
def neighbours(
    x: Any, y: Any, starts: Any, shape: Any, corner: Any, reach: Any, limits: Any, manhattan: int,
    first: int, end: int, told: Any,
) -> None:  # fmt: skip
    """Count for each point from `first` to `end` how many points lie nearer than each limit, itself included.

    `shape` is (rows, columns) of the hash, `corner` its south-western corner, `reach` (size, farthest);
    `told` has shape (points, limits).
    """
    rows, columns = shape
    size, farthest = reach
    buffer = np.empty(AT_ONCE)
    for a in range(first, end):
        east, north = x[a], y[a]
        south = max(0, int((north - farthest - corner[1]) / size))
        top = min(rows - 1, int((north + farthest - corner[1]) / size))
        west = max(0, int((east - farthest - corner[0]) / size))
        right = min(columns - 1, int((east + farthest - corner[0]) / size))
        for row in range(south, top + 1):
            begin, stop = starts[row * columns + west], starts[row * columns + right + 1]
            while begin < stop:
                until = min(stop, begin + AT_ONCE)
                distances(x, y, east, north, begin, until, manhattan, buffer)
                for k in range(len(limits)):
                    limit = limits[k]
                    nearer = 0
                    for b in range(until - begin):
                        nearer += buffer[b] < limit
                    told[a, k] += nearer
                begin = until


@compiled
def band_of(value: Any, limits: Any) -> int:
    """Return the first band whose limit a value stays below; one does."""
    band = 0
    while value >= limits[band]:
        band += 1
    return band


@compiled
def near_in_both(
    x: Any, y: Any, t: Any, starts: Any, shape: Any, limits: Any, spans: Any, manhattan: int,
    first: int, end: int, told: Any,
) -> None:  # fmt: skip
    """Count pairs by band of distance and of time, once each, for the rows `first` to `end` of the hash.

    A cell is as wide as the last limit; in it points stand by time. `told` has shape (limits, spans): a pair
    is counted at [i, j] where limits[i - 1] <= distance < limits[i], and the same in time.
    """
    rows, columns = shape
    farthest, longest = limits[-1], spans[-1]
    for row in range(first, end):
        for column in range(columns):
            cell = row * columns + column
            for step in range(5):
                down = 0 if step < 2 else 1
                beside = column + (step if step < 2 else step - 3)
                if row + down >= rows or beside < 0 or beside >= columns:
                    continue
                other = (row + down) * columns + beside
                low, stop = starts[other], starts[other + 1]
                for a in range(starts[cell], starts[cell + 1]):
                    while low < stop and t[a] - t[low] >= longest:
                        low += 1
                    b = a + 1 if step == 0 else low
                    while b < stop and t[b] - t[a] < longest:
                        dx, dy = abs(x[b] - x[a]), abs(y[b] - y[a])
                        away = dx + dy if manhattan else dx * dx + dy * dy
                        if away < farthest:
                            told[band_of(away, limits), band_of(abs(t[b] - t[a]), spans)] += 1
                        b += 1


@compiled
def near_pairs(
    x: Any, y: Any, t: Any, starts: Any, shape: Any, farthest: float, longest: int, manhattan: int,
    found: Any,
) -> int:  # fmt: skip
    """Write pairs nearer than `farthest` and `longest` as rows (a, b) into `found`; return how many.

    Where `found` is too short the rest is counted only. Distances are squares, unless manhattan.
    """
    rows, columns = shape
    pairs = 0
    for row in range(rows):
        for column in range(columns):
            cell = row * columns + column
            for step in range(5):
                down = 0 if step < 2 else 1
                beside = column + (step if step < 2 else step - 3)
                if row + down >= rows or beside < 0 or beside >= columns:
                    continue
                other = (row + down) * columns + beside
                low, stop = starts[other], starts[other + 1]
                for a in range(starts[cell], starts[cell + 1]):
                    while low < stop and t[a] - t[low] >= longest:
                        low += 1
                    b = a + 1 if step == 0 else low
                    while b < stop and t[b] - t[a] < longest:
                        dx, dy = abs(x[b] - x[a]), abs(y[b] - y[a])
                        away = dx + dy if manhattan else dx * dx + dy * dy
                        if away < farthest:
                            if pairs < len(found):
                                found[pairs, 0] = a
                                found[pairs, 1] = b
                            pairs += 1
                        b += 1
    return pairs


@compiled
def shuffled(first: Any, second: Any, band: Any, t: Any, spans: Any, begin: int, end: int, told: Any) -> None:
    """Count pairs `begin` to `end` by band of distance in many shuffles of the times at once.

    `t` has shape (points, LANES): the time of each point in each shuffle; `told` has shape (bands, spans,
    LANES) and holds pairs nearer in time than each span.
    """
    apart = np.empty(LANES, dtype=t.dtype)
    for pair in range(begin, end):
        a, b, i = first[pair], second[pair], band[pair]
        for lane in range(LANES):
            apart[lane] = abs(t[a, lane] - t[b, lane])
        for j in range(len(spans)):
            span = spans[j]
            for lane in range(LANES):
                told[i, j, lane] += apart[lane] < span
