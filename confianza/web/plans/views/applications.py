"""Applications: typed in from paper with a receipt, checked, withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.lib.doors import open_when
from confianza.web.plans import grant_pages, permissions
from confianza.web.plans.actions import applications as actions
from confianza.web.plans.forms.calls import ApplyForm, CheckForm, WhyForm
from confianza.web.plans.models import Applicant, Application, ApplicationState, Call
from confianza.web.plans.queries import grants as queries
from confianza.web.plans.rules import grants as rules
from confianza.web.plans.views.steps import taken


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_run_calls)
def receive(request: HttpRequest, call_id: int) -> HttpResponse:
    """Type in an application as it was handed in on paper."""
    found = _run(request, call_id)
    form = ApplyForm(request.POST or None, bodies=grant_pages.bodies_for(request.user, found))
    if taken(form, actions.receive, call=found, by=request.user):
        messages.success(request, _("It is received. Print the receipt and hand it over."))
        newest = found.applications.order_by("-pk")[0]
        return redirect("plans:application", found.pk, newest.code)
    return render(request, "plans/grants/receive.html", {"call": found, "form": form})


@require_safe
@open_when(permissions.can_keep_calls)
def application(request: HttpRequest, call_id: int, code: str) -> HttpResponse:
    """Show an application with its receipt, and, to whoever may know, who applies."""
    return _page(request, _found(request, call_id, code, permissions.keeps_call))


@require_POST
@open_when(permissions.can_run_calls)
def check(request: HttpRequest, call_id: int, code: str) -> HttpResponse:
    """Say of every criterion whether an application meets it."""
    found = _found(request, call_id, code, permissions.runs)
    form = CheckForm(request.POST, criteria=grant_pages.admitting(found.call))
    if taken(form, actions.check, application=found, by=request.user):
        return redirect("plans:call", call_id)
    return _page(request, found, check_form=form)


@require_POST
@open_when(permissions.can_run_calls)
def withdraw(request: HttpRequest, call_id: int, code: str) -> HttpResponse:
    """Take an application back, as who applied wants it."""
    found = _found(request, call_id, code, permissions.runs)
    form = WhyForm(request.POST)
    if taken(form, actions.withdraw, application=found, by=request.user):
        return redirect("plans:call", call_id)
    return _page(request, found, withdraw_form=form)


def _page(request: HttpRequest, found: Application, **bound: Any) -> HttpResponse:
    reader: Any = request.user
    applicant = Applicant.objects.visible_to(reader).filter(application=found).first()
    left_out = found.state == ApplicationState.EXCLUDED and queries.was_right(found)
    shown = {
        "told": found,
        "call": found.call,
        "who": actions.opened(applicant=applicant, by=reader) if applicant else None,
        "admissions": list(found.admissions.select_related("criterion")),
        "left_out": left_out,
        "comes_late": left_out and found.call.state in rules.READMITS,
    }
    forms = _forms(found, **shown) if permissions.runs(reader, found.call) else {}
    return render(request, "plans/grants/application.html", shown | forms | bound)


def _forms(found: Application, *, admissions: Any, comes_late: bool, **_told: Any) -> dict[str, Any]:
    """Return the forms of what whoever runs the call may do with an application now."""
    if found.state == ApplicationState.WITHDRAWN:
        return {}
    checks = comes_late or found.call.state in rules.CHECKS
    takes_back = found.call.state in (*rules.TAKES_APPLICATIONS, *rules.CHECKS)
    asked = grant_pages.admitting(found.call)
    return {
        "check_form": CheckForm(criteria=asked, said=admissions) if checks else None,
        "withdraw_form": WhyForm() if takes_back else None,
    }


def _run(request: HttpRequest, call_id: int) -> Call:
    found: Call = get_object_or_404(queries.visible(request.user), pk=call_id)
    if not permissions.runs(request.user, found):
        raise Http404
    return found


def _found(request: HttpRequest, call_id: int, code: str, may: Any) -> Application:
    call = get_object_or_404(queries.visible(request.user), pk=call_id)
    if not may(request.user, call):
        raise Http404
    found: Application = get_object_or_404(call.applications.select_related("call"), code=code)
    return found
