"""Who may read what came, who may read single records, and who may bring files."""

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
