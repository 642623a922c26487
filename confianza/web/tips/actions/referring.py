"""Giving a tip to another unit, and taking it from those whom, as it turns out, it concerns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from confianza.web.accounts.queries import keyrings
from confianza.web.lib import sealing
from confianza.web.tips.actions import lines
from confianza.web.tips.models import Coincidence, EvidenceRequest, KeyWrap, Tip, Unit, UnitKey
from confianza.web.tips.queries import destinations, opening, readers
from confianza.web.tips.queries.opening import OpenTip
from confianza.web.tips.rules import routing, standing
from confianza.web.tips.rules.answers import Answers
from confianza.web.tips.rules.routing import World


class Refused(Exception):
    """The tip cannot go there; `problem` is a code."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


@dataclass(frozen=True)
class _Wrapping:
    """Seals the key of a tip to units, whole or person by person."""

    tip: Tip
    private: bytes

    def to_unit(self, unit: UUID) -> None:
        key = _current_key(unit)
        KeyWrap.objects.get_or_create(
            tip=self.tip,
            unit_key=key,
            defaults={
                "for_unit_id": unit,
                "sealed": sealing.seal_to(bytes(key.public_key), self.private),
            },
        )

    def to_people(self, unit: UUID, people: Iterable[int]) -> None:
        wanted = set(people)
        found = keyrings.public_keys(wanted)
        if not wanted & set(found):
            raise Refused("nobody_has_keys")
        for person, public in found.items():
            KeyWrap.objects.get_or_create(
                tip=self.tip,
                for_unit_id=unit,
                person_id=person,
                defaults={"sealed": sealing.seal_to(bytes(public), self.private)},
            )


@transaction.atomic
def refer(*, opened: OpenTip, to: Unit, reason: str, world: World, by: Any) -> None:
    """Have another unit read a tip as well. Raises Refused where it concerns that unit, where the unit has no
    key, or where nobody is left in it whom the tip does not concern.
    """
    route = routing.route(destinations.known(opened), world)
    if to.pk in route.implicated_units or to.pk not in world.units:
        raise Refused("concerned")
    members = world.units[to.pk].members
    left = members - route.excluded_people
    if members and not left:
        raise Refused("concerned")
    told = {"unit": str(to.pk), "name_es": to.name_es, "name_en": to.name_en, "reason": reason}
    lines.write(opened=opened, what=standing.REFERRED, told=told, by=by)
    wrapping = _Wrapping(opened.tip, opened.private)
    if left == members:
        wrapping.to_unit(to.pk)
    else:
        wrapping.to_people(to.pk, left)  # type: ignore[arg-type]
    lines.account_for(tip=opened.tip, action="refer", by=by, unit=str(to.pk))


@transaction.atomic
def discover(*, opened: OpenTip, found: Answers, reason: str, world: World, by: Any) -> routing.Late:
    """Send a tip that turns out to concern police where it belongs, and take it from whom it concerns.

    `found` is what the teller answered together with what came out (stations, badges, units). Who had read
    it, and who could, is written where its new readers see it. Where the routing leaves nobody, those
    concerned lose it if anybody else holds it; where nobody does, raises Refused.
    """
    held = readers.held_by(opened.tip)
    late = routing.late_discovery(found, world, held_by=held)
    left = _left(held, late)
    if not left:
        raise Refused("nobody_left")
    lines.write(opened=opened, what=standing.DISCOVERED, told=_discovery(opened, found, reason), by=by)
    wrapping = _Wrapping(opened.tip, opened.private)
    for unit, people in left.items():
        if people is None:
            wrapping.to_unit(unit)
        else:
            wrapping.to_people(unit, people)
    lines.account_for(tip=opened.tip, action="discover", by=by, taken_from=len(late.loses_people))
    # Last: from here on the register shows the tip to its new readers only.
    _take_from(opened.tip, late, left)
    return late


def _left(held: Mapping[UUID, frozenset[int]], late: routing.Late) -> dict[UUID, frozenset[int] | None]:
    """Return the units that read the tip from now on: None all of their people, else these of them."""
    lost = cast(frozenset[int], late.loses_people)
    left: dict[UUID, frozenset[int] | None] = dict.fromkeys(late.route.units)
    left |= cast(dict[UUID, frozenset[int]], dict(late.route.per_officer_units))
    # Where the routing leaves nobody, those stay whom it does not concern: somebody must hand it on.
    for unit, people in held.items():
        if late.route.refusal and unit not in late.loses_units and people - lost:
            left[unit] = people - lost if people & lost else None
    return left


def _discovery(opened: OpenTip, found: Answers, reason: str) -> Mapping[str, Any]:
    """Return what the new readers are told: why, which stations, who had read and who could."""
    read = {(line.by_id, line.by_name): line.on.isoformat() for line in opened.standing.readers}
    could = [(str(one.pk), one.display_name) for one in readers.people(opened.tip)]
    return {
        "reason": reason,
        "stations": sorted(found.stations),
        "badges": sorted(found.badges),
        "units": sorted(found.units),
        "had_read": [[who, name, on] for (who, name), on in sorted(read.items(), key=lambda one: one[0][1])],
        "could_read": [[who, name] for who, name in could],
    }


def _take_from(tip: Tip, late: routing.Late, left: Mapping[UUID, frozenset[int] | None]) -> None:
    people = cast(set[int], late.loses_people)
    Coincidence.objects.filter(tip=tip).exclude(unit__in=left).delete()
    EvidenceRequest.objects.filter(tip=tip, asked_by__in=people).delete()
    wraps = KeyWrap.objects.filter(tip=tip)
    # Where only some of a unit may go on reading it, the wrap for all of them goes.
    wraps.filter(unit_key__isnull=False, for_unit__in=[one for one in left if left[one] is not None]).delete()
    wraps.filter(person__in=people).delete()
    wraps.exclude(for_unit__in=left).delete()


def _current_key(unit: UUID) -> UnitKey:
    key = UnitKey.objects.current().filter(unit=unit).first()
    if key is None:
        raise Refused("no_key")
    try:
        opening.check_vouched(key)
    except sealing.Forged:
        raise Refused("no_key") from None
    return key
