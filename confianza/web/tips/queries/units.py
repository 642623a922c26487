"""Units as whoever keeps their list sees them: members, who holds which key, what is due. Never a tip."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from confianza.web.accounts.queries import keyrings
from confianza.web.accounts.rules import APART
from confianza.web.territory.models import Area
from confianza.web.tips import escrow, keys
from confianza.web.tips.models import (
    EscrowHolder,
    EscrowOpening,
    KeyGrant,
    KeyWrap,
    Membership,
    Unit,
    UnitKey,
)
from confianza.web.tips.queries import routing_world
from confianza.web.tips.rules import epochs


@dataclass(frozen=True)
class Member:
    """A member of a unit. `fingerprint` is "" without a keyring; `holds` says whether the key in use was
    given to them.
    """

    membership: Membership
    fingerprint: str
    holds: bool

    @property
    def person(self) -> Any:
        return self.membership.person


@dataclass(frozen=True)
class Standing:
    """A unit with all that is known about its keys."""

    unit: Unit
    members: tuple[Member, ...]
    key: UnitKey | None
    waiting: UnitKey | None
    facts: epochs.Facts
    due: tuple[str, ...]

    @property
    def rotates_on(self) -> date | None:
        return epochs.rotates_on(self.key.begins_on) if self.key else None


def all_of(user: Any, today: date) -> list[Standing]:
    """Return the open units somebody may see, with how they stand."""
    return [standing(unit, today, user) for unit in Unit.objects.visible_to(user).filter(closed_on=None)]


def named(name: str) -> Unit | None:
    """Return the open unit of that name in Spanish or English."""
    return Unit.objects.filter(Q(name_es=name) | Q(name_en=name), closed_on=None).first()


def standing(unit: Unit, today: date, viewer: Any = None) -> Standing:
    """Return how a unit stands today. Whether old tips wait is told to its members only: to whoever keeps the
    list nothing tells that there are any.
    """
    key = UnitKey.objects.current().filter(unit=unit).first()
    waiting = UnitKey.objects.waiting().filter(unit=unit).first()
    members = _members(unit, key, today)
    is_member = viewer is not None and viewer.pk in {one.person.pk for one in members}
    facts = epochs.Facts(
        begins_on=key.begins_on if key else None,
        is_waiting=waiting is not None,
        members=len(members),
        with_keyring=sum(bool(one.fingerprint) for one in members),
        with_key=sum(one.holds for one in members),
        gone=_gone(unit, key),
        is_escrowed=bool(key and key.escrow.exists()),
        old_tips=old_wraps(unit).count() if is_member else 0,
    )
    return Standing(unit, members, key, waiting, facts, epochs.due(facts, today))


def old_wraps(unit: Unit) -> Any:
    """Return what is still sealed to keys of a unit that are no longer in use."""
    old = UnitKey.objects.filter(unit=unit, is_waiting=False).exclude(ends_on=None)
    return KeyWrap.objects.filter(for_unit=unit, unit_key__in=old)


def holders() -> list[EscrowHolder]:
    """Return the five who hold escrow now; fewer where they are not complete."""
    return list(EscrowHolder.objects.filter(until=None))


def escrow_keys() -> list[bytes]:
    """Return the public keys to put a unit's key in escrow with; none until there are five."""
    found = [bytes(one.public_key) for one in holders()]
    return found if len(found) == escrow.HOLDERS else []


def openings(unit: Unit) -> list[EscrowOpening]:
    """Return when keys of a unit were opened from escrow, and why."""
    return list(EscrowOpening.objects.filter(unit_key__unit=unit).prefetch_related("holders"))


def request_of(waiting: UnitKey, members: tuple[Member, ...]) -> Mapping[str, Any]:
    """Return what whoever keeps the root key reads and signs about a key that waits."""
    holds = set(KeyGrant.objects.filter(unit_key=waiting).values_list("person", flat=True))
    return {
        "unit": str(waiting.unit_id),
        "name": waiting.unit.name_es,
        "unit_kind": waiting.unit.kind,
        "epoch": waiting.epoch,
        "public": bytes(waiting.public_key).hex(),
        "verify": bytes(waiting.verify_key).hex(),
        "members": [
            {"name": one.person.display_name, "fingerprint": one.fingerprint}
            for one in members
            if one.person.pk in holds
        ],
    }


def requests(today: date) -> list[Mapping[str, Any]]:
    """Return the same for every key that waits."""
    found = UnitKey.objects.waiting().select_related("unit")
    return [request_of(one, _members(one.unit, None, today)) for one in found]


def stations() -> list[tuple[str, str]]:
    """Return the police's places as choices: stable id and name."""
    return sorted(routing_world.station_names().items(), key=lambda one: one[1])


def station(stable_id: str) -> Area | None:
    """Return the place of that stable id; None for "", outside the police."""
    return Area.objects.filter(stable_id=stable_id).first() if stable_id else None


def has_root() -> bool:
    """Say whether the public root key was brought here."""
    return keys.root(settings.WORKSPACE.keys) is not None


def eligible(unit: Unit, people: Any) -> Any:
    """Return those of `people` who could become members: not those who keep the house or watch it, nor those
    who are members already.
    """
    current = Membership.objects.current().filter(unit=unit)
    found = people.filter(is_active=True, left_at=None).exclude(pk__in=current.values("person"))
    return [one for one in found if not keeps_the_house(one)]


def keeps_the_house(person: Any) -> bool:
    """Say whether somebody administers or audits here: such people are never sealed to."""
    return bool(person.holds(*APART))


def _members(unit: Unit, key: UnitKey | None, today: date) -> tuple[Member, ...]:
    found = list(Membership.objects.on(today).filter(unit=unit).select_related("person"))
    public = keyrings.public_keys(one.person_id for one in found)
    holds = _holders(key, public)
    members = [
        Member(
            one,
            keyrings.fingerprint(public[one.person_id]) if one.person_id in public else "",
            one.person_id in holds,
        )
        for one in found
    ]
    return tuple(sorted(members, key=lambda one: str(one.person.display_name).casefold()))


def _holders(key: UnitKey | None, public: Mapping[int, bytes]) -> set[int]:
    """Return who can open their grant of a key: it was sealed to the keyring they have now."""
    grants = key.grants.all() if key else ()
    return {one.person_id for one in grants if bytes(one.sealed_to) in (b"", public.get(one.person_id, b""))}


def _gone(unit: Unit, key: UnitKey | None) -> int:
    """Count the people who held the key in use and are members no longer, or not while suspended."""
    if key is None:
        return 0
    current = Membership.objects.current().filter(unit=unit).values("person")
    return key.grants.exclude(person__in=current).count() + (key.left_on is not None)
