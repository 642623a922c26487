"""What somebody promised: written down, moved on, kept or not, shown to everybody."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.plans.models import Commitment, CommitmentStep, Standing
from confianza.web.plans.rules import commitments as rules
from confianza.web.plans.rules.prevention import CAN_BE_PROMISED, PUBLIC
from confianza.web.plans.rules.refusals import StepRefused
from confianza.web.territory.models import Area


@dataclass(frozen=True)
class Cause:
    """What a commitment is for: any of these, or none."""

    problem: Any = None
    objective: Any = None
    decided_in: Any = None
    request: Any = None


@transaction.atomic
def promise(
    *,
    area: Area,
    what: str,
    whose: str,
    due_on: date,
    by: Actor,
    owner: Any = None,
    owner_name: str = "",
    cost: Decimal | None = None,
    people: int | None = None,
    cause: Cause = Cause(),
) -> Commitment:
    """Write down a promise of somebody with an account, or of an institution by name.

    Raises StepRefused: say_who, day_has_passed, plan_is_over.
    """
    if owner is None and not owner_name.strip():
        raise StepRefused("say_who")
    if due_on < timezone.localdate():
        raise StepRefused("day_has_passed")
    if cause.objective and cause.objective.plan.state not in CAN_BE_PROMISED:
        raise StepRefused("plan_is_over")
    commitment = Commitment.objects.create(
        area=area,
        what=what.strip(),
        whose=whose,
        owner=owner,
        owner_name=owner_name.strip() or owner.display_name,
        due_on=due_on,
        first_due_on=due_on,
        cost=cost,
        people=people,
        promised_by=by.display_name,
        **vars(cause),
    )
    _write_step(commitment, "", by, due_on)
    details = {name: each.pk for name, each in vars(cause).items() if each}
    audit.record(by=by, action="plans.promise", subject=str(commitment.pk), details=details)
    return commitment


@transaction.atomic
def move(*, commitment: Commitment, to: str, words: str, by: Actor) -> None:
    """Take a commitment further: under way, kept (words: what shows it), not kept or released (words: why).

    Raises StepRefused.
    """
    current = Commitment.objects.select_for_update().get(pk=commitment.pk)
    rules.check_step(current.standing, to, words=words)
    current.standing = to
    current.settled_on = timezone.localdate() if to in rules.SETTLED else None
    current.evidence = words.strip() if to == Standing.KEPT else current.evidence
    current.save(update_fields=["standing", "settled_on", "evidence"])
    _write_step(current, words, by)
    details = {"standing": to}
    audit.record(by=by, action="plans.move_commitment", subject=str(current.pk), details=details)
    commitment.refresh_from_db()


@transaction.atomic
def put_off(*, commitment: Commitment, due_on: date, words: str, by: Actor) -> None:
    """Move the day of a commitment; the day first promised stays. Raises StepRefused."""
    current = Commitment.objects.select_for_update().get(pk=commitment.pk)
    rules.check_day(current.standing, due_on=current.due_on, to=due_on, words=words)
    if due_on < timezone.localdate():
        raise StepRefused("day_has_passed")
    current.due_on = due_on
    current.save(update_fields=["due_on"])
    _write_step(current, words, by, due_on)
    details = {"due_on": due_on.isoformat()}
    audit.record(by=by, action="plans.put_off", subject=str(current.pk), details=details)
    commitment.refresh_from_db()


@transaction.atomic
def publish(*, commitment: Commitment, text: str, by: Actor) -> None:
    """Put a commitment on the public site in words of its own; "" takes it off.

    Raises StepRefused stands_in_a_plan: what stands in a plan that everybody reads is not taken off.
    """
    if not text.strip() and commitment.objective and commitment.objective.plan.state in PUBLIC:
        raise StepRefused("stands_in_a_plan")
    commitment.public_text = text.strip()
    commitment.save(update_fields=["public_text"])
    details = {"public": bool(text.strip())}
    audit.record(by=by, action="plans.publish_commitment", subject=str(commitment.pk), details=details)


def _write_step(commitment: Commitment, words: str, by: Actor, due_on: date | None = None) -> None:
    CommitmentStep.objects.create(
        commitment=commitment,
        standing=commitment.standing,
        words=words.strip(),
        due_on=due_on,
        by=by.display_name,
    )
