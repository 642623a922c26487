"""The weekly meeting: which there are, the page that prepares itself, what is said and decided, its end."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.lib.doors import open_when
from confianza.web.plans import coordination_pages, coordination_papers, permissions
from confianza.web.plans.actions import coordination as actions
from confianza.web.plans.forms.coordination import (
    CloseForm,
    CoordinationForm,
    DecideForm,
    DropForm,
    LeaveOutForm,
    NoteForm,
    OwnedForm,
)
from confianza.web.plans.models import Coordination, CoordinationState, Note
from confianza.web.plans.queries import commitments
from confianza.web.plans.queries import coordination as queries
from confianza.web.plans.views.steps import taken, taken_or_told

LATEST = 30


@require_safe
@open_when(permissions.can_see_plans)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the meetings to come and those behind, left-out weeks among them."""
    closed = queries.coordinations(request.user).filter(state__in=queries.CLOSED)
    shown = {
        "ahead": queries.with_places(queries.ahead(request.user)),
        "behind": queries.with_places(closed[:LATEST]),
        "can_call": permissions.can_coordinate(request.user),
    }
    return render(request, "plans/coordination/listing.html", shown)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_coordinate)
def call(request: HttpRequest) -> HttpResponse:
    """Call a weekly meeting."""
    areas, day = queries.areas_for(request.user), queries.next_day(request.user)
    form = CoordinationForm(request.POST or None, areas=areas, initial={"held_on": day})
    if taken(form, actions.call, by=request.user):
        messages.success(request, _("The meeting is called. Its page prepares itself until it is opened."))
        return redirect("plans:coordinations")
    return render(request, "plans/coordination/call.html", {"form": form})


@require_safe
@open_when(permissions.can_see_plans)
def coordination(request: HttpRequest, coordination_id: int) -> HttpResponse:
    """Show the page of a meeting."""
    return _page(request, _visible(request, coordination_id))


@require_safe
@open_when(permissions.can_see_plans)
def minutes(request: HttpRequest, coordination_id: int) -> HttpResponse:
    """Hand the page over on paper: to prepare, and after the meeting as its minutes."""
    found = _visible(request, coordination_id)
    made = coordination_papers.pdf(request.user, found)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{coordination_papers.file_name(found)}"'
    return answer


@require_POST
@open_when(permissions.can_coordinate)
def open_it(request: HttpRequest, coordination_id: int) -> HttpResponse:
    """Begin a meeting: its page is frozen."""
    found = _held_by(request, coordination_id)
    taken_or_told(request, actions.open_it, coordination=found, by=request.user)
    return redirect("plans:coordination", found.pk)


@require_POST
@open_when(permissions.can_coordinate)
def note(request: HttpRequest, coordination_id: int, part: str) -> HttpResponse:
    """Write down what was said to a part of the page."""
    found = _held_by(request, coordination_id)
    if part not in queries.PARTS:
        raise Http404
    form = NoteForm(request.POST, part=part)
    if taken(form, actions.note, coordination=found, part=part, by=request.user):
        return redirect(f"{_address(found)}#{part}")
    return _page(request, found, note_form=form, noted=part)


@require_POST
@open_when(permissions.can_coordinate)
def decide(request: HttpRequest, coordination_id: int) -> HttpResponse:
    """Write down a decision."""
    found = _held_by(request, coordination_id)
    form = DecideForm(request.POST, **_choices(request, found))
    if taken(form, actions.decide, coordination=found, by=request.user):
        return redirect(f"{_address(found)}#decided")
    return _page(request, found, decide_form=form)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_coordinate)
def give(request: HttpRequest, note_id: int) -> HttpResponse:
    """Give a decision that waits its owner and its day, or take it back."""
    waits = _waiting(request, note_id)
    choices = _choices(request, waits.coordination)
    form = OwnedForm(request.POST or None, prefix_id="give", **choices)
    if taken(form, actions.give, note=waits, by=request.user):
        return redirect(f"{_address(waits.coordination)}#decided")
    shown = {"note": waits, "form": form, "drop_form": DropForm()}
    return render(request, "plans/coordination/give.html", shown)


@require_POST
@open_when(permissions.can_coordinate)
def drop(request: HttpRequest, note_id: int) -> HttpResponse:
    """Take back what was agreed and has no owner yet."""
    waits = _waiting(request, note_id)
    drop_form = DropForm(request.POST)
    if taken(drop_form, actions.drop, note=waits, by=request.user):
        return redirect(f"{_address(waits.coordination)}#decided")
    form = OwnedForm(prefix_id="give", **_choices(request, waits.coordination))
    shown = {"note": waits, "form": form, "drop_form": drop_form}
    return render(request, "plans/coordination/give.html", shown)


@require_POST
@open_when(permissions.can_coordinate)
def close(request: HttpRequest, coordination_id: int) -> HttpResponse:
    """End a meeting."""
    found = _held_by(request, coordination_id)
    form = CloseForm(request.POST)
    if taken(form, actions.close, coordination=found, by=request.user):
        messages.success(request, _("The meeting is closed. The next one opens with its decisions."))
        return redirect("plans:coordination", found.pk)
    return _page(request, found, close_form=form)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_coordinate)
def cancel(request: HttpRequest, coordination_id: int) -> HttpResponse:
    """Leave a week out, with the reason."""
    found = _held_by(request, coordination_id)
    form = LeaveOutForm(request.POST or None)
    if taken(form, actions.cancel, coordination=found, by=request.user):
        return redirect("plans:coordination", found.pk)
    return render(request, "plans/coordination/cancel.html", {"coordination": found, "form": form})


def _page(request: HttpRequest, found: Coordination, **bound: Any) -> HttpResponse:
    rows = queries.decisions(request.user, found)
    shown = {
        "coordination": found,
        **coordination_pages.shown(request.user, found),
        "decided": coordination_pages.decided(rows) if rows else None,
        "waiting": queries.waiting(found),
        "next": queries.after(found) if found.state == CoordinationState.CLOSED else None,
        **_steps(request, found),
    }
    return render(request, "plans/coordination/page.html", shown | bound)


def _steps(request: HttpRequest, found: Coordination) -> dict[str, Any]:
    """Return what the person may do next; nothing to whoever only reads."""
    if not permissions.coordinates(request.user, found.area):
        return {}
    if found.state != CoordinationState.OPENED:
        return {"can_open": found.state == CoordinationState.PREPARED}
    choices = _choices(request, found)
    return {"note_forms": True, "decide_form": DecideForm(**choices), "close_form": CloseForm()}


def _choices(request: HttpRequest, found: Coordination) -> dict[str, Any]:
    return {
        "people": commitments.who_could_answer(found.area),
        "problems": queries.problems_here(request.user, found.area),
    }


def _visible(request: HttpRequest, coordination_id: int) -> Coordination:
    found: Coordination = get_object_or_404(queries.coordinations(request.user), pk=coordination_id)
    return found


def _held_by(request: HttpRequest, coordination_id: int) -> Coordination:
    """Return a meeting that is this person's to hold; anything else is not there."""
    found = _visible(request, coordination_id)
    if not permissions.coordinates(request.user, found.area):
        raise Http404
    return found


def _waiting(request: HttpRequest, note_id: int) -> Note:
    notes = Note.objects.visible_to(request.user).filter(part=Note.AGREED, became=None, dropped="")
    found: Note = get_object_or_404(notes.select_related("coordination__area"), pk=note_id)
    if not permissions.coordinates(request.user, found.coordination.area):
        raise Http404
    return found


def _address(found: Coordination) -> str:
    return redirect("plans:coordination", found.pk).url
