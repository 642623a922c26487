"""Small words on the set-up pages of surveys: `{% load setup %}`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from confianza.web.design import writing
from confianza.web.design.templatetags import figures
from confianza.web.surveys import plan_sentences

register = template.Library()

PERCENT = 100
WAVES: Mapping[str, tuple[str, Any]] = {
    "planned": ("attention", _("Planned")),
    "committed": ("attention", _("Waits for the draw")),
    "drawn": ("working", _("In the field")),
    "closed": ("attention", _("To be weighed")),
    "weighed": ("good", _("Weighed")),
}
CLUSTERS: Mapping[str, tuple[str, Any]] = {
    "replaced": ("neutral", pgettext_lazy("cluster", "Replaced")),
    "complete": ("good", _("Complete")),
    "inaccessible": ("attention", _("Out of reach")),
    "begun": ("working", _("Under way")),
    "not_begun": ("neutral", _("Not begun")),
}


@register.simple_tag
def wave_state(code: str) -> SafeString:
    """Draw where a wave stands."""
    kind, word = WAVES[code]
    return figures.status(kind, word)


@register.simple_tag
def cluster_state(code: str) -> SafeString:
    """Draw where a cluster stands."""
    kind, word = CLUSTERS[code]
    return figures.status(kind, word)


@register.simple_tag
def area_name(area_id: int, names: Mapping[int, str]) -> str:
    """Name an area."""
    return names.get(area_id, "")


@register.simple_tag
def percent(share: float | None) -> str:
    """Write a share as per cent, "–" where there is none."""
    return writing.MISSING if share is None else f"{writing.number(PERCENT * share)} %"


@register.simple_tag
def outcome(part: Any, code: str) -> str:
    """Write how many visits of a part ended so."""
    return writing.number(part.count(code))


@register.filter
def moment(text: str) -> datetime | None:
    """Read a moment of a record, for `date` to write it; None where there is none."""
    return datetime.fromisoformat(text) if text else None


@register.simple_tag
def replacement_reason(sampled: Any) -> str:
    """Say for which reason a cluster took another's place, and in which words."""
    code, _colon, note = sampled.reason.partition(": ")
    told = str(plan_sentences.REASONS.get(code, code))
    return f"{told}: {note}" if note else f"{told}."
