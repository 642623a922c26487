"""Roles as predicates, for every room that stands above."""

from typing import Any

from confianza.web.accounts.models import Purpose, Role
from confianza.web.lib import doors


def has_role(user: Any, *roles: Role, purpose: Purpose | None = None) -> bool:
    """Say whether `user` is logged in with an active account and holds one of `roles` now."""
    return doors.holds(user, *roles, purpose=purpose)
