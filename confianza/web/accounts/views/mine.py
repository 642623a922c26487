"""My account: who I am here, what is open to me and why, and how my account is guarded."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from confianza.web.accounts import actions, second_factors, unlocking
from confianza.web.accounts.forms.passwords import ChangePasswordForm
from confianza.web.accounts.queries import keyrings
from confianza.web.accounts.queries import people as queries
from confianza.web.lib import doors


@require_safe
@doors.open_to_signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Show a person their own account."""
    person = request.user
    told = {
        "grants": queries.grants_of(person, person),
        "sessions": queries.sessions_of(person),
        "this_session": request.session.session_key,
        "is_set_up": second_factors.is_set_up(person),
        "codes_left": second_factors.codes_left(person),
        "keyring": keyrings.standing(person),
    }
    return render(request, "accounts/mine.html", told)


@doors.open_to_signed_in
@sensitive_post_parameters()
def change_password(request: HttpRequest) -> HttpResponse:
    """Choose another password; other devices are logged out."""
    form = ChangePasswordForm(request.POST or None, person=request.user)
    if not form.is_valid():
        return render(request, "accounts/change_password.html", {"form": form})
    before = request.session.session_key or ""
    told = {name: form.cleaned_data[name] for name in ("password", "current")}
    actions.change_password(person=request.user, session=before, by=request.user, **told)
    update_session_auth_hash(request, request.user)
    if request.keyring:
        unlocking.unlock(request, request.keyring)
    actions.rename_session(before=before, after=request.session.session_key or "", by=request.user)
    messages.success(request, _("Your password is changed. Other devices were logged out."))
    return redirect("accounts:mine")


@require_POST
@doors.open_to_signed_in
def end_others(request: HttpRequest) -> HttpResponse:
    """Log out everywhere but here."""
    raise_if_reauthentication_required(request, app="accounts")
    ended = actions.end_sessions(person=request.user, but=request.session.session_key or "", by=request.user)
    messages.success(request, _("Other sessions ended: %(ended)s.") % {"ended": ended})
    return redirect("accounts:mine")


@require_POST
@doors.open_to_signed_in
def end_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Log out on one device."""
    others = queries.sessions_of(request.user).exclude(key=request.session.session_key)
    session = others.filter(pk=pk).first()
    if session is None:
        raise Http404
    raise_if_reauthentication_required(request, app="accounts")
    actions.end_session(person=request.user, key=session.key, by=request.user)
    return redirect("accounts:mine")
