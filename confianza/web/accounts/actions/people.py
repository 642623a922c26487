"""Accounts: opening them with a password, suspending, reinstating and closing them."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from confianza.web.accounts import permissions, rules
from confianza.web.accounts.actions import grants, invitations, keyrings, second_factors, sessions
from confianza.web.accounts.models import Role, User
from confianza.web.accounts.rules import Step
from confianza.web.audit import actions as audit
from confianza.web.territory.models import Area


@transaction.atomic
def create_account(
    *,
    username: str,
    password: str,
    by: audit.Actor,
    role: Role | None = None,
    first_name: str = "",
    last_name: str = "",
    area: Area | None = None,
) -> User:
    """Open an account with a password: for the demo and the command line, which invite nobody.

    Raises django.core.exceptions.ValidationError for a weak password, a name in use or an unknown role.
    """
    user = User(username=username, first_name=first_name, last_name=last_name)
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    audit.record(by=by, action="accounts.create_account", subject=username)
    if role:
        grants.give(person=user, role=role, area=area, by=by)
    return user


@transaction.atomic
def change_password(*, person: User, password: str, by: User, current: str = "", session: str = "") -> None:
    """Give oneself a new password; sessions on other devices end, and with `current` the keyring goes along.

    Raises ValidationError for a weak one.
    """
    validate_password(password, person)
    person.set_password(password)
    person.save(update_fields=["password"])
    sessions.end_sessions(person=person, by=by, but=session)
    keyrings.follow_password(person=person, old=current, new=password, by=by)
    audit.record(by=by, action="accounts.change_password", subject=person.username)


@transaction.atomic
def suspend(*, person: User, by: audit.Actor, reason: str = "") -> None:
    """Close an account for the time being: sessions and invitations end at once. Raises AccountRefused."""
    _check(person, by, Step.SUSPEND)
    _shut(person, by)
    person.save(update_fields=["is_active"])
    audit.record(by=by, action="accounts.suspend", subject=person.username, details={"reason": reason})


@transaction.atomic
def reinstate(*, person: User, by: audit.Actor, reason: str = "") -> None:
    """Open a suspended account again, with the grants that have not ended. Raises AccountRefused."""
    permissions.check_administers(by, person)
    rules.check_account(Step.REINSTATE, person.state)
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.record(by=by, action="accounts.reinstate", subject=person.username, details={"reason": reason})


@transaction.atomic
def leave(*, person: User, by: audit.Actor, reason: str = "") -> None:
    """Close an account for good: sessions, grants, password, second factor and keys end; the name stays.

    Raises AccountRefused.
    """
    _check(person, by, Step.LEAVE)
    _shut(person, by)
    grants.end_all(person=person, by=by)
    second_factors.remove(person=person, by=by)
    keyrings.retire(person=person, by=by)
    person.set_unusable_password()
    person.left_at = timezone.now()
    person.save(update_fields=["is_active", "password", "left_at"])
    audit.record(by=by, action="accounts.leave", subject=person.username, details={"reason": reason})


def _check(person: User, by: audit.Actor, step: Step) -> None:
    permissions.check_administers(by, person)
    rules.check_account(step, person.state)
    if permissions.is_last_administrator(person):
        raise rules.AccountRefused("last_administrator")


def _shut(person: User, by: audit.Actor) -> None:
    person.is_active = False
    sessions.end_sessions(person=person, by=by)
    invitations.revoke_invitations(person=person, by=by)
