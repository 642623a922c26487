"""Juries: proposed by one and seconded by another, drawn before witnesses, accepted, given up to the next."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.accounts.models import User
from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.audit.permissions import can_read_account
from confianza.web.fieldwork import sealed
from confianza.web.lib import draws
from confianza.web.lib.draw_plans import ALL, Candidate, DrawRefused, Plan
from confianza.web.plans.actions import calls
from confianza.web.plans.models import Call, CallState, Juror, JurorCandidate, JurorState, JuryDraw
from confianza.web.plans.models.calls import GIVERS, RUNNERS
from confianza.web.plans.queries import grants as queries
from confianza.web.plans.rules import grants as rules
from confianza.web.plans.rules.refusals import StepRefused


@transaction.atomic
def nominate(*, call: Call, username: str, stands_for: str, by: Any) -> JurorCandidate:
    """Propose somebody with an account for the jury; they have to agree, and somebody else to second it.

    Raises StepRefused: no_such_person, not_oneself, runs_it, reads_account, stands_already, list_is_fixed.
    """
    current = Call.objects.select_for_update().get(pk=call.pk)
    person = User.objects.filter(username=username.strip(), is_active=True).first()
    if current.state not in rules.TAKES_CANDIDATES or JuryDraw.objects.filter(call=current).exists():
        raise StepRefused("list_is_fixed")
    if person is None:
        raise StepRefused("no_such_person")
    if person.pk == by.pk:
        raise StepRefused("not_oneself")
    if person.pk == current.runner_id or person.reach(*RUNNERS, *GIVERS).covers(current.area):
        raise StepRefused("runs_it")
    # The account tells at which minute which code was handed in; and who came then, a colleague sees.
    if can_read_account(person):
        raise StepRefused("reads_account")
    if JurorCandidate.objects.filter(call=current, person=person).exists():
        raise StepRefused("stands_already")
    salt = draws.new_secret()
    made = JurorCandidate.objects.create(
        call=current,
        person=person,
        stands_for=stands_for.strip(),
        salt=salt,
        code=queries.code_of(salt, person.username),
        nominated_by=by,
    )
    _account("plans.nominate_juror", made, by)
    return made


@transaction.atomic
def second(*, candidate: JurorCandidate, by: Any) -> None:
    """Second a candidate whom somebody else proposed. Raises StepRefused: two_hands, list_is_fixed."""
    _open_list(candidate)
    if by.pk in (candidate.nominated_by_id, candidate.person_id):
        raise StepRefused("two_hands")
    candidate.seconded_by = by
    candidate.save(update_fields=["seconded_by"])
    _account("plans.second_juror", candidate, by)


@transaction.atomic
def stand(*, candidate: JurorCandidate, agrees: bool, by: Any) -> None:
    """Agree to stand for the jury, or not: each for themselves. Raises StepRefused: not_yours,
    list_is_fixed.
    """
    _open_list(candidate)
    if by.pk != candidate.person_id:
        raise StepRefused("not_yours")
    now = timezone.now()
    candidate.agreed_at, candidate.declined_at = (now, None) if agrees else (None, now)
    candidate.save(update_fields=["agreed_at", "declined_at"])
    _account("plans.stand_for_jury", candidate, by)


@transaction.atomic
def commit(*, call: Call, announced: str, by: Actor) -> JuryDraw:
    """Fix the list and choose a secret nobody sees. `announced`: what will be witnessed, in one line.

    The commitment of the record is what to publish before the meeting. Raises StepRefused.
    """
    current = Call.objects.select_for_update().get(pk=call.pk)
    if JuryDraw.objects.filter(call=current).exists():
        raise StepRefused("list_is_fixed")
    names = [each.code for each in queries.in_the_lot(current)]
    rules.check_candidates(current.state, there_are=len(names), jury=current.jury)
    now, secret = timezone.now(), draws.new_secret()
    record = _announced(current, names, announced, timezone.localtime(now), secret)
    sealed.keep(secret.encode())
    draw = JuryDraw.objects.create(
        call=current, record=record, committed_by=by.display_name, committed_at=now
    )
    details = {"commitment": record["commitment"], "candidates": len(names)}
    audit.record(by=by, action="plans.commit_jury", subject=str(call.pk), details=details)
    return draw


def _announced(call: Call, names: list[str], announced: str, at: Any, secret: str) -> draws.Record:
    try:
        plan = Plan(
            purpose=f"{call.title} · {call.digest}",
            candidates=tuple(Candidate(name) for name in names),
            counts={ALL: call.jury},
            announced=announced.strip(),
            committed_at=at.isoformat(timespec="minutes"),
            replacements={ALL: len(names) - call.jury},
        )
        return draws.announce(plan, secret)
    except DrawRefused as refused:
        raise StepRefused(refused.code) from None


@transaction.atomic
def reveal(*, call: Call, witnessed: str, by: Actor) -> list[Juror]:
    """Draw the jury with what was said aloud in the meeting, and show the secret. Raises StepRefused."""
    current = Call.objects.select_for_update().get(pk=call.pk)
    draw = JuryDraw.objects.filter(call=current, revealed_at=None).first()
    if draw is None:
        raise StepRefused("draw_first")
    now = timezone.now()
    secret = sealed.read(draw.record["parts"]["secret"]).decode()
    at = timezone.localtime(now).isoformat(timespec="minutes")
    try:
        draw.record = draws.record(draw.record, secret=secret, witnessed=witnessed, witnessed_at=at)
    except DrawRefused as refused:
        raise StepRefused(refused.code) from None
    draw.revealed_by, draw.revealed_at = by.display_name, now
    draw.save(update_fields=["record", "revealed_by", "revealed_at"])
    rules.check_call(current.state, CallState.JURY, queries.ready(current), "")
    jurors = [_seat(current, code) for codes in draws.seats(draw.record).values() for code in codes]
    calls.step(call=current, to=CallState.JURY, by=by)
    audit.record(by=by, action="plans.reveal_jury", subject=str(call.pk), details={"jurors": len(jurors)})
    call.refresh_from_db()
    return jurors


@transaction.atomic
def accept(*, juror: Juror, by: Any) -> None:
    """Take the place one was drawn for. Raises StepRefused: not_yours, not_from_here."""
    current = Juror.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=juror.pk)
    if by.pk != current.candidate.person_id:
        raise StepRefused("not_yours")
    if JurorState.ACCEPTED not in rules.JURORS[current.state]:
        raise StepRefused("not_from_here")
    current.state = JurorState.ACCEPTED
    current.save(update_fields=["state"])
    _account("plans.accept_jury", current.candidate, by)
    juror.refresh_from_db()


@transaction.atomic
def give_up(*, juror: Juror, why: str, by: Any) -> None:
    """Give a place back: the juror (declined), or whoever runs the call where one is silent or conflicts
    leave too few; then the next in the draw steps in. Raises StepRefused.
    """
    call = Call.objects.get(pk=juror.call_id)
    current = (
        Juror.objects.select_for_update(of=("self",)).select_related("candidate", "call").get(pk=juror.pk)
    )
    if (why == rules.DECLINED) != (by.pk == current.candidate.person_id):
        raise StepRefused("not_yours")
    if call.state not in (CallState.JURY, CallState.SCORING):
        raise StepRefused("not_from_here")
    rules.check_replacement(
        current.state,
        why,
        has_scored=current.ballots.filter(handed_in_at__isnull=False).exists(),
        is_unfinished=queries.is_unfinished(current),
        waits_since=queries.waits_since(current),
        today=timezone.localdate(),
        too_few=queries.has_too_few(call) and current.ballots.exclude(conflict="").exists(),
    )
    current.state, current.reason = JurorState.REPLACED, why
    current.save(update_fields=["state", "reason"])
    _account("plans.replace_juror", current.candidate, by)
    if why != rules.DECLINED:
        fill(call=call, by=by)
    juror.refresh_from_db()


@transaction.atomic
def fill(*, call: Call, by: Actor) -> list[Juror]:
    """Seat the next in the draw for every place that was given back: whoever runs the call, who alone knows
    whose the next code is. Raises StepRefused draw_no_more.
    """
    found = [_next(call, each) for each in queries.given_back(call)]
    if found:
        details = {"seated": [each.candidate.code for each in found]}
        audit.record(by=by, action="plans.fill_jury", subject=str(call.pk), details=details)
    return found


def _next(call: Call, juror: Juror) -> Juror:
    draw = JuryDraw.objects.select_for_update().get(call=call)
    try:
        draw.record = draws.replace(draw.record, name=juror.candidate.code, reason=juror.reason)
    except DrawRefused as refused:
        raise StepRefused(refused.code) from None
    draw.save(update_fields=["record"])
    return _seat(call, draw.record["replaced"][-1]["by"])


def _seat(call: Call, code: str) -> Juror:
    return Juror.objects.create(call=call, candidate=JurorCandidate.objects.get(call=call, code=code))


def _open_list(candidate: JurorCandidate) -> None:
    call = Call.objects.get(pk=candidate.call_id)
    if call.state not in rules.TAKES_CANDIDATES or JuryDraw.objects.filter(call=call).exists():
        raise StepRefused("list_is_fixed")


def _account(action: str, candidate: JurorCandidate, by: Actor) -> None:
    details = {"candidate": candidate.code}
    audit.record(by=by, action=action, subject=str(candidate.call_id), details=details)
