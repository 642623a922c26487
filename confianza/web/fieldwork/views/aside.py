"""What was kept aside: the list, one of them, and what becomes of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from confianza.web.fieldwork import permissions, rules
from confianza.web.fieldwork.actions import quarantine as actions
from confianza.web.fieldwork.forms import ResolveForm
from confianza.web.fieldwork.queries import submissions as queries
from confianza.web.fieldwork.sentences import why_aside
from confianza.web.lib.doors import open_when

PER_PAGE = 50


@require_safe
@open_when(permissions.can_keep_forms)
def listing(request: HttpRequest) -> HttpResponse:
    """List what was kept aside: what waits for a word, or all of it."""
    everything = request.GET.get("todo") == "si"
    found = queries.aside(request.user, resolved=everything)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(item, why_aside(item.reason)) for item in page]
    return render(request, "fieldwork/aside.html", {"page": page, "rows": rows, "everything": everything})


@require_safe
@open_when(permissions.can_keep_forms)
def item(request: HttpRequest, item_id: int) -> HttpResponse:
    """Show one thing that was kept aside, and what stands in its place."""
    found = get_object_or_404(queries.aside(request.user, resolved=True), pk=item_id)
    told: dict[str, Any] = {
        "item": found,
        "why": why_aside(found.reason),
        "standing": queries.standing_for(request.user, found),
        "can_take": found.reason in rules.TAKEN_LATER,
        "form": ResolveForm(),
    }
    return render(request, "fieldwork/aside_one.html", told)


@require_POST
@open_when(permissions.can_keep_forms)
def resolve(request: HttpRequest, item_id: int) -> HttpResponse:
    """Take something in after all, or leave it aside; with a reason either way."""
    found = get_object_or_404(queries.aside(request.user, resolved=True), pk=item_id)
    form = ResolveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why, so that others can follow the decision."))
        return redirect("fieldwork:aside_one", found.pk)
    deed = actions.take if "take" in request.POST else actions.leave
    try:
        deed(item=found, by=request.user, **form.cleaned_data)
    except actions.CannotTake:
        messages.error(request, _("It was decided already, or its form is not here."))
    else:
        messages.success(request, _("Written down."))
    return redirect("fieldwork:aside_one", found.pk)
