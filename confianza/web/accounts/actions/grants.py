"""Giving grants."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from confianza.web.accounts import rules
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
    begins = begins_at or timezone.now()
    grant = Grant(
        person=person, role=role, area=area, begins_at=begins, ends_at=ends_at, reason=reason,
        given_by=by.display_name,
    )  # fmt: skip
    grant.clean_fields(exclude=["purpose"])
    grant.purpose = purpose or rules.usual_purpose(Role(role))
    grant.clean_fields()
    rules.check_purpose(Role(role), Purpose(grant.purpose))
    still_held = person.grants.exclude(ends_at__lte=begins)
    rules.check_separation(Role(role), set(still_held.values_list("role", flat=True)))
    grant.save()
    person.__dict__.pop("current_grants", None)
    audit.record(by=by, action="accounts.give", subject=person.username, details=_told(grant))
    return grant


def _told(grant: Grant) -> dict[str, str]:
    """Return a grant as the account of deeds writes it down."""
    ends = grant.ends_at.isoformat() if grant.ends_at else ""
    where = grant.area.stable_id if grant.area else ""
    return {"role": str(grant.role), "area": where, "purpose": str(grant.purpose), "ends_at": ends}
