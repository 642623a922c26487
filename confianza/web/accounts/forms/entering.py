"""Logging in, and showing again who one is."""

import math
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from confianza.web.accounts import second_factors, throttling
from confianza.web.accounts.models import User
from confianza.web.accounts.queries import people

LONGEST_CODE = 32
CLOSED = _(
    "This code opens nothing. Look whether each sign is right. If it was used already, replaced by a newer "
    "one, or is older than three days, ask whoever administers Confianza in your office for another."
)


def refuse_while_waiting(wait: timedelta) -> None:
    """Raise ValidationError while nobody may try again. The same for a name that nobody has."""
    if wait:
        minutes = math.ceil(wait / timedelta(minutes=1))
        raise get_adapter().validation_error("too_many_login_attempts", minutes)


class LogInForm(LoginForm):
    """User name and password; on the page the field keeps the name it always had."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("User name")
        self.fields["login"].widget.attrs = {"autocomplete": "username", "autocapitalize": "none"}
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""

    def add_prefix(self, field_name: str) -> str:
        return "username" if field_name == "login" else super().add_prefix(field_name)

    def _clean_with_password(self, credentials: dict[str, Any]) -> dict[str, Any]:
        refuse_while_waiting(throttling.wait_for(self.request, credentials["username"]))
        cleaned: dict[str, Any] = super()._clean_with_password(credentials)
        return cleaned


def _code_field(label: Any, help_text: Any = "") -> forms.CharField:
    typed = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST_CODE, widget=forms.TextInput(attrs=typed)
    )


class _CodeOnce(forms.Form):
    """A code that counts once, and wrong ones that make wait, in the register of all processes."""

    user: Any
    code = _code_field(_("Code"), _("The 6 digits your app shows now, or one of your recovery codes."))

    def clean_code(self) -> str:
        request: HttpRequest = context.request
        username = self.user.username
        refuse_while_waiting(throttling.wait_for(request, username, step=throttling.SECOND_STEP))
        code: str = self.cleaned_data["code"]
        found = second_factors.spend(self.user, code)
        if found is None:
            throttling.count_wrong_code(request, username)
            raise get_adapter().validation_error("incorrect_code")
        found.user = self.user
        self.authenticator = found
        return code


class CodeForm(_CodeOnce, AuthenticateForm):
    """The second step of logging in."""


class CodeAgainForm(_CodeOnce, ReauthenticateForm):
    """The code again, before a sensitive step."""


class InvitationForm(forms.Form):
    """The code on the sheet that an invited person was handed. Nobody guesses 120 bits, so nobody waits."""

    invited: User
    code = forms.CharField(
        label=_("Code of the invitation"),
        help_text=_("The six groups of letters and digits on the sheet you were handed."),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        found = people.invited(code)
        if found is None:
            raise forms.ValidationError(CLOSED, code="closed")
        self.invited = found
        return code

    def refuse(self) -> None:
        """Say that the code was used between its two readings."""
        self.add_error("code", CLOSED)


class PasswordAgainForm(AllauthReauthenticateForm):
    """The password again, before a sensitive step."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_password(self) -> str:
        refuse_while_waiting(throttling.wait_for(context.request, self.user.username))
        typed: str = super().clean_password()
        return typed


class AddAppForm(ActivateTOTPForm):
    """The first code of an app, which shows that it was set up."""

    code = _code_field(_("Its 6 digits"))

    def clean_code(self) -> str:
        wait = throttling.wait_for(context.request, self.user.username, step=throttling.SECOND_STEP)
        refuse_while_waiting(wait)
        try:
            code: str = super().clean_code()
        except forms.ValidationError:
            throttling.count_wrong_code(context.request, self.user.username)
            raise
        return code
