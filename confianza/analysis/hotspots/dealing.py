"""How likely so large a sum of a few cells is, if the values of all cells were dealt anew: exactly.

The sum of w values drawn without putting any back has a law that can be counted, value by value; a draw of a
thousand shuffles would never tell chances below one in a thousand, and a normal law tells them wrong where
counts are small.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Values finer than this are counted in steps: the largest value has so many.
MOST_STEPS = 255

Floats = NDArray[np.float64]


def whole(values: Floats) -> NDArray[np.int64]:
    """Return values as whole steps: counts as they are, others (and large ones) in 255 steps."""
    top = float(values.max(initial=0))
    if top <= 0:
        return np.zeros(values.shape, dtype=np.int64)
    if top <= MOST_STEPS and np.array_equal(values, np.round(values)):
        return values.astype(np.int64)
    return np.asarray(np.round(values / top * MOST_STEPS), dtype=np.int64)


def tails(values: NDArray[np.int64], drawn: int) -> Floats:
    """Return the chance that `drawn` of the values, dealt anew, add up to s or more, for every s from 0."""
    counts = np.bincount(values)
    drawn = min(drawn, len(values))
    top = int(np.sort(values)[-drawn:].sum())
    ways = np.zeros((drawn + 1, top + 1))
    ways[0, 0] = 1.0
    for value in np.flatnonzero(counts):
        times = int(counts[value])
        ways = _with(ways, int(value), times, drawn, len(values))
    law = ways[drawn] / ways[drawn].sum()
    return np.asarray(np.minimum(np.cumsum(law[::-1])[::-1], 1.0))


def _with(ways: Floats, value: int, times: int, drawn: int, cells: int) -> Floats:
    """Add up to `times` cells of one value to every sum."""
    after = ways.copy()
    for taken in range(1, min(times, drawn) + 1):
        # Choices over cells ** taken, since choices alone outgrow any number; the divisor cancels.
        weight = math.comb(times, taken) / cells**taken
        shift = value * taken
        if shift >= ways.shape[1]:
            break
        after[taken:, shift:] += weight * ways[: drawn + 1 - taken, : ways.shape[1] - shift]
    return after


def look_up(tail: Floats, found: NDArray[Any]) -> Floats:
    """Return the chance of sums that were found."""
    return np.asarray(tail[np.minimum(found, len(tail) - 1)])
