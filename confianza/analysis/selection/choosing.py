"""The whole choice: ranks with their intervals, who is sure to be among the first, and what would change
that.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from confianza.analysis.selection import acceptability, returning, scores, sensitivity
from confianza.analysis.selection.acceptability import Accepted, Doubt
from confianza.analysis.selection.criteria import Criterion
from confianza.analysis.selection.noise import Floats
from confianza.analysis.selection.problems import SelectionRefused
from confianza.analysis.selection.returning import Returned
from confianza.analysis.selection.scores import How, Ints
from confianza.analysis.selection.sensitivity import Changed

# Among the first in 95 of 100 worlds is sure; in fewer than five of 100 is sure not to be.
SURE = 0.95


@dataclass(frozen=True)
class Asked:
    """How to choose: how many, how values become one score, how much the weights are in doubt, and the
    draws.
    """

    top: int = 10
    how: How = How()  # noqa: RUF009
    doubt: Doubt = "any"
    by_group: bool = False
    draws: int = acceptability.DRAWS
    seed: int = 1


@dataclass(frozen=True, eq=False)
class Choice:
    """What came of it. Places are numbers of rows, from 0. `first`: the `top` by the scores told, highest
    first; `certain`: who is among them in 95 worlds of 100, `possible`: who is in fewer, and in five at
    least. `returned`: by criterion with known noise, what those first would do by themselves.
    """

    scores: Floats
    ranks: Ints
    accepted: Accepted
    weights: Floats
    first: tuple[int, ...]
    certain: tuple[int, ...]
    possible: tuple[int, ...]
    one_more: tuple[Changed, ...]
    one_less: tuple[Changed, ...]
    returned: dict[str, Returned]


def choose(criteria: Sequence[Criterion], asked: Asked = Asked(), others: Sequence[Criterion] = ()) -> Choice:
    """Return the choice by these criteria; `others` are those of which to say what they would change.

    Raises SelectionRefused: select_no_criterion, select_criterion_twice, select_constant, select_weight,
    select_top.
    """
    _check(criteria)
    _check([*criteria, *others])
    told = scores.shares(criteria, by_group=asked.by_group)
    central = scores.central(criteria, asked.how, told)
    accepted = acceptability.simulate(
        criteria,
        asked.how,
        top=asked.top,
        told=told,
        doubt=asked.doubt,
        draws=asked.draws,
        seed=asked.seed,
    )
    weighed = _weighed(criteria, told)
    first = tuple(sensitivity.first(central, asked.top))
    return Choice(
        central,
        scores.places(central),
        accepted,
        told,
        first,
        _between(accepted.among_top, SURE, 2.0),
        _between(accepted.among_top, 1 - SURE, SURE),
        tuple(sensitivity.one_more(weighed, others, asked.how, asked.top)),
        tuple(sensitivity.one_less(weighed, asked.how, asked.top)),
        _returned(criteria, first, asked.seed),
    )


def _weighed(criteria: Sequence[Criterion], told: Floats) -> list[Criterion]:
    from dataclasses import replace

    return [replace(each, weight=float(weight)) for each, weight in zip(criteria, told, strict=True)]


def _between(shares: Floats, least: float, below: float) -> tuple[int, ...]:
    """Return the places whose share of worlds lies within, highest first."""
    order = np.argsort(-shares, kind="stable")
    return tuple(int(place) for place in order if least <= shares[place] < below)


def _returned(criteria: Sequence[Criterion], first: Sequence[int], seed: int) -> dict[str, Returned]:
    """A slope is no sum that could fall by a share: directions are left out."""
    found = {each.name: returning.of_chosen(each, first, seed=seed) for each in criteria if each.high}
    return {
        name: each for name, each in found.items() if each is not None and not name.startswith("direction_")
    }


def _check(criteria: Sequence[Criterion]) -> None:
    if not criteria:
        raise SelectionRefused("select_no_criterion")
    seen: set[str] = set()
    for each in criteria:
        if each.name in seen:
            raise SelectionRefused("select_criterion_twice", name=each.name)
        seen.add(each.name)
        if not each.weight > 0 or not np.isfinite(each.weight):
            raise SelectionRefused("select_weight", name=each.name, weight=each.weight)
        known = each.values[np.isfinite(each.values)]
        if not len(known):
            raise SelectionRefused("select_all_blank", column=each.name)
        if known.min() == known.max():
            raise SelectionRefused("select_constant", column=each.name, value=float(known[0]))
