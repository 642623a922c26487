"""Calls for grants: the list, writing one, its page, and every step of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.lib.doors import open_when
from confianza.web.plans import grant_pages, permissions
from confianza.web.plans.actions import awards as giving
from confianza.web.plans.actions import calls as actions
from confianza.web.plans.forms.awards import AnswerForm, AppealForm
from confianza.web.plans.forms.calls import AnnulForm, BareForm, CallForm, CriterionForm, NumberForm, WhyForm
from confianza.web.plans.models import Call, CallState, Objective
from confianza.web.plans.queries import commitments as places
from confianza.web.plans.queries import grants as queries
from confianza.web.plans.rules import grants as rules
from confianza.web.plans.views.steps import taken


@dataclass(frozen=True)
class Deed:
    """What may be done with a call: by whom, told in which form, by which action."""

    may: Callable[[Any, Call], bool]
    form: Any
    step: Callable[..., Any]


def _answer(*, call: Call, appeal: int, **told: Any) -> None:
    giving.answer(appeal=get_object_or_404(call.appeals, pk=appeal), **told)


def _move(to: CallState, form: Any = BareForm) -> Deed:
    return Deed(permissions.runs, form, partial(actions.move, to=to))


DEEDS = {
    "criterio": Deed(permissions.runs, CriterionForm, actions.add_criterion),
    "quitar": Deed(permissions.runs, NumberForm, actions.drop_criterion),
    "abrir": _move(CallState.OPEN),
    "cerrar": _move(CallState.CLOSED),
    "puntuar": _move(CallState.SCORING),
    "ordenar": _move(CallState.RANKED),
    "terminar": _move(CallState.ENDED),
    "cancelar": _move(CallState.CANCELLED, WhyForm),
    "anular": _move(CallState.SCORING, AnnulForm),
    "retomar": _move(CallState.RANKED, WhyForm),
    "objetar": Deed(permissions.keeps_call, AppealForm, giving.object_to),
    "responder": Deed(permissions.gives, AnswerForm, _answer),
}


@require_safe
@open_when(permissions.can_see_calls)
def listing(request: HttpRequest) -> HttpResponse:
    """List the calls a person works with, or for whose jury they stand."""
    shown = {
        "calls": queries.calls(request.user),
        "can_write": permissions.can_run_calls(request.user),
    }
    return render(request, "plans/grants/calls.html", shown)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_run_calls)
def write(request: HttpRequest) -> HttpResponse:
    """Write a call: for an objective of a plan, if the address names one."""
    areas = places.areas_for(request.user, permissions.RUNNING)
    form = CallForm(request.POST or None, areas=areas)
    if made := taken(form, actions.write, objective=_objective(request), by=request.user):
        messages.success(
            request, _("The call is written down. Now say what must be met, and what is scored.")
        )
        return redirect("plans:call", made.pk)
    return render(request, "plans/grants/write.html", {"form": form, "objective": _objective(request)})


@require_safe
@open_when(permissions.can_see_calls)
def call(request: HttpRequest, call_id: int) -> HttpResponse:
    """Show a call: where it stands, what comes next, and what is known of it by now."""
    return _page(request, get_object_or_404(queries.visible(request.user), pk=call_id))


@require_POST
@open_when(permissions.can_keep_calls)
def deed(request: HttpRequest, call_id: int, deed: str) -> HttpResponse:
    """Take a step of a call."""
    found = get_object_or_404(queries.visible(request.user), pk=call_id)
    doing = DEEDS.get(deed)
    if doing is None or not doing.may(request.user, found):
        raise Http404
    form = doing.form(request.POST)
    if taken(form, doing.step, call=found, by=request.user):
        return redirect("plans:call", found.pk)
    if not form.visible_fields():
        _tell(request, form)
        return redirect("plans:call", found.pk)
    return _page(request, found, **{f"{deed}_form": form})


def _tell(request: HttpRequest, form: Any) -> None:
    for problem in form.non_field_errors():
        messages.error(request, problem)


def _page(request: HttpRequest, found: Call, **bound: Any) -> HttpResponse:
    shown = grant_pages.call(request.user, found)
    forms = _forms(found, runs=shown["runs"], gives=shown["gives"])
    return render(request, "plans/grants/call.html", shown | forms | bound)


def _forms(found: Call, *, runs: bool, gives: bool) -> dict[str, Any]:
    """Return the forms of what may be done now, each under its deed."""
    can = rules.CALLS[found.state]
    objects = (runs or gives) and rules.takes_objections(
        found.state, until=found.objections_until, today=timezone.localdate()
    )
    taken_back = runs and found.state == CallState.AWARDED and queries.can_be_taken_back(found)
    return {
        "criterio_form": CriterionForm() if runs and found.state == CallState.DRAFT else None,
        "cancelar_form": WhyForm() if runs and CallState.CANCELLED in can else None,
        "anular_form": AnnulForm() if runs and _leaves_out(found) else None,
        "retomar_form": WhyForm() if taken_back else None,
        "objetar_form": AppealForm() if objects else None,
        "appeals": [(each, _answer_form(each) if gives else None) for each in found.appeals.all()],
    }


def _leaves_out(found: Call) -> bool:
    return found.state == CallState.RANKED and bool(queries.left_out(found))


def _answer_form(appeal: Any) -> AnswerForm | None:
    if appeal.upheld is not None:
        return None
    return AnswerForm(initial={"appeal": appeal.pk}, auto_id=f"answer_{appeal.pk}_%s")


def _objective(request: HttpRequest) -> Any:
    number = request.GET.get("objetivo", "")
    visible = Objective.objects.visible_to(request.user)
    return visible.filter(pk=number).first() if number.isdecimal() else None
