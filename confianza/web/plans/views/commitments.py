"""What was promised: the list, writing one down, and its way to being kept."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.design import writing
from confianza.web.lib.doors import open_when
from confianza.web.plans import exhibit_pages, permissions
from confianza.web.plans.actions import commitments as actions
from confianza.web.plans.forms.commitments import (
    WHICH,
    ChooseForm,
    MoveForm,
    PlaceForm,
    PublicForm,
    PutOffForm,
)
from confianza.web.plans.forms.exhibits import ExhibitForm, with_forms
from confianza.web.plans.models import Commitment, Standing
from confianza.web.plans.models.commitments import OPEN
from confianza.web.plans.queries import commitments as queries
from confianza.web.plans.rules import commitments as rules
from confianza.web.plans.views import promising
from confianza.web.plans.views.steps import taken
from confianza.web.territory import queries as territory

PER_PAGE = 50


@require_safe
@open_when(permissions.can_see_commitments)
def listing(request: HttpRequest) -> HttpResponse:
    """List what was promised: what is late first, then by its day; and how much of what was due was kept."""
    today, every = timezone.localdate(), queries.commitments(request.user)
    form = ChooseForm(request.GET or None, owners=queries.owners(every), areas=queries.areas(every))
    told = form.narrowing
    which = form.chosen
    rows = queries.chosen(every, **told)
    lists = queries.which(rows, request.user, today)
    shown = {
        "form": form,
        "page": Paginator(lists[which], PER_PAGE).get_page(request.GET.get("page")),
        "tabs": _tabs(queries.counts(rows, request.user, today)),
        "tally": queries.tally(rows, today),
        "which": which,
        "kept_choices": f"{urlencode(told)}&" if told else "",
        "today": today,
        "can_promise": permissions.can_promise(request.user),
    }
    return render(request, "plans/commitments/list.html", shown)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_promise)
def promise(request: HttpRequest) -> HttpResponse:
    """Write down what somebody promised: for what the address names, or for nothing in particular."""
    area, cause = promising.asked_for(request) or _not_there()
    if area is None:
        places = PlaceForm(areas=queries.areas_for(request.user))
        return render(request, "plans/commitments/where.html", {"form": places})
    if not permissions.promises_in(request.user, area, cause.problem):
        raise Http404
    form = promising.form_for(area, cause.objective, request.POST or None)
    if taken(form, actions.promise, area=area, cause=cause, by=request.user):
        messages.success(request, _("The promise is written down, with its day."))
        return redirect(promising.page_of(cause))
    back = promising.page_of(cause)
    shown = {"form": form, "back": back, "place": territory.names_by_key([area])[area.pk]}
    return render(request, "plans/commitments/promise.html", shown)


@require_safe
@open_when(permissions.can_see_commitments)
def commitment(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Show a promise, step by step, what it is for, and what can be done now."""
    return page(request, visible(request, commitment_id))


@require_POST
@open_when(permissions.can_see_commitments)
def move(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Say how far it is."""
    found = visible(request, commitment_id, permissions.can_settle)
    form = MoveForm(request.POST, now=found.standing)
    if taken(form, actions.move, commitment=found, by=request.user):
        return redirect("plans:commitment", found.pk)
    return page(request, found, move_form=form)


@require_POST
@open_when(permissions.can_see_commitments)
def put_off(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Move its day."""
    found = visible(request, commitment_id, permissions.can_settle)
    form = PutOffForm(request.POST)
    if taken(form, actions.put_off, commitment=found, by=request.user):
        return redirect("plans:commitment", found.pk)
    return page(request, found, put_off_form=form)


@require_POST
@open_when(permissions.can_see_commitments)
def publish(request: HttpRequest, commitment_id: int) -> HttpResponse:
    """Say what the public site says of it."""
    found = visible(request, commitment_id, permissions.can_show)
    form = PublicForm(request.POST)
    if taken(form, actions.publish, commitment=found, by=request.user):
        return redirect("plans:commitment", found.pk)
    return page(request, found, public_form=form)


def page(request: HttpRequest, found: Commitment, **bound: Any) -> HttpResponse:
    """Show the page of a promise, with a form that was not taken."""
    may = permissions.can_settle(request.user, found)
    shown = {
        "told": found,
        "place": territory.names_by_key([found.area]).get(found.area_id, ""),
        "for_what": [
            (each, promising.page_for(each.kind, each.number))
            for each in queries.for_what(request.user, found)
        ],
        "steps": found.steps.all(),
        "exhibits": with_forms(exhibit_pages.shown(request.user, found)),
        "exhibit_form": ExhibitForm() if may and found.standing != Standing.RELEASED else None,
        "today": timezone.localdate(),
        "move_form": MoveForm(now=found.standing) if may and rules.COMMITMENTS[found.standing] else None,
        "put_off_form": PutOffForm() if may and found.standing in OPEN else None,
        "public_form": PublicForm(initial={"text": found.public_text})
        if permissions.can_show(request.user, found)
        else None,
    }
    return render(request, "plans/commitments/one.html", shown | _facts(found) | bound)


def _facts(found: Commitment) -> dict[str, str]:
    return {
        "first": writing.day(found.first_due_on) if found.was_moved else "",
        "settled": writing.day(found.settled_on) if found.settled_on else "",
        "cost": "" if found.cost is None else writing.number(float(found.cost), 2),
    }


def visible(request: HttpRequest, commitment_id: int, may: Any = None) -> Commitment:
    """Return a promise the person sees, and may do that with. Raises Http404."""
    found: Commitment = get_object_or_404(queries.commitments(request.user), pk=commitment_id)
    if may is not None and not may(request.user, found):
        raise Http404
    return found


def _tabs(counts: dict[str, int]) -> list[tuple[str, Any, int]]:
    return [(name, label, counts[name]) for name, label in WHICH.items()]


def _not_there() -> Any:
    raise Http404
