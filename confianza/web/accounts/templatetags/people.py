"""People on pages: `{% load people %}`."""

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString

from confianza.web.accounts import devices
from confianza.web.accounts.models import State, User
from confianza.web.accounts.queries.people import ToldGrant
from confianza.web.design.templatetags import figures

register = template.Library()
KINDS = {State.ACTIVE: "good", State.INVITED: "working", State.SUSPENDED: "attention", State.LEFT: "neutral"}

register.filter("device", devices.said)


@register.simple_tag
def account_state(person: User) -> SafeString:
    """Draw where an account stands."""
    return figures.status(KINDS[person.state], str(person.state.label))


@register.filter
def current(rows: Iterable[ToldGrant]) -> list[ToldGrant]:
    """Return the grants that hold now."""
    return [row for row in rows if row.is_current]


@register.filter
def ended(rows: Iterable[ToldGrant]) -> list[ToldGrant]:
    """Return the grants that do not hold now."""
    return [row for row in rows if not row.is_current]


@register.filter
def moment(at: datetime) -> str:
    """Say a day and a time of day."""
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


@register.filter
def on_day(at: datetime) -> str:
    """Say the day of a moment, here."""
    return date_format(timezone.localtime(at), "DATE_FORMAT")
