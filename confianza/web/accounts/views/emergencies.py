"""Emergency access: asking, the queues, and one request with what was opened under it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from confianza.web.accounts import permissions, tasks
from confianza.web.accounts.actions import emergencies as actions
from confianza.web.accounts.forms.emergencies import WHY_NOT, AskForm, ReviewForm
from confianza.web.accounts.models import EmergencyAccess
from confianza.web.accounts.models.emergencies import EmergencyMode, Verdict
from confianza.web.accounts.queries import emergencies as queries
from confianza.web.accounts.rules import NEVER, EmergencyRefused
from confianza.web.lib import doors
from confianza.web.territory import queries as territory

PER_PAGE = 25


@doors.open_when(permissions.can_ask_in_emergency)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for emergency access."""
    form = AskForm(request.POST or None, areas=queries.area_choices(request.user))
    if request.method == "POST" and form.is_valid():
        role, purpose = form.cleaned_data["wanted"]
        try:
            access = actions.ask(
                by=request.user,
                role=role,
                area=territory.area(form.cleaned_data["area"]),
                purpose=purpose,
                reason=form.cleaned_data["reason"],
                mode=EmergencyMode(form.cleaned_data["mode"]),
            )
            tasks.settle_later(access)
            return redirect("accounts:emergency", access.pk)
        except EmergencyRefused as refused:
            form.add_error(None, WHY_NOT[refused.code])
    return render(request, "accounts/emergency_ask.html", {"form": form, "never": NEVER.values()})


@require_safe
@doors.open_when(permissions.can_see_emergencies)
def emergencies(request: HttpRequest) -> HttpResponse:
    """List what waits for this person's answer or verdict, the own requests, and all that one watches."""
    page = Paginator(queries.watched(request.user), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "waiting": queries.waiting_for(request.user),
        "to_review": queries.to_review(request.user),
        "own": queries.shown(queries.own(request.user)),
        "page": page,
        "watched": queries.shown(page),
        "may_ask": permissions.can_ask_in_emergency(request.user),
    }
    return render(request, "accounts/emergencies.html", shown)


@require_safe
@doors.open_when(permissions.can_see_emergencies)
def emergency(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request: who, why, until when, what was opened, and what one may do about it."""
    access = get_object_or_404(queries.visible(request.user), pk=pk)
    actions.note_reading(access=access, by=request.user)
    return _page(request, access, ReviewForm())


@require_POST
@doors.open_when(permissions.can_see_emergencies)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the verdict of internal control."""
    access = get_object_or_404(queries.visible(request.user), pk=pk)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, access, form)
    verdict, note = Verdict(form.cleaned_data["verdict"]), form.cleaned_data["note"]
    return _done(
        request, access, lambda: actions.review(access=access, by=request.user, verdict=verdict, note=note)
    )


@require_POST
@doors.open_when(permissions.can_see_emergencies)
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a yes."""
    access = get_object_or_404(queries.visible(request.user), pk=pk)
    return _done(
        request,
        access,
        lambda: tasks.settle_later(actions.approve(access=access, by=request.user)),
    )


@require_POST
@doors.open_when(permissions.can_see_emergencies)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a no."""
    access = get_object_or_404(queries.visible(request.user), pk=pk)
    return _done(request, access, lambda: actions.refuse(access=access, by=request.user))


@require_POST
@doors.open_when(permissions.can_see_emergencies)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End it now, or withdraw the request."""
    access = get_object_or_404(queries.visible(request.user), pk=pk)
    return _done(request, access, lambda: actions.end(access=access, by=request.user))


def _done(request: HttpRequest, access: EmergencyAccess, step: Callable[[], object]) -> HttpResponse:
    """Take a step, say why if it could not be taken, and show how the request stands now."""
    try:
        step()
    except EmergencyRefused as refused:
        messages.warning(request, WHY_NOT[refused.code])
    still = queries.visible(request.user).filter(pk=access.pk).exists()
    return redirect("accounts:emergency", access.pk) if still else redirect("accounts:emergencies")


def _page(request: HttpRequest, access: EmergencyAccess, form: ReviewForm) -> HttpResponse:
    (shown,) = queries.shown([access])
    can_decide = shown.is_waiting and permissions.can_decide(request.user, access)
    # Whoever may say no needs no second way to end it; only the person withdraws a request.
    may_end = (shown.is_open and not can_decide) or (shown.is_waiting and access.person_id == request.user.pk)
    told = {
        "shown": shown,
        "form": form,
        "can_decide": can_decide,
        "can_review": shown.to_review and permissions.can_review(request.user, access),
        "can_end": may_end and permissions.can_end(request.user, access),
        "can_read_reason": permissions.can_read_reason(request.user, access),
        "who_can_answer": queries.who_can_answer(access) if shown.is_waiting else (),
        "opened": [(entry, queries.address_of(entry)) for entry in queries.opened_under(access)],
    }
    return render(request, "accounts/emergency.html", told)
