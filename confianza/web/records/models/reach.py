"""Where a person may read what came, single records, and the pairs of records that wait for a decision."""

from typing import Any

from confianza.web.accounts.models import Purpose, Reach, Role

# Who reads what came; single records and uploads are the analyst's alone.
READERS = (Role.ANALYST, Role.NATIONAL_COORDINATOR, Role.MAYOR, Role.COMMANDER)


def reach_of_readers(user: Any) -> Reach:
    """Return where a person may read what came."""
    return user.reach(*READERS) if user.is_authenticated else Reach(False)


def reach_of_the_analyst(user: Any) -> Reach:
    """Return where a person may bring files and read single records."""
    if not user.is_authenticated:
        return Reach(False)
    return user.reach(Role.ANALYST, purpose=Purpose.OBSERVATORY)


def reach_of_the_coordinator(user: Any) -> Reach:
    """Return where a person looks at pairs as the second one, without reading the records themselves."""
    if not user.is_authenticated:
        return Reach(False)
    return user.reach(Role.NATIONAL_COORDINATOR)
