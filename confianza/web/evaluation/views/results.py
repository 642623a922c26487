"""What is done otherwise, the answer, the data behind it, and computing it again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.evaluation import permissions
from confianza.web.evaluation.actions import computing
from confianza.web.evaluation.forms import DeviationForm
from confianza.web.evaluation.models import Evaluation, Result, State
from confianza.web.evaluation.queries import answering, choices, delivered, evaluations
from confianza.web.evaluation.views.steps import found, found_for, taken, taken_or_told
from confianza.web.lib.doors import open_when


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_evaluations)
def deviate(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Depart from the registration in one field, and say why."""
    one = found_for(request, evaluation_id, permissions.keeps)
    if one.state in (State.DESIGNED, State.ABANDONED):
        raise Http404
    areas = choices.named([each["area"] for each in one.proposed])
    form = DeviationForm(request.POST or None, areas=areas)
    if form.is_valid() and taken(form, _departed, one=one, by=request.user):
        return redirect("evaluation:evaluation", one.pk)
    return render(request, "evaluation/deviate.html", {"form": form, "evaluation": one})


@require_POST
@open_when(permissions.can_compute_evaluations)
def compute(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Freeze the data as known today, and compute."""
    one = found_for(request, evaluation_id, permissions.computes)
    if taken_or_told(request, computing.compute, evaluation=one, by=request.user):
        messages.success(request, _("It is computed. Now a second analyst criticises it."))
    return redirect("evaluation:evaluation", one.pk)


@require_safe
@open_when(permissions.can_read_evaluations)
def check(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Compute the result again from what was stored, and say whether it is the same."""
    one = found(request, evaluation_id)
    result = _result(request, one)
    shown = {"evaluation": one, "result": result, "again": answering.recompute(result)}
    return render(request, "evaluation/check.html", shown)


@require_safe
@open_when(permissions.can_read_evaluations)
def evidence_file(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Hand out the frozen series as it was hashed."""
    vintage = _result(request, found(request, evaluation_id)).vintage
    name = f"series-{vintage.sha256[:12]}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = answering.canonical(vintage.series)
    return HttpResponse(content, content_type="application/json", headers=headers)


def _result(request: HttpRequest, one: Evaluation) -> Result:
    result = evaluations.dossier(one, request.user).result
    if result is None:
        raise Http404
    return result


def _departed(*, one: Evaluation, by: Any, field: str, reason: str, **told: Any) -> None:
    last_on = told["last_on"]
    values = {
        "last_day": delivered.end_of(last_on, one.step).isoformat() if last_on else "",
        "method": told["method"],
        "comparison": sorted(told["comparison"]),
    }
    computing.deviate(evaluation=one, field=field, value=values[field], reason=reason, by=by)
