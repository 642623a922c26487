"""Keyrings: made, opened, sealed anew under another password, recovered with the printed code, retired."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from confianza.web.accounts import keyrings, rules
from confianza.web.accounts.keyrings import OpenKeyring
from confianza.web.accounts.models import Keyring, SealedKeyring, User
from confianza.web.accounts.queries import keyrings as queries
from confianza.web.audit import actions as audit
from confianza.web.lib import sealing, walls


@transaction.atomic
def enrol(*, person: User, password: str, by: audit.Actor) -> str:
    """Make a person's keys, sealed under the password of the account, and return the recovery code, once.

    Keys the person had are retired: what was sealed to them opens no more. The caller has seen to it that the
    password is right.
    """
    retire(person=person, by=by)
    ring = Keyring(person=person)
    opened = keyrings.new(ring.id, person.pk)
    ring.public_key, ring.verify_key = opened.public_key, opened.verify_key
    ring.save(force_insert=True)
    code = rules.new_code(rules.GROUPS_TO_RECOVER)
    with walls.raised_for(person):
        SealedKeyring.objects.create(
            keyring=ring,
            person=person,
            by_code=keyrings.by_code(opened, code),
            **_under(opened, password),
        )
    _tell("enrol_keyring", person, by)
    return code


def open_with(*, person: User, password: str, by: audit.Actor) -> OpenKeyring:
    """Open a person's keys with the password.

    Raises queries.keyrings.NoKeyring, and sealing.CannotOpen.
    """
    opened = queries.opened_with(person, password)
    tell_opened(person=person, by=by)
    return opened


def tell_opened(*, person: User, by: audit.Actor) -> None:
    """Write down that a person's keys were opened, as when logging in."""
    _tell("unlock_keyring", person, by)


@transaction.atomic
def rewrap(*, person: User, old: str, new: str, by: audit.Actor) -> None:
    """Seal a person's keys under a new password instead of the old one. Raises sealing.CannotOpen."""
    _seal_anew(person, _under(queries.opened_with(person, old), new))
    _tell("rewrap_keyring", person, by)


@transaction.atomic
def follow_password(*, person: User, old: str, new: str, by: audit.Actor) -> None:
    """Go with a change of the password: sealed anew if the old one opens the keys, else left to the code."""
    if queries.standing(person) != queries.Standing.AT_LOGIN:
        return
    try:
        rewrap(person=person, old=old, new=new, by=by)
    except sealing.CannotOpen:
        forget_password(person=person, by=by)


@transaction.atomic
def forget_password(*, person: User, by: audit.Actor) -> None:
    """Leave a person's keys to the recovery code alone: the password was set without the one before it."""
    if queries.standing(person) == queries.Standing.AT_LOGIN:
        _seal_anew(person, {"by_password": b""})
        _tell("forget_keyring_password", person, by)


@transaction.atomic
def recover(*, person: User, code: str, new_password: str, by: audit.Actor) -> OpenKeyring:
    """Open a person's keys with the recovery code, however it was typed, and seal them under the password.

    Raises queries.keyrings.NoKeyring, and sealing.CannotOpen for another code.
    """
    sealed = queries.sealed_of(person)
    if sealed is None:
        raise queries.NoKeyring
    opened = keyrings.with_code(bytes(sealed.by_code), code, sealed.keyring_id, person.pk)
    _seal_anew(person, _under(opened, new_password))
    _tell("recover_keyring", person, by)
    return opened


@transaction.atomic
def renew_code(*, opened: OpenKeyring, by: User) -> str:
    """Return a new recovery code for one's open keys; the one before opens no more."""
    code = rules.new_code(rules.GROUPS_TO_RECOVER)
    _seal_anew(by, {"by_code": keyrings.by_code(opened, code), "code_made_at": timezone.now()})
    _tell("renew_keyring_code", by, by)
    return code


@transaction.atomic
def retire(*, person: User, by: audit.Actor) -> None:
    """Take keys out of use and destroy the private halves, for somebody who leaves or begins anew."""
    if Keyring.objects.filter(person=person, retired_at=None).update(retired_at=timezone.now()):
        with walls.raised_for(person):
            SealedKeyring.objects.filter(person=person).delete()
        _tell("retire_keyring", person, by)


def _under(opened: OpenKeyring, password: str) -> dict[str, Any]:
    cost = settings.KEYRING_COST
    kept = keyrings.by_password(opened, password, cost)
    told = {"passes": cost.passes, "memory_kib": cost.memory_kib, "lanes": cost.lanes}
    return {"by_password": kept.blob, "salt": kept.salt, **told}


def _seal_anew(person: User, changed: dict[str, Any]) -> None:
    with walls.raised_for(person):
        SealedKeyring.objects.filter(person=person, keyring__retired_at=None).update(**changed)


def _tell(what: str, person: User, by: audit.Actor) -> None:
    audit.record(by=by, action=f"accounts.{what}", subject=person.username)
