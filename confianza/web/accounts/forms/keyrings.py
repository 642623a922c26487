"""Opening one's own keys: with the password of the account, or with the printed code."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.utils.translation import gettext_lazy as _

from confianza.web.accounts import throttling
from confianza.web.accounts.forms.entering import refuse_while_waiting
from confianza.web.accounts.models import User

WRONG_CODE = _("This code does not open your keyring. Look whether each sign is right, group by group.")
ANOTHER_PASSWORD = _(
    "The password is right, but the keyring was closed with another one. Use your recovery code below."
)


class OwnPasswordForm(forms.Form):
    """The password of the account, asked again because nobody keeps it. Wrong ones make wait."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        refuse_while_waiting(throttling.wait_for(context.request, self.person.username))
        typed: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.person, typed):
            raise get_adapter().validation_error("incorrect_password")
        return typed

    def refuse(self) -> None:
        """Say that the password is right, and that the keys do not open with it."""
        self.add_error("password", ANOTHER_PASSWORD)


class RecoveryForm(OwnPasswordForm):
    """The printed code, and the password under which the keys are to be from now on."""

    code = forms.CharField(
        label=_("Recovery code of your keyring"),
        help_text=_("The eight groups on the sheet you printed when you made your keyring."),
        max_length=64,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    field_order = ("code", "password")

    def refuse(self) -> None:
        """Say that the code does not open the keys."""
        self.add_error("code", WRONG_CODE)
