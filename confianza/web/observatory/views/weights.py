"""What crimes weigh: read by whoever sees maps, decided by the analyst in the name of the municipality."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from confianza.web.lib.doors import open_when
from confianza.web.observatory import permissions, weights_pages
from confianza.web.observatory.actions import weights as actions
from confianza.web.observatory.forms.weights import WeightsForm


@require_safe
@open_when(permissions.can_see_places)
def harm_weights(request: HttpRequest) -> HttpResponse:
    """Show what crimes weigh, who decided it, and why."""
    context = weights_pages.shown(request.user, lambda offences: WeightsForm(offences=offences))
    return render(request, "observatory/harm_weights.html", context)


@require_POST
@open_when(permissions.can_weigh)
def decide_weights(request: HttpRequest) -> HttpResponse:
    """Take a decision about weights down, with author, reason and day."""
    context = weights_pages.shown(request.user, lambda offences: WeightsForm(request.POST, offences=offences))
    form = context.get("form")
    if form is None or not form.is_valid():
        return render(request, "observatory/harm_weights.html", context)
    try:
        actions.decide_weights(values=form.values, reason=form.cleaned_data["reason"], by=request.user)
    except actions.WeightsRefused:
        messages.info(request, _("Nothing was changed: these weights hold already."))
    else:
        messages.success(request, _("The decision was taken down. Maps by harm use it from now on."))
    return redirect("observatory:harm_weights")
