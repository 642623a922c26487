"""Who may read the territory and who may change it."""

from typing import Any

from confianza.web.lib import doors
from confianza.web.territory.models import Area

# The values of roles in accounts, which stands above this room; a test there holds them equal.
ANALYST, SYSTEM_ADMINISTRATOR = "analyst", "system_administrator"
STEWARDS = (ANALYST, SYSTEM_ADMINISTRATOR)


def can_read(user: Any) -> bool:
    """Everyone with an active account: a map of areas holds nothing about a person."""
    return bool(user.is_authenticated and user.is_active)


def can_import(user: Any) -> bool:
    """Whoever keeps the whole installation: borders drawn anew move the figures of every town."""
    return doors.holds(user, *STEWARDS) and user.reach(*STEWARDS).everywhere


def can_decide_names(user: Any) -> bool:
    """Names are read off claims, whose places only the analyst works with."""
    return doors.holds(user, ANALYST)


def can_decide_within(user: Any, area: Area | None) -> bool:
    """A name told within an area is the business of who works there; one told anywhere, of the whole
    installation.
    """
    return can_decide_names(user) and bool(user.reach(ANALYST).covers(area))
