"""The loops of the nested search, as machine code: a short question, asked thousands of times.

The answer of a search is only where it ended; whoever asks solves the inner question there once more, exactly
(`simplex`). Imports numba: nothing imports this module at its top.
"""

from typing import Any

import numpy as np

from confianza.analysis.hotspots.compiling import compiled

# Relative to the longest column, squared: gains below are rounding; weights below are none.
GAIN, TINY = 1e-12, 1e-13
# What a pivot may not fall below, relative to the largest: columns that lie in one flat.
PIVOT = 1e-14


@compiled
def solve(matrix: Any, right: Any, size: int) -> None:
    """Solve a small symmetric system by Cholesky, in place; the answer is left in `right`."""
    largest = 0.0
    for a in range(size):
        largest = max(largest, matrix[a, a])
    for a in range(size):
        for b in range(a + 1):
            total = matrix[a, b]
            for c in range(b):
                total -= matrix[a, c] * matrix[b, c]
            if a == b:
                matrix[a, a] = np.sqrt(max(total, PIVOT * largest + 1e-300))
            else:
                matrix[a, b] = total / matrix[b, b]
    for a in range(size):
        for c in range(a):
            right[a] -= matrix[a, c] * right[c]
        right[a] /= matrix[a, a]
    for a in range(size - 1, -1, -1):
        for c in range(a + 1, size):
            right[a] -= matrix[c, a] * right[c]
        right[a] /= matrix[a, a]


@compiled
def on_the_flat(gram: Any, chosen: Any, size: int, wanted: Any, matrix: Any, right: Any) -> None:
    """Write the affine weights of the chosen columns with the least square into `wanted`."""
    first = chosen[0]
    for a in range(size - 1):
        right[a] = gram[first, first] - gram[chosen[a + 1], first]
        for b in range(size - 1):
            one, other = chosen[a + 1], chosen[b + 1]
            matrix[a, b] = gram[one, other] - gram[one, first] - gram[first, other] + gram[first, first]
    solve(matrix, right, size - 1)
    wanted[0] = 1.0
    for a in range(size - 1):
        wanted[a + 1] = right[a]
        wanted[0] -= right[a]


@compiled
def settle(gram: Any, chosen: Any, size: int, found: Any, wanted: Any, matrix: Any, right: Any) -> int:
    """Move to the nearest point of the flat, or to the border of the hull; return how many columns stay."""
    while True:
        on_the_flat(gram, chosen, size, wanted, matrix, right)
        step, inside = 1.0, True
        for a in range(size):
            if wanted[a] <= TINY:
                inside = False
                step = min(step, found[chosen[a]] / (found[chosen[a]] - wanted[a]))
        kept, total = 0, 0.0
        for a in range(size):
            at = chosen[a]
            moved = found[at] + step * (wanted[a] - found[at])
            found[at] = 0.0
            if inside or moved > TINY:
                chosen[kept], wanted[kept] = at, moved
                total += moved
                kept += 1
        for a in range(kept):
            found[chosen[a]] = wanted[a] / total
        size = kept
        if inside or size == 1:
            return size


@compiled
def mixture(gram: Any, found: Any, chosen: Any, wanted: Any, matrix: Any, right: Any) -> None:
    """Write the weights, zero or more with sum 1, whose square over `gram` is least into `found` (Wolfe)."""
    count = gram.shape[0]
    first, longest = 0, 0.0
    for a in range(count):
        found[a] = 0.0
        longest = max(longest, gram[a, a])
        if gram[a, a] < gram[first, first]:
            first = a
    chosen[0], found[first], size = first, 1.0, 1
    for _step in range(10 * count + 100):
        best, least, square = 0, np.inf, 0.0
        for a in range(count):
            pull = 0.0
            for b in range(size):
                pull += gram[a, chosen[b]] * found[chosen[b]]
            square += found[a] * pull
            if pull < least:
                best, least = a, pull
        if square - least <= GAIN * longest or found[best] > 0 or size == wanted.shape[0]:
            return
        chosen[size] = best
        size = settle(gram, chosen, size + 1, found, wanted, matrix, right)


@compiled
def loss(logs: Any, away: Any, misfit: Any, gram: Any, work: Any, chosen: Any, matrix: Any) -> float:
    """Return the squared misfit of the mixture that weights of predictors (their logarithms) give.

    `away`: predictors of donors less those of the treated unit, (k, J); `misfit`: the gram of paths likewise,
    (J, J). `work` has four rows, as long as there are donors or predictors; `chosen` one place more than
    donors.
    """
    predictors, count = away.shape
    top, total, shares = logs[0], 0.0, work[3]
    for p in range(predictors):
        top = max(top, logs[p])
    for p in range(predictors):
        shares[p] = np.exp(logs[p] - top)
        total += shares[p]
    for a in range(count):
        for b in range(a + 1):
            square = 0.0
            for p in range(predictors):
                square += shares[p] / total * away[p, a] * away[p, b]
            gram[a, b] = gram[b, a] = square
    found = work[0]
    mixture(gram, found, chosen, work[1], matrix, work[2])
    square = 0.0
    for a in range(count):
        if found[a] > 0:
            for b in range(count):
                square += found[a] * found[b] * misfit[a, b]
    return square
