"""What allauth asks of us: our sentences, our seals, and what happens when somebody has logged in."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from confianza.web.accounts import actions, devices, sealing, throttling, unlocking
from confianza.web.accounts.models import User

SENTENCES = {
    "mfa/messages/totp_activated.txt": _("The app on your phone now guards your account."),
    "mfa/messages/totp_deactivated.txt": _("The app no longer guards your account."),
    "mfa/messages/webauthn_added.txt": _("The key now guards your account."),
    "mfa/messages/webauthn_removed.txt": _("The key no longer guards your account."),
}
WRONG = _("User name or password is wrong. Capital letters count.")
WRONG_CODE = _("This code is wrong or was used already. Wait for the next one and try again.")


class AccountAdapter(DefaultAccountAdapter):
    """Logging in with user name and password; nobody signs up by themselves."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "incorrect_password": _("This password is wrong."),
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": _("Too many wrong attempts. Try again in %s minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return ""

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        username = str(credentials.get("username", ""))
        if throttling.wait_for(request, username):
            actions.tell_throttled(username=username, by=actions.SOMEBODY)

    def login(self, request: HttpRequest, user: User) -> None:
        # Between the password and the code the account may have been suspended.
        if not User.objects.filter(pk=user.pk, is_active=True).exists():
            raise ImmediateHttpResponse(redirect(settings.LOGIN_URL))
        opened = unlocking.kept_for(request, user)
        super().login(request, user)
        if not request.session.session_key:
            request.session.save()
        request.session["begun_at"] = time.time()
        device = devices.coarse_name(request.headers.get("User-Agent", ""))
        actions.begin_session(person=user, key=request.session.session_key, device=device, by=user)
        # Logging in has exchanged the session's key, to which the sealed keys are bound.
        if opened:
            unlocking.unlock(request, opened)
            actions.tell_opened(person=user, by=user)

    def post_login(self, request: HttpRequest, user: User, **told: Any) -> HttpResponse:
        response = super().post_login(request, user, **told)
        devices.remember(response, user.username)
        return response

    def is_reauthentication_required(self, *, app: str, **told: Any) -> bool:
        """Ask again for the password before sensitive steps, but not of whoever has just logged in."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0)
        return bool(time.time() - latest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *rest: Any, **told: Any
    ) -> None:
        if sentence := SENTENCES.get(message_template or ""):
            messages.add_message(request, level, str(sentence))


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors, sealed at rest."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG_CODE}

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002 - allauth calls it so
        """Leave the name to the person: only the person can tell one key from another."""
        return ""

    def encrypt(self, text: str) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}
