"""Who may see the figures. They are aggregates for staff; small numbers are hidden only in what is
published.
"""

from typing import Any

from confianza.web.accounts.models import Role
from confianza.web.accounts.permissions import has_role

READERS = (
    Role.ANALYST,
    Role.BEAT_OFFICER,
    Role.COMMANDER,
    Role.MAYOR,
    Role.COMMUNITY_RELATIONS,
    Role.PROGRAMME_MANAGER,
    Role.NATIONAL_COORDINATOR,
)


def can_see_figures(user: Any) -> bool:
    """Whether the person may see counts, rates and maps of the whole workspace, and which deliveries they
    rest on.
    """
    return has_role(user, *READERS)
