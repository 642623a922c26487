"""What may become of what: tables of the steps of bodies, meetings and requests, and what each step needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from confianza.web.community.models import BodyState, MeetingState, RequestState

# A list of who was there serves to call them again; after three months it serves whoever steals it.
ATTENDANCE_IS_KEPT = timedelta(days=90)
# Members are asked again each year whether they still agree.
CONSENT_HOLDS = timedelta(days=365)
# Twice as long as it said it would take between meetings, and a body is no longer seen to work.
PATIENCE = 2

BODIES: Mapping[str, frozenset[str]] = {
    BodyState.ACTIVE: frozenset({BodyState.SUSPENDED, BodyState.DISSOLVED}),
    BodyState.SUSPENDED: frozenset({BodyState.ACTIVE, BodyState.DISSOLVED}),
    BodyState.DISSOLVED: frozenset(),
}
MEETINGS: Mapping[str, frozenset[str]] = {
    MeetingState.CALLED: frozenset({MeetingState.HELD, MeetingState.CANCELLED, MeetingState.MISSED}),
    MeetingState.HELD: frozenset(),
    MeetingState.CANCELLED: frozenset(),
    MeetingState.MISSED: frozenset(),
}
_CLOSED = frozenset({RequestState.ASSIGNED})
REQUESTS: Mapping[str, frozenset[str]] = {
    RequestState.ASKED: frozenset({RequestState.ASSIGNED, RequestState.WITHDRAWN}),
    RequestState.ASSIGNED: frozenset(
        {
            RequestState.ASSIGNED,
            RequestState.PROMISED,
            RequestState.DONE,
            RequestState.DECLINED,
            RequestState.WITHDRAWN,
        }
    ),
    RequestState.PROMISED: frozenset(
        {RequestState.ASSIGNED, RequestState.DONE, RequestState.DECLINED, RequestState.WITHDRAWN}
    ),
    # Those who asked may say that it is not done, or not take no for an answer: then it is somebody's again.
    RequestState.DONE: _CLOSED,
    RequestState.DECLINED: _CLOSED,
    RequestState.WITHDRAWN: frozenset(),
}
# What is said to those who asked.
ANSWERS = frozenset({RequestState.PROMISED, RequestState.DONE, RequestState.DECLINED})
NEEDS_A_DAY = frozenset({RequestState.ASSIGNED, RequestState.PROMISED})


class StepRefused(Exception):
    """A step that cannot be taken; `code` says why, for whoever tried."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code, self.details = code, details


@dataclass(frozen=True)
class Attendees:
    """How many came to a meeting, as it is closed."""

    women: int
    men: int
    police: int


def check_body(state: str, to: str, reason: str) -> None:
    """Raise StepRefused unless a body may go from `state` to `to`: never without a reason."""
    _check_step(BODIES, state, to)
    if not reason.strip():
        raise StepRefused("say_why")


def check_meeting(state: str, to: str, *, starts_on: date, today: date, reason: str) -> None:
    """Raise StepRefused unless a meeting may be closed like this: none is held before its day."""
    _check_step(MEETINGS, state, to)
    if to in (MeetingState.HELD, MeetingState.MISSED) and today < starts_on:
        raise StepRefused("not_yet")
    if to == MeetingState.CANCELLED and not reason.strip():
        raise StepRefused("say_why")


def check_attendees(came: Attendees, *, highest_came: bool, why_not: str) -> None:
    """Raise StepRefused unless the numbers of a meeting can be right."""
    if came.women + came.men == 0:
        raise StepRefused("nobody_came")
    if came.police > came.women + came.men:
        raise StepRefused("more_police_than_people")
    if highest_came and not came.police:
        raise StepRefused("highest_but_no_police")
    if not highest_came and not why_not.strip():
        raise StepRefused("say_why_not")


def check_request(state: str, to: str, *, words: str, due_on: date | None, today: date) -> None:
    """Raise StepRefused unless a request may go from `state` to `to` with these words and this day."""
    _check_step(REQUESTS, state, to)
    if to in ANSWERS and not words.strip():
        raise StepRefused("say_what")
    if state in (RequestState.DONE, RequestState.DECLINED) and not words.strip():
        raise StepRefused("say_why")
    if to in NEEDS_A_DAY:
        if due_on is None:
            raise StepRefused("say_when")
        if due_on < today:
            raise StepRefused("day_has_passed")


def is_inactive(*, meets_every: int, last_held: date | None, since: date, today: date) -> bool:
    """Say whether a body has not met for twice as long as it meets; `since`: founded, or first known here."""
    return (today - (last_held or since)).days > PATIENCE * meets_every


def can(table: Mapping[str, frozenset[str]], state: str, to: str) -> bool:
    """Say whether a table has a step."""
    return to in table[state]


def _check_step(table: Mapping[str, frozenset[str]], state: str, to: str) -> None:
    if not can(table, state, to):
        raise StepRefused("not_from_here", state=state, to=to)
