"""From the password to open keys, for as long as somebody works: two halves, neither of which opens anything.

The keys wait in the session, sealed under a key that only the browser's second cookie holds, and bound to
this session, this person and the moment they were opened. Who steals the register, or a cookie, has nothing.
"""

import base64
import binascii
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from confianza.web.accounts import keyrings
from confianza.web.accounts.keyrings import OpenKeyring
from confianza.web.accounts.models import User
from confianza.web.accounts.queries import keyrings as queries
from confianza.web.lib import sealing

ENTRY = "keyring"
SECONDS_BETWEEN_NOTES = 60


class Locked(Exception):
    """What was asked for needs the person's keys, and they are not open. The middleware leads to the page."""


@dataclass(frozen=True)
class _Kept:
    """What stands in the session."""

    sealed: bytes
    keyring_id: UUID
    opened_at: int
    seen_at: float

    @classmethod
    def read(cls, entry: Any) -> "_Kept | None":
        try:
            sealed = base64.b64decode(entry["sealed"], validate=True)
            return cls(sealed, UUID(entry["keyring"]), int(entry["opened_at"]), float(entry["seen_at"]))
        except (KeyError, TypeError, ValueError, binascii.Error):
            return None

    def is_over(self, now: float) -> bool:
        return now - self.opened_at > settings.UNLOCKED_FOR or now - self.seen_at > settings.UNLOCKED_IDLE


def of(request: HttpRequest) -> OpenKeyring:
    """Return the open keys of whoever asks. Raises Locked."""
    opened: OpenKeyring | None = getattr(request, "keyring", None)
    if opened is None:
        raise Locked
    return opened


def unlock(request: HttpRequest, opened: OpenKeyring) -> None:
    """Keep a person's keys open in this session; the answer carries the cookie."""
    if not request.session.session_key:
        request.session.save()
    key, now = sealing.new_key(), int(time.time())
    about = _about(request, opened.person_id, opened.keyring_id, now)
    sealed = base64.b64encode(sealing.seal(key, opened.packed, about=about)).decode()
    told = {"sealed": sealed, "keyring": str(opened.keyring_id), "opened_at": now, "seen_at": now}
    request.session[ENTRY] = told
    request.unlock_key = key  # type: ignore[attr-defined]
    request.keyring = opened  # type: ignore[attr-defined]


def unlock_if_possible(request: HttpRequest, person: User, password: str) -> None:
    """Open a person's keys with a password that was right, where there are keys that it opens."""
    try:
        unlock(request, queries.opened_with(person, password))
    except (queries.NoKeyring, sealing.CannotOpen):
        return


def lock(request: HttpRequest) -> None:
    """Close the keys; nothing of them stays in the session."""
    request.session.pop(ENTRY, None)
    request.keyring = None  # type: ignore[attr-defined]
    request.unlock_key = None  # type: ignore[attr-defined]


def kept_for(request: HttpRequest, person: User) -> OpenKeyring | None:
    """Return the keys that wait in this session for `person`, who need not have finished logging in."""
    key, kept = _key(request), _Kept.read(request.session.get(ENTRY))
    if key is None or kept is None or kept.is_over(time.time()):
        return None
    try:
        about = _about(request, person.pk, kept.keyring_id, kept.opened_at)
        return keyrings.unpacked(sealing.unseal(key, kept.sealed, about=about), kept.keyring_id, person.pk)
    except (sealing.CannotOpen, ValueError, TypeError):
        return None


def current(request: HttpRequest) -> OpenKeyring | None:
    """Return the open keys of whoever is logged in; close what was left alone or has lasted a shift."""
    if not request.user.is_authenticated or settings.UNLOCK_COOKIE_NAME not in request.COOKIES:
        return None
    kept, now = _Kept.read(request.session.get(ENTRY)), time.time()
    if kept is None:
        return None
    if kept.is_over(now):
        lock(request)
        return None
    opened = kept_for(request, request.user)
    if opened and now - kept.seen_at > SECONDS_BETWEEN_NOTES:
        request.session[ENTRY] = {**request.session[ENTRY], "seen_at": now}
    return opened


def waits_for_a_click(request: HttpRequest) -> bool:
    """Say whether the keys are open and only the cookie is missing, as after a link from another site."""
    kept = _Kept.read(request.session.get(ENTRY))
    return bool(kept and not kept.is_over(time.time())) and settings.UNLOCK_COOKIE_NAME not in request.COOKIES


def answer(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give the browser the cookie of what was opened, or take away one that opens nothing any more."""
    told = {"samesite": "Strict", "path": "/"}
    if key := getattr(request, "unlock_key", None):
        response.set_cookie(
            settings.UNLOCK_COOKIE_NAME,
            base64.urlsafe_b64encode(key).decode(),
            max_age=settings.UNLOCKED_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            **told,
        )
    elif settings.UNLOCK_COOKIE_NAME in request.COOKIES and ENTRY not in request.session:
        response.delete_cookie(settings.UNLOCK_COOKIE_NAME, **told)


def _key(request: HttpRequest) -> bytes | None:
    if key := getattr(request, "unlock_key", None):
        return bytes(key)
    try:
        return base64.urlsafe_b64decode(request.COOKIES.get(settings.UNLOCK_COOKIE_NAME, "")) or None
    except (ValueError, binascii.Error):
        return None


def _about(request: HttpRequest, person_id: int, keyring_id: UUID, opened_at: int) -> str:
    return f"unlock|{request.session.session_key}|{person_id}|{keyring_id}|{opened_at}"
