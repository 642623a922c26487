"""The critique of a second analyst: objections, answers, what settles them, and the conclusion."""

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.evaluation import rules
from confianza.web.evaluation.models import Critique, Evaluation, Objection, Result, Standing, State
from confianza.web.evaluation.queries import evaluations


@transaction.atomic
def object_to(*, evaluation: Evaluation, text: str, by: Actor) -> Objection:
    """Raise an objection to the last result. Raises StepRefused own_work, not_from_here, say_what."""
    current, result = _criticised(evaluation, by)
    rules.check_objection(current.state)
    rules.check_words(text)
    made = Objection.objects.create(
        result=result, text=text.strip(), critic_id=by.pk if by.pk else None, raised_by=by.display_name
    )
    details = {"objection": made.pk}
    audit.record(by=by, action="evaluation.object", subject=str(current.pk), details=details)
    return made


@transaction.atomic
def answer(*, objection: Objection, words: str, by: Actor) -> None:
    """Answer an objection; a new answer reopens one that stood. Raises StepRefused own_objection …"""
    current = _locked(objection)
    rules.check_objection(current.result.evaluation.state)
    rules.check_answer(by.pk, current.critic_id)
    rules.check_standing(current.standing, Standing.ANSWERED, words=words)
    current.standing, current.answer, current.last_word = Standing.ANSWERED, words.strip(), ""
    current.answered_by, current.answered_at = by.display_name, timezone.now()
    _keep(current, "evaluation.answer", by)
    objection.refresh_from_db()


@transaction.atomic
def judge(*, objection: Objection, standing: str, by: Actor, words: str = "") -> None:
    """Say whether an answer settles an objection or it stands, and why. Raises StepRefused own_work …"""
    current = _locked(objection)
    _criticised(current.result.evaluation, by)
    rules.check_objection(current.result.evaluation.state)
    rules.check_standing(current.standing, standing, words=words)
    current.standing, current.last_word = standing, words.strip()
    _keep(current, "evaluation.judge", by)
    objection.refresh_from_db()


@transaction.atomic
def conclude(*, evaluation: Evaluation, verdict: str, words: str, by: Actor) -> Critique:
    """Conclude the critique of the last result, whichever way it goes. Raises StepRefused."""
    current, result = _criticised(evaluation, by)
    standings = list(result.objections.values_list("standing", flat=True))
    rules.check_conclusion(current.state, standings=standings, words=words)
    made = Critique.objects.create(
        evaluation=current,
        result=result,
        verdict=verdict,
        words=words.strip(),
        critic_id=by.pk if by.pk else None,
        made_by=by.display_name,
    )
    current.state = State.CRITICISED
    current.save(update_fields=["state"])
    details = {"verdict": verdict, "standing": standings.count(Standing.STANDS)}
    audit.record(by=by, action="evaluation.conclude", subject=str(current.pk), details=details)
    evaluation.refresh_from_db()
    return made


def _criticised(evaluation: Evaluation, by: Actor) -> tuple[Evaluation, Result]:
    """Return an evaluation and its last result, for a critic who had no hand in it."""
    current = Evaluation.objects.select_for_update().get(pk=evaluation.pk)
    rules.check_critic(by.pk, evaluations.authors(current))
    result = evaluations.latest_result(current)
    if result is None:
        rules.check_objection(State.RUNNING)
    return current, result  # type: ignore[return-value]


def _locked(objection: Objection) -> Objection:
    found: Objection = Objection.objects.select_for_update().get(pk=objection.pk)
    return found


def _keep(objection: Objection, action: str, by: Actor) -> None:
    objection.save()
    details = {"objection": objection.pk, "standing": objection.standing}
    audit.record(by=by, action=action, subject=str(objection.result.evaluation_id), details=details)
