"""Who asks whether something worked, who criticises the answer, and who reads it."""

from typing import Any

from confianza.web.accounts.models import Role
from confianza.web.accounts.permissions import has_role
from confianza.web.evaluation.models import Evaluation, Result
from confianza.web.evaluation.models.evaluations import READERS, WORKERS
from confianza.web.territory.models import Area

KEEPERS = (Role.ANALYST, Role.PROGRAMME_MANAGER)
# Whoever pays for a programme does not judge whether it worked.
CRITICS = (Role.ANALYST, Role.NATIONAL_COORDINATOR)
COMPUTERS = (Role.ANALYST,)


def can_read_evaluations(person: Any) -> bool:
    """Whether the person reads evaluations of some place."""
    return has_role(person, *map(Role, READERS))


def can_keep_evaluations(person: Any) -> bool:
    """Whether the person designs evaluations of some place."""
    return has_role(person, *KEEPERS)


def can_criticise_evaluations(person: Any) -> bool:
    """Whether the person criticises evaluations of some place."""
    return has_role(person, *CRITICS)


def can_compute_evaluations(person: Any) -> bool:
    """Whether the person computes and publishes evaluations of some place."""
    return has_role(person, *COMPUTERS)


def can_work_on_evaluations(person: Any) -> bool:
    """Whether the person sees results of some place before they are published."""
    return has_role(person, *map(Role, WORKERS))


def can_keep_for(person: Any, area: Area) -> bool:
    """Whether the person may ask about a place."""
    return can_keep_evaluations(person) and bool(person.reach(*KEEPERS).covers(area))


def keeps(person: Any, evaluation: Evaluation) -> bool:
    """Whether an evaluation is this person's to design, register, depart from and abandon."""
    return can_keep_for(person, evaluation.area)


def computes(person: Any, evaluation: Evaluation) -> bool:
    """Whether the person computes and publishes it: the analyst, never the donor."""
    return can_compute_evaluations(person) and bool(person.reach(*COMPUTERS).covers(evaluation.area))


def had_a_hand_in(person: Any, evaluation: Evaluation) -> bool:
    """Whether the person designed it, or computed any of its results."""
    own = Result.objects.visible_to(person).filter(evaluation=evaluation, computer=person).exists()
    return evaluation.author_id == person.pk or own


def criticises(person: Any, evaluation: Evaluation) -> bool:
    """Whether the person may criticise it: an analyst or the coordinator, who had no hand in it."""
    reaches = can_criticise_evaluations(person) and person.reach(*CRITICS).covers(evaluation.area)
    return bool(reaches) and not had_a_hand_in(person, evaluation)


def works_on(person: Any, evaluation: Evaluation) -> bool:
    """Whether the person sees its results before they are published."""
    return can_work_on_evaluations(person) and bool(person.reach(*map(Role, WORKERS)).covers(evaluation.area))
