"""What a juror does: say first whether there is a conflict of interest, then score, then hand it in for
good.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.analysis.selection import juries
from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.plans.models import (
    Application,
    ApplicationState,
    Ballot,
    CallState,
    ConflictKind,
    Juror,
    JurorState,
    Score,
)
from confianza.web.plans.queries import grants as queries
from confianza.web.plans.rules.refusals import StepRefused


@transaction.atomic
def declare(*, juror: Juror, application: Application, conflict: bool, why: str, by: Any) -> Ballot:
    """Say whether one has to do with who might be behind an application. A conflict once said stays.

    Raises StepRefused: not_yours, not_scoring, say_why, not_from_here.
    """
    _check_seat(juror, application, by)
    if conflict and not why.strip():
        raise StepRefused("say_why")
    ballot, _new = Ballot.objects.select_for_update().get_or_create(juror=juror, application=application)
    if ballot.conflict or ballot.handed_in_at:
        raise StepRefused("not_from_here")
    if conflict:
        ballot.conflict, ballot.why = ConflictKind.DECLARED, why.strip()
        ballot.save(update_fields=["conflict", "why"])
    _account("plans.declare_conflict", ballot, by)
    return ballot


@transaction.atomic
def hand_in(
    *,
    juror: Juror,
    application: Application,
    points: Mapping[int, int],
    words: Mapping[int, str],
    by: Any,
) -> Ballot:
    """Hand in the scores of an application, by number of criterion, with words to each; they change no more.

    Raises StepRefused: not_yours, not_scoring, declare_first, in_conflict, handed_in, score_all, say_why.
    """
    _check_seat(juror, application, by)
    mine = Ballot.objects.select_for_update(of=("self",)).filter(juror=juror, application=application)
    # In no order: what orders them lies in rows that are not a juror's to lock.
    ballot = mine.order_by().first()
    if ballot is None:
        raise StepRefused("declare_first")
    if ballot.conflict:
        raise StepRefused("in_conflict")
    if ballot.handed_in_at:
        raise StepRefused("handed_in")
    asked = queries.criteria(application.call)
    if set(points) != {each.number for each in asked} or not all(
        0 <= given <= juries.HIGHEST for given in points.values()
    ):
        raise StepRefused("score_all")
    if not all(words.get(each.number, "").strip() for each in asked):
        raise StepRefused("say_why")
    Score.objects.bulk_create(
        Score(ballot=ballot, criterion=each, points=points[each.number], words=words[each.number].strip())
        for each in asked
    )
    ballot.handed_in_at = timezone.now()
    ballot.save(update_fields=["handed_in_at"])
    _account("plans.hand_in_scores", ballot, by)
    return ballot


def _check_seat(juror: Juror, application: Application, by: Any) -> None:
    current = (
        Juror.objects.select_for_update(of=("self",)).select_related("candidate", "call").get(pk=juror.pk)
    )
    if by.pk != current.candidate.person_id or current.call_id != application.call_id:
        raise StepRefused("not_yours")
    is_read = application.state == ApplicationState.ADMITTED
    if current.state != JurorState.ACCEPTED or current.call.state != CallState.SCORING or not is_read:
        raise StepRefused("not_scoring")


def _account(action: str, ballot: Ballot, by: Actor) -> None:
    # Neither points nor conflict: the account is read by others before all scores are in.
    details = {"code": ballot.application.code}
    audit.record(by=by, action=action, subject=str(ballot.application.call_id), details=details)
