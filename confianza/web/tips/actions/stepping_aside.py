"""Before people get a unit's keys: what concerns them is sealed to the others of the unit, one by one.

The routing leaves out whoever served where a tip points to. Who joins a unit later, and is given its keys,
must not find with them what was told about their own station.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from confianza.web.accounts.queries import keyrings
from confianza.web.lib import sealing
from confianza.web.tips.actions import lines
from confianza.web.tips.models import KeyWrap, Tip, Unit
from confianza.web.tips.queries import destinations, opening, readers
from confianza.web.tips.queries.opening import OpenTip, Reader
from confianza.web.tips.rules import routing


@transaction.atomic
def step_aside(*, unit: Unit, people: Iterable[int], reader: Reader, by: Any) -> int:
    """Take from the unit's key every tip that concerns one of `people`, and seal it to its other readers.

    `reader` is a member who holds the keys, open. Return how many tips; those that `reader` cannot open stay.
    """
    wanted = frozenset(people)
    held = Tip.objects.filter(wraps__for_unit=unit, wraps__unit_key__isnull=False).distinct()
    return sum(_sealed_to_others(tip, unit, wanted, reader, by) for tip in held)


def _sealed_to_others(tip: Tip, unit: Unit, people: frozenset[int], reader: Reader, by: Any) -> bool:
    try:
        opened = opening.opened(tip, reader)
    except opening.NoKey:
        return False
    concerned = people & _concerned(opened)
    if not concerned:
        return False
    _wrap_to_people(opened, unit, readers.held_by(tip).get(unit.pk, frozenset()) - concerned)
    lines.account_for(tip=tip, action="step_aside", by=by, unit=str(unit.pk))
    return True


def _concerned(opened: OpenTip) -> frozenset[Any]:
    told = destinations.known(opened)
    return routing.route(told, destinations.world(told)).excluded_people


def _wrap_to_people(opened: OpenTip, unit: Unit, people: frozenset[int]) -> None:
    for person, public in keyrings.public_keys(people).items():
        KeyWrap.objects.get_or_create(
            tip=opened.tip,
            for_unit=unit,
            person_id=person,
            defaults={"sealed": sealing.seal_to(bytes(public), opened.private)},
        )
    if not opened.tip.wraps.filter(person__isnull=False, for_unit=unit).exists():
        raise routing.WouldReachTheImplicated("nobody of the unit has keys of their own")
    opened.tip.wraps.filter(for_unit=unit, unit_key__isnull=False).delete()
