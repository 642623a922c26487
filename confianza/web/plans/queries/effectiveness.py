"""What a quarter of an area came to: promises, problems, requests, meetings, perception, what was counted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from confianza.web.community.models import Meeting, MeetingState, Request, RequestState, Step
from confianza.web.community.rules.standing import ANSWERS
from confianza.web.observatory.queries import WHOLE, Question, UnknownArea, monthly
from confianza.web.observatory.queries.ground import Ground
from confianza.web.plans.models import (
    Appraisal,
    Commitment,
    CommitmentStep,
    Coordination,
    CoordinationState,
    EffectivenessReport,
    Move,
    Problem,
    Stage,
)
from confianza.web.plans.queries import commitments
from confianza.web.plans.rules import quarters
from confianza.web.surveys import published as surveys
from confianza.web.territory.models import Area, Containment

# What is counted month by month and can be told of a quarter beside the same quarter a year before.
COUNTED = ("homicide", "robbery", "extortion", "burglary", "theft")
VERDICTS = ("fell", "no_evidence_of_change", "rose", "too_few_to_tell", "refused")
MONTHS_OF_A_QUARTER, MONTHS_OF_A_YEAR = 3, 12
MOST_LESSONS, MOST_QUESTIONS = 12, 8
# How many quarters back a report may still be missed.
QUARTERS_ASKED = 4


@dataclass(frozen=True)
class Quarter:
    """An area and a quarter of a year, from its first to its last day."""

    area: Area
    quarter: str

    @property
    def days(self) -> tuple[date, date]:
        return quarters.bounds(self.quarter)

    def inside(self, field: str = "area") -> Q:
        """Return the condition on rows whose `field` lies in the area."""
        return Q(**{f"{field}__in": Containment.objects.filter(outer=self.area).values("inner")})

    def during(self, field: str) -> Q:
        """Return the condition on rows whose moment `field` lies in the quarter."""
        first, last = (_begins(day) for day in (self.days[0], self.days[1] + timedelta(days=1)))
        return Q(**{f"{field}__gte": first, f"{field}__lt": last})


def reports(user: Any) -> QuerySet[EffectivenessReport]:
    """Return the reports of the places a person works for, the latest quarter first."""
    return EffectivenessReport.objects.visible_to(user).select_related("area")


def missing(user: Any, today: date) -> list[tuple[Area, str]]:
    """Return the quarters whose report nobody made, of places that held a weekly meeting in them."""
    held = Coordination.objects.visible_to(user).filter(state=CoordinationState.CLOSED).order_by()
    met = {(area, quarters.of(day)) for area, day in held.values_list("area", "held_on")}
    there = set(reports(user).values_list("area", "quarter"))
    wanted = sorted(each for each in met - there if quarters.has_ended(each[1], today))
    known = Area.objects.in_bulk([area for area, _quarter in wanted])
    oldest = min(quarters_offered(today))
    return [(known[area], quarter) for area, quarter in wanted if quarter >= oldest]


def quarters_offered(today: date) -> list[str]:
    """Return the last quarters that are over, the latest first."""
    offered = [quarters.before(quarters.of(today))]
    while len(offered) < QUARTERS_ASKED:
        offered.append(quarters.before(offered[-1]))
    return offered


def told(area: Area, quarter: str) -> dict[str, Any]:
    """Return everything a report tells, in plain values, as known now."""
    of = Quarter(area, quarter)
    return {
        "known_at": timezone.localtime().isoformat(),
        "promises": _promises(of),
        "problems": _problems(of),
        "requests": _requests(of),
        "meetings": _meetings(of),
        "weekly": _weekly(of),
        "perception": _perception(of),
        "counted": _counted(of),
        "lessons": _lessons(of),
    }


def _promises(of: Quarter) -> dict[str, Any]:
    """Return what became of what was first promised for a day of the quarter, and how often days moved."""
    first, last = of.days
    here = Commitment.objects.filter(of.inside())
    found = asdict(commitments.tally(here, until=last, since=first))
    days = CommitmentStep.objects.filter(of.inside("commitment__area"), of.during("at"), due_on__isnull=False)
    # The first step of each says the day first promised; what came after moved it.
    again = days.filter(
        Exists(CommitmentStep.objects.filter(commitment=OuterRef("commitment"), pk__lt=OuterRef("pk")))
    )
    return {**found, "until": last.isoformat(), "moved": again.count()}


def _problems(of: Quarter) -> dict[str, Any]:
    here = Problem.objects.filter(of.inside())
    stages = dict(here.order_by().values_list("stage").annotate(Count("pk")))
    verdicts = Counter(_verdict(each) for each in _assessed(of))
    return {
        "by_stage": {stage.value: stages.get(stage.value, 0) for stage in Stage},
        "opened": here.filter(of.during("opened_at")).count(),
        "closed": _closed(of).count(),
        "assessed": sum(verdicts.values()),
        "verdicts": {verdict: verdicts.get(verdict, 0) for verdict in VERDICTS},
    }


def _assessed(of: Quarter) -> list[Appraisal]:
    """Return the last assessment of each problem that was assessed in the quarter."""
    made = Appraisal.objects.filter(of.inside("problem__area"), of.during("computed_at"))
    latest = {each.problem_id: each for each in made.order_by("computed_at", "pk")}
    return list(latest.values())


def _verdict(appraisal: Appraisal) -> str:
    verdict = appraisal.told.get("verdict", "refused")
    return verdict if verdict in VERDICTS else "refused"


def _closed(of: Quarter) -> QuerySet[Problem]:
    moves = Move.objects.filter(of.inside("problem__area"), of.during("at"), stage=Stage.CLOSED)
    return Problem.objects.filter(pk__in=moves.values("problem"), stage=Stage.CLOSED)


def _lessons(of: Quarter) -> list[dict[str, Any]]:
    rows = _closed(of).exclude(lesson="").order_by("title", "pk")[:MOST_LESSONS]
    return [{"id": each.pk, "title": each.title, "lesson": each.lesson} for each in rows]


def _requests(of: Quarter) -> dict[str, int]:
    """Return how many were asked, and of those first answered, how many by the day they were given."""
    first, last = of.days
    here = Request.objects.filter(of.inside("body__area"))
    steps = Step.objects.filter(request__in=here, at__lt=_begins(last + timedelta(days=1)))
    told: dict[str, int] = {
        "asked": here.filter(asked_on__range=(first, last)).count(),
        "in_time": 0,
        "late": 0,
    }
    for answered_on, due_on in _first_answers(steps):
        if first <= answered_on <= last:
            told["late" if due_on and answered_on > due_on else "in_time"] += 1
    waiting = here.filter(state__in=(RequestState.ASKED, RequestState.ASSIGNED))
    return {**told, "overdue": waiting.filter(due_on__lte=last).count()}


def _first_answers(steps: QuerySet[Step]) -> Iterator[tuple[date, date | None]]:
    """Yield the day of the first answer to each request, and the day it was to be answered by."""
    due: dict[int, date | None] = {}
    answered: set[int] = set()
    for request, state, at, due_on in steps.order_by("at", "pk").values_list(
        "request", "state", "at", "due_on"
    ):
        if request in answered:
            continue
        if state in ANSWERS:
            answered.add(request)
            yield timezone.localdate(at), due.get(request)
        elif due_on:
            due[request] = due_on


def _meetings(of: Quarter) -> dict[str, int]:
    here = Meeting.objects.filter(of.inside("body__area"), of.during("starts_at"))
    held = Q(state=MeetingState.HELD)
    told: dict[str, int] = here.aggregate(
        planned=Count("pk"),
        held=Count("pk", filter=held),
        highest=Count("pk", filter=held & Q(highest_came=True)),
    )
    return told


def _weekly(of: Quarter) -> dict[str, int]:
    here = Coordination.objects.filter(area=of.area, held_on__range=of.days)
    told: dict[str, int] = here.aggregate(
        held=Count("pk", filter=Q(state=CoordinationState.CLOSED), distinct=True),
        left_out=Count("pk", filter=Q(state=CoordinationState.CANCELLED), distinct=True),
    )
    return {**told, "decisions": Commitment.objects.filter(decided_in__in=here).count()}


def _perception(of: Quarter) -> dict[str, Any] | None:
    """Return what the last wave published of the place says changed, if it was asked by the quarter's end."""
    found = surveys.latest_of_area(of.area.stable_id)
    if found is None or found.told.last_day > of.days[1]:
        return None
    return {
        "publication": found.id,
        "begins_on": found.told.begins_on,
        "ends_on": found.told.ends_on,
        "interviews": found.told.interviews,
        "earlier": found.told.earlier,
        "questions": [_question(each) for each in found.told.questions if each.last.is_told][:MOST_QUESTIONS],
    }


def _question(question: Any) -> dict[str, Any]:
    moved = question.moved
    return {
        "name": dict(question.name), "measure": question.measure, "estimate": question.last.estimate,
        "low": question.last.low, "high": question.last.high,
        "change": moved.estimate if moved else None, "change_low": moved.low if moved else None,
        "change_high": moved.high if moved else None, "is_sure": bool(moved and moved.is_sure),
        "is_better": None if moved is None or moved.estimate is None or question.higher_is_better is None
        else (moved.estimate > 0) == question.higher_is_better,
    }  # fmt: skip


def _counted(of: Quarter) -> list[dict[str, Any]]:
    """Return what was counted in the quarter and in the same months a year before; `stands_out`: by more than
    chance, all of them judged together.
    """
    from confianza.analysis.indicators import change

    found = list(_each_counted(of)) if Ground(None).has_data else []
    compared = [each for each in found if each["p"] is not None]
    for each, stands_out in zip(compared, change.holm([each["p"] for each in compared]), strict=True):
        each["stands_out"] = stands_out
    return found


def _each_counted(of: Quarter) -> Iterator[dict[str, Any]]:
    for indicator in COUNTED:
        question = Question(indicator, of.area.geography, of.area.stable_id, level=WHOLE)
        try:
            settled, months = monthly(question)
        except UnknownArea:
            return
        yield {"indicator": indicator, "source": settled.source, **_compared(dict(months), of)}


def _compared(months: dict[date, float | None], of: Quarter) -> dict[str, Any]:
    from confianza.analysis.indicators import change

    now, before = (_sum(months, of.days[0], back) for back in (0, MONTHS_OF_A_YEAR))
    if now is None or before is None:
        return {"now": now, "before": before, "low": None, "high": None, "p": None, "stands_out": False}
    found = change.compare(now, before)
    high = found.high if isfinite(found.high) else None
    return {"now": now, "before": before, "low": found.low, "high": high, "p": found.p, "stands_out": False}


def _sum(months: dict[date, float | None], first: date, back: int) -> float | None:
    """Add up the three months from `first`, so many months back; None where one of them is not told."""
    from confianza.analysis.indicators.periods import shifted

    counts = [months.get(shifted(first, each - back)) for each in range(MONTHS_OF_A_QUARTER)]
    return None if None in counts else sum(count for count in counts if count is not None)


def _begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
