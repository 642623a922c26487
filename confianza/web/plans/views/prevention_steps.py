"""A plan on its way: proposed, voted on, taken back, ended, accounted for; its versions and its paper."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.lib.doors import open_when
from confianza.web.plans import permissions, prevention_pages, printing
from confianza.web.plans.actions import prevention as actions
from confianza.web.plans.forms.prevention import AccountForm, CloseForm, DecideForm, ProposeForm, TakeBackForm
from confianza.web.plans.models import PlanVersion, PreventionPlan
from confianza.web.plans.queries import prevention as queries
from confianza.web.plans.queries import quarter as quarter_queries
from confianza.web.plans.rules import quarters
from confianza.web.plans.views.prevention import page_of, visible
from confianza.web.plans.views.steps import taken


@require_POST
@open_when(permissions.can_plan)
def propose(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Put a plan before the open meeting."""
    found = visible(request, plan_id, permissions.keeps)
    form = ProposeForm(request.POST)
    if taken(form, actions.propose, plan=found, by=request.user):
        messages.success(request, _("The plan stands before the open meeting; everybody may read it now."))
        return redirect("plans:plan", found.pk)
    return page_of(request, found, propose_form=form)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_see_prevention)
def decide(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Write down how the open meeting voted."""
    found = visible(request, plan_id, permissions.tells_votes)
    version = queries.proposed(found)
    if version is None:
        raise Http404
    told = queries.candidates(found, version)
    form = DecideForm(request.POST or None, meetings=[each.meeting for each in told])
    if taken(form, actions.decide, plan=found, by=request.user):
        return redirect("plans:plan", found.pk)
    meetings = [(each, prevention_pages.lacks(each)) for each in told]
    shown = {"form": form, "plan": found, "version": version, "meetings": meetings}
    return render(request, "plans/prevention/decide.html", shown)


@require_POST
@open_when(permissions.can_plan)
def take_back(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Take a plan back from before the meeting."""
    found = visible(request, plan_id, permissions.keeps)
    form = TakeBackForm(request.POST)
    if taken(form, actions.take_back, plan=found, by=request.user):
        return redirect("plans:plan", found.pk)
    return page_of(request, found, take_back_form=form)


@require_POST
@open_when(permissions.can_plan)
def close(request: HttpRequest, plan_id: int) -> HttpResponse:
    """End, withdraw or take up a plan again."""
    found = visible(request, plan_id, permissions.keeps)
    form = CloseForm(request.POST, now=found.state)
    if taken(form, actions.close, plan=found, by=request.user):
        return redirect("plans:plan", found.pk)
    return page_of(request, found, close_form=form)


@require_POST
@open_when(permissions.can_plan)
def account(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Compute a quarter of a plan and keep it."""
    found = visible(request, plan_id, permissions.keeps)
    over = quarters.ended_between(found.begins_on, found.ends_on, timezone.localdate())
    form = AccountForm(request.POST, periods=over)
    if taken(form, actions.account, plan=found, by=request.user):
        return redirect("plans:plan_quarter", found.pk, form.cleaned_data["period"])
    return page_of(request, found, account_form=form)


@require_safe
@open_when(permissions.can_see_prevention)
def quarter(request: HttpRequest, plan_id: int, period: str) -> HttpResponse:
    """Show a quarter as it was accounted for."""
    found = visible(request, plan_id)
    kept = get_object_or_404(queries.quarters(found), quarter=period)
    shown = {
        "plan": found,
        "kept": kept,
        "due": quarter_queries.tally_from(kept.told["due"]),
        "since": quarter_queries.tally_from(kept.told["since_beginning"]),
        "objectives": [(each, prevention_pages.progress(each)) for each in kept.told["objectives"]],
        "is_whole": kept.sha256 == queries.digest(kept.told),
    }
    return render(request, "plans/prevention/quarter.html", shown)


@require_safe
@open_when(permissions.can_see_prevention)
def version(request: HttpRequest, plan_id: int, number: int) -> HttpResponse:
    """Show a version word for word, what it changed, and what the meeting said to it."""
    found = visible(request, plan_id)
    kept = _version(found, number)
    before = queries.before(kept)
    shown = {
        "plan": found,
        "version": kept,
        "said": prevention_pages.readable(kept.content),
        "decision": prevention_pages.decision(kept),
        "before": before,
        "changes": prevention_pages.changes(before.content if before else None, kept.content),
        "is_whole": kept.sha256 == queries.digest(kept.content),
    }
    return render(request, "plans/prevention/version.html", shown)


@require_safe
@open_when(permissions.can_see_prevention)
def paper(request: HttpRequest, plan_id: int, number: int) -> HttpResponse:
    """Return a version on paper."""
    found = visible(request, plan_id)
    kept = _version(found, number)
    made = printing.pdf(prevention_pages.paper(found, kept, timezone.localdate(kept.proposed_at)))
    headers = {"Content-Disposition": f'inline; filename="plan-{found.pk}-{number}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)


def _version(found: PreventionPlan, number: int) -> PlanVersion:
    kept: PlanVersion = get_object_or_404(found.versions.select_related("meeting__body"), number=number)
    return kept
