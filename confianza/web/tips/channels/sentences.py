"""What is answered to a text message: short, plain, and never a word of what somebody told."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from confianza.web.tips import receipts
from confianza.web.tips.actions import messaging
from confianza.web.tips.questionnaire import contacts


def of(code: str, receipt: str = "") -> str:
    """Return the answer to a message, in the language of the installation."""
    told = {"web": settings.TIPS_ADDRESS or _("the address on the poster"), "number": emergency()}
    if code == messaging.CODE:
        # The digits alone: beside them nothing that would say what they open.
        return receipts.grouped(receipt)
    return " ".join(str(sentence) % told for sentence in _sentences(code))


def emergency() -> str:
    """Return the number to call in danger."""
    country = contacts.of(settings.COUNTRY)
    return settings.EMERGENCY_NUMBER or (country.emergency[0].number if country.emergency else "")


def _sentences(code: str) -> list[Any]:
    delete = _("Delete these messages.")
    if code == messaging.BEGUN:
        return [
            _("It arrived."),
            _("Danger now? Call %(number)s."),
            _("A text message is not anonymous: the company sees your number; we do not keep it."),
            _("Safer: %(web)s"),
            _("To go on there, write CODIGO."),
            delete,
        ]
    if code == messaging.ADDED:
        return [_("It was added."), delete]
    if code == messaging.ANSWERED:
        return [_("It was added."), _("There is an answer: write CODIGO and read it at %(web)s"), delete]
    if code == messaging.NO_TALK:
        return [_("There is no talk with this number. Write what you know, or better: %(web)s")]
    if code == messaging.TOO_MANY:
        return [_("Too many messages now."), _("Danger now? Call %(number)s."), _("Safer: %(web)s")]
    return [_("We could not take this."), _("Danger now? Call %(number)s."), _("Safer: %(web)s")]
