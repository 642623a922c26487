"""Starts given to other areas: how often does chance alone look like a programme that began area by area?

Where one area has the programme, every other one is asked as if it had been the one. Where several have it,
each from its own day, the days are dealt out anew among all areas, with and without the programme, again and
again: had it done nothing, the true deal would be one like the others (Fisher's randomisation, as
`wedges` has it where a lot drew the order). Effects of areas and periods are imputed anew in every deal, so
that staggered starts do no harm.
"""

from dataclasses import dataclass
from itertools import permutations
from math import factorial

import numpy as np

from confianza.analysis.evaluation import differences
from confianza.analysis.evaluation.panels import FEWEST_BEFORE, Panel, Places

ORDERS = 399
SEED = 1


@dataclass(frozen=True)
class Reassigned:
    """`as_far`: how many deals, the true one itself counted, depart as far, of so many `orders`."""

    as_far: int
    orders: int

    @property
    def p(self) -> float:
        """How seldom chance alone departs as far."""
        return self.as_far / self.orders


def compare(panel: Panel, *, orders: int = ORDERS, seed: int = SEED) -> Reassigned:
    """Deal the starts of a panel out anew (in every way where there are few, else at random), and rank how
    far the true deal departs from what was expected, in its own standard errors. The same panel gives the
    same answer.
    """
    seen = abs(differences.departure(panel))
    if _possible(panel.start) <= orders:
        dealt = _all_others(panel.start)
    else:
        chance = np.random.default_rng(seed)
        dealt = [chance.permutation(panel.start) for _ in range(orders)]
    found = [abs(differences.departure(panel.until(start))) for start in dealt if _is_asked(panel, start)]
    return Reassigned(1 + sum(each >= seen - 1e-12 for each in found), 1 + len(found))


def _is_asked(panel: Panel, start: Places) -> bool:
    """Say whether every area that a deal gives the programme had a case before it."""
    begun = np.flatnonzero(start < len(panel.periods))
    return all(start[at] >= FEWEST_BEFORE and panel.y[at, : start[at]].any() for at in begun)


def _all_others(start: Places) -> list[Places]:
    """Return every other way of dealing these starts out."""
    never, begun = int(start.max()), np.flatnonzero(start < start.max())
    found = dict.fromkeys([tuple(start.tolist())])
    for places in permutations(range(len(start)), len(begun)):
        dealt = np.full(len(start), never)
        dealt[list(places)] = start[begun]
        found[tuple(dealt.tolist())] = None
    return [np.array(each) for each in list(found)[1:]]


def _possible(start: Places) -> int:
    """Return in how many ways these starts can be dealt out."""
    same = np.unique(start, return_counts=True)[1]
    ways = factorial(len(start))
    for each in same:
        ways //= factorial(int(each))
    return ways
