"""Design, registration, beginning, and giving up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.evaluation import pages, permissions
from confianza.web.evaluation.actions import designing
from confianza.web.evaluation.forms import CompareForm, DesignForm, ReasonForm, StartsForm
from confianza.web.evaluation.models import Evaluation
from confianza.web.evaluation.queries import choices, delivered, evaluations, freezing
from confianza.web.evaluation.views.steps import editable, found, found_for, taken, taken_or_told
from confianza.web.lib.doors import open_when


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_evaluations)
def design(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Say what is counted, where, until when and how; areas to compare with are proposed."""
    one = editable(request, evaluation_id)
    form = _design_form(request, one)
    if form.is_valid() and taken(form, _designed, one=one, by=request.user):
        several = len(form.cleaned_data["treated"]) > 1
        return redirect("evaluation:starts" if several else "evaluation:evaluation", one.pk)
    return render(request, "evaluation/design.html", {"form": form, "evaluation": one})


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_evaluations)
def starts(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Say on which day the programme begins in each of several areas."""
    one = editable(request, evaluation_id)
    told = {"areas": choices.named(one.treated), "begins_on": one.begins_on, "starts": one.starts}
    form = StartsForm(request.POST or None, **told)
    if form.is_valid() and taken(form, _begun, one=one, by=request.user):
        return redirect("evaluation:evaluation", one.pk)
    return render(request, "evaluation/starts.html", {"form": form, "evaluation": one})


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_evaluations)
def compare(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Choose among the areas that were proposed."""
    one = editable(request, evaluation_id)
    shown = pages.Page(evaluations.dossier(one, request.user))
    # No area at all is an answer too.
    sent = request.POST if request.method == "POST" else None
    chosen = {"comparison": one.comparison, "around": one.around}
    form = CompareForm(sent, areas=choices.comparable(one), near=choices.watchable(one), initial=chosen)
    if taken(form, designing.choose_comparison, evaluation=one, by=request.user):
        return redirect("evaluation:evaluation", one.pk)
    return render(request, "evaluation/compare.html", {"form": form, "evaluation": one, "page": shown})


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_evaluations)
def register(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Freeze the design, after a second look."""
    one = editable(request, evaluation_id)
    if request.method == "POST":
        if taken_or_told(request, designing.register, evaluation=one, by=request.user):
            messages.success(
                request, _("It is registered. Whoever has the file can check that nothing changed.")
            )
        return redirect("evaluation:evaluation", one.pk)
    shown = pages.Page(evaluations.dossier(one, request.user))
    asks = {"evaluation": one, "page": shown, "lacks": freezing.lacks_comparison(one)}
    return render(request, "evaluation/register.html", asks)


@require_safe
@open_when(permissions.can_read_evaluations)
def registration_file(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Hand out the registration as it was hashed."""
    told = evaluations.registration_of(found(request, evaluation_id))
    if told is None:
        raise Http404
    content, name = pages.share_file(told.content, told.sha256)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/json", headers=headers)


@require_POST
@open_when(permissions.can_keep_evaluations)
def start(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Say that the programme runs."""
    one = found_for(request, evaluation_id, permissions.keeps)
    taken_or_told(request, designing.start, evaluation=one, by=request.user)
    return redirect("evaluation:evaluation", one.pk)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_evaluations)
def abandon(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Give it up, with the reason."""
    one = found_for(request, evaluation_id, permissions.keeps)
    form = ReasonForm(request.POST or None)
    if taken(form, designing.abandon, evaluation=one, by=request.user):
        return redirect("evaluation:evaluation", one.pk)
    return render(request, "evaluation/abandon.html", {"form": form, "evaluation": one})


def _design_form(request: HttpRequest, one: Evaluation) -> DesignForm:
    names = ("indicator", "source", "treated", "step", "first_on", "last_on", "method", "direction")
    told = {name: getattr(one, name) for name in (*names, "smallest_effect") if getattr(one, name)}
    offered = {
        "indicators": choices.indicators(),
        "sources": choices.sources(),
        "areas": choices.treated(one),
    }
    return DesignForm(request.POST or None, initial=told, **offered)


def _designed(*, one: Evaluation, by: Any, treated: list[str], **told: Any) -> None:
    others = choices.others(one, delivered.level_of(treated[0]), treated)
    beside = choices.next_door(one, treated)
    designing.design(evaluation=one, treated=treated, others=others, beside=beside, by=by, **told)


def _begun(*, one: Evaluation, by: Any, starts: dict[str, Any], **_days: Any) -> None:
    designing.set_starts(evaluation=one, starts=starts, by=by)
