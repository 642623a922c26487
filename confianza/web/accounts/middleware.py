"""What is asked of everybody who is logged in: a session still in use, a second factor, the password."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from confianza.web.accounts import actions, second_factors, unlocking
from confianza.web.lib import doors

GetResponse = Callable[[HttpRequest], HttpResponse]
SECONDS_BETWEEN_NOTES = 60
SECONDS_OF_AN_HOUR = 3600
# What somebody without a second factor may open: only what sets one up.
SETTING_UP = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "account_reauthenticate",
    }
)


class Sessions:
    """End a session that was left alone, or has lasted a working day, and note that it is in use."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            _end_or_note(request, time.time())
        return self.get_response(request)


class SecondFactorFirst:
    """Lead whoever lacks a second factor to its set-up, and whoever must show again who they are to that."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        door, match = doors.door_of(view), request.resolver_match
        if not request.user.is_authenticated or (door and door.opens_to == "everyone"):
            return None
        if (match and match.view_name in SETTING_UP) or not second_factors.is_due(request.user):
            return None
        return redirect("mfa_index")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Ask for the password again; allauth would keep the request, address and all, in the session."""
        if not isinstance(exception, ReauthenticationRequired):
            return None
        back = request.get_full_path() if request.method == "GET" else reverse("accounts:mine")
        return redirect(f"{reverse('account_reauthenticate')}?{REDIRECT_FIELD_NAME}={quote(back)}")


class Keyrings:
    """Give each request the person's open keys (`request.keyring`, None while they are locked)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.keyring = unlocking.current(request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        unlocking.answer(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Lead whoever needs their keys to the page that opens them, and back."""
        if not isinstance(exception, unlocking.Locked):
            return None
        back = request.get_full_path() if request.method == "GET" else reverse("accounts:home")
        return redirect(f"{reverse('accounts:keyring')}?{REDIRECT_FIELD_NAME}={quote(back)}")


def _end_or_note(request: HttpRequest, now: float) -> None:
    session = request.session
    begun, seen = session.setdefault("begun_at", now), session.setdefault("seen_at", now)
    if now - begun > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_AGE:
        actions.end_session(person=request.user, key=session.session_key or "", by=request.user)
        logout(request)
        messages.info(request, _("You were logged out because a while had passed. Log in to go on."))
    elif now - seen > SECONDS_BETWEEN_NOTES:
        session["seen_at"] = now
        if now // SECONDS_OF_AN_HOUR != seen // SECONDS_OF_AN_HOUR:
            actions.note_session(key=session.session_key or "", by=request.user)
