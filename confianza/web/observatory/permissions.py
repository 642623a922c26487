"""Who may see the figures. They are aggregates for staff; small numbers are hidden only in what is
published.
"""

from typing import Any

from confianza.web.accounts.models import Reach, Role
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
    """Whether the person may see counts, rates and maps: of towns anywhere, of less where `reach` says."""
    return has_role(user, *READERS)


def reach(user: Any) -> Reach:
    """Return where the person may see the figures of areas smaller than a town."""
    found: Reach = user.reach(*READERS)
    return found
