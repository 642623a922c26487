"""Words and tags of the tip desk's pages: `{% load tips %}`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString

from confianza.web.design.templatetags.figures import status
from confianza.web.design.writing import size
from confianza.web.tips.desk import tip_pages, words
from confianza.web.tips.models import State, Tip
from confianza.web.tips.queries.opening import File

register = template.Library()

SIGNS = {
    State.NEW: "attention",
    State.TRIAGED: "working",
    State.ASSIGNED: "working",
    State.ANSWERED: "good",
    State.CLOSED: "neutral",
}

register.filter("kind_name", words.of_kind)
register.filter("due_sentence", tip_pages.due_sentence)


@register.simple_tag
def state_tag(tip: Tip) -> SafeString:
    """Draw where a tip stands."""
    return status(SIGNS[State(tip.state)], str(State(tip.state).label))


@register.filter
def commas(values: Sequence[str]) -> str:
    return ", ".join(values)


@register.filter
def receiver(code: str) -> Any:
    """Return what the receiver of a product is called."""
    return dict(words.RECEIVERS).get(code, code)


@register.filter
def is_picture(file: File) -> bool:
    """Say whether a page can show a file."""
    return file.about.get("kind") in tip_pages.SHOWN


@register.filter
def file_words(file: File) -> str:
    """Say what a file is and how large."""
    return f"{str(file.about['kind']).rpartition('/')[2].upper()}, {size(int(file.about['size']))}"


@register.filter
def of_file(asked: Mapping[Any, Any], file: File) -> Any:
    """Return what was asked for of a file, or None."""
    return asked.get(file.attachment.pk)
