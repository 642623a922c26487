"""Juries: who stands for them, and the draw before witnesses."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from confianza.web.lib.doors import open_when
from confianza.web.plans import grant_pages, permissions
from confianza.web.plans.actions import juries as actions
from confianza.web.plans.forms.calls import BareForm
from confianza.web.plans.forms.juries import (
    AnnounceForm,
    CandidateForm,
    GiveUpForm,
    NominateForm,
    WitnessedForm,
)
from confianza.web.plans.models import Call, CallState
from confianza.web.plans.queries import grants as queries
from confianza.web.plans.rules import grants as rules
from confianza.web.plans.views.calls import Deed
from confianza.web.plans.views.steps import taken


def _second(*, call: Call, candidate: int, by: Any) -> None:
    actions.second(candidate=get_object_or_404(call.candidates, pk=candidate), by=by)


def _give_up(*, call: Call, juror: int, why: str, by: Any) -> None:
    actions.give_up(juror=get_object_or_404(call.jurors, pk=juror), why=why, by=by)


def _fill(*, call: Call, by: Any) -> None:
    actions.fill(call=call, by=by)


DEEDS = {
    "llenar": Deed(permissions.runs, BareForm, _fill),
    "proponer": Deed(permissions.keeps_call, NominateForm, actions.nominate),
    "respaldar": Deed(permissions.keeps_call, CandidateForm, _second),
    "comprometer": Deed(permissions.runs, AnnounceForm, actions.commit),
    "sortear": Deed(permissions.runs, WitnessedForm, actions.reveal),
    "reemplazar": Deed(permissions.runs, GiveUpForm, _give_up),
}


@require_safe
@open_when(permissions.can_keep_calls)
def jury(request: HttpRequest, call_id: int) -> HttpResponse:
    """Show who stands for the jury of a call, and the draw as far as it is."""
    return _page(request, _kept(request, call_id))


@require_POST
@open_when(permissions.can_keep_calls)
def deed(request: HttpRequest, call_id: int, deed: str) -> HttpResponse:
    """Propose or second somebody, commit to the draw, draw, or let the next step in."""
    found, doing = _kept(request, call_id), DEEDS.get(deed)
    if doing is None or not doing.may(request.user, found):
        raise Http404
    form = doing.form(request.POST)
    if taken(form, doing.step, call=found, by=request.user):
        messages.success(request, _("It is done."))
        return redirect("plans:jury", found.pk)
    if not form.visible_fields() or deed == "reemplazar":
        for problem in form.non_field_errors():
            messages.error(request, problem)
        return redirect("plans:jury", found.pk)
    return _page(request, found, **{f"{deed}_form": form})


def _page(request: HttpRequest, found: Call, **bound: Any) -> HttpResponse:
    shown = grant_pages.jury(found)
    runs, draw = permissions.runs(request.user, found), shown["draw"]
    is_open = draw is None and found.state in rules.TAKES_CANDIDATES
    forms = {
        "runs": runs,
        "can_second": is_open,
        "given_back": runs and queries.given_back(found),
        "can_replace": runs and found.state in (CallState.JURY, CallState.SCORING),
        "proponer_form": NominateForm() if is_open else None,
        "comprometer_form": AnnounceForm() if runs and is_open and found.state == CallState.CLOSED else None,
        "sortear_form": WitnessedForm() if runs and draw and not draw.revealed_at else None,
    }
    return render(request, "plans/grants/jury.html", shown | forms | bound)


def _kept(request: HttpRequest, call_id: int) -> Call:
    found: Call = get_object_or_404(queries.visible(request.user), pk=call_id)
    if not permissions.keeps_call(request.user, found):
        raise Http404
    return found
