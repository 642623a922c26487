"""Reads of emergency access: where each request stands, who can answer, what was opened under it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext

from confianza.web.accounts import permissions, rules
from confianza.web.accounts.models import EmergencyAccess, Grant, Purpose, Role, User
from confianza.web.accounts.models.emergencies import (
    APPROVERS,
    REVIEWERS,
    WATCHERS,
    EmergencyState,
    standing_reach,
    touched,
)
from confianza.web.audit.models import Entry
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area, Containment, Generation, Level

READ = "accounts.read_in_emergency"
# Nothing wider than a town or a commissariat: an emergency happens somewhere.
LEVELS = (
    Level.MUNICIPALITY, Level.DISTRICT, Level.ZONE, Level.COMMISSARIAT, Level.SUBSTATION, Level.BEAT,
)  # fmt: skip
MINUTE = 60


@dataclass(frozen=True)
class Shown:
    """A request as pages show it at one moment."""

    access: EmergencyAccess
    state: EmergencyState
    area: str
    now: datetime

    @property
    def minutes_left(self) -> int:
        """Whole minutes until it ends or lapses, begun ones counted; 0 when it is over."""
        return max(0, -int(-(self.access.over_at - self.now).total_seconds() // MINUTE))

    @property
    def is_open(self) -> bool:
        return self.state in (EmergencyState.UNCONFIRMED, EmergencyState.OPEN)

    @property
    def is_waiting(self) -> bool:
        """Whether a second person may still say yes or no."""
        return self.state in (EmergencyState.UNCONFIRMED, EmergencyState.ASKED)

    @property
    def is_overdue(self) -> bool:
        """Whether its review is late, which locks the asker out of emergency access."""
        over = self.now >= self.access.over_at + rules.TIME_TO_REVIEW
        return self.to_review and self.access.grant_id is not None and over

    @property
    def to_review(self) -> bool:
        return "review" in rules.EMERGENCY_STEPS.get(self.state, {})

    @property
    def is_loud(self) -> bool:
        """Whether somebody must act: opened with nobody's consent, or asked for with nobody's answer."""
        return self.state in (EmergencyState.LAPSED, EmergencyState.ENDED_UNCONFIRMED) or self.is_overdue

    @property
    def review_until(self) -> datetime:
        return self.access.over_at + rules.TIME_TO_REVIEW


def times(access: EmergencyAccess) -> rules.Times:
    """Return the moments the state of a request follows from."""
    return rules.Times(
        asked_at=access.asked_at,
        open_until=access.grant.ends_at if access.grant else None,
        approved_at=access.approved_at,
        refused_at=access.refused_at,
        ended_at=access.ended_at,
        reviewed_at=access.reviewed_at,
    )


def state(access: EmergencyAccess, now: datetime) -> EmergencyState:
    """Return where a request stands at `now`."""
    return rules.emergency_state(times(access), now)


def shown(rows: Iterable[EmergencyAccess], now: datetime | None = None) -> list[Shown]:
    """Return requests as pages show them."""
    moment, told = now or timezone.now(), list(rows)
    names = territory.names_of(access.area.stable_id for access in told)
    return [
        Shown(access, state(access, moment), names.get(access.area.stable_id, access.area.stable_id), moment)
        for access in told
    ]


def visible(user: Any) -> QuerySet[EmergencyAccess]:
    """Return what somebody may see, with everything a page shows of it."""
    people = ("person", "decided_by", "reviewed_by", "area", "grant")
    return EmergencyAccess.objects.visible_to(user).select_related(*people)


def waiting_for(user: Any) -> list[Shown]:
    """Return what waits for this person's yes or no, what lapses first at the top."""
    reach = standing_reach(user, *APPROVERS)
    if not reach:
        return []
    rows = visible(user).waiting_at(timezone.now()).filter(reach.rows()).order_by("asked_at")  # type: ignore[attr-defined]
    return shown([access for access in rows if permissions.can_decide(user, access)])


def to_review(user: Any) -> list[Shown]:
    """Return what is over and waits for this person's verdict: first where nobody ever consented."""
    reach = standing_reach(user, *REVIEWERS)
    if not reach:
        return []
    found = shown(access for access in _over(user, touched(reach)) if permissions.can_review(user, access))
    return sorted(found, key=lambda one: (not one.is_loud, one.access.asked_at))


def standing_alerts(user: Any) -> list[Shown]:
    """Return what somebody must act on, for those who watch."""
    reach = standing_reach(user, *WATCHERS)
    return [one for one in shown(_over(user, touched(reach))) if one.is_loud] if reach else []


def _over(user: Any, where: Q) -> QuerySet[EmergencyAccess]:
    rows: QuerySet[EmergencyAccess] = visible(user).over_at(timezone.now()).filter(where)  # type: ignore[attr-defined]
    return rows


def watched(user: Any) -> QuerySet[EmergencyAccess]:
    """Return every request this person watches over, the newest first."""
    reach = standing_reach(user, *WATCHERS)
    return visible(user).filter(touched(reach)) if reach else EmergencyAccess.objects.none()


def own(user: Any) -> QuerySet[EmergencyAccess]:
    """Return a person's own requests, the newest first."""
    return visible(user).filter(person=user)


def open_for(user: Any) -> EmergencyAccess | None:
    """Return the emergency access under which this person works now, if any."""
    passing = [grant.pk for grant in getattr(user, "current_grants", ()) if grant.ends_at]
    if not passing:
        return None
    rows = EmergencyAccess.objects.filter(person=user, grant__in=passing, ended_at=None)
    return rows.select_related("grant", "area").first()


def under_way(user: Any, now: datetime) -> Shown | None:
    """Return the person's request that waits or is open, if any."""
    recent = EmergencyAccess.objects.filter(person=user, asked_at__gt=now - rules.LONGEST_EMERGENCY)
    found = shown(recent.select_related("grant", "area"), now)
    return next((one for one in found if one.is_open or one.is_waiting), None)


def asking(*, person: User, role: Role, area: Area, purpose: Purpose, reason: str) -> rules.Asking:
    """Return what the rules need to know about a request for a role."""
    now = timezone.now()
    return rules.Asking(
        role=role,
        purpose=purpose,
        reason=reason,
        is_active=person.is_active,
        standing={role for role in Role if permissions.stands_as(person, role)},
        held=person.reach(role, purpose=purpose).covers(area),
        under_way=under_way(person, now) is not None,
        overdue=_has_overdue(person, now),
    )


def _has_overdue(person: User, now: datetime) -> bool:
    over = EmergencyAccess.objects.over_at(now).filter(person=person, grant__isnull=False)
    return any(one.is_overdue for one in shown(over.select_related("grant", "area"), now))


def who_can_answer(access: EmergencyAccess) -> list[User]:
    """Return the people to telephone: those who can approve this request."""
    outer = Containment.objects.filter(inner=access.area).values("outer")
    grants = Grant.objects.valid_at(timezone.now()).filter(role__in=APPROVERS)
    holders = grants.filter(Q(area=None) | Q(area__in=outer)).values("person")
    people = User.objects.filter(pk__in=holders, is_active=True).order_by("first_name", "username")
    return [person for person in people if permissions.can_decide(person, access)]


def opened_under(access: EmergencyAccess) -> QuerySet[Entry]:
    """Return every page opened under an access, in the order they were opened."""
    return Entry.objects.filter(
        action=READ, actor_id=access.person_id, at__gte=access.asked_at, details__emergency=access.pk
    ).order_by("id")


def address_of(entry: Entry) -> str:
    """Return the address of the page an entry tells of, or its name where there is no such page any more."""
    page = str(entry.details["page"])
    try:
        return reverse(page, kwargs=entry.details["object"])
    except NoReverseMatch:
        return page


def area_choices(user: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the areas an emergency can be in: first where the person works, then all of them by level."""
    reach = standing_reach(user, *Role)
    near = set(Containment.objects.filter(outer__in=reach.roots).values_list("inner", flat=True))
    rows = Generation.objects.filter(valid_to=None, area__level__in=LEVELS).order_by("name")
    told = list(rows.values_list("area", "area__stable_id", "area__level", "name"))
    labels = {str(level): str(level.label) for level in LEVELS}
    own = [(place, f"{name} · {labels[level]}") for pk, place, level, name in told if pk in near]
    groups = [
        (labels[level], [(place, name) for _, place, of, name in told if of == level]) for level in LEVELS
    ]
    return [group for group in ((gettext("Where you work"), own), *groups) if group[1]]
