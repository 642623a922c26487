"""Choosing a password."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from confianza.web.accounts import throttling
from confianza.web.accounts.forms.entering import refuse_while_waiting
from confianza.web.accounts.models import User
from confianza.web.accounts.passwords import LONGEST


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=LONGEST,
        help_text=_(
            "At least 12 characters. Three or four words that only you would put together are easy to "
            "remember."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same once more"),
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        typed: str = self.cleaned_data["password"]
        validate_password(typed, self.person)
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "password" in cleaned and cleaned["password"] != cleaned.get("again"):
            self.add_error("again", _("The two are not the same."))
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """The present password first."""

    current = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("current", "password", "again")

    def clean_current(self) -> str:
        refuse_while_waiting(throttling.wait_for(context.request, self.person.username))
        typed: str = self.cleaned_data["current"]
        if not get_adapter().reauthenticate(self.person, typed):
            raise get_adapter().validation_error("incorrect_password")
        return typed
