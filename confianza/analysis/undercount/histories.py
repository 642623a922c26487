"""Tables of capture histories: how many people were seen by exactly which sources.

A history is a whole number read as bits: bit i is set where list i knows the person, so that 0b011 is "the
first and the second list, not the third". History 0, on no list, is what nobody saw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Histories:
    """How many people have each history: `counts[h]` for h from 0 to 2^k - 1; `counts[0]` is always 0."""

    lists: tuple[str, ...]
    counts: Numbers

    @property
    def k(self) -> int:
        """How many lists there are."""
        return len(self.lists)

    @property
    def observed(self) -> int:
        """How many people at least one list knows."""
        return int(self.counts.sum())

    @cached_property
    def margins(self) -> Numbers:
        """For every set of lists (as bits): how many people are on all of them, whatever else they are on."""
        return margins(self.counts)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """How many people each list knows."""
        return tuple(int(self.margins[1 << i]) for i in range(self.k))

    @cached_property
    def overlaps(self) -> dict[tuple[int, int], int]:
        """For every pair of lists: how many people are on both."""
        return {(i, j): int(self.margins[1 << i | 1 << j]) for i, j in combinations(range(self.k), 2)}

    @cached_property
    def seen_times(self) -> tuple[int, ...]:
        """How many people are on exactly 1, 2, … k lists."""
        times = popcount(len(self.counts))
        return tuple(int(self.counts[times == f].sum()) for f in range(1, self.k + 1))

    def of(self, chosen: Sequence[int]) -> "Histories":
        """Return the table of some of the lists only; who is on none of them drops out."""
        moved = np.zeros(1 << len(chosen))
        for history in range(1, len(self.counts)):
            moved[_repacked(history, chosen)] += self.counts[history]
        moved[0] = 0
        return Histories(tuple(self.lists[i] for i in chosen), moved)


def of_counts(counts: ArrayLike, lists: Sequence[str] = ()) -> Histories:
    """Return the table of 2^k counts in the order of histories 0, 1, 2, 3 … (the first list turns fastest).

    What stands at 0 is dropped. Raises ValueError where the counts are not 2^k numbers of zero or more.
    """
    told = np.asarray(counts, dtype=float).ravel().copy()
    k = len(told).bit_length() - 1
    if k < 1 or len(told) != 1 << k or not np.isfinite(told).all() or (told < 0).any():
        raise ValueError("A table of k lists has 2^k counts of zero or more.")
    told[0] = 0
    return Histories(tuple(lists) or tuple("ABCDEFGHI"[:k]), told)


def margins(counts: Numbers) -> Numbers:
    """Return, for one table or rows of tables, how many people are on all the lists of every set of lists."""
    summed = np.array(counts, dtype=float)
    histories = np.arange(summed.shape[-1])
    for bit in range(summed.shape[-1].bit_length() - 1):
        without = histories[(histories >> bit) & 1 == 0]
        summed[..., without] += summed[..., without | 1 << bit]
    return summed


def popcount(histories: int) -> NDArray[np.int64]:
    """Return how many lists each history from 0 to `histories` - 1 is on."""
    return np.array([h.bit_count() for h in range(histories)], dtype=np.int64)


def _repacked(history: int, chosen: Sequence[int]) -> int:
    return sum(1 << place for place, i in enumerate(chosen) if history >> i & 1)
