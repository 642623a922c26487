"""What is done otherwise than registered, and the answer: computed from data that are frozen first."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.evaluation import rules
from confianza.web.evaluation.models import Deviation, Evaluation, Result, State, Vintage
from confianza.web.evaluation.queries import answering, delivered, freezing
from confianza.web.evaluation.queries.delivered import NothingDelivered
from confianza.web.evaluation.rules import StepRefused


@transaction.atomic
def deviate(*, evaluation: Evaluation, field: str, value: Any, reason: str, by: Actor) -> Deviation:
    """Depart from the registration in one field, and say why; everybody reads both.

    `value`: the last day (ISO), the comparison areas, or the method. Raises StepRefused.
    """
    current = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    rules.check_deviation(current.state, field=field, is_other=True, reason=reason)
    if field == "comparison":
        rules.check_apart(current.around, comparison=value, treated=current.treated)
    before = answering.carried_out(current)
    departed = freezing.departed(before, field, value)
    if departed is None:
        raise StepRefused("same_as_registered")
    made = Deviation.objects.create(
        evaluation=current,
        field=field,
        registered=departed.registered,
        done=departed.done,
        value={"value": value},
        reason=reason.strip(),
        made_by=by.display_name,
    )
    details = {"field": field, "done": made.done, "reason": made.reason}
    audit.record(by=by, action="evaluation.deviate", subject=str(current.pk), details=details)
    return made


@transaction.atomic
def compute(*, evaluation: Evaluation, by: Actor, known_on: date | None = None) -> Result:
    """Freeze the series as known on a day (today), carry the design out on it, and keep the answer.

    Raises StepRefused: too_early, what the store refuses (no_source, hole, estimated), or
    cannot_be_answered with the refusal of the analysis.
    """
    current = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    known_on = known_on or timezone.localdate()
    done = answering.carried_out(current)
    asked = answering.asked(current, done, known_on)
    rules.check_computing(current.state, ends_on=asked.ends_on, known_until=delivered.known_until(asked))
    vintage = _freeze(current, asked, known_on, by)
    result = _answer(current, vintage, done, by)
    current.state = State.COMPUTED
    current.save(update_fields=["state"])
    details = {"result": result.sha256, "series": vintage.sha256, "known_on": known_on.isoformat()}
    audit.record(by=by, action="evaluation.compute", subject=str(current.pk), details=details)
    evaluation.refresh_from_db()
    return result


def _freeze(current: Evaluation, asked: delivered.Asked, known_on: date, by: Actor) -> Vintage:
    try:
        found = delivered.series(asked)
    except NothingDelivered as nothing:
        raise StepRefused(nothing.code, **nothing.details) from None
    series = answering.series_as_plain(found.series)
    return Vintage.objects.create(
        evaluation=current,
        known_on=known_on,
        deliveries=list(found.deliveries),
        series=series,
        sha256=answering.digest(series),
        frozen_by=by.display_name,
    )


def _answer(current: Evaluation, vintage: Vintage, done: Any, by: Actor) -> Result:
    design = answering.design_as_plain(current, done)
    content = answering.answer(vintage.series, design)
    if "cannot" in content:
        raise StepRefused("cannot_be_answered", **content)
    return Result.objects.create(
        evaluation=current,
        vintage=vintage,
        design=design,
        content=content,
        sha256=answering.digest(content),
        computer_id=by.pk if by.pk else None,
        computed_by=by.display_name,
    )
