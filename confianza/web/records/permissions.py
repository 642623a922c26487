"""Who may read deliveries, who may read one record, and who may bring files."""

from typing import Protocol

from confianza.web.accounts.models import Role

READERS = frozenset({Role.ANALYST, Role.NATIONAL_COORDINATOR, Role.MAYOR, Role.COMMANDER})


class Person(Protocol):
    """Whoever asks: a user, or nobody in particular."""

    @property
    def is_authenticated(self) -> bool: ...


def can_read_deliveries(person: Person) -> bool:
    """Whether the person may read what came, what is wrong with it and what is late; no single record."""
    return person.is_authenticated and getattr(person, "role", "") in READERS


def can_read_records(person: Person) -> bool:
    """Whether the person may read single records, as in the rows that were rejected."""
    return person.is_authenticated and getattr(person, "role", "") == Role.ANALYST


def can_upload(person: Person) -> bool:
    """Whether the person may bring files, confirm them and have a delivery read again."""
    return can_read_records(person)
