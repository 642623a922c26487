"""What is given: within the purse and in the order of the jury or with the reason, paid part by part,
answered for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.plans import whose
from confianza.web.plans.actions import calls, exhibits
from confianza.web.plans.models import (
    Appeal,
    Application,
    ApplicationState,
    Award,
    Call,
    CallState,
    GrantResult,
    Proof,
    Tranche,
)
from confianza.web.plans.queries import grants as queries
from confianza.web.plans.rules import grants as rules
from confianza.web.plans.rules.refusals import StepRefused
from confianza.web.tips.cleaning import Clean

LONGEST_CAPTION = 200


@transaction.atomic
def award(*, call: Call, amounts: Mapping[str, Decimal], reasons: Mapping[str, str], by: Any) -> list[Award]:
    """Give money to applications, by code; each departure from the order of the jury with its reason.

    From that day on people may object for ten days, and nothing is paid. Raises StepRefused.
    """
    current = Call.objects.select_for_update().get(pk=call.pk)
    found = {each.code: each for each in queries.admitted(current)}
    given = {code: queries.cents(amount) for code, amount in amounts.items() if amount and code in found}
    _check_giver(current, [found[code] for code in given], by)
    rules.check_call(current.state, CallState.AWARDED, _as_if_awarded(current), "")
    rules.check_award(
        given,
        asked={code: queries.cents(each.amount) for code, each in found.items()},
        marks={each["code"]: each["percent"] for each in current.ranking},
        suggested=queries.suggested(current),
        purse=queries.cents(current.purse),
        least=current.least,
        reasons=reasons,
    )
    departs = {code: reasons[code].strip() for code in rules.departures(given, queries.suggested(current))}
    made = [_award(found[code], amounts[code], departs.get(code, ""), by) for code in sorted(given)]
    _refuse(found, {code: why for code, why in departs.items() if code not in given})
    current.objections_until = timezone.localdate() + rules.OBJECTIONS_FOR
    calls.step(call=current, to=CallState.AWARDED, by=by, words=_departing(departs))
    details = {"given": {each.application.code: str(each.amount) for each in made}, "departs": departs}
    audit.record(by=by, action="plans.award", subject=str(call.pk), details=details)
    call.refresh_from_db()
    return made


def _as_if_awarded(call: Call) -> rules.Ready:
    return replace(queries.ready(call), awarded=True)


def _check_giver(call: Call, applications: list[Application], by: Any) -> None:
    if by.pk == call.runner_id:
        raise StepRefused("runs_it")
    if any(queries.sits_there(call, by, each) for each in applications):
        raise StepRefused("own_body")


def _award(application: Application, amount: Decimal, departs: str, by: Actor) -> Award:
    body = application.applicant.body
    return Award.objects.create(
        application=application,
        amount=amount,
        # Only bodies that stand on the public site are named there.
        public_name=body.name if body and body.is_public else "",
        departs=departs,
        awarded_by=by.display_name,
    )


def _refuse(found: Mapping[str, Application], passed_over: Mapping[str, str]) -> None:
    """Keep with an application why it was passed over though the jury's order would have given to it."""
    for code, why in passed_over.items():
        found[code].reason = why
        found[code].save(update_fields=["reason"])


def _departing(departs: Mapping[str, str]) -> str:
    return " · ".join(f"{code}: {why}" for code, why in sorted(departs.items()))[:1000]


@transaction.atomic
def plan_tranche(*, award: Award, amount: Decimal, due_on: date, must_show: str, by: Actor) -> Tranche:
    """Plan a part of a grant, and what must be shown before it is paid. Raises StepRefused
    more_than_awarded.
    """
    current = Award.objects.select_for_update().get(pk=award.pk)
    parts = list(current.tranches.all())
    rules.check_tranche(amount, others=sum((each.amount for each in parts), Decimal(0)), award=current.amount)
    made = Tranche.objects.create(
        award=current, number=len(parts) + 1, amount=amount, due_on=due_on, must_show=must_show.strip()
    )
    _account("plans.plan_tranche", current, by, {"tranche": made.number, "amount": str(amount)})
    return made


@transaction.atomic
def show(*, tranche: Tranche, text: str, by: Actor, kept_in: str = "", files: Sequence[Clean] = ()) -> Proof:
    """Write down what was shown for a part of a grant, and where it is kept: here, as clean copies
    (`plans.exhibits.clean_copy`), or elsewhere. Raises StepRefused too_many_exhibits.
    """
    made = Proof.objects.create(
        tranche=tranche, text=text.strip(), kept_in=kept_in.strip(), shown_by=by.display_name
    )
    exhibits.keep(files=files, caption=text[:LONGEST_CAPTION], by=by, proof=made)
    details = {"tranche": tranche.number, "files": len(files)}
    _account("plans.show_proof", tranche.award, by, details)
    return made


@transaction.atomic
def settle(*, tranche: Tranche, to: str, words: str, by: Any) -> None:
    """Pay a part of a grant, or withhold it with the reason. Raises StepRefused."""
    current = (
        Tranche.objects.select_for_update().select_related("award__application__call").get(pk=tranche.pk)
    )
    if by.pk == current.award.application.call.runner_id:
        raise StepRefused("runs_it")
    rules.check_payment(current.state, to, queries.payable(current), words=words, today=timezone.localdate())
    current.state, current.reason = to, words.strip()
    current.decided_by, current.decided_on = by.display_name, timezone.localdate()
    current.save(update_fields=["state", "reason", "decided_by", "decided_on"])
    _account("plans.settle_tranche", current.award, by, {"tranche": current.number, "state": to})
    tranche.refresh_from_db()


@transaction.atomic
def tell_result(
    *, award: Award, what: str, planned: float, reached: float, words: str, by: Actor
) -> GrantResult:
    """Write down what came of a grant: what was to be reached, and what was."""
    made = GrantResult.objects.create(
        award=award,
        what=what.strip(),
        planned=planned,
        reached=reached,
        words=words.strip(),
        told_by=by.display_name,
    )
    _account("plans.tell_result", award, by, {"result": made.pk})
    return made


@transaction.atomic
def object_to(*, call: Call, text: str, by: Actor, code: str = "") -> Appeal:
    """Write down an objection, in words that name nobody, to one application by its code or to the whole.

    Raises StepRefused: too_late_to_object, no_such_code, betrays_whose.
    """
    current = Call.objects.select_for_update().get(pk=call.pk)
    today = timezone.localdate()
    rules.check_objection(current.state, until=current.objections_until, today=today)
    code = code.strip().upper()
    about = current.applications.filter(code=code).first()
    if code and about is None:
        raise StepRefused("no_such_code")
    whose.check_words(current, by, text)
    made = Appeal.objects.create(
        call=current,
        code=code,
        text=text.strip(),
        against_exclusion=about is not None and about.state == ApplicationState.EXCLUDED,
        written_by=by.display_name,
    )
    audit.record(by=by, action="plans.object", subject=str(call.pk), details={"appeal": made.pk})
    return made


@transaction.atomic
def answer(*, appeal: Appeal, upheld: bool, words: str, by: Any) -> None:
    """Answer an objection for everybody to read: never by whoever runs the call. Raises StepRefused."""
    current = Appeal.objects.select_for_update().select_related("call").get(pk=appeal.pk)
    if by.pk == current.call.runner_id:
        raise StepRefused("runs_it")
    if current.upheld is not None:
        raise StepRefused("not_from_here")
    if not words.strip():
        raise StepRefused("say_why")
    whose.check_words(current.call, by, words)
    current.upheld, current.answer = upheld, words.strip()
    current.answered_by, current.answered_on = by.display_name, timezone.localdate()
    current.save()
    details = {"appeal": current.pk, "upheld": upheld}
    audit.record(by=by, action="plans.answer_appeal", subject=str(current.call_id), details=details)
    appeal.refresh_from_db()


def _account(action: str, award: Award, by: Actor, details: dict[str, Any]) -> None:
    application = award.application
    told = {"code": application.code} | details
    audit.record(by=by, action=action, subject=str(application.call_id), details=told)
