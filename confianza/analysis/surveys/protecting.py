"""Which parts of a town stay unsaid, so that nobody can work out those that may not be told.

A total less the parts that are told gives the rest away. So others are left out beside those that must be,
until what anybody could work out of a part leaves it open over a fifth of its scale: from everything told
now and before, and as if they knew how many people each part stands for (complementary suppression:
Willenborg and de Waal 2001, chapter 6; bounds by linear programming, as in Fischetti and Salazar 2000).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from confianza.analysis.surveys.design import Reals

# How much of the scale must stay possible for a part that is not told.
OPEN_SHARE = 0.2


@dataclass(frozen=True)
class Part:
    """A part of everybody. `people`: the sum of weights of its `answers`; `may_be_told` for itself."""

    name: str
    estimate: float
    people: float
    answers: int
    may_be_told: bool


@dataclass(frozen=True)
class Said:
    """What is said of everybody: the `total`, which is the mean of the parts by their `people`, and the parts
    that are `told`.
    """

    total: float
    people: Mapping[str, float]
    told: Mapping[str, float]


@dataclass(frozen=True)
class Allowed:
    """The names of the `parts` that may be told; whether the `total` may."""

    parts: frozenset[str]
    total: bool


def allowed(
    parts: Sequence[Part], total: float, *, scale: tuple[float, float], before: Sequence[Said] = ()
) -> Allowed:
    """Return what may be told of a question, given what was told of the same answers `before`.

    The part with the fewest answers is left out first. What was told once stays known: leaving it out now
    protects nothing.
    """
    secret = {part.name: part.estimate for part in parts if not part.may_be_told}
    estimates = {part.name: part.estimate for part in parts}
    known = {name for said in before for name in said.told}
    told = {part.name for part in parts if part.may_be_told}
    spare = sorted((part.answers, part.name) for part in parts if part.may_be_told and part.name not in known)
    people = {part.name: part.people for part in parts}
    while True:
        now = Said(total, people, {name: estimates[name] for name in told})
        if not given_away([*before, now], secret, scale):
            return Allowed(frozenset(told), True)
        if not spare:
            return Allowed(frozenset(), False)
        told.discard(spare.pop(0)[1])


def given_away(said: Sequence[Said], secret: Mapping[str, float], scale: tuple[float, float]) -> list[str]:
    """Return which of the secret parts, told by what they are, all that was said leaves open over less than
    a fifth of the scale. A narrow range that lies elsewhere gives nothing away: it misleads.
    """
    known = {name for each in said for name in each.told}
    return [
        name
        for name, estimate in secret.items()
        if name not in known and any(_is_near(*ends, estimate, scale) for ends in _ranges(said, name, scale))
    ]


def _is_near(least: float, most: float, estimate: float, scale: tuple[float, float]) -> bool:
    narrowest = OPEN_SHARE * (scale[1] - scale[0])
    return most - least < narrowest - 1e-9 and least - narrowest / 2 < estimate < most + narrowest / 2


def _ranges(said: Sequence[Said], name: str, scale: tuple[float, float]) -> Iterator[tuple[float, float]]:
    """Yield between which ends a part stays possible: by each thing that was said, and by all together."""
    for each in said:
        if each.people.get(name, 0) > 0:
            yield _range_by(each, said, name, scale)
    if len(said) > 1:
        yield _range_by_all(said, name, scale)


def _range_by(one: Said, said: Sequence[Said], name: str, scale: tuple[float, float]) -> tuple[float, float]:
    """Return what one thing that was said leaves open, with every part that was ever told."""
    low, high = scale
    values = {part: value for each in said for part, value in each.told.items()} | dict(one.told)
    people = sum(one.people.values())
    rest = one.total * people - sum(one.people[part] * values[part] for part in one.people if part in values)
    own = one.people[name]
    others = sum(many for part, many in one.people.items() if part not in values and part != name)
    return max(low, (rest - high * others) / own), min(high, (rest - low * others) / own)


def _range_by_all(said: Sequence[Said], name: str, scale: tuple[float, float]) -> tuple[float, float]:
    """Return what all that was said leaves open, if the answers of a part never changed; where they must
    have, all together says nothing more.
    """
    from scipy.optimize import linprog

    names, rows, totals = _equations(said)
    if name not in names:
        return scale
    aim = np.zeros(len(names))
    aim[names.index(name)] = 1
    ends = [
        linprog(sign * aim, A_eq=rows, b_eq=totals, bounds=[scale] * len(names), method="highs")
        for sign in (1, -1)
    ]
    if not all(end.success for end in ends):
        return scale
    return float(ends[0].fun), float(-ends[1].fun)


def _equations(said: Sequence[Said]) -> tuple[list[str], Reals, Reals]:
    values = {part: value for each in said for part, value in each.told.items()}
    names = sorted({part for each in said for part in each.people} - set(values))
    rows, totals = [], []
    for each in said:
        people = sum(each.people.values())
        rows.append([each.people.get(name, 0.0) / people for name in names])
        known = sum(many * values[part] for part, many in each.people.items() if part in values)
        totals.append(each.total - known / people)
    return names, np.array(rows), np.array(totals)
