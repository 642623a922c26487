"""What may become of a weekly meeting, what each step needs, and which quarters can be closed."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from confianza.web.plans.models import CoordinationState
from confianza.web.plans.rules import quarters
from confianza.web.plans.rules.refusals import StepRefused

COORDINATIONS: Mapping[str, frozenset[str]] = {
    CoordinationState.PREPARED: frozenset({CoordinationState.OPENED, CoordinationState.CANCELLED}),
    CoordinationState.OPENED: frozenset({CoordinationState.CLOSED}),
    CoordinationState.CLOSED: frozenset(),
    CoordinationState.CANCELLED: frozenset(),
}
WEEK = timedelta(days=7)


def check_call(*, held_on: date, today: date) -> None:
    """Raise StepRefused unless a meeting may be called for a day: today, or one to come."""
    if held_on < today:
        raise StepRefused("day_has_passed")


def check_open(state: str, *, held_on: date, today: date, open_before: bool) -> None:
    """Raise StepRefused unless a meeting may begin: on its day or after, when the one before is closed.

    `open_before`: whether an earlier meeting of the place is still being held.
    """
    _check_step(state, CoordinationState.OPENED)
    if today < held_on:
        raise StepRefused("not_yet")
    if open_before:
        raise StepRefused("close_the_last")


def check_running(state: str) -> None:
    """Raise StepRefused unless a meeting is being held: only then anything is noted or decided in it."""
    if state != CoordinationState.OPENED:
        raise StepRefused("not_open")


def check_close(state: str, *, present: str, waiting: int) -> None:
    """Raise StepRefused unless a meeting may end: who was there is known, no decision (`waiting`) is left
    without an owner and a day.
    """
    _check_step(state, CoordinationState.CLOSED)
    if waiting:
        raise StepRefused("decision_without_owner")
    if not present.strip():
        raise StepRefused("say_who_was_there")


def check_cancel(state: str, *, reason: str) -> None:
    """Raise StepRefused unless a meeting may be left out, with the reason."""
    _check_step(state, CoordinationState.CANCELLED)
    if not reason.strip():
        raise StepRefused("say_why")


def check_report(quarter: str, *, today: date, is_there: bool) -> None:
    """Raise StepRefused unless the report of a quarter may be frozen: it is over, and none is there yet.

    Raises ValueError for what is no quarter.
    """
    if not quarters.has_ended(quarter, today):
        raise StepRefused("quarter_not_over")
    if is_there:
        raise StepRefused("report_is_there")


def fingerprint(told: dict[str, Any]) -> str:
    """Return the SHA-256 of what was told, whichever database gives it back."""
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _check_step(state: str, to: str) -> None:
    if to not in COORDINATIONS[state]:
        raise StepRefused("not_from_here")
