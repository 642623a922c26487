"""Before anything starts: which areas went the same way, and which fall this series could show at all.

Only what lies before the programme is read, so that nobody can choose areas for their answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from confianza.web.evaluation.models import Evaluation
from confianza.web.evaluation.queries import delivered, freezing
from confianza.web.evaluation.queries.delivered import NothingDelivered

if TYPE_CHECKING:
    from confianza.analysis.evaluation.counted import Series

MOST_PROPOSED = 12
# Areas next door that went the same way are watched, and not compared with, only where so many others are
# left: with fewer, the interval of the programme itself would tell next to nothing.
ENOUGH_COMPARED = 2 * freezing.FEWEST_COMPARED
SEASONS = {"month": 12, "quarter": 4, "year": 0}


@dataclass(frozen=True)
class Outlook:
    """What a design can hope for, as plain values.

    `proposed`: areas, the most alike first: {"area", "parting", "level", "alike", "cases"} (parting: as
    `areas_alike.Alike`; null: too few to say). `comparison`: those of them that went the same way, without
    those `around`: areas next door that can be watched. `power`:
    {"per_period", "dispersion", "smallest", "smallest_by_series", "before", "after", "compared"}; shares,
    null where not even the end of all would show. Where nothing can be told, `power` says why: {"refused":
    code, "details"}.
    """

    proposed: list[dict[str, Any]]
    comparison: list[str]
    around: list[str]
    power: dict[str, Any]


def outlook(evaluation: Evaluation, others: Sequence[str], beside: Sequence[str], today: date) -> Outlook:
    """Return what a design can hope for; `others`: the areas that may be compared with; `beside`: those of
    them that lie next to the programme. They are watched unless they are needed to compare with.
    """
    try:
        told = _before(evaluation, others, today)
    except NothingDelivered as nothing:
        return Outlook([], [], [], _cannot(nothing))
    proposed = _proposed(told)
    alike = [each["area"] for each in proposed if each["alike"]]
    around = [area for area in beside if area in told.areas]
    apart = [area for area in alike if area not in around]
    if len(apart) < min(ENOUGH_COMPARED, len(alike)):
        apart, around = alike, [area for area in around if area not in alike]
    return Outlook(proposed, apart, around, _power(evaluation, told, apart))


def with_comparison(evaluation: Evaluation, today: date) -> dict[str, Any]:
    """Return the power of a design with the comparison areas that were chosen."""
    try:
        told = _before(evaluation, evaluation.comparison, today)
    except NothingDelivered as nothing:
        return _cannot(nothing)
    return _power(evaluation, told, evaluation.comparison)


def _cannot(nothing: NothingDelivered) -> dict[str, Any]:
    return {"refused": nothing.code, "details": _plain(nothing.details)}


def _before(evaluation: Evaluation, others: Sequence[str], today: date) -> "Series":
    """Return what is known before the programme begins; areas of which the source leaves something out are no
    candidates.
    """
    # All areas with the programme are added up: what lies before it has no start yet.
    asked = delivered.asked_by(evaluation, others=(), starts={}, around=())
    known = delivered.known_until(replace(asked, as_of=today))
    if known is None:
        raise NothingDelivered("no_source", source=asked.source)
    last = min(known, delivered.next_of(asked.begins_on, asked.step, -1))
    last_on = delivered.start_of(last, asked.step)
    if delivered.end_of(last_on, asked.step) > known:
        last_on = delivered.next_of(last_on, asked.step, -1)
    return delivered.whole_series(replace(asked, others=tuple(others), last_on=last_on, as_of=today))


def _proposed(told: "Series") -> list[dict[str, Any]]:
    import numpy as np

    from confianza.analysis.evaluation import areas_alike
    from confianza.analysis.evaluation.problems import EvaluationRefused

    try:
        found = areas_alike.propose(told.y, told.e, 0)
    except EvaluationRefused:
        return []
    return [
        {
            "area": told.areas[each.area],
            "parting": round(each.parting, 2) if np.isfinite(each.parting) else None,
            "level": round(each.level, 2),
            "alike": bool(each.is_alike),
            "cases": float(told.y[each.area].sum()),
        }
        for each in found[:MOST_PROPOSED]
    ]


def _power(evaluation: Evaluation, told: "Series", comparison: Sequence[str]) -> dict[str, Any]:
    from confianza.analysis.evaluation import power
    from confianza.analysis.evaluation.problems import EvaluationRefused

    after = _periods_after(evaluation)
    rows = [place for place, area in enumerate(told.areas) if area in comparison]
    compared = told.y[rows].sum(axis=0).mean() if rows else 0.0
    try:
        found = power.of_series(
            told.y[0], after, season=_season(told, evaluation.step), compared=float(compared)
        )
    except EvaluationRefused as refused:
        return {"refused": refused.code, "details": _plain(refused.details)}
    return {
        "per_period": round(found.per_period, 2),
        "dispersion": round(found.dispersion, 2),
        "smallest": _share(found.by_counts),
        "smallest_by_series": _share(found.by_series),
        "before": len(told.periods),
        "after": after,
        "compared": round(float(compared), 2),
        "known_until": told.periods[-1],
    }


def _season(told: "Series", step: str) -> int:
    season = SEASONS[step]
    return season if len(told.periods) >= 2 * season else 0


def _periods_after(evaluation: Evaluation) -> int:
    """Return how many periods there will be in which all areas have the programme."""
    at, count = max(delivered.asked_by(evaluation).begun), 0
    while evaluation.last_on is not None and at <= evaluation.last_on:
        at, count = delivered.next_of(at, evaluation.step), count + 1
    return count


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _plain(details: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) for name, value in details.items()}
