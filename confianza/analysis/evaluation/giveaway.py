"""Whether a verdict gives a count away to whoever knows the others.

"It fell", said of three months that follow three years with twenty cases, says that there was none; and the
twenty stand in a release. So a verdict is told where the same would have been said of counts so far apart as
releases leave those that they hide.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from confianza.analysis.evaluation import appraisal
from confianza.analysis.evaluation.appraisal import Appraisal, Counted, Measure

Months = Sequence[float | None]
SIDES = ("before", "after", "comparison_before", "comparison_after")


def gives_a_count_away(measure: Measure, counted: Counted, threshold: int) -> bool:
    """Say whether the verdict on these counts, or the guard's sentence, tells one of them within `threshold`
    to somebody who knows the other ones.
    """
    own = _said(appraisal.appraise(measure, counted))

    def is_said(side: str, months: Months) -> bool:
        changed: dict[str, Any] = {side: months}
        return _said(appraisal.appraise(measure, replace(counted, **changed))) == own

    told = [(side, getattr(counted, side)) for side in SIDES if getattr(counted, side)]
    return own[0] != "refused" and any(
        _room(side, months, is_said, threshold) < threshold for side, months in told
    )


def _said(found: Appraisal) -> tuple[str, str]:
    return found.verdict, found.allowed.sentence if found.allowed else ""


def _room(side: str, months: Months, is_said: Callable[[str, Months], bool], enough: int) -> int:
    """Return how far apart two totals of a side can be of which the same is said; `enough` at most."""
    room, fewer, more = 0, _fewer(months), _more(months)
    while room < enough and fewer is not None and is_said(side, fewer):
        room, fewer = room + 1, _fewer(fewer)
    while room < enough and is_said(side, more):
        room, more = room + 1, _more(more)
    return room


def _fewer(months: Months) -> Months | None:
    """Return months with one case less, where there are most; None where there is none."""
    counts = [count or 0.0 for count in months]
    most = max(range(len(counts)), key=lambda at: counts[at])
    if not counts[most]:
        return None
    return [count - (at == most) for at, count in enumerate(counts)]


def _more(months: Months) -> Months:
    """Return months with one case more, where there are fewest."""
    counts = [count or 0.0 for count in months]
    least = min(range(len(counts)), key=lambda at: counts[at])
    return [count + (at == least) for at, count in enumerate(counts)]
