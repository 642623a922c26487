"""Validation meetings: what is put before them, what they decide case by case, and their minutes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.records import rules
from confianza.web.records.actions import undoing
from confianza.web.records.models import CaseOutcome, Outcome, ValidationMeeting
from confianza.web.territory.models import Area


def prepare(
    *,
    held_on: date,
    place: str,
    institutions: Sequence[str],
    cases: Mapping[str, Sequence[str]],
    pairs: Sequence[tuple[str, str]],
    area: Area | None,
    linkage: str,
    by: Actor,
) -> ValidationMeeting:
    """Put cases and disputed pairs before a meeting. Raises ReviewRefused where there are none.

    `cases` is {case: records}; `place` a room or the means; `institutions` who is asked to come.
    """
    if not cases and not pairs:
        raise rules.ReviewRefused("empty_agenda")
    agenda = {
        "cases": [{"case": case, "records": list(records)} for case, records in cases.items()],
        "pairs": [list(pair) for pair in pairs],
    }
    with transaction.atomic():
        meeting = ValidationMeeting.objects.create(
            held_on=held_on, place=place, institutions=list(institutions), agenda=agenda, area=area,
            linkage=linkage, by_id=by.pk,
        )  # fmt: skip
        _account_for(meeting, by=by, action="records.prepare_meeting", cases=len(cases), pairs=len(pairs))
    return meeting


def settle(
    *,
    meeting: ValidationMeeting,
    case: str,
    outcome: Outcome,
    reason: str,
    by: Actor,
    values: Mapping[str, str] | None = None,
    series: str = "",
) -> CaseOutcome:
    """Write down what a meeting made of a case on its agenda. Raises ReviewRefused.

    `values` is {field: source}: whose value the meeting chose; `series` the one the case is left out of.
    """
    rules.check_can_change(closed=meeting.is_closed)
    rules.check_outcome(outcome, values=values or {}, series=series)
    records = next((each["records"] for each in meeting.agenda["cases"] if each["case"] == case), None)
    if records is None:
        raise rules.ReviewRefused("not_on_the_agenda")
    try:
        with transaction.atomic():
            settled = CaseOutcome.objects.create(
                meeting=meeting, case=case, records=records, outcome=outcome, reason=reason, by_id=by.pk,
                values=dict(values or {}), series=series,
            )  # fmt: skip
            _account_for(meeting, by=by, action="records.settle_case", case=case, outcome=str(outcome))
    except IntegrityError as twice:
        raise rules.ReviewRefused("case_settled") from twice
    return settled


def undo(*, outcome: CaseOutcome, reason: str, by: Actor) -> CaseOutcome:
    """Take back what a meeting made of a case, as after an error in the minutes. Raises ReviewRefused."""
    with transaction.atomic():
        standing = CaseOutcome.objects.select_for_update(of=("self",)).get(pk=outcome.pk)
        rules.check_can_undo(undone=standing.undone_at is not None)
        undoing.take_back(standing=standing, reason=reason, by=by)
        _account_for(standing.meeting, by=by, action="records.undo_outcome", case=standing.case)
    return standing


def keep_minutes(
    *, meeting: ValidationMeeting, minutes: str, institutions: Sequence[str], close: bool, by: Actor
) -> ValidationMeeting:
    """Keep who was there and what was said; `close` makes all of it final. Raises ReviewRefused."""
    with transaction.atomic():
        held = ValidationMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        rules.check_can_change(closed=held.is_closed)
        held.minutes, held.institutions = minutes, list(institutions)
        if close:
            held.closed_at, held.closed_by_id = timezone.now(), by.pk
        held.save(update_fields=["minutes", "institutions", "closed_at", "closed_by"])
        _account_for(held, by=by, action="records.close_meeting" if close else "records.keep_minutes")
    return held


def _account_for(meeting: ValidationMeeting, *, by: Actor, action: str, **details: Any) -> None:
    audit.record(by=by, action=action, subject=f"meeting {meeting.pk}", details=details)
