"""Who may work at the desk: whoever is a member of a unit, never because of a role."""

from typing import Any

from confianza.web.lib import doors, once
from confianza.web.tips.models import READING_KINDS, Kind, Membership
from confianza.web.tips.models.rewards import ADDERS
from confianza.web.tips.models.units import KEEPERS

# Units whose people take calls and type what they hear; they read it afterwards only if it is routed to them.
ANSWERS_THE_TELEPHONE = (Kind.DESK, Kind.SCHOOL_DESK)


def works_in(person: Any, *kinds: str) -> bool:
    """Say whether a person is a current member of an open unit of one of these kinds."""
    if not (person.is_authenticated and person.is_active):
        return False
    return not _kinds_of(person).isdisjoint(kinds)


def _kinds_of(person: Any) -> frozenset[str]:
    """The kinds of the open units in which the person is a current member; the menu asks six times."""

    def kinds() -> frozenset[str]:
        current = Membership.objects.current().filter(person=person, unit__closed_on=None)
        return frozenset(current.values_list("unit__kind", flat=True).order_by())

    return once.answered(("kinds of units", person.pk), kinds)


def can_read_tips(person: Any) -> bool:
    """Whether tips may be sealed to a unit the person works in; which ones they read, a key decides."""
    return works_in(person, *READING_KINDS)


def can_take_calls(person: Any) -> bool:
    """Whether the person writes down what callers tell."""
    return works_in(person, *ANSWERS_THE_TELEPHONE)


def can_release_originals(person: Any) -> bool:
    """Whether the person's unit keeps halves of the keys of originals; it reads no tip."""
    return works_in(person, Kind.EVIDENCE)


def can_decide_rewards(person: Any) -> bool:
    """Whether the person sits on the board, which learns what a tip led to and never which."""
    return works_in(person, Kind.BOARD)


def can_pay_rewards(person: Any) -> bool:
    """Whether the person pays vouchers, and learns nothing but their amount."""
    return works_in(person, Kind.PAYER)


def can_add_up_rewards(person: Any) -> bool:
    """Whether the person sees what was paid by month: the auditor."""
    return doors.holds(person, *ADDERS)


def can_keep_units(person: Any) -> bool:
    """Whether the person keeps the list of units and members, which opens nothing."""
    return doors.holds(person, *KEEPERS)


def can_hold_keys(person: Any) -> bool:
    """Whether the person works in a unit, so may hold its key and give it on."""
    return works_in(person, *Kind.values)


def can_see_units(person: Any) -> bool:
    """Whether there are units whose members and keys the person sees: all of them, or their own."""
    return can_keep_units(person) or can_hold_keys(person)
