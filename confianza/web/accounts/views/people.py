"""Who works here: the administrator's pages, and the page where an invited person types the code."""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from confianza.web.accounts import actions, permissions, rules
from confianza.web.accounts.forms import people as forms
from confianza.web.accounts.forms.entering import InvitationForm
from confianza.web.accounts.forms.passwords import NewPasswordForm
from confianza.web.accounts.models import Grant, Role, User
from confianza.web.accounts.queries import people as queries
from confianza.web.accounts.views import wordings
from confianza.web.lib import doors

ON_A_PAGE = 50
REFUSED = (rules.GrantRefused, rules.AccountRefused)


@require_safe
@doors.open_when(permissions.can_administer_people)
def people(request: HttpRequest) -> HttpResponse:
    """List the people of the jurisdiction administered."""
    form = forms.PeopleFilter(request.GET, areas=queries.area_choices(request.user))
    found = queries.people(request.user, **form.wishes)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/people.html", {"page": page, "form": form})


@require_safe
@doors.open_when(permissions.can_administer_people)
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one person: what they hold and held, and what may be done."""
    shown = _person(request, pk)
    may = permissions.administers(request.user, shown)
    told = {
        "person": shown,
        "grants": queries.grants_of(shown, request.user),
        "invitation": queries.open_invitation(shown),
        "may": may,
        "steps": [step.value for step in rules.Step if may and rules.can_take(step, shown.state)],
        "now_wording": wordings.STATE_SENTENCES[shown.state],
    }
    return render(request, "accounts/person.html", told)


@doors.open_when(permissions.can_administer_people)
def invite(request: HttpRequest) -> HttpResponse:
    """Open an account for somebody; the code is shown once, in the answer itself."""
    form = forms.InviteForm(request.POST or None, **_places(request))
    if form.is_valid():
        try:
            return _sheet(request, actions.invite(**form.wishes, by=request.user))
        except (ValidationError, *REFUSED) as refused:
            _say(form, refused)
    return render(request, "accounts/invite.html", {"form": form})


@doors.open_when(permissions.can_administer_people)
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person another role."""
    shown = _person(request, pk)
    form = forms.GrantForm(request.POST or None, **_places(request))
    if form.is_valid():
        try:
            actions.give(person=shown, by=request.user, **form.wishes)
            return redirect("accounts:person", shown.pk)
        except REFUSED as refused:
            _say(form, refused)
    return render(request, "accounts/give.html", {"form": form, "person": shown})


@doors.open_when(permissions.can_administer_people)
def invite_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new code, for a lost one or a forgotten password."""
    shown = _person(request, pk)
    form = forms.InviteAnewForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _sheet(request, actions.invite_anew(person=shown, by=request.user, **form.cleaned_data))
        except REFUSED as refused:
            _say(form, refused)
    return _confirm(request, shown, form, wordings.INVITE_ANEW)


@doors.open_when(permissions.can_administer_people)
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    """Suspend an account, after asking."""
    return _step(request, _person(request, pk), actions.suspend, wordings.SUSPEND)


@doors.open_when(permissions.can_administer_people)
def reinstate(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a suspended account again, after asking."""
    return _step(request, _person(request, pk), actions.reinstate, wordings.REINSTATE)


@doors.open_when(permissions.can_administer_people)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account for good, after asking."""
    return _step(request, _person(request, pk), actions.leave, wordings.LEAVE)


@doors.open_when(permissions.can_administer_people)
def end_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """End a grant, after asking."""
    grant = queries.grant(request.user, pk)
    if grant is None:
        raise Http404
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.end_grant(grant=grant, by=request.user, **form.cleaned_data)
            return redirect("accounts:person", grant.person_id)
        except REFUSED as refused:
            _say(form, refused)
    return _confirm(request, grant.person, form, wordings.END_GRANT, grant=grant)


@doors.open_to_everyone
@sensitive_post_parameters("code", "password", "again")
def accept(request: HttpRequest) -> HttpResponse:
    """Ask an invited person for the code, then for a password, and let them in.

    Between the two the code goes with the form, so that it stands in no address and no session.
    """
    asked = InvitationForm(request.POST or None)
    if not asked.is_valid():
        return render(request, "accounts/invitation.html", {"form": asked})
    form = NewPasswordForm(request.POST if "password" in request.POST else None, person=asked.invited)
    if form.is_valid():
        return _let_in(request, asked, form.cleaned_data["password"])
    told = {"form": form, "code": asked.cleaned_data["code"], "person": asked.invited}
    return render(request, "accounts/accept.html", told)


def _let_in(request: HttpRequest, asked: InvitationForm, password: str) -> HttpResponse:
    try:
        entered = actions.accept_invitation(code=asked.cleaned_data["code"], password=password)
    except actions.InvitationClosed:
        asked.refuse()
        return render(request, "accounts/invitation.html", {"form": asked})
    # Whoever sat here before, perhaps the administrator, is somebody else.
    logout(request)
    login = Login(user=entered, redirect_url=reverse("mfa_index"))
    answer: HttpResponse = perform_password_login(request, {"username": entered.username}, login)
    request.session.set_expiry(0)
    return answer


def _person(request: HttpRequest, pk: int) -> User:
    shown = queries.person(request.user, pk)
    if shown is None:
        raise Http404
    return shown


def _places(request: HttpRequest) -> dict[str, Any]:
    everywhere = request.user.reach(Role.SYSTEM_ADMINISTRATOR).everywhere
    return {"areas": queries.area_choices(request.user), "everywhere": everywhere}


def _step(
    request: HttpRequest, shown: User, action: Callable[..., None], wording: wordings.Wording
) -> HttpResponse:
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            action(person=shown, by=request.user, **form.cleaned_data)
            messages.success(request, wording.done % {"name": shown.display_name})
            return redirect("accounts:person", shown.pk)
        except REFUSED as refused:
            _say(form, refused)
    return _confirm(request, shown, form, wording)


def _confirm(
    request: HttpRequest, shown: User, form: Form, wording: wordings.Wording, grant: Grant | None = None
) -> HttpResponse:
    title = wording.title % {"name": shown.display_name}
    told = {"person": shown, "form": form, "wording": wording, "grant": grant, "title": title}
    return render(request, "accounts/confirm.html", told)


def _sheet(request: HttpRequest, invited: actions.Invited) -> HttpResponse:
    address = request.build_absolute_uri(reverse("accounts:accept"))
    told = {
        "person": invited.person, "invitation": invited.invitation, "code": invited.code, "address": address,
    }  # fmt: skip
    return render(request, "accounts/sheet.html", told)


def _say(form: Form, refused: Exception) -> None:
    if isinstance(refused, ValidationError):
        known = hasattr(refused, "error_dict") and set(refused.error_dict) <= set(form.fields)
        form.add_error(None, refused if known else _("This user name is taken, or not allowed."))
    else:
        form.add_error(None, forms.sentence(refused))
