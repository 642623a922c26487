"""What the pages share: finding an evaluation one may do this with, and taking a step or saying why not."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from confianza.analysis.evaluation.problems import EvaluationRefused
from confianza.web.evaluation import permissions, rules, sentences
from confianza.web.evaluation.forms import AnswerForm, ConcludeForm, JudgeForm, ObjectionForm
from confianza.web.evaluation.models import Evaluation, Standing, State
from confianza.web.evaluation.pages import Page
from confianza.web.evaluation.queries import evaluations, freezing
from confianza.web.evaluation.rules import StepRefused
from confianza.web.lib.steps import Steps


def found(request: HttpRequest, evaluation_id: int) -> Evaluation:
    """Return an evaluation that the person reads; anything else is not there."""
    one: Evaluation = get_object_or_404(evaluations.visible(request.user), pk=evaluation_id)
    return one


def found_for(request: HttpRequest, evaluation_id: int, may: Callable[[Any, Evaluation], bool]) -> Evaluation:
    """Return an evaluation that the person reads and `may` do this with."""
    one = found(request, evaluation_id)
    if not may(request.user, one):
        raise Http404
    return one


def editable(request: HttpRequest, evaluation_id: int) -> Evaluation:
    """Return an evaluation that the person keeps and whose question and design may still be changed."""
    one = found_for(request, evaluation_id, permissions.keeps)
    if one.state != State.DESIGNED:
        raise Http404
    return one


def said(refused: StepRefused | EvaluationRefused) -> str:
    """Say why a step was refused, by the room or by the analysis."""
    if isinstance(refused, StepRefused):
        return sentences.refused(refused)
    return sentences.analysis_refused(refused.code, refused.details)


def page(request: HttpRequest, one: Evaluation, **bound: Any) -> HttpResponse:
    """Show an evaluation from its question to its publication, with what the person can do now.

    `bound`: forms that were sent and could not be taken: `objection_form`, `conclude_form`, or `replies`, a
    form by the number of its objection.
    """
    shown = Page(evaluations.dossier(one, request.user))
    may = _may(request.user, one)
    context = {
        "page": shown,
        "evaluation": one,
        "may": may,
        "works": permissions.works_on(request.user, one),
        "objections": _objections(request, shown, may, bound.pop("replies", {})),
        "objection_form": ObjectionForm(auto_id="objection_%s") if may["criticise"] else None,
        "conclude_form": ConcludeForm(auto_id="conclude_%s") if may["criticise"] else None,
    }
    return render(request, "evaluation/evaluation.html", context | bound)


def _may(person: Any, one: Evaluation) -> dict[str, bool]:
    """Say what a person can do with an evaluation as it stands."""
    keeps, computes = permissions.keeps(person, one), permissions.computes(person, one)
    can = {to: rules.can(rules.STATES, one.state, to) for to in State}
    departs = one.state not in (State.DESIGNED, State.ABANDONED)
    enough = not freezing.lacks_comparison(one)
    return {
        "edit": keeps and one.state == State.DESIGNED,
        "register": keeps and can[State.REGISTERED] and one.is_designed and enough,
        "start": keeps and can[State.RUNNING],
        "deviate": keeps and departs,
        "compute": computes and can[State.COMPUTED],
        "criticise": one.state == State.COMPUTED and permissions.criticises(person, one),
        "answer": one.state == State.COMPUTED and (keeps or computes),
        "publish": computes and can[State.PUBLISHED],
        "abandon": keeps and can[State.ABANDONED],
    }


def _objections(
    request: HttpRequest, shown: Page, may: dict[str, bool], bound: dict[int, forms.Form]
) -> list[dict[str, Any]]:
    """Return each objection with the form that its next step takes, for whoever may take it."""
    told = []
    for each in shown.dossier.objections:
        form: forms.Form | None = None
        own = each.critic_id == request.user.pk
        if may["criticise"] and each.standing == Standing.ANSWERED:
            form = JudgeForm(auto_id=f"judge{each.pk}_%s")
        elif may["answer"] and not own and rules.can(rules.OBJECTIONS, each.standing, Standing.ANSWERED):
            form = AnswerForm(auto_id=f"answer{each.pk}_%s")
        kind = "judge" if isinstance(form, JudgeForm) else "answer"
        told.append({"objection": each, "form": bound.get(each.pk, form), "kind": kind})
    return told


_steps = Steps((StepRefused, EvaluationRefused), said)
taken, taken_or_told = _steps.taken, _steps.taken_or_told
