"""The critique: objections, answers, conclusion; and the publication after it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from confianza.web.evaluation import pages, permissions, sentences
from confianza.web.evaluation.actions import criticising, publishing
from confianza.web.evaluation.forms import AnswerForm, ConcludeForm, JudgeForm, ObjectionForm, PublishForm
from confianza.web.evaluation.models import Objection, State
from confianza.web.evaluation.queries import evaluations, telling
from confianza.web.evaluation.views.steps import found_for, page, taken, taken_or_told
from confianza.web.lib.doors import open_when


@require_POST
@open_when(permissions.can_criticise_evaluations)
def object_to(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Raise an objection."""
    one = found_for(request, evaluation_id, permissions.criticises)
    form = ObjectionForm(request.POST, auto_id="objection_%s")
    if taken(form, criticising.object_to, evaluation=one, by=request.user):
        return redirect("evaluation:evaluation", one.pk)
    return page(request, one, objection_form=form)


@require_POST
@open_when(permissions.can_work_on_evaluations)
def answer(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Answer an objection: whoever keeps the evaluation or computes it."""
    raised = _objection(request, objection_id)
    one = raised.result.evaluation
    if not (permissions.keeps(request.user, one) or permissions.computes(request.user, one)):
        raise Http404
    form = AnswerForm(request.POST, auto_id=f"answer{raised.pk}_%s")
    if taken(form, criticising.answer, objection=raised, by=request.user):
        return redirect("evaluation:evaluation", one.pk)
    return page(request, one, replies={raised.pk: form})


@require_POST
@open_when(permissions.can_criticise_evaluations)
def judge(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Say whether the answer settles it."""
    raised = _objection(request, objection_id)
    one = raised.result.evaluation
    if not permissions.criticises(request.user, one):
        raise Http404
    form = JudgeForm(request.POST, auto_id=f"judge{raised.pk}_%s")
    if taken(form, criticising.judge, objection=raised, by=request.user):
        return redirect("evaluation:evaluation", one.pk)
    return page(request, one, replies={raised.pk: form})


@require_POST
@open_when(permissions.can_criticise_evaluations)
def conclude(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Conclude the critique."""
    one = found_for(request, evaluation_id, permissions.criticises)
    form = ConcludeForm(request.POST, auto_id="conclude_%s")
    if taken(form, criticising.conclude, evaluation=one, by=request.user):
        return redirect("evaluation:evaluation", one.pk)
    return page(request, one, conclude_form=form)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_compute_evaluations)
def publish(request: HttpRequest, evaluation_id: int) -> HttpResponse:
    """Publish it, after a second look; a later time with the reason."""
    one = found_for(request, evaluation_id, permissions.computes)
    shown = pages.Page(evaluations.dossier(one, request.user))
    form = PublishForm(request.POST or None) if shown.dossier.publications else None
    if request.method == "POST":
        if form is None:
            taken_or_told(request, publishing.publish, evaluation=one, by=request.user)
            return redirect("evaluation:evaluation", one.pk)
        if taken(form, publishing.publish, evaluation=one, by=request.user):
            return redirect("evaluation:evaluation", one.pk)
    context = {"form": form, "evaluation": one, "page": shown, "telling": _telling(shown)}
    return render(request, "evaluation/publish.html", context)


def _telling(shown: pages.Page) -> dict[str, str]:
    """Say how finely a result will be told to everybody, and why not more; nothing before its critique."""
    result = shown.dossier.result
    if result is None or shown.evaluation.state != State.CRITICISED:
        return {}
    told = telling.telling(shown.evaluation, result).plain
    return {"level": sentences.told_level(told), "held_back": sentences.held_back(told)}


def _objection(request: HttpRequest, objection_id: int) -> Objection:
    visible = Objection.objects.visible_to(request.user).select_related("result__evaluation__area")
    found: Objection = get_object_or_404(visible, pk=objection_id)
    return found
