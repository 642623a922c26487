"""Small words on the pages of the fieldwork: `{% load field %}`."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.design.templatetags import figures
from confianza.web.fieldwork import sentences

register = template.Library()

KINDS = {
    "arriving": "working",
    "waiting": "attention",
    "approved": "good",
    "rejected": "neutral",
    "replaced": "neutral",
}
PICTURES = {".jpg", ".jpeg", ".png", ".webp"}
# As much of a number as people compare by eye.
SHORT = 8


@register.simple_tag
def standing(submission: Any) -> SafeString:
    """Draw where a submission stands."""
    return figures.status(KINDS[submission.standing], submission.get_standing_display())


@register.simple_tag
def place(area_id: int | None, names: Mapping[int, str]) -> str:
    """Name an area, or the whole installation."""
    return names.get(area_id, "") if area_id else _("The whole installation")


@register.simple_tag
def minutes(submission: Any) -> str:
    """Say how long it took to fill in, "–" where the telephone did not tell."""
    if not submission.begun_at or not submission.ended_at:
        return "–"
    return f"{(submission.ended_at - submission.begun_at).total_seconds() / 60:.0f}"


@register.filter
def short_id(instance: str) -> str:
    """Shorten the number of a filled form."""
    return instance.removeprefix("uuid:")[:SHORT]


@register.filter
def flag_sentence(flag: str) -> str:
    """Say what looks odd."""
    return sentences.odd(flag)


@register.filter
def is_picture(file: Any) -> bool:
    """Say whether a file is called like a picture."""
    return PurePath(file.name).suffix.lower() in PICTURES


@register.filter
def author(name: str) -> str:
    """Name who did something; the command line in the reader's language."""
    return _("the command line") if name == COMMAND_LINE.display_name else name
