"""The weights of a wave: tried out, looked at, and kept for good."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from confianza.analysis.surveys.problems import SurveyRefused
from confianza.web.lib.doors import open_when
from confianza.web.surveys import permissions, plan_sentences, weight_tables
from confianza.web.surveys.actions import weighting as actions
from confianza.web.surveys.forms import WeightsForm
from confianza.web.surveys.models import Wave, Weighting
from confianza.web.surveys.queries import surveys as queries
from confianza.web.surveys.queries import weighting
from confianza.web.surveys.queries.weighting import Parameters


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_surveys)
def weights(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Show what weights would do before they are kept, and those that were kept."""
    wave = get_object_or_404(queries.waves_kept_by(request.user), pk=wave_id)
    kept = list(wave.weightings.all())
    form = WeightsForm(request.POST or None, initial=_as_typed(kept))
    told: dict[str, Any] = {"wave": wave, "form": form, "kept": kept}
    told["latest"] = _told(kept[0].told) if kept else None
    if form.is_valid() and _kept_or_tried(request, wave, form, told):
        messages.success(request, _("The weights are kept. Results are told by them from now on."))
        return redirect("surveys:weights", wave.pk)
    return render(request, "surveys/weights.html", told)


def _kept_or_tried(request: HttpRequest, wave: Wave, form: WeightsForm, told: dict[str, Any]) -> bool:
    """Keep the weights that were asked for, or put beside the form what they would do."""
    parameters = _parameters(form)
    try:
        if "keep" in request.POST:
            actions.weigh(wave=wave, parameters=parameters, by=request.user)
            return True
        told["tried"] = _told(weighting.worked_out(wave, parameters).told)
    except SurveyRefused as refused:
        form.add_error(None, weight_tables.refusal(refused))
    return False


def _parameters(form: WeightsForm) -> Parameters:
    told = form.cleaned_data
    return Parameters(told["classes"], told["margins"], told["trims"])


def _told(told: dict[str, Any]) -> dict[str, Any]:
    return {"sentences": plan_sentences.weights(told), "tables": weight_tables.margins(told)}


def _as_typed(kept: list[Weighting]) -> dict[str, Any]:
    """Return what was typed for the latest weights, to be typed on."""
    if not kept:
        return {"classes": "stratum", "trims": True}
    found = weighting.parameters_of(kept[0].parameters)
    typed = {each.kind: each.typed for each in found.margins}
    source = next((each.source for each in found.margins), "")
    return {"classes": found.classes, "trims": found.trims, "source": source, **typed}
