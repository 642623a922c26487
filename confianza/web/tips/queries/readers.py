"""Who can read a tip now: the people of the units that hold its key."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from confianza.web.tips.models import READING_KINDS, KeyGrant, Membership, Tip, Unit


@dataclass(frozen=True)
class UnitOfReaders:
    """A unit with the people in it who read a tip; `only_some` where the others must not."""

    unit: Unit
    people: tuple[Any, ...]
    only_some: bool


def of(tip: Tip) -> list[UnitOfReaders]:
    """Return the units that hold the key of a tip, each with those who can open it."""
    return sorted(_units(tip), key=lambda one: one.unit.name_es)


def people(tip: Tip) -> list[Any]:
    """Return everybody who can read a tip, by name."""
    found = {one.pk: one for unit in of(tip) for one in unit.people}
    return sorted(found.values(), key=lambda one: str(one.display_name).casefold())


def held_by(tip: Tip) -> dict[UUID, frozenset[int]]:
    """Return the same as numbers, as the routing asks for it."""
    return {one.unit.pk: frozenset(person.pk for person in one.people) for one in of(tip)}


def _units(tip: Tip) -> Iterator[UnitOfReaders]:
    wraps = list(tip.wraps.select_related("for_unit", "person"))
    for unit in {wrap.for_unit for wrap in wraps}:
        own = [wrap for wrap in wraps if wrap.for_unit_id == unit.pk]
        whole = any(wrap.unit_key_id for wrap in own)
        named = frozenset(wrap.person_id for wrap in own if wrap.person_id)
        members = _members(unit, {wrap.unit_key_id for wrap in own if wrap.unit_key_id})
        readers = tuple(one for one, holds in members if (whole and holds) or one.pk in named)
        yield UnitOfReaders(unit, readers, not whole)


def _members(unit: Unit, epochs: set[UUID]) -> Iterator[tuple[Any, bool]]:
    """Yield the current members of a unit, and whether each holds one of these keys of it."""
    if unit.kind not in READING_KINDS:
        return
    holders = set(KeyGrant.objects.filter(unit_key__in=epochs).values_list("person", flat=True))
    for one in Membership.objects.current().filter(unit=unit).select_related("person"):
        yield one.person, one.person_id in holders
