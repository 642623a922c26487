"""Promises on the pages of what they are for: rows, and a form that comes back there."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from confianza.web.community.queries import bodies
from confianza.web.plans import permissions
from confianza.web.plans.actions.commitments import Cause
from confianza.web.plans.forms.commitments import OpportunityForm, PromiseForm
from confianza.web.plans.models import Coordination, Objective, Problem
from confianza.web.plans.queries import commitments as queries
from confianza.web.territory import queries as territory
from confianza.web.territory.models import Area

# What a promise is for, by its name in the address, and the page that shows it.
IN_ADDRESS = {"problema": "problem", "objetivo": "objective", "semana": "decided_in", "solicitud": "request"}
PAGES = {
    "problem": "plans:problem",
    "objective": "plans:plan",
    "decided_in": "plans:coordination",
    "request": "community:request",
}


def shown(request: HttpRequest, area: Area, **cause: Any) -> dict[str, Any]:
    """Return what `plans/parts/commitments.html` needs on the page of a problem, an objective, a request or a
    weekly meeting: `shown(request, problem.area, problem=problem)`.

    `promise_form` is None for whoever writes down no promises there.
    """
    (kind, subject), *_none = cause.items()
    may = permissions.promises_in(request.user, area, cause.get("problem"))
    return {
        "commitments": queries.commitments(request.user).filter(**{kind: subject}),
        "promise_form": form_for(area, cause.get("objective")) if may else None,
        "promise_to": promise_to(**cause),
        "today": timezone.localdate(),
    }


def form_for(area: Area, objective: Objective | None = None, data: Any = None) -> PromiseForm:
    """Return the form of a promise in an area; for what gives something, it asks how many get it."""
    kind = OpportunityForm if objective and objective.gives else PromiseForm
    return kind(data, people=queries.who_could_answer(area))


def promise_to(**cause: Any) -> str:
    """Return the address to which a promise for something is sent: `promise_to(problem=problem)`."""
    names = {kind: name for name, kind in IN_ADDRESS.items()}
    told = {names[kind]: str(subject.pk) for kind, subject in cause.items() if subject}
    return reverse("plans:promise", query=told or None)


def asked_for(request: HttpRequest) -> tuple[Area | None, Cause] | None:
    """Return the area of a promise and what the address says it is for; None where a thing is not there.

    An area is named by `lugar` where the promise is for nothing else; without either there is none.
    """
    told = {kind: request.GET[name] for name, kind in IN_ADDRESS.items() if name in request.GET}
    found = {kind: _found(request.user, kind, number) for kind, number in told.items()}
    if not all(found.values()):
        return None
    areas = [_area_of(kind, subject) for kind, subject in found.items()]
    named = territory.area_or_none(request.GET.get("lugar", ""))
    return (areas[0] if areas else named), Cause(**found)


def page_of(cause: Cause) -> str:
    """Return the page to come back to: that of what the promise is for, else the list."""
    subjects: Mapping[str, Any] = vars(cause)
    for kind in PAGES:
        if subject := subjects[kind]:
            return page_for(kind, subject.plan_id if kind == "objective" else subject.pk)
    return reverse("plans:commitments")


def page_for(kind: str, number: int | None) -> str:
    """Return the page of what a promise is for; of an objective, that of its plan; "" of nothing."""
    return reverse(PAGES[kind], args=[number]) if number else ""


def _found(user: Any, kind: str, number: str) -> Any:
    visible: dict[str, Any] = {
        "problem": Problem.objects.visible_to(user).select_related("area"),
        "objective": Objective.objects.visible_to(user).select_related("plan__area"),
        "decided_in": Coordination.objects.visible_to(user).select_related("area"),
        "request": bodies.requests(user).select_related("body__area"),
    }
    return visible[kind].filter(pk=number).first() if number.isdecimal() else None


def _area_of(kind: str, subject: Any) -> Area:
    holder = {"objective": "plan", "request": "body"}.get(kind)
    area: Area = getattr(subject, holder).area if holder else subject.area
    return area
