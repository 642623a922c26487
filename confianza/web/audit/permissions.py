"""Who may read the account."""

from typing import Any

from confianza.web.audit.models import READER
from confianza.web.lib import doors


def can_read_account(user: Any) -> bool:
    """Only the auditor reads the account; the system administrator, whose deeds it tells, does not.

    There is one account for all towns, so one town's auditor may not read it either.
    """
    return doors.holds(user, READER) and bool(user.reach(READER).everywhere)
