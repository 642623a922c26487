"""Who works with bodies of the community, and who keeps their lists."""

from typing import Any

from confianza.web.accounts.models import Role
from confianza.web.accounts.permissions import has_role
from confianza.web.community.models import Body, Request, Seat
from confianza.web.community.models.bodies import KEEPS_LISTS, READERS
from confianza.web.lib import once

KEEPERS = (Role.COMMUNITY_RELATIONS,)
OVERSEERS = (Role.COMMANDER, Role.COMMUNITY_RELATIONS)


def can_see_bodies(person: Any) -> bool:
    """Whether the person works with some body: by role, or by a seat."""
    if not person.is_authenticated or not person.is_active:
        return False
    return has_role(person, *(Role(role) for role in READERS)) or _has_a_seat(person)


def _has_a_seat(person: Any) -> bool:
    """Three doors of the menu ask for it."""
    return once.answered(("has a seat", person.pk), Seat.objects.held_by(person).exists)


def can_keep_bodies(person: Any) -> bool:
    """Whether the person founds bodies and gives seats: whoever keeps the community relations."""
    return has_role(person, *KEEPERS)


def keeps(person: Any, body: Body) -> bool:
    """Whether the person looks after a body: its record, seats and state."""
    return can_keep_bodies(person) and bool(person.reach(*KEEPERS).covers(body.area))


def can_call(person: Any, body: Body) -> bool:
    """Whether the person calls and closes the meetings of a body and writes down what it asks for."""
    return keeps(person, body) or keeps_lists(person, body)


def keeps_lists(person: Any, body: Body) -> bool:
    """Whether the person may read and write the lists of names of a body: by a seat in it, not by rank."""
    seats = Seat.objects.held_by(person).filter(body=body, duty__in=KEEPS_LISTS)
    return bool(person.is_authenticated and person.is_active and seats.exists())


def can_answer(person: Any, request: Request) -> bool:
    """Whether the person may take a request further: its owner, or whoever looks after the body."""
    return request.owner_id == person.pk or can_call(person, request.body)


def can_oversee(person: Any) -> bool:
    """Whether the person looks after juntas."""
    return has_role(person, *OVERSEERS)


def oversees(person: Any, body: Body) -> bool:
    """Whether a junta is this person's to visit, to lend to and to suspend."""
    return can_oversee(person) and bool(person.reach(*OVERSEERS).covers(body.area))
