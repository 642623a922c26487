"""Roles as predicates, for every room that stands above."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from confianza.web.accounts.models import EmergencyAccess, Grant, Purpose, Reach, Role, User
from confianza.web.accounts.models.emergencies import APPROVERS, REVIEWERS, standing_reach, touches
from confianza.web.accounts.rules import APART, MUTUAL, AccountRefused, GrantRefused
from confianza.web.lib import doors
from confianza.web.territory.models import Area


def has_role(user: Any, *roles: Role, purpose: Purpose | None = None) -> bool:
    """Say whether `user` is logged in with an active account and holds one of `roles` now."""
    return doors.holds(user, *roles, purpose=purpose)


# --- Emergency access -----------------------------------------------------------------------------


def stands_as(user: Any, *roles: Role) -> bool:
    """Say whether `user` holds one of `roles` in their own right, not because of an emergency."""
    return bool(standing_reach(user, *roles))


def can_ask_in_emergency(user: Any) -> bool:
    """Whoever works here may ask; those who keep or watch the house read no content, ever."""
    return stands_as(user, *(role for role in Role if role not in APART))


def can_see_emergencies(user: Any) -> bool:
    """Whoever may ask sees the own requests; the auditor sees that there were some."""
    return can_ask_in_emergency(user) or stands_as(user, Role.AUDITOR)


def can_decide(user: Any, access: EmergencyAccess) -> bool:
    """Somebody else, who answers for the area, and to whom the asker did not lend the same hand today."""
    return (
        access.person_id != user.pk
        and standing_reach(user, *APPROVERS).covers(access.area)
        and not _was_helped_by(user, access)
    )


def _was_helped_by(user: Any, access: EmergencyAccess) -> bool:
    own = EmergencyAccess.objects.filter(person=user, decided_by=access.person_id)
    return own.filter(approved_at__gt=access.asked_at - MUTUAL).exists()


def can_end(user: Any, access: EmergencyAccess) -> bool:
    """The person ends it; so does whoever answers for the area or watches over it."""
    return access.person_id == user.pk or _answers_for(user, access)


def can_review(user: Any, access: EmergencyAccess) -> bool:
    """Internal control of the area or of a part of it, unless the inspector asked or decided."""
    concerned = user.pk in (access.person_id, access.decided_by_id)
    return not concerned and touches(standing_reach(user, *REVIEWERS), access.area)


def can_read_reason(user: Any, access: EmergencyAccess) -> bool:
    """The reason may tell of a victim: the auditor sees that there is one, not what it says."""
    return user.pk in (access.person_id, access.decided_by_id) or _answers_for(user, access)


def _answers_for(user: Any, access: EmergencyAccess) -> bool:
    approves, reviews = standing_reach(user, *APPROVERS), standing_reach(user, *REVIEWERS)
    return approves.covers(access.area) or touches(reviews, access.area)


# --- Who administers whom ------------------------------------------------------------------------


def can_administer_people(user: Any) -> bool:
    """Say whether somebody opens accounts and gives grants, in some jurisdiction."""
    return has_role(user, Role.SYSTEM_ADMINISTRATOR)


def administers(user: User, person: User) -> bool:
    """Say whether the whole account of a person lies in what `user` administers: every grant not yet ended
    or, where none is left, some earlier one. Nobody administers oneself.
    """
    reach = user.reach(Role.SYSTEM_ADMINISTRATOR)
    if not reach or person.pk == user.pk:
        return False
    held = person.grants.exclude(ends_at__lte=timezone.now())
    if held.exists():
        return reach.everywhere or not held.exclude(reach.rows()).exists()
    return reach.everywhere or person.grants.filter(reach.rows()).exists()


def check_administers(by: Any, person: User) -> None:
    """Raise AccountRefused unless `by` administers the person's account; the command line administers all."""
    if by.pk is None:
        return
    if by.pk == person.pk:
        raise AccountRefused("to_oneself")
    if not administers(by, person):
        raise AccountRefused("not_administered")


def check_gives(by: Any, person: User, area: Area | None) -> None:
    """Raise GrantRefused unless `by` administers the area (None: the whole installation) and is another
    person than the one who gains or loses there.
    """
    if by.pk is None:
        return
    if by.pk == person.pk:
        raise GrantRefused("to_oneself")
    if not by.reach(Role.SYSTEM_ADMINISTRATOR).covers(area):
        raise GrantRefused("not_administered")


def is_last_administration(grant: Grant) -> bool:
    """Say whether nobody else would administer what this grant lets its person administer now."""
    now = timezone.now()
    current = Grant.objects.valid_at(now).filter(role=Role.SYSTEM_ADMINISTRATOR)
    if not current.filter(pk=grant.pk).exists():
        return False
    others = (
        Grant.objects.valid_at(now)
        .filter(Q(ends_at=None), role=grant.role, person__is_active=True)
        .exclude(person=grant.person)
        .select_related("person", "area")
    )
    usable = [each for each in others if each.person.has_usable_password()]
    return not any(each.area_id is None or _contains(each, grant) for each in usable)


def is_last_administrator(person: User) -> bool:
    """Say whether something would be administered by nobody without this person."""
    held = person.grants.filter(role=Role.SYSTEM_ADMINISTRATOR)
    return any(is_last_administration(grant) for grant in held)


def _contains(other: Grant, grant: Grant) -> bool:
    return bool(grant.area_id) and Reach(False, (other.area_id,)).covers(grant.area)
