"""Giving and ending grants."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from confianza.web.accounts import permissions, rules
from confianza.web.accounts.models import Grant, Purpose, Role, User
from confianza.web.audit import actions as audit
from confianza.web.territory.models import Area


@transaction.atomic
def give(
    *,
    person: User,
    role: Role,
    by: audit.Actor,
    area: Area | None = None,
    purpose: Purpose | None = None,
    begins_at: datetime | None = None,
    ends_at: datetime | None = None,
    reason: str = "",
) -> Grant:
    """Give a person a role in an area and all that lies in it; without `area`, in the whole installation.

    Raises rules.GrantRefused where the rules do not allow it, ValidationError for an unknown role or purpose.
    """
    permissions.check_gives(by, person, area)
    begins = begins_at or timezone.now()
    rules.check_dates(begins, ends_at)
    grant = Grant(
        person=person, role=role, area=area, begins_at=begins, ends_at=ends_at, reason=reason,
        given_by=by.display_name,
    )  # fmt: skip
    grant.clean_fields(exclude=["purpose"])
    grant.purpose = purpose or rules.usual_purpose(Role(role))
    grant.clean_fields()
    rules.check_purpose(Role(role), Purpose(grant.purpose))
    if person.left_at:
        raise rules.GrantRefused("wrong_state")
    still_held = person.grants.exclude(ends_at__lte=begins)
    rules.check_separation(Role(role), set(still_held.values_list("role", flat=True)))
    grant.save()
    person.__dict__.pop("current_grants", None)
    audit.record(by=by, action="accounts.give", subject=person.username, details=_told(grant))
    return grant


@transaction.atomic
def end_grant(*, grant: Grant, by: audit.Actor, reason: str = "") -> None:
    """End a grant now; what it opened is shut at the next request. Raises GrantRefused."""
    permissions.check_gives(by, grant.person, grant.area)
    if grant.ends_at and grant.ends_at <= timezone.now():
        raise rules.GrantRefused("has_ended")
    if permissions.is_last_administration(grant):
        raise rules.GrantRefused("last_administrator")
    _end(grant, by, reason)


def end_all(*, person: User, by: audit.Actor) -> None:
    """End every grant of a person who leaves."""
    for grant in person.grants.exclude(ends_at__lte=timezone.now()).select_related("area"):
        _end(grant, by, "")


def _end(grant: Grant, by: audit.Actor, reason: str) -> None:
    now = timezone.now()
    grant.begins_at, grant.ends_at = min(grant.begins_at, now), now
    grant.save(update_fields=["begins_at", "ends_at"])
    grant.person.__dict__.pop("current_grants", None)
    told = {**_told(grant), "reason": reason}
    audit.record(by=by, action="accounts.end_grant", subject=grant.person.username, details=told)


def _told(grant: Grant) -> dict[str, str]:
    """Return a grant as the account of deeds writes it down."""
    ends = grant.ends_at.isoformat() if grant.ends_at else ""
    where = grant.area.stable_id if grant.area else ""
    return {"role": str(grant.role), "area": where, "purpose": str(grant.purpose), "ends_at": ends}
