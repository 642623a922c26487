"""Juntas: registered, looked after, visited, lent to, and suspended when they turn."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.community.models import Equipment, Junta, Visit
from confianza.web.community.rules import warning_signs
from confianza.web.community.rules.standing import StepRefused


@transaction.atomic
def register(
    *, junta: Junta, registration: str, registered_on: date, rules_accepted_on: date | None, by: Actor
) -> None:
    """Write down under what a junta is registered, and when it accepted the rules."""
    junta.registration, junta.registered_on = registration.strip(), registered_on
    junta.rules_accepted_on = rules_accepted_on
    junta.save(update_fields=["registration", "registered_on", "rules_accepted_on"])
    audit.record(by=by, action="community.register_junta", subject=str(junta.body_id))


@transaction.atomic
def give_officer(*, junta: Junta, officer: Any, by: Actor) -> None:
    """Name the officer who looks after a junta (None: nobody)."""
    junta.officer, junta.officer_since = officer, timezone.localdate() if officer else None
    junta.save(update_fields=["officer", "officer_since"])
    details = {"officer": officer.pk if officer else None}
    audit.record(by=by, action="community.give_officer", subject=str(junta.body_id), details=details)


@transaction.atomic
def visit(*, junta: Junta, visited_on: date, signs: Sequence[str], note: str, by: Actor) -> Visit:
    """Write down a visit and what was seen. Raises StepRefused: day_ahead, no_such_sign."""
    if visited_on > timezone.localdate():
        raise StepRefused("day_ahead")
    known = warning_signs.signs("seen")
    for code in signs:
        if code not in known:
            raise StepRefused("no_such_sign", code=code)
    found = Visit.objects.create(
        junta=junta,
        visited_on=visited_on,
        signs=sorted(set(signs)),
        note=note.strip(),
        visited_by=by.display_name,
    )
    details = {"signs": found.signs}
    audit.record(by=by, action="community.visit_junta", subject=str(junta.body_id), details=details)
    return found


@transaction.atomic
def lend(*, junta: Junta, what: str, serial: str, lent_on: date, by: Actor) -> Equipment:
    """Write down something lent to a junta."""
    lent = Equipment.objects.create(
        junta=junta, what=what.strip(), serial=serial.strip(), lent_on=lent_on, lent_by=by.display_name
    )
    details = {"equipment": lent.pk}
    audit.record(by=by, action="community.lend", subject=str(junta.body_id), details=details)
    return lent


@transaction.atomic
def take_back(*, equipment: Equipment, by: Actor) -> None:
    """Write down that something lent is back."""
    equipment.back_on, equipment.lost_because = timezone.localdate(), ""
    equipment.save(update_fields=["back_on", "lost_because"])
    details = {"equipment": equipment.pk}
    audit.record(by=by, action="community.take_back", subject=str(equipment.junta.body_id), details=details)


@transaction.atomic
def miss(*, equipment: Equipment, because: str, by: Actor) -> None:
    """Write down that something lent is missing, and what is known of it. Raises StepRefused say_why."""
    if not because.strip():
        raise StepRefused("say_why")
    equipment.lost_because = because.strip()
    equipment.save(update_fields=["lost_because"])
    details = {"equipment": equipment.pk}
    audit.record(by=by, action="community.miss", subject=str(equipment.junta.body_id), details=details)
