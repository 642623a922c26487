"""Sessions: begun, in use, ended; and guesses that must wait."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from confianza.web.accounts import throttling
from confianza.web.accounts.models import OpenSession, User
from confianza.web.audit import actions as audit

# Whoever stands at the door and has not said, or not shown, who they are.
SOMEBODY = audit.Named(None, "somebody")


@transaction.atomic
def begin_session(*, person: User, key: str, device: str, by: audit.Actor) -> OpenSession:
    """Write down that a person has logged in; whatever was guessed wrong before is forgotten."""
    throttling.forget(person.username)
    OpenSession.objects.exclude(key__in=Session.objects.values("session_key")).filter(person=person).delete()
    begun = OpenSession.objects.create(person=person, key=key, device=device, seen_at=_this_hour())
    audit.record(by=by, action="accounts.log_in", subject=person.username)
    return begun


def note_session(*, key: str, by: audit.Actor) -> None:
    """Note that a session was used in this hour."""
    OpenSession.objects.filter(key=key).update(seen_at=_this_hour())


def rename_session(*, before: str, after: str, by: audit.Actor) -> None:
    """Follow a session whose key was exchanged, as after a change of the password."""
    OpenSession.objects.filter(key=before).update(key=after)


@transaction.atomic
def end_session(*, person: User, key: str, by: audit.Actor) -> None:
    """End one session of a person at once."""
    ended, _ = OpenSession.objects.filter(person=person, key=key).delete()
    Session.objects.filter(session_key=key).delete()
    if ended:
        audit.record(by=by, action="accounts.end_session", subject=person.username)


@transaction.atomic
def end_sessions(*, person: User, by: audit.Actor, but: str = "") -> int:
    """End all sessions of a person at once, `but` one; return how many."""
    open_ones = person.open_sessions.exclude(key=but)
    keys = list(open_ones.values_list("key", flat=True))
    open_ones.delete()
    Session.objects.filter(session_key__in=keys).delete()
    if keys:
        audit.record(
            by=by, action="accounts.end_sessions", subject=person.username, details={"sessions": len(keys)}
        )
    return len(keys)


def tell_throttled(*, username: str, by: audit.Actor) -> None:
    """Write down that guesses at a name must wait; of a name that nobody has, only that it is one."""
    known = User.objects.filter(username=username).exists()
    audit.record(by=by, action="accounts.throttle", subject=username if known else "unknown name")


def _this_hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0)
