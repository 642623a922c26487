"""Weekly meetings: called, opened with the page as it is known then, noted, decided, closed, or left out."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.plans.actions import commitments
from confianza.web.plans.actions.commitments import Cause
from confianza.web.plans.models import Commitment, Coordination, CoordinationState, Note
from confianza.web.plans.queries import coordination as queries
from confianza.web.plans.rules import coordination as rules
from confianza.web.plans.rules.refusals import StepRefused
from confianza.web.territory.models import Area


@transaction.atomic
def call(*, area: Area, held_on: date, by: Any) -> Coordination:
    """Call the weekly meeting of an area; whoever calls it leads it. Raises StepRefused."""
    rules.check_call(held_on=held_on, today=timezone.localdate())
    if Coordination.objects.filter(area=area, held_on=held_on).exists():
        raise StepRefused("called_already")
    made = Coordination.objects.create(area=area, held_on=held_on, chair=by, called_by=by.display_name)
    details = {"area": area.stable_id, "held_on": held_on.isoformat()}
    audit.record(by=by, action="plans.call_coordination", subject=str(made.pk), details=details)
    return made


@transaction.atomic
def open_it(*, coordination: Coordination, by: Actor) -> None:
    """Begin a meeting: its page stays as it is known now, with the fingerprint of it. Raises StepRefused."""
    current = _current(coordination)
    rules.check_open(
        current.state,
        held_on=current.held_on,
        today=timezone.localdate(),
        open_before=queries.is_open_before(current),
    )
    current.told = queries.prepared(current)
    current.sha256 = rules.fingerprint(current.told)
    current.state, current.opened_at = CoordinationState.OPENED, timezone.now()
    current.save(update_fields=["told", "sha256", "state", "opened_at"])
    details = {"sha256": current.sha256}
    audit.record(by=by, action="plans.open_coordination", subject=str(current.pk), details=details)
    coordination.refresh_from_db()


@transaction.atomic
def note(*, coordination: Coordination, part: str, text: str, by: Actor) -> Note:
    """Write down what was said to a part of the page. Raises StepRefused."""
    if part not in queries.PARTS or not text.strip():
        raise StepRefused("say_what")
    made = _noted(coordination, part, text, by)
    details = {"part": part}
    audit.record(by=by, action="plans.note", subject=str(coordination.pk), details=details)
    return made


@transaction.atomic
def decide(
    *,
    coordination: Coordination,
    what: str,
    whose: str,
    by: Actor,
    owner: Any = None,
    owner_name: str = "",
    due_on: date | None = None,
    problem: Any = None,
) -> Commitment | None:
    """Write down a decision: a commitment, or, while owner or day is missing, a note that waits for them.

    Raises StepRefused.
    """
    if not what.strip():
        raise StepRefused("say_what")
    if due_on is None or (owner is None and not owner_name.strip()):
        rules.check_running(_current(coordination).state)
        waits = _noted(coordination, Note.AGREED, what, by)
        audit.record(by=by, action="plans.agree", subject=str(waits.coordination_id))
        return None
    return _promised(
        coordination, by, what=what, whose=whose, owner=owner, owner_name=owner_name, due_on=due_on,
        problem=problem,
    )  # fmt: skip


@transaction.atomic
def give(
    *,
    note: Note,
    whose: str,
    due_on: date,
    by: Actor,
    owner: Any = None,
    owner_name: str = "",
    problem: Any = None,
) -> Commitment:
    """Give a decision that waited its owner and its day: it becomes a commitment. Raises StepRefused."""
    waits = _waiting(note)
    made = _promised(
        waits.coordination, by, what=waits.text, whose=whose, owner=owner, owner_name=owner_name,
        due_on=due_on, problem=problem,
    )  # fmt: skip
    waits.became = made
    waits.save(update_fields=["became"])
    audit.record(by=by, action="plans.give_decision", subject=str(made.pk), details={"note": waits.pk})
    return made


@transaction.atomic
def drop(*, note: Note, words: str, by: Actor) -> None:
    """Take back a decision that has no owner yet, with the reason. Raises StepRefused."""
    waits = _waiting(note)
    if not words.strip():
        raise StepRefused("say_why")
    waits.dropped = words.strip()
    waits.save(update_fields=["dropped"])
    audit.record(by=by, action="plans.drop_decision", subject=str(waits.coordination_id))


@transaction.atomic
def close(*, coordination: Coordination, present: str, by: Actor) -> None:
    """End a meeting: which offices were there; every decision has an owner and a day. Raises StepRefused."""
    current = _current(coordination)
    rules.check_close(current.state, present=present, waiting=queries.waiting(current).count())
    current.state, current.present = CoordinationState.CLOSED, present.strip()
    current.closed_at = timezone.now()
    current.save(update_fields=["state", "present", "closed_at"])
    details = {"decisions": current.decisions.count()}
    audit.record(by=by, action="plans.close_coordination", subject=str(current.pk), details=details)
    coordination.refresh_from_db()


@transaction.atomic
def cancel(*, coordination: Coordination, reason: str, by: Actor) -> None:
    """Leave a week out; it stays among the others with its reason. Raises StepRefused."""
    current = _current(coordination)
    rules.check_cancel(current.state, reason=reason)
    current.state, current.why_not = CoordinationState.CANCELLED, reason.strip()
    current.save(update_fields=["state", "why_not"])
    audit.record(by=by, action="plans.cancel_coordination", subject=str(current.pk))
    coordination.refresh_from_db()


def _promised(coordination: Coordination, by: Actor, *, problem: Any, **told: Any) -> Commitment:
    rules.check_running(_current(coordination).state)
    area = problem.area if problem else coordination.area
    return commitments.promise(
        area=area, by=by, cause=Cause(problem=problem, decided_in=coordination), **told
    )


def _noted(coordination: Coordination, part: str, text: str, by: Actor) -> Note:
    current = _current(coordination)
    rules.check_running(current.state)
    return Note.objects.create(coordination=current, part=part, text=text.strip(), by=by.display_name)


def _waiting(note: Note) -> Note:
    """Return a decision that still waits, locked. Raises StepRefused not_from_here, not_open."""
    current = Note.objects.select_for_update(of=("self",)).select_related("coordination").get(pk=note.pk)
    if current.part != Note.AGREED or current.became_id or current.dropped:
        raise StepRefused("not_from_here")
    rules.check_running(current.coordination.state)
    return current


def _current(coordination: Coordination) -> Coordination:
    return Coordination.objects.select_for_update(of=("self",)).select_related("area").get(pk=coordination.pk)
