"""Machine code of `boxes`. Imports numba, which takes half a second: nothing imports this module at its top.

A box is a change of a table that leaves every sum right: in every direction one leaf goes up and another down
(or everything above the leaf goes along), and the corners change by the product of the signs.
"""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

Kernel = Callable[..., Any]

MOST_CODES = 64  # of one direction in a box: two leaves and all that is above them
MOST_CORNERS = 4096
NEVER = 1e18


def _compiled(function: Kernel) -> Kernel:
    """Return the function as machine code, kept in a cache where one can be written."""
    try:
        kernel: Kernel = numba.njit(function, cache=True, boundscheck=False)
    except RuntimeError:
        kernel = numba.njit(function, boundscheck=False)
    return kernel


@_compiled
def _signed(first, above, up, down, codes, signs):  # type: ignore[no-untyped-def]
    """Write what changes in one direction when leaf `up` rises and `down` falls (-1: none does)."""
    n = 0
    for a in range(first[up], first[up + 1]):
        common = False
        if down >= 0:
            for b in range(first[down], first[down + 1]):
                common = common or above[b] == above[a]
        if not common:
            codes[n], signs[n] = above[a], 1
            n += 1
    if down >= 0:
        for b in range(first[down], first[down + 1]):
            common = False
            for a in range(first[up], first[up + 1]):
                common = common or above[b] == above[a]
            if not common:
                codes[n], signs[n] = above[b], -1
                n += 1
    return n


@_compiled
def _line(  # type: ignore[no-untyped-def]
    first, above, up, stride, here, at, price, most, offset, room, least, found, worth
):  # fmt: skip
    """Write the cheapest leaves to take down along one line through a cell, up to `most`; return how many.

    What would fall must have `least` room to.
    """
    codes, signs = np.empty(MOST_CODES, np.int64), np.empty(MOST_CODES, np.int64)
    leaves = len(first) - 1
    n = 0
    for turn in range(leaves + 1):
        down = (turn + offset) % (leaves + 1) - 1
        if down == up:
            continue
        size = _signed(first, above, up, down, codes, signs)
        cost, through = 0.0, False
        for c in range(size):
            through = through or (codes[c] == at and signs[c] > 0)
            cell = here + (codes[c] - at) * stride
            cost += price[cell]
            if signs[c] < 0 and room[cell] < least:
                through = False
                break
        if not through or cost >= NEVER:
            continue
        if n == most and cost >= worth[n - 1]:
            continue
        if n < most:
            n += 1
        place = n - 1
        while place > 0 and worth[place - 1] > cost:
            worth[place], found[place] = worth[place - 1], found[place - 1]
            place -= 1
        worth[place], found[place] = cost, down
    return n


@_compiled
def _place(target, strides, at):  # type: ignore[no-untyped-def]
    """Write the code of a cell in every direction."""
    rest = target
    for d in range(len(strides)):
        at[d] = rest // strides[d]
        rest -= at[d] * strides[d]


@_compiled
def _extended(  # type: ignore[no-untyped-def]
    cells, signs, size, codes, way, width, at, stride, price, room, least, wider, turned
):  # fmt: skip
    """Write the corners of a box that gets one direction more; return their price, or NEVER."""
    if width * size > MOST_CORNERS:
        return NEVER
    n, cost = 0, 0.0
    for c in range(size):
        for w in range(width):
            cell = cells[c] + (codes[w] - at) * stride
            wider[n], turned[n] = cell, signs[c] * way[w]
            if turned[n] < 0 and room[cell] < least:
                return NEVER
            cost += price[cell]
            n += 1
    return cost


@_compiled
def best_box(  # type: ignore[no-untyped-def]
    target, ups, firsts, aboves, strides, table, room, price, low, high, threshold, most, offset, cheap, box,
    turn,
):  # fmt: skip
    """Write the best box through a cell into `box` (cells) and `turn` (signs); return how many corners.

    `cheap`: the one of least price that makes the cell move by the threshold; else the one, among those that
    cost nothing, that makes it move most.
    """
    directions = len(strides)
    at, place = np.empty(directions, np.int64), np.zeros(directions, np.int64)
    many = np.zeros(directions, np.int64)
    _place(target, strides, at)
    need = threshold - (high[target] - low[target])
    rise = _least_rise(target, table, room, low, high, threshold) if cheap else np.int64(1)
    choices, worth = np.empty((directions, most), np.int64), np.empty((directions, most))
    for d in range(directions):
        many[d] = _line(
            firsts[d], aboves[d], ups[d], strides[d], target, at[d], price, most, offset, room, rise,
            choices[d], worth[d],
        )  # fmt: skip
    cells = np.empty((directions + 1, MOST_CORNERS), np.int64)
    signs = np.empty_like(cells)
    sizes = np.ones(directions + 1, np.int64)
    cells[0, 0], signs[0, 0] = target, 1
    codes, way = np.empty(MOST_CODES, np.int64), np.empty(MOST_CODES, np.int64)
    corners, least, reach, d = 0, NEVER, 0, 0
    while d >= 0:
        if place[d] == many[d]:
            place[d] = 0
            d -= 1
            continue
        width = _signed(firsts[d], aboves[d], ups[d], choices[d, place[d]], codes, way)
        place[d] += 1
        cost = _extended(
            cells[d], signs[d], sizes[d], codes, way, width, at[d], strides[d], price, room, rise,
            cells[d + 1], signs[d + 1],
        )  # fmt: skip
        if cost >= least:
            continue
        sizes[d + 1] = sizes[d] * width
        if d + 1 < directions:
            d += 1
            continue
        gain = _gain(cells[d + 1], signs[d + 1], sizes[d + 1], target, table, room, low, high)
        if (cheap and gain < need) or (not cheap and gain <= reach):
            continue
        corners, reach = sizes[d + 1], gain
        least = cost if cheap else NEVER
        box[:corners], turn[:corners] = cells[d + 1, :corners], signs[d + 1, :corners]
        if cost == 0.0 and gain >= need:
            break
    return corners


@_compiled
def _least_rise(target, table, room, low, high, threshold):  # type: ignore[no-untyped-def]
    """Return how far the target must at least rise, were it to fall as far as it can: at least by nothing."""
    lowest = min(low[target], table[target] - room[target])
    return np.int64(0) if high[target] - lowest >= threshold else lowest + threshold - table[target]


@_compiled
def _gain(cells, signs, n, target, table, room, low, high):  # type: ignore[no-untyped-def]
    """Return how much farther than before the target would be seen to move if the box were used."""
    up, down = _room(cells, signs, n, room)
    width = max(high[target], table[target] + up) - min(low[target], table[target] - down)
    return width - (high[target] - low[target])


@_compiled
def _room(cells, signs, n, room):  # type: ignore[no-untyped-def]
    """Return how far the box can be turned up and down."""
    up = down = np.int64(1) << 40
    for c in range(n):
        if signs[c] < 0:
            up = min(up, room[cells[c]])
        else:
            down = min(down, room[cells[c]])
    return up, down


@_compiled
def _turn(cells, signs, n, by, table, room, low, high):  # type: ignore[no-untyped-def]
    for c in range(n):
        cell = cells[c]
        table[cell] += signs[c] * by
        room[cell] += signs[c] * by
        low[cell], high[cell] = min(low[cell], table[cell]), max(high[cell], table[cell])


@_compiled
def use_box(cells, signs, n, target, table, room, low, high, threshold):  # type: ignore[no-untyped-def]
    """Turn a box as far up, then as far down, as the target needs to have moved by the threshold."""
    up, down = _room(cells, signs, n, room)
    rise = min(up, max(low[target] + threshold - table[target], 0))
    _turn(cells, signs, n, rise, table, room, low, high)
    if high[target] - low[target] < threshold:
        fall = min(rise + down, max(table[target] - (high[target] - threshold), 0))
        _turn(cells, signs, n, -fall, table, room, low, high)


@_compiled
def _some_leaves(target, unders, strides, ups, state):  # type: ignore[no-untyped-def]
    """Write, in every direction, one of the leaves under a cell; return the next state of the die."""
    rest = target
    for d in range(len(strides)):
        code = rest // strides[d]
        rest -= code * strides[d]
        state = state * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
        begins, ends = unders[d][0][code], unders[d][0][code + 1]
        ups[d] = unders[d][1][begins + np.int64(state >> np.uint64(33)) % (ends - begins)]
    return state


@_compiled
def move(  # type: ignore[no-untyped-def]
    targets, unders, firsts, aboves, strides, table, room, price, low, high, threshold, most, tries, cheap,
    hidden, seed,
):  # fmt: skip
    """Move every target by the threshold, if it can be; with `cheap`, hide what must be for it.

    Returns which targets moved enough.
    """
    box, turn = np.empty(MOST_CORNERS, np.int64), np.empty(MOST_CORNERS, np.int64)
    ups, done = np.empty(len(strides), np.int64), np.zeros(len(targets), np.bool_)
    state = np.uint64(seed)
    for n in range(len(targets)):
        target = targets[n]
        for _ in range(tries):
            if high[target] - low[target] >= threshold:
                break
            state = _some_leaves(target, unders, strides, ups, state)
            corners = best_box(
                target, ups, firsts, aboves, strides, table, room, price, low, high, threshold, most,
                np.int64(state >> np.uint64(40)), cheap, box, turn,
            )  # fmt: skip
            for c in range(corners):
                hidden[box[c]], price[box[c]] = True, 0.0
            if corners:
                use_box(box, turn, corners, target, table, room, low, high, threshold)
        done[n] = high[target] - low[target] >= threshold
    return done
