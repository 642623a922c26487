"""Roles as predicates and as guards of views, for every room that stands above."""

from collections.abc import Callable
from typing import Any

from confianza.web.accounts.models import Role
from confianza.web.lib import doors


def has_role(user: Any, *roles: Role) -> bool:
    """Say whether `user` is logged in with an active account in one of `roles`."""
    return bool(user.is_authenticated and user.is_active and user.role in roles)


def role_required(*roles: Role) -> Callable[[doors.View], doors.View]:
    """Guard a view: anonymous people are asked to log in, other roles get a 404."""
    return doors.open_when(lambda user: has_role(user, *roles))
