"""The device somebody sits at: its coarse name, and whether a person has logged in on it before."""

import re
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, gettext_noop

KNOWN_FOR = timedelta(days=180)
SALT = "accounts.device"
# The first that fits, so the more particular comes first: Edge also calls itself Chrome, Android Linux.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR|Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|Chromium|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
UNKNOWN = gettext_noop("Another device")


def coarse_name(agent: str) -> str:
    """Return what a browser calls itself as "Chrome · Android", and nothing finer."""
    parts = [_first(known, agent) for known in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, parts)) or UNKNOWN


def said(name: str) -> str:
    """Return a coarse name in the reader's language."""
    return gettext(name)


def known(request: HttpRequest, username: str) -> str:
    """Return the number of this device where the person of that name has logged in on it before, else ""."""
    try:
        cookie = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
        whose, number = signing.loads(cookie, salt=SALT, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(number) if whose == _mark(username) else ""


def remember(response: HttpResponseBase, username: str) -> None:
    """Have this browser remember, without naming the person, that the person logged in on it."""
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        signing.dumps([_mark(username), secrets.token_hex(8)], salt=SALT),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _mark(username: str) -> str:
    return salted_hmac(SALT, username, algorithm="sha256").hexdigest()[:32]


def _first(known: tuple[tuple[str, str], ...], agent: str) -> Any:
    return next((name for pattern, name in known if re.search(pattern, agent)), None)
