"""Escrow: who holds it, asking three of them to open a key, and taking in what they opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.accounts.queries import keyrings
from confianza.web.audit import actions as audit
from confianza.web.tips import escrow
from confianza.web.tips.actions.units import UnitRefused
from confianza.web.tips.escrow import Share
from confianza.web.tips.models import (
    EscrowHolder,
    EscrowOpening,
    EscrowShare,
    KeyGrant,
    Membership,
    Unit,
    UnitKey,
)


@dataclass(frozen=True)
class Asked:
    """What the holders need: what stands in the file, and the ten shares."""

    told: dict[str, Any]
    shares: list[Share]


@dataclass(frozen=True)
class Opened:
    """A key that was opened from escrow, and the holders who are to be told because they were not there."""

    opening: EscrowOpening
    others: list[EscrowHolder]


@transaction.atomic
def name_holders(*, holders: Sequence[tuple[str, str, bytes]], by: Any) -> list[EscrowHolder]:
    """Name the five who hold escrow from now on: institution, contact and public key of each.

    Keys in escrow with those before stay with them until `units.escrow_again` or the next key. Raises
    UnitRefused unless there are five, each with a key of their own.
    """
    public = [key for _institution, _contact, key in holders]
    if len(holders) != escrow.HOLDERS or len(set(public)) != escrow.HOLDERS:
        raise UnitRefused("five_holders")
    EscrowHolder.objects.filter(until=None).exclude(public_key__in=public).update(until=timezone.localdate())
    named = [
        EscrowHolder.objects.update_or_create(
            public_key=key, defaults={"institution": institution, "contact": contact, "until": None}
        )[0]
        for institution, contact, key in holders
    ]
    audit.record(
        by=by, action="tips.name_holders", subject=", ".join(one.institution for one in named), details={}
    )
    return named


@transaction.atomic
def ask(*, unit: Unit, person: Any, reason: str, by: Any) -> Asked:
    """Ask the holders to open the key in use of a unit for one of its members, and write down why.

    Raises UnitRefused.
    """
    key = UnitKey.objects.current().filter(unit=unit).first()
    shares = EscrowShare.objects.filter(unit_key=key).prefetch_related("holders") if key else []
    if key is None or not shares:
        raise UnitRefused("not_escrowed")
    if not reason.strip():
        raise UnitRefused("no_reason")
    public = _public_of(unit, person)
    told = {
        "unit": str(unit.pk),
        "unit_name": unit.name_es,
        "unit_public": bytes(key.public_key).hex(),
        "epoch": key.epoch,
        "person": person.pk,
        "person_name": person.display_name,
        "person_public": public.hex(),
        "person_fingerprint": keyrings.fingerprint(public),
        "reason": reason,
    }
    details = {"person": person.username, "epoch": key.epoch, "reason": reason}
    audit.record(by=by, action="tips.ask_escrow", subject=unit.name_es, details=details)
    return Asked(told, [_share(one) for one in shares])


@transaction.atomic
def take_in(*, answer: dict[str, Any], by: Any) -> Opened:
    """Give a member the key that three holders opened for them; everybody concerned sees that it was.

    `answer` is what ceremony.read_escrow_answer returned. Raises UnitRefused.
    """
    key = UnitKey.objects.filter(
        unit=answer["unit"], epoch=answer["epoch"], is_waiting=False
    ).first()  # fmt: skip
    if key is None:
        raise UnitRefused("another_unit")
    here = list(EscrowHolder.objects.filter(public_key__in=answer["holders"]))
    if len(here) < escrow.NEEDED:
        raise UnitRefused("unknown_holders")
    member = Membership.objects.current().filter(unit=key.unit, person=answer["person"]).first()
    if member is None:
        raise UnitRefused("no_member")
    KeyGrant.objects.update_or_create(
        unit_key=key,
        person=member.person,
        defaults={
            "sealed": answer["sealed"],
            "sealed_to": keyrings.public_keys([member.person]).get(member.person_id, b""),
            "given_by": ", ".join(one.institution for one in here),
        },
    )
    opening = EscrowOpening.objects.create(unit_key=key, reason=answer["reason"])
    opening.holders.set(here)
    _account_for(opening, member.person, here, by)
    concerned = EscrowHolder.objects.filter(pk__in=EscrowShare.objects.filter(unit_key=key).values("holders"))
    return Opened(opening, list(concerned.exclude(pk__in=[one.pk for one in here])))


def _account_for(opening: EscrowOpening, person: Any, here: Sequence[EscrowHolder], by: Any) -> None:
    details = {
        "person": person.username,
        "epoch": opening.unit_key.epoch,
        "holders": [one.institution for one in here],
        "reason": opening.reason,
    }
    audit.record(by=by, action="tips.open_escrow", subject=opening.unit_key.unit.name_es, details=details)


def _public_of(unit: Unit, person: Any) -> bytes:
    if not Membership.objects.current().filter(unit=unit, person=person).exists():
        raise UnitRefused("no_member")
    public = keyrings.public_keys([person]).get(person.pk)
    if public is None:
        raise UnitRefused("no_keyring")
    return public


def _share(kept: EscrowShare) -> Share:
    # The outermost box is that of the first public key in order, as when it was sealed.
    return Share(tuple(sorted(bytes(one.public_key) for one in kept.holders.all())), bytes(kept.sealed))
