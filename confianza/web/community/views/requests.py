"""What is asked for: the list, writing one down, and its way to an answer."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from confianza.web.community import permissions
from confianza.web.community.actions import requests as actions
from confianza.web.community.forms import AnswerForm, AskForm, AssignForm, PublicForm, WithdrawForm
from confianza.web.community.models import Meeting, Request, RequestState
from confianza.web.community.queries import bodies as queries
from confianza.web.community.rules import standing
from confianza.web.community.views.steps import body_for, taken, taken_or_told
from confianza.web.lib.doors import open_when

ANSWERERS = (
    "commander",
    "beat_officer",
    "mayor",
    "community_relations",
    "school_director",
    "programme_manager",
)
PER_PAGE = 50


@require_safe
@open_when(permissions.can_see_bodies)
def listing(request: HttpRequest) -> HttpResponse:
    """List what is asked for: what is late first, then by its day."""
    chosen, today = request.GET.get("which", "open"), timezone.localdate()
    found = queries.requests(request.user)
    which = {
        "open": found.open(),
        "late": found.late(today),
        "mine": found.open().filter(owner=request.user),
        "untold": found.exclude(answer="").filter(told_on=None),
        "all": found,
    }
    shown = {
        "page": Paginator(which.get(chosen, which["open"]), PER_PAGE).get_page(request.GET.get("page")),
        "counts": {name: rows.count() for name, rows in which.items()},
        "which": chosen if chosen in which else "open",
        "today": today,
    }
    return render(request, "community/requests.html", shown)


@require_http_methods(["GET", "POST"])
@open_when(permissions.can_see_bodies)
def ask(request: HttpRequest, body_id: int) -> HttpResponse:
    """Write down what a body asks for; from a meeting, if the address names one."""
    body = body_for(request, body_id, permissions.can_call)
    meeting = _meeting_of(request, body)
    form = AskForm(request.POST or None)
    if taken(form, actions.ask, body=body, meeting=meeting, by=request.user):
        messages.success(request, _("It is written down. Now say who answers for it."))
        return redirect("community:body", body.pk)
    return render(request, "community/ask.html", {"body": body, "meeting": meeting, "form": form})


@require_safe
@open_when(permissions.can_see_bodies)
def request_page(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show what is asked, step by step, and what can be done now."""
    return _page(request, _visible(request, request_id))


@require_POST
@open_when(permissions.can_see_bodies)
def assign(request: HttpRequest, request_id: int) -> HttpResponse:
    """Give it to whoever answers for it."""
    found = _called(request, request_id)
    form = AssignForm(request.POST, people=_answerers(found))
    if taken(form, actions.assign, request=found, by=request.user):
        return redirect("community:request", found.pk)
    return _page(request, found, assign_form=form)


@require_POST
@open_when(permissions.can_see_bodies)
def answer(request: HttpRequest, request_id: int) -> HttpResponse:
    """Promise, do or decline it."""
    found = _answered(request, request_id)
    form = AnswerForm(request.POST, now=found.state)
    if taken(form, actions.answer, request=found, by=request.user):
        return redirect("community:request", found.pk)
    return _page(request, found, answer_form=form)


@require_POST
@open_when(permissions.can_see_bodies)
def withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    """Take it back, as those who asked want it."""
    found = _called(request, request_id)
    form = WithdrawForm(request.POST)
    if taken(form, actions.withdraw, request=found, by=request.user):
        return redirect("community:request", found.pk)
    return _page(request, found, withdraw_form=form)


@require_POST
@open_when(permissions.can_see_bodies)
def tell(request: HttpRequest, request_id: int) -> HttpResponse:
    """Write down that those who asked were told."""
    found = _called(request, request_id)
    taken_or_told(request, actions.tell, request=found, by=request.user)
    return redirect("community:request", found.pk)


@require_POST
@open_when(permissions.can_see_bodies)
def publish(request: HttpRequest, request_id: int) -> HttpResponse:
    """Say what the public site says of it."""
    found = _called(request, request_id)
    form = PublicForm(request.POST)
    if taken(form, actions.publish, request=found, by=request.user):
        return redirect("community:request", found.pk)
    return _page(request, found, public_form=form)


def _page(request: HttpRequest, found: Request, **bound: Any) -> HttpResponse:
    can_call = permissions.can_call(request.user, found.body)
    can = {to: standing.can(standing.REQUESTS, found.state, to) for to in RequestState}
    can_answer = permissions.can_answer(request.user, found) and can[RequestState.DONE]
    shown = {
        "asked": found,
        "steps": found.steps.all(),
        "today": timezone.localdate(),
        "can_call": can_call,
        "assign_form": AssignForm(people=_answerers(found))
        if can_call and can[RequestState.ASSIGNED]
        else None,
        "answer_form": AnswerForm(now=found.state) if can_answer else None,
        "withdraw_form": WithdrawForm() if can_call and can[RequestState.WITHDRAWN] else None,
        "public_form": PublicForm(initial={"text": found.public_text}) if can_call else None,
    }
    return render(request, "community/request.html", shown | bound)


def _visible(request: HttpRequest, request_id: int) -> Request:
    found: Request = get_object_or_404(queries.requests(request.user), pk=request_id)
    return found


def _called(request: HttpRequest, request_id: int) -> Request:
    found = _visible(request, request_id)
    if not permissions.can_call(request.user, found.body):
        raise Http404
    return found


def _answered(request: HttpRequest, request_id: int) -> Request:
    found = _visible(request, request_id)
    if not permissions.can_answer(request.user, found):
        raise Http404
    return found


def _answerers(found: Request) -> list[Any]:
    return queries.who_could_answer(found.body.area, ANSWERERS)


def _meeting_of(request: HttpRequest, body: Any) -> Meeting | None:
    number = request.GET.get("reunion", "")
    visible = Meeting.objects.visible_to(request.user)
    return visible.filter(body=body, pk=number).first() if number.isdecimal() else None
