"""Prevention plans: lists, what one of them says word for word, and the meetings that can vote on it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from confianza.web.community.models import Body, BodyKind, BodyState, Meeting, MeetingState
from confianza.web.plans.models import (
    Chapter,
    Commitment,
    CycleStep,
    Objective,
    PlanVersion,
    PreventionPlan,
    QuarterAccount,
    Standing,
)
from confianza.web.plans.models.commitments import OPEN
from confianza.web.plans.permissions import PLANNING
from confianza.web.plans.queries import commitments
from confianza.web.plans.queries.commitments import Tally
from confianza.web.plans.rules import prevention as rules
from confianza.web.plans.rules.prevention import Assembly, Verdict, Written
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area, Containment

MOST_MEETINGS = 12


@dataclass(frozen=True)
class Glance:
    """A plan with what is to be known of it at a glance: promises open, late and kept, of how many."""

    plan: PreventionPlan
    place: str
    approved_on: date | None
    objectives: int
    promises: int
    kept: int
    late: int


@dataclass(frozen=True)
class Candidate:
    """A meeting that could vote on a plan, what it lacks, and whether it is still to come."""

    meeting: Meeting
    verdict: Verdict
    is_ahead: bool = False


def plans(user: Any, *, kind: str = "", state: str = "") -> QuerySet[PreventionPlan]:
    """Return the plans a person may see, of a kind and in a state."""
    found = PreventionPlan.objects.visible_to(user).select_related("area", "body", "keeper")
    found = found.filter(kind=kind) if kind else found
    return found.filter(state=state) if state else found


def glances(shown: Sequence[PreventionPlan], today: date) -> list[Glance]:
    """Return plans at a glance; the register is asked the same few times, however many they are."""
    keys = [plan.pk for plan in shown]
    approved = _by_plan(PlanVersion, keys, on=Max("approved_on"))
    objectives = _by_plan(Objective, keys, n=Count("pk"))
    promised = _promised(keys, today)
    names = territory.names_by_key(plan.area for plan in shown)
    return [
        Glance(
            plan=plan,
            place=names[plan.area_id],
            approved_on=approved.get(plan.pk, {}).get("on"),
            objectives=objectives.get(plan.pk, {}).get("n", 0),
            **promised.get(plan.pk, {"promises": 0, "kept": 0, "late": 0}),
        )
        for plan in shown
    ]


def chapters(plan: PreventionPlan) -> list[tuple[CycleStep, Chapter | None]]:
    """Return what a plan says to each of the six steps, in their order; None where nothing yet."""
    said = {chapter.step: chapter for chapter in plan.chapters.all()}
    return [(step, said.get(step)) for step in CycleStep]


def content(plan: PreventionPlan) -> dict[str, Any]:
    """Return what a plan says, word for word and for everybody: no account is named in it, and no count of
    crime (how far an indicator should fall or rise stands in per cent, to the nearest five).
    """
    area_id = plan.area.stable_id
    return {
        "title": plan.title,
        "kind": plan.kind,
        "area": territory.names_of([area_id]).get(area_id, area_id),
        "area_id": area_id,
        "body": plan.body.name if plan.body else "",
        "summary": plan.summary,
        "begins_on": plan.begins_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "chapters": [{"step": str(step), "text": said.text} for step, said in chapters(plan) if said],
        "objectives": [_objective(each) for each in objectives(plan)],
    }


def digest(said: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a content, as 64 hexadecimal digits: of its JSON with sorted keys, in UTF-8."""
    told = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def objectives(plan: PreventionPlan) -> QuerySet[Objective]:
    """Return the objectives of a plan with what was promised for them."""
    return plan.objectives.prefetch_related("commitments").order_by("number")


def written(plan: PreventionPlan) -> Written:
    """Return what a plan says by now, as the rules take it."""
    told = plan.objectives.aggregate(n=Count("pk", distinct=True))["n"]
    with_promises = plan.objectives.filter(commitments__isnull=False).distinct().count()
    steps = plan.chapters.exclude(text="").values_list("step", flat=True)
    return Written(
        plan.body_id is not None, bool(plan.summary.strip()), frozenset(steps), told, with_promises
    )


def proposed(plan: PreventionPlan) -> PlanVersion | None:
    """Return the version that stands before a meeting."""
    return plan.versions.filter(approved_on=None, refused_on=None, taken_back_on=None).first()


def in_force(plan: PreventionPlan) -> PlanVersion | None:
    """Return the version approved last, which holds until another is."""
    return plan.versions.exclude(approved_on=None).first()


def before(version: PlanVersion) -> PlanVersion | None:
    """Return the version that a version is compared with: what was approved last before it, else the one
    people saw last.
    """
    earlier = version.plan.versions.filter(number__lt=version.number)
    return earlier.exclude(approved_on=None).first() or earlier.first()


def candidates(plan: PreventionPlan, version: PlanVersion) -> list[Candidate]:
    """Return the meetings since a version was proposed that could be its meeting, the latest first, each with
    what it lacks.
    """
    found = Meeting.objects.filter(body__in=_bodies(plan), starts_at__gte=version.proposed_at)
    found = found.exclude(state=MeetingState.CANCELLED).select_related("body")
    return [_candidate(plan, version, meeting) for meeting in found.order_by("-starts_at")[:MOST_MEETINGS]]


def assembly(plan: PreventionPlan, version: PlanVersion, meeting: Meeting) -> Assembly:
    """Return a meeting as the vote on a version needs to know it."""
    return Assembly(
        is_held=meeting.state == MeetingState.HELD,
        is_public=meeting.is_open and meeting.body.is_public,
        is_theirs=_bodies(plan).filter(pk=meeting.body_id).exists(),
        called_at=meeting.called_at,
        starts_at=meeting.starts_at,
        came=meeting.came,
        told_by_proposer=meeting.closed_by == version.proposed_by,
    )


def areas_for(user: Any) -> list[tuple[str, str]]:
    """Return (stable_id, name) of the places whose plans a person writes."""
    return commitments.areas_for(user, PLANNING)


def bodies_for(area: Area) -> QuerySet[Body]:
    """Return the bodies whose plan an area's could be: those of it, and those over it."""
    over = Containment.objects.filter(inner=area).values("outer")
    within = Body.objects.filter(area__in=over, state=BodyState.ACTIVE)
    return within.exclude(kind=BodyKind.JUNTA).order_by("name")


def tally_of(plan: PreventionPlan, until: date, since: date | None = None) -> Tally:
    """Count what became of a plan's promises."""
    return commitments.tally(_of_plan(plan), until, since)


def tallies_of(keys: Sequence[int], until: date) -> dict[int, Tally]:
    """Count what became of the public promises of each of these plans, asked at once."""
    rows = Commitment.objects.public().filter(objective__plan__in=keys)
    found = commitments.tallies(rows, "objective__plan", until)
    return {key: found.get(key, Tally(until=until)) for key in keys}


def people_reached(objective: Objective) -> int:
    """Return for how many young people an objective's promises were kept."""
    kept = (each for each in objective.commitments.all() if each.standing == Standing.KEPT)
    return sum(each.people or 0 for each in kept)


def money(plan: PreventionPlan) -> dict[str, float]:
    """Return what a plan's promises cost, in all and of those kept; those without a figure count nothing."""
    rows = _of_plan(plan).exclude(cost=None).values_list("cost", "standing")
    told = [(float(cost), standing) for cost, standing in rows]
    return {
        "planned": sum(cost for cost, _standing in told),
        "kept": sum(cost for cost, standing in told if standing == Standing.KEPT),
    }


def quarters(plan: PreventionPlan) -> QuerySet[QuarterAccount]:
    """Return the quarters a plan accounted for, the latest first."""
    return plan.quarters.order_by("-quarter")


def _candidate(plan: PreventionPlan, version: PlanVersion, meeting: Meeting) -> Candidate:
    verdict = rules.judge(assembly(plan, version, meeting), proposed_at=version.proposed_at)
    is_ahead = meeting.state == MeetingState.CALLED and meeting.starts_at > timezone.now()
    # What is still to come may lack only that it was not held yet; anything else is said now, while it helps.
    return Candidate(meeting, verdict, is_ahead and verdict.lacks == ("meeting_not_held",))


def _of_plan(plan: PreventionPlan) -> QuerySet[Commitment]:
    # Of one plan that the caller was let see, or that is public.
    return Commitment.objects.filter(objective__plan=plan)


def _bodies(plan: PreventionPlan) -> QuerySet[Body]:
    over = Containment.objects.filter(inner=plan.area_id).values("outer")
    council = Q(kind=BodyKind.MUNICIPAL_COUNCIL, area__in=over)
    return Body.objects.filter(council | Q(pk=plan.body_id))


def _objective(each: Objective) -> dict[str, Any]:
    return {
        "number": each.number,
        "text": each.text,
        "gives": each.gives,
        "people": int(each.target) if each.gives and each.target is not None else None,
        "indicator": each.indicator,
        "per_cent": _per_cent(each),
        "by_on": each.by_on.isoformat(),
        "promises": [_promise(row) for row in each.commitments.all()],
    }


def _per_cent(each: Objective) -> int | None:
    if not each.indicator or not each.baseline or each.target is None:
        return None
    return 5 * round(20 * (each.target - each.baseline) / each.baseline)


def _promise(row: Commitment) -> dict[str, Any]:
    return {
        "number": row.pk,
        "what": row.what,
        "whose": row.whose,
        "institution": "" if row.owner_id else row.owner_name,
        "due_on": row.first_due_on.isoformat(),
        "cost": None if row.cost is None else str(row.cost),
        "people": row.people,
    }


def _by_plan(model: Any, keys: Sequence[int], **told: Any) -> dict[int, dict[str, Any]]:
    rows = model.objects.filter(plan__in=keys).order_by().values("plan").annotate(**told)
    return {row.pop("plan"): row for row in rows}


def _promised(keys: Sequence[int], today: date) -> dict[int, dict[str, int]]:
    rows = (
        Commitment.objects.filter(objective__plan__in=keys)
        .order_by()
        .values(plan=F("objective__plan"))
        .annotate(
            promises=Count("pk"),
            kept=Count("pk", filter=Q(standing=Standing.KEPT)),
            late=Count("pk", filter=Q(standing__in=OPEN, due_on__lt=today)),
        )
    )
    return {row.pop("plan"): row for row in rows}
