"""Who may read the territory and who may change it."""

from typing import Any

from confianza.web.accounts.models import Role
from confianza.web.accounts.permissions import has_role

STEWARDS = (Role.ANALYST, Role.SYSTEM_ADMINISTRATOR)


def can_read(user: Any) -> bool:
    """Everyone with an active account: a map of areas holds nothing about a person."""
    return bool(user.is_authenticated and user.is_active)


def can_import(user: Any) -> bool:
    """Whoever keeps the observatory or the installation may import boundaries and populations."""
    return has_role(user, *STEWARDS)


def can_decide_names(user: Any) -> bool:
    """Names are read off claims, whose places only the analyst works with."""
    return has_role(user, Role.ANALYST)
