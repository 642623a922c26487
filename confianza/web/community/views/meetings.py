"""Meetings: the calendar, calling one, how it went, and who came."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from confianza.web.community import lists, permissions
from confianza.web.community.actions import meetings as actions
from confianza.web.community.forms import AttendanceForm, CallForm, HeldForm, NotHeldForm
from confianza.web.community.models import Attendance, Meeting, MeetingState
from confianza.web.community.queries import bodies as queries
from confianza.web.community.queries import minutes
from confianza.web.community.views.steps import body_for, taken
from confianza.web.lib.doors import open_when

LATEST = 50
NOT_HELD = {"cancelada": actions.cancel, "sin-asistencia": actions.miss}


@require_safe
@open_when(permissions.can_see_bodies)
def listing(request: HttpRequest) -> HttpResponse:
    """Show the meetings to come and those behind, and to how many the highest officer came."""
    behind = queries.meetings_behind(request.user)
    shown = {
        "ahead": queries.meetings_ahead(request.user),
        "behind": behind[:LATEST],
        "highest": queries.attendance_of_the_highest(behind),
        "now": timezone.now(),
    }
    return render(request, "community/meetings.html", shown)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_see_bodies)
def call(request: HttpRequest, body_id: int) -> HttpResponse:
    """Call a meeting of a body."""
    body = body_for(request, body_id, permissions.can_call)
    form = CallForm(request.POST or None)
    if taken(form, actions.call, body=body, by=request.user):
        messages.success(request, _("The meeting is called."))
        return redirect("community:body", body.pk)
    return render(request, "community/call.html", {"body": body, "form": form})


@require_safe
@open_when(permissions.can_see_bodies)
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show a meeting."""
    found = get_object_or_404(_visible(request), pk=meeting_id)
    can_call = permissions.can_call(request.user, found.body)
    shown = {
        "meeting": found,
        "can_close": can_call and found.state == MeetingState.CALLED,
        "has_begun": timezone.localdate(found.starts_at) <= timezone.localdate(),
        "keeps_lists": permissions.keeps_lists(request.user, found.body),
        "list": Attendance.objects.visible_to(request.user).filter(meeting=found).first(),
        "requests": queries.requests(request.user).filter(meeting=found),
    }
    return render(request, "community/meeting.html", shown)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_see_bodies)
def hold(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Write down how a meeting went; minutes that came from a telephone may fill the page."""
    found = _open(request, meeting_id)
    field = minutes.approved(request.user)
    taken_over = next((each for each in field if each.instance_id == request.GET.get("acta")), None)
    form = HeldForm(request.POST or None, initial=_initial(taken_over))
    if taken(form, actions.hold, meeting=found, by=request.user):
        return redirect("community:meeting", found.pk)
    return render(request, "community/hold.html", {"meeting": found, "form": form, "field": field})


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_see_bodies)
def not_held(request: HttpRequest, meeting_id: int, state: str) -> HttpResponse:
    """Cancel a meeting, or write down that nobody came."""
    found = _open(request, meeting_id)
    if state not in NOT_HELD:
        raise Http404
    form = NotHeldForm(request.POST or None)
    if taken(form, NOT_HELD[state], meeting=found, by=request.user):
        return redirect("community:meeting", found.pk)
    return render(request, "community/not_held.html", {"meeting": found, "form": form, "state": state})


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_see_bodies)
def attendance(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show who came to whoever keeps the lists of the body, and keep the list."""
    found = get_object_or_404(_visible(request), pk=meeting_id)
    if not permissions.keeps_lists(request.user, found.body):
        raise Http404
    kept = Attendance.objects.visible_to(request.user).filter(meeting=found).first()
    people = lists.opened(kept.sealed, about=f"meeting {found.pk}") if kept else ()
    form = AttendanceForm(request.POST or None, initial={"people": lists.written(people)})
    if taken(form, actions.keep_attendance, meeting=found, by=request.user):
        return redirect("community:attendance", found.pk)
    if kept:
        actions.account_for_reading(meeting=found, by=request.user)
    shown = {"meeting": found, "form": form, "kept": kept, "people": people}
    return render(request, "community/attendance.html", shown)


def _initial(told: minutes.Minutes | None) -> dict[str, Any]:
    if told is None:
        return {}
    came = told.came
    return {"women": came.women, "men": came.men, "police": came.police, "minutes": told.text}


def _visible(request: HttpRequest) -> Any:
    return Meeting.objects.visible_to(request.user).select_related("body")


def _open(request: HttpRequest, meeting_id: int) -> Meeting:
    """Return a meeting that the person may close, and that is not closed yet."""
    found: Meeting = get_object_or_404(_visible(request), pk=meeting_id, state=MeetingState.CALLED)
    if not permissions.can_call(request.user, found.body):
        raise Http404
    return found
