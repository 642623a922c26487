"""How far a ranking carries: ranks over many worlds of noise and of weights (SMAA).

Lahdelma, Hokkanen and Salminen 1998 (European Journal of Operational Research 106:137-143): the first-rank
acceptability of an alternative is the share of all admissible weights that put it first, and its central
weights are their mean. Noise of the figures is drawn in the same worlds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from confianza.analysis.selection import scores
from confianza.analysis.selection.criteria import Criterion
from confianza.analysis.selection.noise import Floats
from confianza.analysis.selection.problems import SelectionRefused
from confianza.analysis.selection.scores import How, Ints

Doubt = Literal["none", "around", "any"]
DRAWS, FEWEST_DRAWS, AT_ONCE = 5_000, 200, 250
# "around": Dirichlet with parameters of mean 5, so that the standard deviation of a weight is some 45 % of
# it.
AROUND = 5
LOW, HIGH = 5, 95
_TINY = 1e-9


@dataclass(frozen=True, eq=False)
class Accepted:
    """For every municipality: median and 5th and 95th percentile of its rank, the share of worlds in which
    it is among the first `top`, or the first; for every criterion its mean weight where this municipality
    comes first (NaN: it never does).
    """

    median: Floats
    low: Floats
    high: Floats
    among_top: Floats
    first: Floats
    central_weights: Floats


def weights(random: np.random.Generator, told: Floats, doubt: Doubt, times: int) -> Floats:
    """Return `times` sets of weights: as told, around what is told, or any at all (uniform on the
    simplex).
    """
    if doubt == "none":
        return np.tile(told, (times, 1))
    if doubt == "any":
        return random.dirichlet(np.ones(len(told)), times)
    return random.dirichlet(AROUND * len(told) * told, times)


def simulate(
    criteria: Sequence[Criterion],
    how: How,
    *,
    top: int,
    told: Floats | None = None,
    doubt: Doubt = "any",
    draws: int = DRAWS,
    seed: int = 1,
) -> Accepted:
    """Return how the ranks spread over worlds. `told`: the weights as shares (default: those of the
    criteria).

    A value that is not known is in every world that of some other municipality, by lot. Raises
    SelectionRefused select_top, select_draws.
    """
    number = len(criteria[0].values)
    if not 0 < top < number:
        raise SelectionRefused("select_top", top=top, there_are=number)
    if draws < FEWEST_DRAWS:
        raise SelectionRefused("select_draws", draws=draws)
    random = np.random.default_rng(seed)
    shares = scores.shares(criteria) if told is None else told
    ranks: Ints = np.empty((draws, number), dtype=np.int64)
    first = np.zeros((number, len(criteria)))
    at = 0
    for drawn in _worlds(random, criteria, how, shares, doubt, draws):
        ranks[at : at + len(drawn[0])] = drawn[0]
        winners = drawn[0].argmin(axis=1)
        np.add.at(first, winners, drawn[1])
        at += len(drawn[0])
    return _told(ranks, first, top)


def _worlds(
    random: np.random.Generator,
    criteria: Sequence[Criterion],
    how: How,
    shares: Floats,
    doubt: Doubt,
    draws: int,
) -> Iterator[tuple[Ints, Floats]]:
    """Yield ranks and weights, some worlds at once."""
    still = [None if _moves(each) else scores.normalised(each.values, each, how) for each in criteria]
    for begin in range(0, draws, AT_ONCE):
        times = min(AT_ONCE, draws - begin)
        turned = np.empty((times, len(criteria[0].values), len(criteria)))
        for place, each in enumerate(criteria):
            fixed = still[place]
            turned[:, :, place] = (
                fixed if fixed is not None else scores.normalised(_drawn(random, each, times), each, how)
            )
        chosen = weights(random, shares, doubt, times)
        yield _ranks(random, scores.together(turned, chosen, how)), chosen


def _moves(criterion: Criterion) -> bool:
    return criterion.noise is not None or not np.isfinite(criterion.values).all()


def _drawn(random: np.random.Generator, criterion: Criterion, times: int) -> Floats:
    if criterion.noise is not None:
        return criterion.noise.draw(random, times)
    known = np.isfinite(criterion.values)
    drawn = np.tile(criterion.values, (times, 1))
    drawn[:, ~known] = random.choice(criterion.values[known], (times, int((~known).sum())))
    return drawn


def _ranks(random: np.random.Generator, told: Floats) -> Ints:
    """Rank each world; equals are parted by lot."""
    order = np.argsort(-(told + _TINY * random.random(told.shape)), axis=1)
    ranks = np.empty_like(order)
    np.put_along_axis(ranks, order, np.arange(1, told.shape[1] + 1)[None, :], axis=1)
    return ranks


def _told(ranks: Ints, first: Floats, top: int) -> Accepted:
    low, median, high = np.percentile(ranks, [LOW, 50, HIGH], axis=0, method="inverted_cdf")
    wins = (ranks == 1).sum(axis=0)
    with np.errstate(invalid="ignore"):
        central = first / np.where(wins > 0, wins, np.nan)[:, None]
    return Accepted(median, low, high, (ranks <= top).mean(axis=0), wins / len(ranks), central)
