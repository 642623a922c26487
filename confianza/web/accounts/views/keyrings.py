"""My keyring: made once, opened with the password, closed again; the printed code for the day it is lost."""

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from confianza.web.accounts import unlocking
from confianza.web.accounts.actions import keyrings as actions
from confianza.web.accounts.forms.keyrings import OwnPasswordForm, RecoveryForm
from confianza.web.accounts.queries import keyrings as queries
from confianza.web.lib import doors, sealing

FORMS: dict[str, type[OwnPasswordForm]] = {
    "enrol": OwnPasswordForm,
    "unlock": OwnPasswordForm,
    "recover": RecoveryForm,
    "renew": OwnPasswordForm,
}
CLOSED = (sealing.CannotOpen, queries.NoKeyring)


@require_safe
@doors.open_to_signed_in
def keyring(request: HttpRequest) -> HttpResponse:
    """Show how one's keyring stands, and what can be done."""
    return _page(request)


@require_POST
@doors.open_to_signed_in
@sensitive_post_parameters()
def enrol(request: HttpRequest) -> HttpResponse:
    """Make new keys, in place of any there were; the recovery code is shown once, in the answer itself."""
    form = OwnPasswordForm(request.POST, person=request.user)
    if not form.is_valid():
        return _page(request, enrol=form)
    password = form.cleaned_data["password"]
    code = actions.enrol(person=request.user, password=password, by=request.user)
    unlocking.unlock_if_possible(request, request.user, password)
    return _code(request, code)


@require_POST
@doors.open_to_signed_in
@sensitive_post_parameters()
def unlock(request: HttpRequest) -> HttpResponse:
    """Open the keys with the password, and go on to where they are needed."""
    form = OwnPasswordForm(request.POST, person=request.user)
    if form.is_valid():
        try:
            opened = actions.open_with(person=request.user, by=request.user, **form.cleaned_data)
        except CLOSED:
            form.refuse()
        else:
            unlocking.unlock(request, opened)
            return redirect(_onward(request))
    return _page(request, unlock=form)


@require_POST
@doors.open_to_signed_in
def lock(request: HttpRequest) -> HttpResponse:
    """Close the keys, without leaving."""
    unlocking.lock(request)
    messages.success(request, _("Your keyring is closed."))
    return redirect("accounts:keyring")


@require_POST
@doors.open_to_signed_in
@sensitive_post_parameters()
def recover(request: HttpRequest) -> HttpResponse:
    """Open the keys with the printed code; from now on the password opens them again."""
    form = RecoveryForm(request.POST, person=request.user)
    if form.is_valid():
        typed = {"code": form.cleaned_data["code"], "new_password": form.cleaned_data["password"]}
        try:
            opened = actions.recover(person=request.user, by=request.user, **typed)
        except CLOSED:
            form.refuse()
        else:
            unlocking.unlock(request, opened)
            messages.success(request, _("Your keyring is open again, and your password opens it."))
            return redirect(_onward(request))
    return _page(request, recover=form)


@require_POST
@doors.open_to_signed_in
@sensitive_post_parameters()
def renew_code(request: HttpRequest) -> HttpResponse:
    """Print another recovery code, for one that was lost or seen; the keys must be open."""
    form = OwnPasswordForm(request.POST, person=request.user)
    if not form.is_valid():
        return _page(request, renew=form)
    return _code(request, actions.renew_code(opened=unlocking.of(request), by=request.user))


def _page(request: HttpRequest, **typed: OwnPasswordForm) -> HttpResponse:
    person = request.user
    empty = {name: kind(person=person, auto_id=f"id_{name}_%s") for name, kind in FORMS.items()}
    ring = queries.current(person)
    told = {
        "forms": {**empty, **typed},
        "standing": queries.standing(person),
        "ring": ring,
        "fingerprint": queries.fingerprint(ring.public_key) if ring else "",
        "waits_for_a_click": unlocking.waits_for_a_click(request),
        "onward": _onward(request, otherwise=""),
    }
    return render(request, "accounts/keyring.html", told)


def _code(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "accounts/keyring_code.html", {"code": code, "onward": _onward(request)})


def _onward(request: HttpRequest, otherwise: str | None = None) -> str:
    """Return where the person was going, if it is a page of this house."""
    wanted = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse("accounts:keyring") if otherwise is None else otherwise
