"""Bodies as people look for them: who meets, who has stopped, what they still wait for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from confianza.web.accounts.models import User
from confianza.web.community.models import Body, BodyKind, Meeting, MeetingState, Request, Seat
from confianza.web.community.models.requests import OPEN
from confianza.web.community.rules import standing
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area, Containment

LEVELS = ("department", "municipality", "zone", "neighbourhood")
PRECINCTS = ("commissariat", "substation")


@dataclass(frozen=True)
class Told:
    """A body with what is to be known of it at a glance."""

    body: Body
    place: str
    last_held: datetime | None
    next_called: datetime | None
    open: int
    late: int
    is_inactive: bool


def bodies(user: Any, *, kind: str = "", inactive: bool = False) -> list[Told]:
    """Return the bodies a person may see, of a kind, or only those that no longer meet."""
    found = Body.objects.visible_to(user)
    told = _told(found.filter(kind=kind) if kind else found)
    return [each for each in told if each.is_inactive] if inactive else told


def body(user: Any, pk: int) -> Told | None:
    """Return one body, if the person may see it."""
    return next(iter(_told(Body.objects.visible_to(user).filter(pk=pk))), None)


def juntas(user: Any) -> QuerySet[Body]:
    """Return the juntas a person may see."""
    found = Body.objects.visible_to(user).filter(kind=BodyKind.JUNTA)
    return found.select_related("junta", "area", "junta__officer")


def meetings_ahead(user: Any) -> QuerySet[Meeting]:
    """Return the meetings that were called and not closed, the next first."""
    called = Meeting.objects.visible_to(user).filter(state=MeetingState.CALLED)
    return called.select_related("body").order_by("starts_at")


def meetings_behind(user: Any) -> QuerySet[Meeting]:
    """Return the meetings that are closed, the latest first."""
    closed = Meeting.objects.visible_to(user).exclude(state=MeetingState.CALLED)
    return closed.select_related("body").order_by("-starts_at")


def attendance_of_the_highest(meetings: QuerySet[Meeting]) -> tuple[int, int]:
    """Return to how many of the meetings held the precinct's highest officer came, and how many those are."""
    told = meetings.filter(state=MeetingState.HELD).aggregate(
        came=Count("pk", filter=Q(highest_came=True)), held=Count("pk")
    )
    return told["came"], told["held"]


def requests(user: Any) -> QuerySet[Request]:
    """Return what is asked for by the bodies a person may see, and what the person answers for."""
    visible = Body.objects.visible_to(user).values("pk")
    found = Request.objects.filter(Q(body__in=visible) | Q(owner=user))
    return found.select_related("body", "owner", "meeting")


def seats(of: Body) -> QuerySet[Seat]:
    """Return the seats that are taken today."""
    return Seat.objects.on(timezone.localdate()).filter(body=of).select_related("person")


def who_could_answer(area: Area, roles: Sequence[str], *, in_parts: bool = False) -> list[User]:
    """Return the people who hold one of `roles` over a place; `in_parts`: or over a part of it."""
    above = Containment.objects.filter(inner=area).values("outer")
    parts = Containment.objects.filter(outer=area).values("inner") if in_parts else ()
    now = timezone.now()
    held = Q(grants__role__in=roles, grants__begins_at__lte=now)
    still = Q(grants__ends_at=None) | Q(grants__ends_at__gt=now)
    there = Q(grants__area=None) | Q(grants__area__in=above) | Q(grants__area__in=parts)
    return list(User.objects.filter(held, still, there, is_active=True).distinct().order_by("username"))


def areas_for(user: Any) -> list[tuple[str, str]]:
    """Return (stable_id, name) of the places in which a person may write down a body."""
    return _named(_within(user, LEVELS))


def precincts_for(user: Any) -> list[tuple[str, str]]:
    """Return (stable_id, name) of the precincts that a body's meetings may belong to."""
    return _named(Area.objects.filter(level__in=PRECINCTS))


def _within(user: Any, levels: Sequence[str]) -> QuerySet[Area]:
    return Area.objects.filter(user.reach("community_relations").rows("pk"), level__in=levels)


def _named(areas: QuerySet[Area]) -> list[tuple[str, str]]:
    ids = list(areas.values_list("stable_id", flat=True))
    names = territory.names_of(ids)
    return sorted(((one, names.get(one, one)) for one in ids), key=lambda pair: pair[1])


def _told(found: QuerySet[Body]) -> list[Told]:
    today = timezone.localdate()
    held, called = Q(meetings__state=MeetingState.HELD), Q(meetings__state=MeetingState.CALLED)
    dated = list(
        found.annotate(
            last_held=Max("meetings__starts_at", filter=held),
            next_called=Min("meetings__starts_at", filter=called),
        ).select_related("area")
    )
    asked = _asked(dated, today)
    names = territory.names_of(each.area.stable_id for each in dated)
    return [_one(each, names.get(each.area.stable_id, ""), asked, today) for each in dated]


def _asked(found: Sequence[Body], today: date) -> dict[int, tuple[int, int]]:
    late = Count("pk", filter=Q(due_on__lt=today))
    told = Request.objects.filter(body__in=[each.pk for each in found], state__in=OPEN)
    rows = told.values("body").annotate(open=Count("pk"), late=late).order_by()
    return {row["body"]: (row["open"], row["late"]) for row in rows}


def _one(found: Any, place: str, asked: dict[int, tuple[int, int]], today: date) -> Told:
    open_now, late = asked.get(found.pk, (0, 0))
    last = timezone.localdate(found.last_held) if found.last_held else None
    since = timezone.localdate(found.made_at)
    return Told(
        body=found,
        place=place,
        last_held=found.last_held,
        next_called=found.next_called,
        open=open_now,
        late=late,
        is_inactive=found.state == "active"
        and standing.is_inactive(meets_every=found.meets_every, last_held=last, since=since, today=today),
    )
