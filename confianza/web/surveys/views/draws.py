"""The draw of a wave: committed to, witnessed, revealed; and its record, for everybody in the end."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from confianza.web.lib import languages
from confianza.web.lib.doors import open_to_everyone, open_when
from confianza.web.lib.draw_plans import DrawRefused
from confianza.web.surveys import permissions, plan_sentences
from confianza.web.surveys.actions import drawing as actions
from confianza.web.surveys.actions.waves import WaveRefused
from confianza.web.surveys.forms import CommitForm, WitnessedForm
from confianza.web.surveys.models import Draw, Wave
from confianza.web.surveys.queries import drawings
from confianza.web.surveys.queries import surveys as queries


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_surveys)
def draw(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Commit to a draw, enter what was witnessed, and show who was drawn: one step after the other."""
    wave = get_object_or_404(queries.waves_kept_by(request.user), pk=wave_id)
    found = drawings.of_wave(wave)
    told: dict[str, Any] = {"wave": wave, "draw": found}
    if found and found.revealed_at:
        return render(request, "surveys/drawn.html", told | shown(found))
    form = _form(request, found)
    if form.is_valid() and _taken(request, wave, found, form):
        return redirect("surveys:draw", wave.pk)
    return render(request, "surveys/draw.html", told | {"form": form})


@require_safe
@open_when(permissions.can_keep_surveys)
def record(request: HttpRequest, wave_id: int) -> HttpResponse:
    """Hand the record out, for the minutes of the meeting."""
    wave = get_object_or_404(queries.waves_kept_by(request.user), pk=wave_id)
    found = drawings.of_wave(wave)
    if found is None:
        raise Http404
    return _file(found)


@require_safe
@open_to_everyone
def public(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Show everybody how clusters were drawn, once the interviewers are home."""
    found = get_object_or_404(drawings.public(), pk=draw_id)
    public = {"public_page": True, "other_languages": languages.others(request)}
    return render(request, "surveys/public_draw.html", {"draw": found} | public | shown(found))


@require_safe
@open_to_everyone
def public_record(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Hand everybody the record with which the draw can be done again."""
    return _file(get_object_or_404(drawings.public(), pk=draw_id))


def shown(found: Draw) -> dict[str, Any]:
    """Return what pages show of a record: who was drawn, who follows, who gave up the place to whom."""
    told = found.record
    strata = [
        {"name": name, "drawn": drawn, "following": told["replacements"].get(name, [])}
        for name, drawn in told["drawn"].items()
    ]
    replaced = [
        {**each, "reason": plan_sentences.REASONS.get(each["reason"], each["reason"])}
        for each in told["replaced"]
    ]
    count = sum(len(each["drawn"]) for each in strata)
    return {
        "record": told,
        "strata": strata,
        "replaced": replaced,
        "count": count,
        "file": _name(found),
    }


def _form(request: HttpRequest, found: Draw | None) -> CommitForm | WitnessedForm:
    return WitnessedForm(request.POST or None) if found else CommitForm(request.POST or None)


def _taken(request: HttpRequest, wave: Wave, found: Draw | None, form: Any) -> bool:
    try:
        if found is None:
            actions.commit(wave=wave, announced=form.cleaned_data["announced"], by=request.user)
            messages.success(request, _("Committed. Publish the commitment before the meeting."))
        else:
            actions.reveal(draw=found, witnessed=form.cleaned_data["witnessed"], by=request.user)
            messages.success(request, _("The clusters are drawn."))
    except DrawRefused as refused:
        form.add_error(None, plan_sentences.draw_refusal(refused.code, refused.details))
        return False
    except WaveRefused as refused:
        form.add_error(None, str(plan_sentences.WAVES[refused.code]))
        return False
    return True


def _name(found: Draw) -> str:
    return f"sorteo-{found.pk}.json"


def _file(found: Draw) -> HttpResponse:
    content = json.dumps(found.record, ensure_ascii=False, indent=1, sort_keys=True)
    headers = {"Content-Disposition": f'attachment; filename="{_name(found)}"'}
    return HttpResponse(content, content_type="application/json", headers=headers)
