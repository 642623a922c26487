"""Slowing down whoever guesses: counted per user name in the register, with nothing about the guesser.

django-axes counts; this decides how long to wait and keeps addresses, browsers and typed texts from it. The
waits are short, so that a stranger who guesses cannot keep a person out for long; on a device where the
person has logged in before, guesses of strangers do not count at all (docs/decisions/0015).
"""

from datetime import timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from confianza.web.accounts import devices, rules

SECOND_STEP = "code"


class CountsNamesOnly(AxesDatabaseHandler):
    """Axes' handler with our waits, working on a request stripped of everything that tells of the client."""

    def user_login_failed(
        self, sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
    ) -> None:
        if request is None:
            return
        bare = _stripped(request, credentials)
        super().user_login_failed(sender, credentials, bare, **kwargs)
        request.axes_locked_out = bare.axes_locked_out  # type: ignore[attr-defined]
        request.axes_credentials = credentials  # type: ignore[attr-defined]

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        return bool(_wait(name_counted(request, credentials)))


def name_counted(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return under which name an attempt counts: a digest, since people type passwords into the wrong field;
    apart on a device the person has used before, and apart for the second step.
    """
    told = credentials or {}
    username = str(told.get("username") or "")
    parts = (_digest(username), str(told.get("step", "")), devices.known(request, username))
    return getattr(request, "counted_as", "") or ":".join(filter(None, parts))


def wait_for(request: HttpRequest, username: str, *, step: str = "") -> timedelta:
    """Return how long this browser must wait before it may try this person's password, or code, again."""
    return _wait(name_counted(request, {"username": username, "step": step}))


def count_wrong_code(request: HttpRequest, username: str) -> None:
    """Count a wrong code of the second step."""
    credentials = {"username": username, "step": SECOND_STEP}
    AxesProxyHandler.user_login_failed(sender=__name__, credentials=credentials, request=request)


def forget(username: str) -> None:
    """Forget every wrong password and code of a person: a right one, or the administrator, vouched."""
    AccessAttempt.objects.filter(username__startswith=_digest(username)).delete()


def _digest(username: str) -> str:
    return salted_hmac(__name__, username, algorithm="sha256").hexdigest()


def _wait(counted: str) -> timedelta:
    since = timezone.now() - rules.FORGOTTEN_AFTER
    seen = AccessAttempt.objects.filter(username=counted, attempt_time__gte=since)
    told = seen.aggregate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
    if not told["last"]:
        return timedelta(0)
    ends = told["last"] + rules.wait_after(told["failures"])
    return max(ends - timezone.now(), timedelta(0))


def _stripped(request: HttpRequest, credentials: dict[str, Any]) -> HttpRequest:
    """Return an empty request that carries only the name and the moment."""
    bare = HttpRequest()
    told = {
        "counted_as": name_counted(request, credentials),
        "axes_updated": True,
        "axes_locked_out": getattr(request, "axes_locked_out", False),
        "axes_attempt_time": timezone.now(),
        "axes_ip_address": None,
        "axes_failures_since_start": None,
        "axes_credentials": None,
        **dict.fromkeys(("axes_user_agent", "axes_path_info", "axes_http_accept"), ""),
    }
    bare.__dict__.update(told)
    return bare


def no_address(request: HttpRequest) -> None:
    """Return no address for a client: nothing here may depend on it."""


def nothing_about(*client: Any) -> str:
    """Return how a client is named in logs: not at all."""
    return "somebody"


def axes_memory(request: HttpRequest | None = None) -> timedelta:
    """Return after how long without another failure axes forgets the failures."""
    return rules.FORGOTTEN_AFTER
