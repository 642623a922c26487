"""Meetings: called, closed with what came of them, and the list of who was there."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.audit.models import Kind
from confianza.web.community import lists
from confianza.web.community.lists import Person
from confianza.web.community.models import Attendance, Body, BodyState, Meeting, MeetingState
from confianza.web.community.rules import standing
from confianza.web.community.rules.standing import Attendees, StepRefused


@transaction.atomic
def call(
    *,
    body: Body,
    theme: str,
    starts_at: datetime,
    place: str,
    by: Actor,
    agenda: Sequence[str] = (),
    is_open: bool = True,
) -> Meeting:
    """Call a meeting. Raises StepRefused body_rests for a body that is suspended or dissolved."""
    if body.state != BodyState.ACTIVE:
        raise StepRefused("body_rests")
    meeting = Meeting.objects.create(
        body=body,
        theme=theme,
        starts_at=starts_at,
        place=place.strip(),
        is_open=is_open,
        agenda=[point.strip() for point in agenda if point.strip()],
        called_by=by.display_name,
    )
    details = {"body": body.pk, "theme": theme}
    audit.record(by=by, action="community.call", subject=str(meeting.pk), details=details)
    return meeting


@transaction.atomic
def hold(
    *,
    meeting: Meeting,
    came: Attendees,
    highest_came: bool,
    by: Actor,
    why_not: str = "",
    institutions: Sequence[str] = (),
    minutes: str = "",
    minutes_from: Any = None,
) -> None:
    """Write down that a meeting was held: how many came, not who. Raises StepRefused."""
    standing.check_attendees(came, highest_came=highest_came, why_not=why_not)
    current = _closed(meeting, MeetingState.HELD, "", by)
    current.women, current.men, current.police = came.women, came.men, came.police
    current.highest_came, current.why_not = highest_came, "" if highest_came else why_not.strip()
    current.institutions = [name.strip() for name in institutions if name.strip()]
    current.minutes, current.minutes_from = minutes.strip(), minutes_from
    _keep(current, by)
    meeting.refresh_from_db()


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: Actor) -> None:
    """Cancel a meeting that was called. Raises StepRefused."""
    _keep(_closed(meeting, MeetingState.CANCELLED, reason, by), by)
    meeting.refresh_from_db()


@transaction.atomic
def miss(*, meeting: Meeting, reason: str, by: Actor) -> None:
    """Write down that nobody came. Raises StepRefused."""
    _keep(_closed(meeting, MeetingState.MISSED, reason, by), by)
    meeting.refresh_from_db()


@transaction.atomic
def keep_attendance(*, meeting: Meeting, people: Sequence[Person], by: Actor) -> Attendance:
    """Keep who came, sealed, until its day; a later list takes the place of an earlier one, not its time."""
    if meeting.state != MeetingState.HELD:
        raise StepRefused("not_held")
    expires_on = timezone.localdate(meeting.starts_at) + standing.ATTENDANCE_IS_KEPT
    if expires_on <= timezone.localdate():
        raise StepRefused("too_late_for_a_list")
    kept, _made = Attendance.objects.update_or_create(
        meeting=meeting,
        defaults={
            "sealed": lists.sealed(people, about=f"meeting {meeting.pk}"),
            "expires_on": expires_on,
            "kept_by": by.display_name,
        },
    )
    audit.record(by=by, action="community.keep_attendance", subject=str(meeting.pk))
    return kept


def account_for_reading(*, meeting: Meeting, by: Actor) -> None:
    """Write down that somebody read who came."""
    audit.record(by=by, action="community.read_attendance", subject=str(meeting.pk), kind=Kind.READ)


def _closed(meeting: Meeting, state: str, reason: str, by: Actor) -> Meeting:
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    standing.check_meeting(
        current.state,
        state,
        starts_on=timezone.localdate(current.starts_at),
        today=timezone.localdate(),
        reason=reason,
    )
    current.state, current.reason = state, reason.strip()
    current.closed_by, current.closed_at = by.display_name, timezone.now()
    return current


def _keep(meeting: Meeting, by: Actor) -> None:
    meeting.save()
    details = {"state": meeting.state}
    audit.record(by=by, action="community.close_meeting", subject=str(meeting.pk), details=details)
