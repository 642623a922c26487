"""What the weekly meeting knows from the register: decisions, problems, promises, and what was done on the
street. Plain values of one area, as they stand when they are asked for.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from confianza.web.community.models import Body, BodyKind, BodyState, Meeting, MeetingState, Visit, Whose
from confianza.web.community.rules.warning_signs import NOT_VISITED
from confianza.web.fieldwork.queries import patrolled
from confianza.web.plans.models import Commitment, CommitmentStep, Coordination, Move, Problem, Standing
from confianza.web.plans.models.commitments import OPEN
from confianza.web.plans.queries import problems as problem_queries
from confianza.web.plans.queries.problems import Card
from confianza.web.plans.rules.coordination import WEEK
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area, Containment, Level

MOST_ROWS = 12
# Where a promise of the police names a place that a patrol can be seen in; anything wider is everywhere.
PLACES = (Level.ZONE, Level.LOCALITY, Level.BEAT)


@dataclass(frozen=True)
class Span:
    """An area, the moment of the meeting before (or a week ago), and the day that is told."""

    area: Area
    since: datetime
    on: date

    def inside(self, field: str = "area") -> Q:
        """Return the condition on rows whose `field` lies in the area."""
        return Q(**{f"{field}__in": Containment.objects.filter(outer=self.area).values("inner")})

    def during(self, field: str) -> Q:
        """Return the condition on rows whose moment `field` lies between the meeting before and now."""
        return Q(**{f"{field}__gt": self.since, f"{field}__lte": timezone.now()})


def last_decisions(before: Coordination | None, left_out: Iterable[Coordination]) -> dict[str, Any]:
    """Return what the meeting before decided and how it stands, and the weeks left out since, with why."""
    rows = before.decisions.order_by("due_on", "pk") if before else Commitment.objects.none()
    told = _promises(rows)
    return {
        "before": before.pk if before else None,
        "held_on": before.held_on.isoformat() if before else "",
        "rows": told,
        "left_out": [{"on": each.held_on.isoformat(), "why": each.why_not} for each in left_out],
    }


def problems(span: Span) -> dict[str, Any]:
    """Return which problems moved since the meeting before, and which are stalled, with the reason."""
    here = Problem.objects.filter(span.inside(), opened_at__lte=timezone.now())
    rows = here.open().select_related("area", "leader").order_by("next_on", "pk")
    at_hand = problem_queries.cards(rows, span.on)
    stalled = [each for each in at_hand if each.stalled]
    moves = Move.objects.filter(span.inside("problem__area"), span.during("at")).select_related("problem")
    return {
        "open": len(at_hand),
        "moved": [_move(each) for each in moves.order_by("-at")[:MOST_ROWS]],
        "moved_count": moves.count(),
        "stalled": [_stalled(each) for each in stalled[:MOST_ROWS]],
        "stalled_count": len(stalled),
    }


def promises(span: Span) -> dict[str, Any]:
    """Return what was promised for the week to come, what is late, and what was kept or not since."""
    here = Commitment.objects.filter(span.inside(), promised_at__lte=timezone.now())
    is_open = here.filter(standing__in=OPEN)
    lists = {
        "due": is_open.filter(due_on__gte=span.on, due_on__lte=span.on + WEEK),
        "late": is_open.filter(due_on__lt=span.on),
        "kept": here.filter(pk__in=_settled(span, Standing.KEPT), standing=Standing.KEPT),
        "broken": here.filter(pk__in=_settled(span, Standing.BROKEN), standing=Standing.BROKEN),
    }
    told: dict[str, Any] = {"open": is_open.count()}
    for name, rows in lists.items():
        told[name] = _promises(rows.order_by("due_on", "pk")[:MOST_ROWS])
        told[f"{name}_count"] = rows.count()
    return told


def work(span: Span, before: Coordination | None) -> dict[str, Any]:
    """Return what was done with the community since, beside what was planned, and what patrols did in the
    week that is over, beside what was promised and what the meeting `before` looked at.
    """
    return {"meetings": _meetings(span), "juntas": _juntas(span), "patrols": _patrols(span, before)}


def _settled(span: Span, standing: str) -> QuerySet[Any]:
    steps = CommitmentStep.objects.filter(span.during("at"), standing=standing)
    return steps.values("commitment")


def _promises(rows: QuerySet[Commitment]) -> list[dict[str, Any]]:
    found = list(rows)
    words = _last_words(found)
    return [
        {
            "id": each.pk, "what": each.what, "owner": each.owner_name, "standing": each.standing,
            "due_on": each.due_on.isoformat(), "first_due_on": each.first_due_on.isoformat(),
            "problem": each.problem_id, "words": each.evidence or words.get(each.pk, ""),
        }
        for each in found
    ]  # fmt: skip


def _last_words(found: list[Commitment]) -> dict[int, str]:
    """Return what was said at the last step of each."""
    steps = CommitmentStep.objects.filter(commitment__in=[each.pk for each in found]).order_by("at", "pk")
    return dict(steps.exclude(words="").values_list("commitment", "words"))


def _stalled(card: Card) -> dict[str, Any]:
    problem = card.problem
    return {
        "id": problem.pk, "title": problem.title, "stage": problem.stage, "place": card.place,
        "leader": problem.leader.display_name, "why": list(card.stalled), "late": card.late,
        "moved_on": _day(problem.moved_at), "next_on": problem.next_on.isoformat(),
    }  # fmt: skip


def _day(moment: datetime) -> str:
    return timezone.localdate(moment).isoformat()


def _move(move: Move) -> dict[str, Any]:
    return {
        "id": move.problem_id, "title": move.problem.title, "stage": move.stage,
        "on": _day(move.at), "words": move.words,
    }  # fmt: skip


def _meetings(span: Span) -> dict[str, int]:
    """Meetings of bodies that were to be held since: how many were, and where the highest officer came."""
    called = Meeting.objects.filter(span.inside("body__area"), starts_at__gt=span.since)
    held = Q(state=MeetingState.HELD)
    told: dict[str, int] = called.filter(starts_at__date__lte=span.on).aggregate(
        planned=Count("pk"),
        held=Count("pk", filter=held),
        highest=Count("pk", filter=held & Q(highest_came=True)),
        not_closed=Count("pk", filter=Q(state=MeetingState.CALLED)),
    )
    return told


def _juntas(span: Span) -> dict[str, int]:
    """Visits to juntas since, and juntas that nobody visited for longer than the rule allows."""
    juntas = Body.objects.filter(span.inside(), kind=BodyKind.JUNTA).exclude(state=BodyState.DISSOLVED)
    last = juntas.annotate(last=Max("junta__visits__visited_on")).values_list("last", flat=True)
    due = span.on - NOT_VISITED
    visits = Visit.objects.filter(span.inside("junta__body__area"), visited_on__lte=span.on)
    return {
        "juntas": juntas.count(),
        "visits": visits.filter(visited_on__gt=span.since.date()).count(),
        "overdue": sum(each is None or each < due for each in last),
        "every_days": NOT_VISITED.days,
    }


def _patrols(span: Span, before: Coordination | None) -> dict[str, Any]:
    promised = _promised_places(span)
    told = patrolled.week(span.area, span.on, patrolled.Asked(tuple(promised), *_spots(before)))
    names = territory.names_of({*promised, *_wards(told["now"]), *_wards(told["before"])})
    zones = Area.objects.filter(span.inside("pk"), level=Level.ZONE).values_list("stable_id", flat=True)
    without = set(zones) - _wards(told["now"])
    return {**told, "names": names, "zones": len(zones), "without": len(without)}


def _wards(told: dict[str, Any]) -> set[str]:
    return set(told.get("wards", ()))


def _promised_places(span: Span) -> list[str]:
    """Return the places in which a promise of the police was open in the week that patrols are told of."""
    first, last = patrolled.week_over(span.on)
    own = Commitment.objects.filter(span.inside(), whose=Whose.POLICE, area__level__in=PLACES)
    then = own.filter(promised_at__date__lte=last).exclude(settled_on__lt=first)
    return sorted(set(then.exclude(area=span.area).values_list("area__stable_id", flat=True)))


def _spots(before: Coordination | None) -> tuple[tuple[tuple[float, ...], ...], float]:
    """Return the middles of the hot spots the meeting before looked at, and how near a stop must be."""
    places = before.told["parts"]["places"] if before and before.told else None
    if not places:
        return (), 0.0
    return tuple(tuple(each["at"]) for each in places["cells"] if "at" in each), float(places["size"])
