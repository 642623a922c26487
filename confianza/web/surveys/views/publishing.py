"""Letting results go: what everybody would see, and the step itself."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from confianza.web.lib.doors import open_when
from confianza.web.surveys import pages, permissions
from confianza.web.surveys import result_sentences as sentences
from confianza.web.surveys.actions import publishing
from confianza.web.surveys.models import Survey, Wave
from confianza.web.surveys.queries import publications, results

LONGEST = {"reason": 500, "made_by": 200, "paid_by": 200}


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_surveys)
def publish(request: HttpRequest, survey_id: int, number: int) -> HttpResponse:
    """Show what everybody would see of a wave, and publish it."""
    wave, refused = _wave(request, survey_id, number), ""
    if request.method == "POST":
        refused = _published(request, wave)
        if not refused:
            messages.success(request, _("Published. Everybody can read it now."))
            return redirect("surveys:results", survey_id)
    return render(request, "surveys/publish.html", _shown(wave, refused))


def _shown(wave: Wave, refused: str) -> dict[str, Any]:
    told = {"survey": wave.survey, "wave": wave, "before": publications.latest_of(wave), "refused": refused}
    told |= {"by": publications.institutions(wave.survey)}
    found = results.results(wave.survey, later=wave)
    if found is not None and found.later.wave.pk == wave.pk:
        prepared = publications.prepared(found)
        told |= {"page": pages.Page(prepared.told), "hidden": sentences.withheld(prepared.told)}
        told["refused"] = refused or sentences.earlier_changed(prepared.changed)
    return told


def _published(request: HttpRequest, wave: Wave) -> str:
    """Publish; return the sentence that says why not, "" where it was done."""
    told = {name: request.POST.get(name, "").strip()[:most] for name, most in LONGEST.items()}
    try:
        publishing.publish(wave=wave, by=request.user, **told)
    except publishing.PublishingRefused as refused:
        return sentences.refused(refused.code, refused.waves)
    return ""


def _wave(request: HttpRequest, survey_id: int, number: int) -> Wave:
    survey = get_object_or_404(Survey.objects.visible_to(request.user), pk=survey_id)
    if not permissions.keeps(request.user, survey):
        raise Http404
    return get_object_or_404(survey.waves, number=number)
