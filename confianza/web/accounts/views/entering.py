"""Logging in and out, and showing again who one is before a sensitive step. The flows are allauth's."""

from typing import Any

from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from confianza.web.accounts import actions, unlocking
from confianza.web.accounts.forms.entering import CodeAgainForm, CodeForm, LogInForm, PasswordAgainForm

TOO_MANY = 429


class LogIn(LoginView):
    """User name and password."""

    form_class = LogInForm
    template_name = "accounts/login.html"

    def form_valid(self, form: LogInForm) -> HttpResponse:
        # The password is known here only; a second step may follow, and the keys wait for it.
        unlocking.unlock_if_possible(self.request, form.user, form.cleaned_data["password"])
        return super().form_valid(form)

    def form_invalid(self, form: LogInForm) -> HttpResponse:
        response = super().form_invalid(form)
        if form.has_error("__all__", "too_many_login_attempts"):
            response.status_code = TOO_MANY
        return response


class SecondStep(AuthenticateView):
    """The code of the app, a recovery code, or the key."""

    form_class = CodeForm
    template_name = "accounts/second_step.html"


class LogOut(auth.LogoutView):
    """Leaving, by the button only."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            actions.end_session(person=request.user, key=request.session.session_key or "", by=request.user)
        return super().post(request, *args, **kwargs)


class PasswordAgain(ReauthenticateView):
    """The password again."""

    form_class = PasswordAgainForm
    template_name = "accounts/again.html"


class CodeAgain(CodeAgainView):
    """The code again."""

    form_class = CodeAgainForm
    template_name = "accounts/again.html"


class KeyAgain(ReauthenticateWebAuthnView):
    """The key again."""

    template_name = "accounts/again.html"
