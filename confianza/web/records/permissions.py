"""Who may read what came, who may read single records, who may bring files, and who reviews pairs."""

from typing import Any

from confianza.web.accounts.models import Purpose, Role
from confianza.web.accounts.permissions import has_role
from confianza.web.records.models import READERS


def can_read_deliveries(person: Any) -> bool:
    """Whether the person may read what came, what is wrong with it and what is late; no single record."""
    return has_role(person, *READERS)


def can_read_records(person: Any) -> bool:
    """Whether the person may read single records, as in the rows that were rejected."""
    return has_role(person, Role.ANALYST, purpose=Purpose.OBSERVATORY)


def can_upload(person: Any) -> bool:
    """Whether the person may bring files, confirm them and have a delivery read again."""
    return has_role(person, Role.ANALYST, purpose=Purpose.OBSERVATORY)


def can_review(person: Any) -> bool:
    """Whether the person may say if two records are of one victim: the analyst, who reads both, and the
    national coordinator as the second one, who sees how they compare and reads neither.
    """
    return can_read_records(person) or has_role(person, Role.NATIONAL_COORDINATOR)


def can_read_cases(person: Any) -> bool:
    """Whether the person may read cases, one by one, with what each source says of them."""
    return can_read_records(person)


def can_hold_meetings(person: Any) -> bool:
    """Whether the person prepares validation meetings and writes down what they decide."""
    return can_read_records(person)


def can_link(person: Any) -> bool:
    """Whether the person may have all records linked again."""
    return can_read_records(person)
