"""Prevention plans: the list, one of them, and writing it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.lib.doors import open_when
from confianza.web.plans import permissions, prevention_pages
from confianza.web.plans.actions import prevention as actions
from confianza.web.plans.forms.prevention import (
    AccountForm,
    ChapterForm,
    ChooseForm,
    CloseForm,
    ObjectiveForm,
    PlaceForm,
    PlanForm,
    ProposeForm,
    TakeBackForm,
)
from confianza.web.plans.models import CycleStep, Objective, PlanState, PreventionPlan
from confianza.web.plans.queries import prevention as queries
from confianza.web.plans.rules import prevention as rules
from confianza.web.plans.rules import quarters
from confianza.web.plans.views.steps import taken, taken_or_told
from confianza.web.territory import queries as territory

PER_PAGE = 50


@require_safe
@open_when(permissions.can_see_prevention)
def listing(request: HttpRequest) -> HttpResponse:
    """List the plans a person works with."""
    form = ChooseForm(request.GET or None)
    rows = queries.plans(request.user, **(form.cleaned_data if form.is_valid() else {}))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "rows": queries.glances(list(page), timezone.localdate()),
        "can_plan": permissions.can_plan(request.user),
    }
    return render(request, "plans/prevention/list.html", shown)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_plan)
def write(request: HttpRequest) -> HttpResponse:
    """Begin a plan: first where, then its head."""
    places = PlaceForm(request.GET or None, areas=queries.areas_for(request.user))
    if not places.is_valid():
        return render(request, "plans/prevention/where.html", {"form": places})
    area = places.cleaned_data["lugar"]
    form = PlanForm(request.POST or None, bodies=queries.bodies_for(area))
    if made := taken(form, actions.write, area=area, by=request.user):
        messages.success(request, _("The plan is begun. Now say something to each of its six steps."))
        return redirect("plans:plan", made.pk)
    shown = {"form": form, "place": territory.names_by_key([area])[area.pk]}
    return render(request, "plans/prevention/write.html", shown)


@require_safe
@open_when(permissions.can_see_prevention)
def plan(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Show a plan from its summary to its quarters, and what can be done now."""
    return page_of(request, visible(request, plan_id))


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_plan)
def rewrite(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Change the head of a plan."""
    found = visible(request, plan_id, permissions.keeps)
    head = {name: getattr(found, name) for name in ("kind", "title", "summary", "begins_on", "ends_on")}
    initial = {**head, "body": str(found.body_id or "")}
    form = PlanForm(request.POST or None, initial=initial, bodies=queries.bodies_for(found.area))
    if taken(form, actions.rewrite, plan=found, by=request.user):
        return redirect("plans:plan", found.pk)
    return render(request, "plans/prevention/write.html", {"form": form, "plan": found})


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_plan)
def chapter(request: HttpRequest, plan_id: int, step: str) -> HttpResponse:
    """Write what a plan says to a step."""
    found = visible(request, plan_id, permissions.keeps)
    if step not in CycleStep:
        raise Http404
    said = found.chapters.filter(step=step).first()
    form = ChapterForm(request.POST or None, initial={"text": said.text if said else ""})
    if taken(form, actions.write_chapter, plan=found, step=step, by=request.user):
        return redirect("plans:plan", found.pk)
    shown = {"form": form, "plan": found, "step": CycleStep(step)}
    return render(request, "plans/prevention/chapter.html", shown)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_plan)
def aim(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Write an objective of a plan."""
    found = visible(request, plan_id, permissions.keeps)
    form = ObjectiveForm(request.POST or None)
    if taken(form, actions.aim, plan=found, by=request.user):
        return redirect("plans:plan", found.pk)
    return render(request, "plans/prevention/objective.html", {"form": form, "plan": found})


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_plan)
def objective(request: HttpRequest, objective_id: int) -> HttpResponse:
    """Write an objective anew."""
    found = _objective(request, objective_id)
    names = ("text", "indicator", "gives", "target", "by_on")
    form = ObjectiveForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if taken(form, actions.aim, plan=found.plan, objective=found, by=request.user):
        return redirect("plans:plan", found.plan_id)
    shown = {"form": form, "plan": found.plan, "objective": found}
    return render(request, "plans/prevention/objective.html", shown)


@require_POST
@open_when(permissions.can_plan)
def drop_objective(request: HttpRequest, objective_id: int) -> HttpResponse:
    """Take an objective out of a plan."""
    found = _objective(request, objective_id)
    taken_or_told(request, actions.drop, objective=found, by=request.user)
    return redirect("plans:plan", found.plan_id)


def visible(request: HttpRequest, plan_id: int, may: Any = None) -> PreventionPlan:
    """Return a plan that the person sees and `may` do this with; anything else is not there."""
    found: PreventionPlan = get_object_or_404(queries.plans(request.user), pk=plan_id)
    if may is not None and not may(request.user, found):
        raise Http404
    return found


def page_of(request: HttpRequest, found: PreventionPlan, **bound: Any) -> HttpResponse:
    """Show a plan, with the forms that were sent and refused."""
    today, version = timezone.localdate(), queries.proposed(found)
    shown = {
        "plan": found,
        "place": territory.names_by_key([found.area])[found.area_id],
        "chapters": queries.chapters(found),
        "goals": prevention_pages.goals(request.user, found),
        "tally": queries.tally_of(found, today),
        "money": queries.money(found),
        "version": version,
        "meetings": _meetings(found, version) if version else (),
        "versions": [(each, prevention_pages.decision(each)) for each in found.versions.all()],
        "quarters": queries.quarters(found),
        "today": today,
        **_forms(request, found),
    }
    return render(request, "plans/prevention/one.html", shown | bound)


def _meetings(found: PreventionPlan, version: Any) -> list[Any]:
    return [(each, prevention_pages.lacks(each)) for each in queries.candidates(found, version)]


def _forms(request: HttpRequest, found: PreventionPlan) -> dict[str, Any]:
    user, state = request.user, found.state
    keeps, steps = permissions.keeps(user, found), rules.PLANS[state]
    closes = keeps and state != PlanState.PROPOSED and steps - {PlanState.PROPOSED}
    return {
        "can_write": keeps and state in rules.CAN_BE_WRITTEN,
        "can_promise": permissions.promises_in(user, found.area) and state in rules.CAN_BE_PROMISED,
        "can_tell": state == PlanState.PROPOSED and permissions.tells_votes(user, found),
        "propose_form": ProposeForm() if keeps and PlanState.PROPOSED in steps else None,
        "take_back_form": TakeBackForm() if keeps and state == PlanState.PROPOSED else None,
        "close_form": CloseForm(now=state) if closes else None,
        "account_form": _account_form(found) if keeps and queries.in_force(found) else None,
    }


def _account_form(found: PreventionPlan) -> AccountForm | None:
    told = set(queries.quarters(found).values_list("quarter", flat=True))
    over = quarters.ended_between(found.begins_on, found.ends_on, timezone.localdate())
    left = [each for each in over if each not in told]
    return AccountForm(periods=left) if left else None


def _objective(request: HttpRequest, objective_id: int) -> Objective:
    seen = Objective.objects.visible_to(request.user).select_related("plan__area")
    found: Objective = get_object_or_404(seen, pk=objective_id)
    if not permissions.keeps(request.user, found.plan):
        raise Http404
    return found
