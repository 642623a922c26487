"""Who keeps surveys, and who reads what they say."""

from typing import Any

from confianza.web.accounts.models import Role
from confianza.web.accounts.permissions import has_role
from confianza.web.surveys.models import Survey
from confianza.web.surveys.models.surveys import READERS
from confianza.web.territory.models import Area

KEEPERS = (Role.ANALYST,)


def can_read_surveys(person: Any) -> bool:
    """Whether the person reads what surveys say of some place."""
    return has_role(person, *map(Role, READERS))


def can_keep_surveys(person: Any) -> bool:
    """Whether the person plans, draws, weighs and publishes surveys of some place."""
    return has_role(person, *KEEPERS)


def keeps(person: Any, survey: Survey) -> bool:
    """Whether a survey is this person's to change: where the person is analyst."""
    return can_keep_for(person, survey.area)


def can_keep_for(person: Any, area: Area) -> bool:
    """Whether the person may begin a survey of a place."""
    return can_keep_surveys(person) and bool(person.reach(*KEEPERS).covers(area))
