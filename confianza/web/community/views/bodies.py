"""Bodies: the list, one of them, who sits in it, and who belongs to it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.community import lists, permissions
from confianza.web.community.actions import bodies as actions
from confianza.web.community.forms import FoundForm, KindForm, MemberForm, SeatForm, StateForm
from confianza.web.community.lists import Person
from confianza.web.community.models import Body, BodyKind, Member, Seat
from confianza.web.community.queries import bodies as queries
from confianza.web.community.views.steps import body_for, taken
from confianza.web.lib.doors import open_when

DEEDS = {"renovar": actions.renew_member, "quitar": actions.remove_member}
LATEST, MOST_ASKED = 10, 20


@require_safe
@open_when(permissions.can_see_bodies)
def listing(request: HttpRequest) -> HttpResponse:
    """List the bodies a person works with, those that stopped meeting among them."""
    form = KindForm(request.GET or None)
    told = queries.bodies(request.user, kind=form.cleaned_data["kind"] if form.is_valid() else "")
    shown = {
        "bodies": told,
        "inactive": sum(each.is_inactive for each in told),
        "late": sum(each.late for each in told),
        "form": form,
        "can_found": permissions.can_keep_bodies(request.user),
    }
    return render(request, "community/bodies.html", shown)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_keep_bodies)
def found(request: HttpRequest) -> HttpResponse:
    """Write down a body."""
    places = {"areas": queries.areas_for(request.user), "precincts": queries.precincts_for(request.user)}
    form = FoundForm(request.POST or None, **places)
    if taken(form, actions.found, by=request.user):
        messages.success(request, _("The body is written down. Now give it its seats."))
        return redirect("community:bodies")
    return render(request, "community/found.html", {"form": form})


@require_safe
@open_when(permissions.can_see_bodies)
def body(request: HttpRequest, body_id: int) -> HttpResponse:
    """Show a body: its meetings, what it asks for, who sits in it."""
    return _page(request, get_object_or_404(Body.objects.visible_to(request.user), pk=body_id))


@require_POST
@open_when(permissions.can_keep_bodies)
def change_state(request: HttpRequest, body_id: int) -> HttpResponse:
    """Suspend, dissolve or take up a body again."""
    found = body_for(request, body_id, permissions.keeps)
    form = StateForm(request.POST, now=found.state)
    if taken(form, actions.change_state, body=found, by=request.user):
        return redirect("community:body", found.pk)
    return _page(request, found, state_form=form)


@require_POST
@open_when(permissions.can_see_bodies)
def give_seat(request: HttpRequest, body_id: int) -> HttpResponse:
    """Give somebody with an account a seat."""
    found = body_for(request, body_id, permissions.can_call)
    form = SeatForm(request.POST)
    if taken(form, actions.give_seat, body=found, by=request.user):
        return redirect("community:body", found.pk)
    return _page(request, found, seat_form=form)


@require_POST
@open_when(permissions.can_see_bodies)
def end_seat(request: HttpRequest, seat_id: int) -> HttpResponse:
    """End a seat."""
    seat = get_object_or_404(Seat.objects.visible_to(request.user), pk=seat_id)
    body_for(request, seat.body_id, permissions.can_call)
    actions.end_seat(seat=seat, by=request.user)
    messages.success(request, _("The seat has ended; it opens nothing any more."))
    return redirect("community:body", seat.body_id)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_see_bodies)
def members(request: HttpRequest, body_id: int) -> HttpResponse:
    """Show the members of a body to whoever keeps its lists, and add one who agreed."""
    found = body_for(request, body_id, permissions.keeps_lists)
    form = MemberForm(request.POST or None)
    if taken(form, actions.add_member, body=found, by=request.user):
        return redirect("community:members", found.pk)
    actions.account_for_reading(body=found, by=request.user)
    shown = {"body": found, "form": form, "members": _members(found), "today": timezone.localdate()}
    return render(request, "community/members.html", shown)


@require_POST
@open_when(permissions.can_see_bodies)
def member(request: HttpRequest, member_id: int, deed: str) -> HttpResponse:
    """Keep a member for another year, or destroy what is known of them."""
    found = get_object_or_404(Member.objects.visible_to(request.user), pk=member_id)
    if deed not in DEEDS:
        raise Http404
    DEEDS[deed](member=found, by=request.user)
    return redirect("community:members", found.body_id)


def _page(request: HttpRequest, found: Body, **bound: Any) -> HttpResponse:
    meetings = queries.meetings_behind(request.user).filter(body=found)
    shown = {
        "told": queries.body(request.user, found.pk),
        "ahead": queries.meetings_ahead(request.user).filter(body=found),
        "behind": meetings[:LATEST],
        "highest": queries.attendance_of_the_highest(meetings),
        "requests": queries.requests(request.user).filter(body=found)[:MOST_ASKED],
        "today": timezone.localdate(),
        "seats": queries.seats(found),
        **_rights(request, found),
    }
    return render(request, "community/body.html", shown | bound)


def _rights(request: HttpRequest, found: Body) -> dict[str, Any]:
    can_call = permissions.can_call(request.user, found)
    keeps = permissions.keeps(request.user, found)
    return {
        "can_call": can_call,
        "keeps_lists": permissions.keeps_lists(request.user, found),
        "oversees": found.kind == BodyKind.JUNTA and permissions.oversees(request.user, found),
        "seat_form": SeatForm() if can_call else None,
        "state_form": StateForm(now=found.state) if keeps else None,
    }


def _members(found: Body) -> list[tuple[Member, Person]]:
    return [(each, lists.opened(each.sealed, about=f"member {each.pk}")[0]) for each in found.members.all()]
