"""Invitations: opening an account for somebody, and letting the person in."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from confianza.web.accounts import permissions, rules, throttling
from confianza.web.accounts.actions import grants, keyrings, second_factors, sessions
from confianza.web.accounts.models import Invitation, Purpose, Role, User
from confianza.web.accounts.models.invitations import VALID_FOR
from confianza.web.audit import actions as audit
from confianza.web.territory.models import Area


@dataclass(frozen=True)
class Invited:
    """An invitation just made. The code is told here, once, and kept nowhere."""

    person: User
    invitation: Invitation
    code: str


class InvitationClosed(Exception):
    """The invitation was used, taken back, or waited too long; or there never was one."""


@transaction.atomic
def invite(
    *,
    username: str,
    role: Role,
    by: audit.Actor,
    first_name: str = "",
    last_name: str = "",
    area: Area | None = None,
    purpose: Purpose | None = None,
    begins_at: datetime | None = None,
    ends_at: datetime | None = None,
    reason: str = "",
) -> Invited:
    """Open an account that waits for its person, give it a role, and return the code that lets the person in.

    Raises GrantRefused, and ValidationError for a name in use or an unknown role.
    """
    person = User(username=username, first_name=first_name, last_name=last_name)
    person.set_unusable_password()
    person.full_clean()
    person.save()
    audit.record(by=by, action="accounts.open_account", subject=username)
    grants.give(
        person=person, role=role, area=area, purpose=purpose, begins_at=begins_at, ends_at=ends_at,
        reason=reason, by=by,
    )  # fmt: skip
    return _invited(person, by)


@transaction.atomic
def invite_anew(*, person: User, by: audit.Actor, without_second_factor: bool = False) -> Invited:
    """Take back what was handed out before and return a new code: for a forgotten password, or a lost sheet.

    The password holds until the new code is used. `without_second_factor` is for a lost telephone. Raises
    AccountRefused.
    """
    permissions.check_administers(by, person)
    rules.check_account(rules.Step.INVITE, person.state)
    if without_second_factor:
        second_factors.remove(person=person, by=by)
    return _invited(person, by)


@transaction.atomic
def accept_invitation(*, code: str, password: str, by: audit.Actor | None = None) -> User:
    """Set the person's password; the code never opens again, and older sessions end.

    Raises InvitationClosed, and ValidationError for a weak password.
    """
    invitation = (
        Invitation.objects.select_for_update().open_at(timezone.now()).filter(digest=rules.digest(code))
    )
    found = invitation.select_related("person").first()
    if found is None or not found.person.is_active:
        raise InvitationClosed
    person = found.person
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    found.used_at = timezone.now()
    found.save(update_fields=["used_at"])
    keyrings.forget_password(person=person, by=by or person)
    throttling.forget(person.username)
    sessions.end_sessions(person=person, by=by or person)
    audit.record(by=by or person, action="accounts.accept_invitation", subject=person.username)
    return person


def revoke_invitations(*, person: User, by: audit.Actor) -> None:
    """Take back every invitation of a person that is still open. Part of a deed that is told as a whole."""
    person.invitations.open_at(timezone.now()).update(revoked_at=timezone.now())


def _invited(person: User, by: audit.Actor) -> Invited:
    revoke_invitations(person=person, by=by)
    code, now = rules.new_code(), timezone.now()
    made = Invitation.objects.create(
        person=person,
        digest=rules.digest(code),
        made_at=now,
        made_by=by.display_name,
        expires_at=now + VALID_FOR,
    )
    audit.record(
        by=by, action="accounts.invite", subject=person.username,
        details={"expires_at": made.expires_at.isoformat()},
    )  # fmt: skip
    return Invited(person, made, code)
