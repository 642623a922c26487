"""What one criterion more, or one less, would change in the list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from confianza.analysis.selection import scores
from confianza.analysis.selection.criteria import Criterion
from confianza.analysis.selection.noise import Floats
from confianza.analysis.selection.scores import How


@dataclass(frozen=True)
class Changed:
    """`enter` and `leave`: places (in the table) that would come among the first, or go from them; `alike`:
    the rank correlation (Spearman) of the two rankings.
    """

    criterion: str
    enter: tuple[int, ...]
    leave: tuple[int, ...]
    alike: float


def one_more(criteria: Sequence[Criterion], others: Sequence[Criterion], how: How, top: int) -> list[Changed]:
    """Return what each of the others would change if it were added, with the mean weight of those there
    are.
    """
    before = scores.central(criteria, how)
    mean = float(np.mean([each.weight for each in criteria]))
    return [
        _changed(other.name, before, scores.central([*criteria, replace(other, weight=mean)], how), top)
        for other in others
    ]


def one_less(criteria: Sequence[Criterion], how: How, top: int) -> list[Changed]:
    """Return what leaving out each criterion would change; nothing where there is only one."""
    if len(criteria) < 2:
        return []
    before = scores.central(criteria, how)
    rest = [[other for other in criteria if other is not each] for each in criteria]
    return [
        _changed(each.name, before, scores.central(others, how), top)
        for each, others in zip(criteria, rest, strict=True)
    ]


def _changed(name: str, before: Floats, after: Floats, top: int) -> Changed:
    from scipy.stats import rankdata

    was, would = first(before, top), first(after, top)
    alike = float(np.corrcoef(rankdata(before), rankdata(after))[0, 1])
    enter = tuple(place for place in would if place not in was)
    return Changed(name, enter, tuple(place for place in was if place not in would), alike)


def first(told: Floats, top: int) -> list[int]:
    """Return the `top` with the highest scores, highest first."""
    return [int(place) for place in np.argsort(-told, kind="stable")[:top]]
