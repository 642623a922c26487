"""Drawing the sample so that nobody chooses, and anybody can check afterwards.

Every unit gets a number from the seed and its own name by SHA-256: the draw does not depend on the order of
the list, and whoever has list and seed can do it again with any tool.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from confianza.analysis.surveys.problems import SurveyRefused

_WHOLE = 2**256


@dataclass(frozen=True)
class Drawn:
    """A unit that was drawn: its name, the chance it had, and its place in the draw (1, 2, …)."""

    name: str
    chance: float
    place: int


def number(seed: str, name: str) -> float:
    """Return the number of a unit in [0, 1): SHA-256 of "seed|name" as a fraction."""
    digest = hashlib.sha256(f"{seed}|{name}".encode()).digest()
    return int.from_bytes(digest, "big") / _WHOLE


def fingerprint(seed: str, sizes: Mapping[str, float]) -> str:
    """Return what to publish before the seed: SHA-256 of the seed and of the list, in the order of names."""
    lines = [seed, *(f"{name}|{sizes[name]!r}" for name in sorted(sizes))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def simple(names: Sequence[str], count: int, seed: str) -> tuple[Drawn, ...]:
    """Return `count` of the names, each with the same chance: those with the smallest numbers.

    Those that follow, in the same order, are the replacements. Raises SurveyRefused: twice_in_list,
    more_than_there_are.
    """
    _check_list(names, count)
    order = sorted(names, key=lambda name: (number(seed, name), name))
    chance = count / len(names)
    return tuple(Drawn(name, chance, place) for place, name in enumerate(order[:count], 1))


def replacements(names: Sequence[str], count: int, seed: str, more: int) -> tuple[str, ...]:
    """Return, in order, who takes the place of a drawn unit that cannot be reached for a recorded reason."""
    _check_list(names, count)
    order = sorted(names, key=lambda name: (number(seed, name), name))
    return tuple(order[count : count + more])


def by_size(sizes: Mapping[str, float], count: int, seed: str) -> tuple[Drawn, ...]:
    """Return `count` units with chances in proportion to their sizes: systematically, through a list in the
    order of the units' numbers (Madow 1949). Units so large that their chance would pass 1 are taken for
    sure.

    Raises SurveyRefused: twice_in_list, more_than_there_are, no_size.
    """
    _check_list(list(sizes), count)
    for name, size in sizes.items():
        if not size > 0:
            raise SurveyRefused("no_size", name=name)
    sure = _taken_for_sure(sizes, count)
    rest = {name: size for name, size in sizes.items() if name not in sure}
    drawn = [(name, 1.0) for name in sorted(sure, key=lambda name: (number(seed, name), name))]
    drawn += _systematic(rest, count - len(sure), seed)
    return tuple(Drawn(name, chance, place) for place, (name, chance) in enumerate(drawn, 1))


def chances(sizes: Mapping[str, float], count: int) -> dict[str, float]:
    """Return the chance that each unit has when `count` are drawn by size: 1 for those taken for sure."""
    _check_list(list(sizes), count)
    sure = _taken_for_sure(sizes, count)
    rest = sum(size for name, size in sizes.items() if name not in sure)
    left = count - len(sure)
    return {name: 1.0 if name in sure else left * size / rest for name, size in sizes.items()}


def _systematic(sizes: Mapping[str, float], count: int, seed: str) -> list[tuple[str, float]]:
    if not count:
        return []
    step = sum(sizes.values()) / count
    # The start has a name of its own that no unit can have.
    reached, next_at, drawn = 0.0, number(seed, "\n") * step, []
    for name in sorted(sizes, key=lambda name: (number(seed, name), name)):
        reached += sizes[name]
        if next_at < reached:
            drawn.append((name, sizes[name] / step))
            next_at += step
    return drawn


def _taken_for_sure(sizes: Mapping[str, float], count: int) -> set[str]:
    sure: set[str] = set()
    while len(sure) < count:
        rest = {name: size for name, size in sizes.items() if name not in sure}
        step = sum(rest.values()) / (count - len(sure))
        more = {name for name, size in rest.items() if size >= step}
        if not more:
            break
        sure |= more
    return sure


def _check_list(names: Sequence[str], count: int) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise SurveyRefused("twice_in_list", name=name)
        seen.add(name)
    if not 0 < count <= len(names):
        raise SurveyRefused("more_than_there_are", count=count, there_are=len(names))
