"""Who may read the territory and who may change it."""

from typing import Any

from confianza.web.lib import doors

# The values of roles in accounts, which stands above this room; a test there holds them equal.
ANALYST, SYSTEM_ADMINISTRATOR = "analyst", "system_administrator"
STEWARDS = (ANALYST, SYSTEM_ADMINISTRATOR)


def can_read(user: Any) -> bool:
    """Everyone with an active account: a map of areas holds nothing about a person."""
    return bool(user.is_authenticated and user.is_active)


def can_import(user: Any) -> bool:
    """Whoever keeps the observatory or the installation may import boundaries and populations."""
    return doors.holds(user, *STEWARDS)


def can_decide_names(user: Any) -> bool:
    """Names are read off claims, whose places only the analyst works with."""
    return doors.holds(user, ANALYST)
