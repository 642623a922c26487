"""Giving the money, and what becomes of it: parts, what was shown, payments, results."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.lib.doors import open_when
from confianza.web.plans import grant_pages, permissions
from confianza.web.plans.actions import awards as actions
from confianza.web.plans.forms.awards import AwardForm, ProofForm, ResultForm, SettleForm, TrancheForm
from confianza.web.plans.forms.exhibits import with_forms
from confianza.web.plans.models import Award, CallState, TrancheState
from confianza.web.plans.queries import grants as queries
from confianza.web.plans.views.steps import taken

RUNS = {
    "parte": (TrancheForm, actions.plan_tranche),
    "resultado": (ResultForm, actions.tell_result),
}


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_give)
def award(request: HttpRequest, call_id: int) -> HttpResponse:
    """Give the money: filled in as the jury ordered it, every departure with its reason."""
    found = get_object_or_404(queries.visible(request.user), pk=call_id)
    if not permissions.gives(request.user, found) or found.state != CallState.RANKED:
        raise Http404
    rows = grant_pages.ranked(found)
    form = AwardForm(request.POST or None, rows=rows)
    if taken(form, actions.award, call=found, by=request.user):
        return redirect("plans:call", found.pk)
    shown = {"call": found, "rows": [(each, *form.pair(each.code)) for each in rows], "form": form}
    return render(request, "plans/grants/award.html", shown)


@require_safe
@open_when(permissions.can_see_calls)
def grant(request: HttpRequest, award_id: int) -> HttpResponse:
    """Show a grant: its parts, what was shown for them, what was paid, what came of it."""
    return _page(request, _visible(request, award_id))


@require_POST
@open_when(permissions.can_keep_calls)
def deed(request: HttpRequest, award_id: int, deed: str) -> HttpResponse:
    """Plan a part, write down what was shown or what came of it, pay or withhold."""
    found = _visible(request, award_id)
    form, step, told, may = _doing(found, deed, request)
    if not may(request.user, found.application.call):
        raise Http404
    if taken(form, step, by=request.user, **told):
        return redirect("plans:grant", found.pk)
    return _page(request, found, **{f"{deed}_form": form})


def _doing(found: Award, deed: str, request: HttpRequest) -> tuple[Any, Any, dict[str, Any], Any]:
    """Return the form, the action, what it is told of the grant, and who may."""
    tranches, told = list(found.tranches.all()), request.POST
    if deed == "comprobante":
        return ProofForm(told, request.FILES, tranches=tranches), actions.show, {}, permissions.runs
    if deed == "pago":
        return SettleForm(told, tranches=tranches), actions.settle, {}, permissions.gives
    if deed not in RUNS:
        raise Http404
    form, step = RUNS[deed]
    return form(told), step, {"award": found}, permissions.runs


def _page(request: HttpRequest, found: Award, **bound: Any) -> HttpResponse:
    shown = grant_pages.grant(request.user, found)
    runs, gives, tranches = shown["runs"], shown["gives"], shown["tranches"]
    unpaid = [each for each in tranches if each.state != TrancheState.PAID]
    forms = {
        "exhibits": with_forms(shown["exhibits"]),
        "parte_form": TrancheForm() if runs and not shown["is_planned"] else None,
        "comprobante_form": ProofForm(tranches=unpaid) if runs and unpaid else None,
        "pago_form": SettleForm(tranches=unpaid) if gives and unpaid else None,
        "resultado_form": ResultForm() if runs else None,
    }
    return render(request, "plans/grants/grant.html", shown | forms | bound)


def _visible(request: HttpRequest, award_id: int) -> Award:
    found: Award = get_object_or_404(
        Award.objects.visible_to(request.user).select_related("application__call__area"), pk=award_id
    )
    return found
