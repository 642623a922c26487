"""Setting up, renewing and removing one's own second factor. The flows are allauth's."""

from typing import Any

from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _

from confianza.web.accounts import actions, second_factors
from confianza.web.accounts.forms.entering import AddAppForm


class Told:
    """Writes down, once the form was right, what somebody did with their second factor."""

    what = ""
    request: Any

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        actions.tell_second_factor(what=self.what, by=self.request.user)
        return response


class SecondFactor(IndexView):
    """What guards the account now, and what could."""

    template_name = "accounts/second_factor.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        person = self.request.user
        return {
            **told,
            "is_set_up": second_factors.is_set_up(person),
            "is_due": second_factors.is_due(person),
            "codes_left": second_factors.codes_left(person),
        }


class AddApp(Told, ActivateTOTPView):
    """The square to photograph with the app, and its first code."""

    form_class = AddAppForm
    template_name = "accounts/app_add.html"
    what = "added_app"

    def form_valid(self, form: AddAppForm) -> HttpResponse:
        response = super().form_valid(form)
        # Whoever saw this code being typed must not be able to log in with it.
        second_factors.spend(self.request.user, form.cleaned_data["code"])
        return response


class RemoveApp(Told, DeactivateTOTPView):
    template_name = "accounts/factor_remove.html"
    what = "removed_app"


class AddKey(Told, AddWebAuthnView):
    """A key to plug in, or the fingerprint of the telephone."""

    template_name = "accounts/key_add.html"
    what = "added_key"

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["name"].label = _("Name")
        return form


class RemoveKey(Told, RemoveWebAuthnView):
    template_name = "accounts/factor_remove.html"
    success_url = reverse_lazy("mfa_index")
    what = "removed_key"


class Codes(ViewRecoveryCodesView):
    """The recovery codes, shown once."""

    template_name = "accounts/codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = super().get_context_data(**kwargs)
        codes = second_factors.hand_out_codes(self.request.user)
        return {**told, "unused_codes": codes, "can_view_codes": bool(codes)}


class NewCodes(Told, GenerateRecoveryCodesView):
    """New recovery codes; the older ones stop working."""

    template_name = "accounts/codes_new.html"
    what = "new_codes"
