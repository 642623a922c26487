"""Small words on the pages of grants: `{% load grants %}`."""

from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString

from confianza.web.design import writing
from confianza.web.design.templatetags import figures
from confianza.web.plans import permissions
from confianza.web.plans.models import ApplicationState, Call, CallState, TrancheState
from confianza.web.plans.models.calls import RUNNERS

register = template.Library()

CALLS = {
    CallState.DRAFT: "neutral",
    CallState.OPEN: "good",
    CallState.RANKED: "attention",
    CallState.AWARDED: "good",
    CallState.ENDED: "neutral",
    CallState.CANCELLED: "neutral",
}
APPLICATIONS = {ApplicationState.RECEIVED: "attention", ApplicationState.ADMITTED: "good"}
TRANCHES = {
    TrancheState.DUE: "working",
    TrancheState.PAID: "good",
    TrancheState.WITHHELD: "attention",
}


@register.filter
def money(amount: Any, currency: str = "") -> str:
    """Write an amount as people read it: “GTQ 8.000”, with hundredths only where there are some."""
    value = float(amount or 0)
    # A space that no line breaks at.
    return f"{currency}\u00a0{writing.number(value, 0 if value.is_integer() else 2)}".strip()


@register.filter
def iso_day(told: str) -> str:
    """Write a day that is kept as 2026-11-28 as people read it."""
    return writing.day(date.fromisoformat(told))


@register.inclusion_tag("plans/grants/parts/of_objective.html", takes_context=True)
def calls_of(context: Any, objective: Any) -> dict[str, Any]:
    """Draw the calls for an objective of a plan that the reader sees, and the way to write one."""
    reader = context["request"].user
    found = Call.objects.visible_to(reader).filter(objective=objective)
    runs = permissions.can_run_calls(reader) and reader.reach(*RUNNERS).covers(objective.plan.area)
    return {"calls": found, "objective": objective, "can_write": runs}


@register.simple_tag
def call_state(call: Any) -> SafeString:
    """Draw where a call stands."""
    return figures.status(CALLS.get(call.state, "working"), call.get_state_display())


@register.simple_tag
def application_state(application: Any) -> SafeString:
    """Draw where an application stands."""
    return figures.status(APPLICATIONS.get(application.state, "neutral"), application.get_state_display())


@register.simple_tag
def tranche_state(tranche: Any) -> SafeString:
    """Draw where a part of a grant stands."""
    return figures.status(TRANCHES[tranche.state], tranche.get_state_display())
