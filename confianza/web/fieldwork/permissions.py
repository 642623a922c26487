"""Who draws up forms and reviews what comes back, and who gives telephones their keys."""

from typing import Any

from confianza.web.accounts.models import Role
from confianza.web.accounts.permissions import has_role
from confianza.web.fieldwork.models import Form, Submission
from confianza.web.territory.models import Area

REVIEWERS = (Role.ANALYST,)
KEEPERS_OF_TELEPHONES = (Role.ANALYST, Role.SYSTEM_ADMINISTRATOR)
# Those for whom the five forms of the street are made (library/catalogue.toml).
FILLERS_OF_CARDS = (Role.BEAT_OFFICER, Role.COMMANDER, Role.COMMUNITY_RELATIONS)


def can_keep_forms(person: Any) -> bool:
    """Whether the person brings forms, sees who sent what by them, and reviews it."""
    return has_role(person, *REVIEWERS)


def can_keep_telephones(person: Any) -> bool:
    """Whether the person gives telephones their keys and takes them back."""
    return has_role(person, *KEEPERS_OF_TELEPHONES)


def can_fill_cards(person: Any) -> bool:
    """Whether the person fills in cards in the browser of a telephone."""
    return has_role(person, *FILLERS_OF_CARDS)


def keeps_everywhere(person: Any) -> bool:
    """Whether the person gives keys for the whole installation."""
    return can_keep_telephones(person) and bool(person.reach(*KEEPERS_OF_TELEPHONES).everywhere)


def keeps(person: Any, form: Form) -> bool:
    """Whether a form is this person's to change and to review: where the person is analyst."""
    return can_keep_forms(person) and bool(person.reach(*REVIEWERS).covers(form.area))


def can_bring_for(person: Any, area: Area | None) -> bool:
    """Whether the person may bring a form for an area (None: for the whole installation)."""
    return can_keep_forms(person) and bool(person.reach(*REVIEWERS).covers(area))


def can_read_answers(person: Any, submission: Submission) -> bool:
    """Whether the person may read what was answered: of a confidential form only whoever sent it.

    The room that a confidential form collects for has its own need to know.
    """
    if is_own(person, submission):
        return True
    return keeps(person, submission.form) and not submission.form.is_confidential


def can_judge(person: Any, submission: Submission) -> bool:
    """Whether the person may approve or reject: whoever keeps the form and did not send this."""
    return keeps(person, submission.form) and not is_own(person, submission)


def can_export(person: Any, form: Form) -> bool:
    """Whether the person may take the answers to a form along; of a confidential one never from here."""
    return keeps(person, form) and not form.is_confidential


def is_own(person: Any, submission: Submission) -> bool:
    """Whether a submission came from a telephone of this person's."""
    return bool(submission.device and submission.device.person_id == person.pk)
