"""From a question to a frozen design: written down, given a design, registered, begun, or abandoned."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.evaluation import rules
from confianza.web.evaluation.models import Evaluation, Registration, State
from confianza.web.evaluation.queries import delivered, freezing, planning
from confianza.web.evaluation.rules import StepRefused
from confianza.web.territory.models import Area

QUESTION = (
    "title",
    "question",
    "programme",
    "run_by",
    "linked",
    "begins_on",
    "does",
    "hopes",
    "because",
    "wrong_if",
    "why_here",
    "chosen_high",
)


@transaction.atomic
def begin(*, area: Area, by: Actor, **question: Any) -> Evaluation:
    """Write down a question about a programme in a place; `question`: the fields of QUESTION."""
    told = {name: question[name] for name in QUESTION if name in question}
    made = Evaluation.objects.create(
        area=area, author_id=by.pk if by.pk else None, made_by=by.display_name, **told
    )
    audit.record(by=by, action="evaluation.begin", subject=str(made.pk), details={"title": made.title})
    return made


@transaction.atomic
def reword(*, evaluation: Evaluation, by: Actor, **question: Any) -> None:
    """Change question and theory before they are registered. Raises StepRefused registered."""
    current = _locked(evaluation)
    rules.check_editable(current.state)
    for name in QUESTION:
        if name in question:
            setattr(current, name, question[name])
    current.save()
    audit.record(by=by, action="evaluation.reword", subject=str(current.pk))
    evaluation.refresh_from_db()


@transaction.atomic
def design(
    *,
    evaluation: Evaluation,
    indicator: str,
    source: str,
    step: str,
    treated: Sequence[str],
    first_on: date,
    last_on: date,
    method: str,
    direction: str,
    others: Sequence[str],
    by: Actor,
    beside: Sequence[str] = (),
    smallest_effect: str = "",
) -> None:
    """Write down how the answer will be sought, and have areas proposed from `others`, by what is known
    before the programme. Those that went the same way are taken, and those `beside` watched; both can be
    chosen otherwise after. First days of areas that keep the programme are kept.

    Raises StepRefused registered, days, one_start, or what the store refuses.
    """
    current = _locked(evaluation)
    rules.check_editable(current.state)
    current.starts = {area: day for area, day in current.starts.items() if area in treated}
    current.indicator, current.source, current.step = indicator, source, step
    current.treated, current.method, current.direction = list(treated), method, direction
    current.smallest_effect = smallest_effect.strip()
    current.first_on = delivered.start_of(first_on, step)
    current.last_on = delivered.start_of(last_on, step)
    _check_days(current)
    found = planning.outlook(current, others, beside, timezone.localdate())
    current.proposed, current.power = found.proposed, found.power
    current.comparison, current.around = found.comparison, found.around
    current.save()
    details = {"indicator": indicator, "method": method, "treated": list(treated)}
    audit.record(by=by, action="evaluation.design", subject=str(current.pk), details=details)
    evaluation.refresh_from_db()


@transaction.atomic
def set_starts(*, evaluation: Evaluation, starts: Mapping[str, date], by: Actor) -> None:
    """Say on which day the programme begins in each treated area; those not named begin with the question.

    Raises StepRefused registered, no_design, starts_days, one_start.
    """
    current = _locked(evaluation)
    rules.check_editable(current.state)
    if not current.is_designed:
        raise StepRefused("no_design")
    current.starts = {
        area: day.isoformat()
        for area, day in starts.items()
        if area in current.treated and day != current.begins_on
    }
    _check_days(current)
    current.power = planning.with_comparison(current, timezone.localdate())
    current.save()
    audit.record(
        by=by, action="evaluation.starts", subject=str(current.pk), details={"starts": current.starts}
    )
    evaluation.refresh_from_db()


@transaction.atomic
def choose_comparison(
    *, evaluation: Evaluation, comparison: Sequence[str], by: Actor, around: Sequence[str] = ()
) -> None:
    """Choose the areas to compare with among those proposed, and those next door to watch. Raises
    StepRefused: registered, no_design, not_proposed, watched_twice.
    """
    current = _locked(evaluation)
    rules.check_editable(current.state)
    if not current.is_designed:
        raise StepRefused("no_design")
    if not set(comparison) <= {each["area"] for each in current.proposed}:
        raise StepRefused("not_proposed")
    rules.check_apart(around, comparison=comparison, treated=current.treated)
    current.comparison, current.around = list(comparison), list(around)
    current.power = planning.with_comparison(current, timezone.localdate())
    current.save()
    details = {"comparison": list(comparison), "around": list(around)}
    audit.record(by=by, action="evaluation.compare", subject=str(current.pk), details=details)
    evaluation.refresh_from_db()


@transaction.atomic
def register(*, evaluation: Evaluation, by: Actor) -> Registration:
    """Freeze the design: from now on it is departed from with reasons, and everybody may know of it.

    Raises StepRefused: no_design, few_compared where the method compares with too few areas, and days,
    starts_days where the day of the question was changed since.
    """
    current = _locked(evaluation)
    rules.check_registration(current.state, is_designed=current.is_designed)
    if freezing.lacks_comparison(current):
        raise StepRefused("few_compared", least=freezing.FEWEST_COMPARED)
    _check_days(current)
    told = freezing.registration(current)
    asked = delivered.asked_by(current, as_of=timezone.localdate())
    known = delivered.known_until(asked)
    made = Registration.objects.create(
        evaluation=current,
        content=freezing.written(told),
        sha256=freezing.digest(told),
        timing=rules.timing(begins_on=current.begins_on, ends_on=asked.ends_on, known_until=known),
        known_until=known,
        registered_by=by.display_name,
    )
    current.state, current.listed = State.REGISTERED, True
    current.save(update_fields=["state", "listed"])
    details = {"sha256": made.sha256, "timing": made.timing}
    entry = audit.record(by=by, action="evaluation.register", subject=str(current.pk), details=details)
    made.entry = entry.pk
    made.save(update_fields=["entry"])
    evaluation.refresh_from_db()
    return made


@transaction.atomic
def start(*, evaluation: Evaluation, by: Actor) -> None:
    """Say that the programme runs. Raises StepRefused not_begun."""
    current = _locked(evaluation)
    rules.check_begin(current.state, begins_on=current.begins_on, today=timezone.localdate())
    current.state = State.RUNNING
    current.save(update_fields=["state"])
    audit.record(by=by, action="evaluation.start", subject=str(current.pk))
    evaluation.refresh_from_db()


@transaction.atomic
def abandon(*, evaluation: Evaluation, reason: str, by: Actor) -> None:
    """Give an evaluation up, with the reason; it stays listed if it was. Raises StepRefused."""
    current = _locked(evaluation)
    rules.check_abandon(current.state, reason)
    current.state, current.abandoned_because = State.ABANDONED, reason.strip()
    current.abandoned_on = timezone.localdate()
    current.save(update_fields=["state", "abandoned_because", "abandoned_on"])
    details = {"reason": reason.strip()}
    audit.record(by=by, action="evaluation.abandon", subject=str(current.pk), details=details)
    evaluation.refresh_from_db()


def _locked(evaluation: Evaluation) -> Evaluation:
    return Evaluation.objects.select_for_update().get(pk=evaluation.pk)


def _check_days(current: Evaluation) -> None:
    begins = delivered.start_of(current.begins_on, current.step)
    if current.first_on is None or current.last_on is None:
        raise StepRefused("days")
    if not current.first_on < begins <= current.last_on:
        raise StepRefused("days")
    asked = delivered.asked_by(current)
    rules.check_starts(
        asked.starts, treated=current.treated, begins_on=current.begins_on, last_on=current.last_on
    )
    rules.check_method(current.method, is_staggered=asked.is_staggered)
