"""The library: closed problems with what was tried and what came of it, those most alike first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, Prefetch, QuerySet, Value, When

from confianza.web.plans.models import Appraisal, Commitment, Problem, Setting, Stage, Standing
from confianza.web.territory import queries as territory

# Alike in both is more than alike in one; the same offence weighs more than the same kind of place.
SAME_OFFENCE, SAME_SETTING = 2, 1
MOST_BESIDE = 3


@dataclass(frozen=True)
class Lesson:
    """A closed problem: where, what was done, the last verdict ("" where it was never assessed), and in what
    it is alike (codes: offence, setting).
    """

    problem: Problem
    place: str
    responses: Sequence[Commitment]
    appraisal: Appraisal | None
    alike: tuple[str, ...]

    @property
    def verdict(self) -> str:
        """The code of what came of it; "" where it was never assessed."""
        return str(self.appraisal.told.get("verdict", "")) if self.appraisal else ""


def closed(user: Any, *, offence: str = "", setting: str = "") -> QuerySet[Problem]:
    """Return the closed problems of the places a person reaches, the most alike first, then the latest.

    Those that changed nothing are among them: what did not help is half of what there is to know.
    """
    alike = _points("offence", offence, SAME_OFFENCE) + _points("setting", setting, SAME_SETTING)
    found = Problem.objects.visible_to(user).filter(stage=Stage.CLOSED).annotate(alike=alike)
    done = Commitment.objects.filter(standing=Standing.KEPT).order_by("settled_on", "pk")  # of visible ones
    return (
        found.order_by(F("alike").desc(), "-moved_at", "pk")
        .select_related("area")
        .prefetch_related(
            Prefetch("commitments", done, to_attr="done"),
            Prefetch("appraisals", Appraisal.objects.order_by("-computed_at"), to_attr="computed"),
        )
    )


def lessons(rows: Sequence[Any], *, offence: str = "", setting: str = "") -> list[Lesson]:
    """Return closed problems (of `closed`) as lessons."""
    names = territory.names_by_key(row.area for row in rows)
    return [
        Lesson(
            problem=row,
            place=names[row.area_id],
            responses=row.done,
            appraisal=next(iter(row.computed), None),
            alike=_alike(row, offence, setting),
        )
        for row in rows
    ]


def beside(user: Any, problem: Problem) -> list[Lesson]:
    """Return the lessons most alike to a problem; none that shares nothing with it."""
    # Two places of "another kind" have nothing in common.
    setting = "" if problem.setting == Setting.OTHER else problem.setting
    told = {"offence": problem.offence, "setting": setting}
    rows = closed(user, **told).exclude(pk=problem.pk).filter(alike__gt=0)[:MOST_BESIDE]
    return lessons(list(rows), **told)


def _points(name: str, value: str, points: int) -> Case:
    same = When(**{name: value}, then=Value(points)) if value else When(pk=None, then=Value(points))
    return Case(same, default=Value(0), output_field=IntegerField())


def _alike(row: Problem, offence: str, setting: str) -> tuple[str, ...]:
    asked = {"offence": offence, "setting": setting}
    return tuple(name for name, value in asked.items() if value and getattr(row, name) == value)
