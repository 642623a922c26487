"""Calls for grants: written, opened with rules that stay, closed, ranked, ended or cancelled."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.plans import whose
from confianza.web.plans.actions import exhibits
from confianza.web.plans.models import (
    ApplicationState,
    Award,
    Ballot,
    Call,
    CallCriterion,
    CallState,
    CallStep,
    ConflictKind,
    CriterionKind,
    Proof,
    Tranche,
)
from confianza.web.plans.queries import grants as queries
from confianza.web.plans.rules import grants as rules
from confianza.web.plans.rules.refusals import StepRefused
from confianza.web.territory.models import Area


@transaction.atomic
def write(
    *,
    area: Area,
    title: str,
    purpose: str,
    purse: Decimal,
    at_most: Decimal,
    opens_on: date,
    closes_on: date,
    by: Any,
    currency: str = "GTQ",
    jury: int = rules.SMALLEST_JURY,
    least: int = 50,
    objective: Any = None,
) -> Call:
    """Write a call; whoever writes it runs it, and never sits in its jury nor gives its money.

    Raises StepRefused: over_the_purse, closes_first.
    """
    if at_most > purse:
        raise StepRefused("over_the_purse")
    if closes_on < opens_on:
        raise StepRefused("closes_first")
    call = Call.objects.create(
        area=area,
        title=title.strip(),
        purpose=purpose.strip(),
        purse=purse,
        at_most=at_most,
        currency=currency.strip().upper(),
        opens_on=opens_on,
        closes_on=closes_on,
        jury=jury,
        least=least,
        objective=objective,
        runner=by,
    )
    _write_step(call, "", by)
    audit.record(by=by, action="plans.write_call", subject=str(call.pk))
    return call


@transaction.atomic
def add_criterion(*, call: Call, kind: str, text: str, by: Actor, weight: int = 0) -> CallCriterion:
    """Add a criterion while nothing is fixed. Raises StepRefused: fixed, weight_missing."""
    current = _draft(call)
    scored = kind == CriterionKind.SCORES
    if scored and not 0 < weight <= rules.WHOLE:
        raise StepRefused("weight_missing")
    last = current.criteria.order_by("-number").first()
    made = CallCriterion.objects.create(
        call=current,
        number=last.number + 1 if last else 1,
        kind=kind,
        text=text.strip(),
        weight=weight if scored else 0,
    )
    audit.record(
        by=by, action="plans.add_criterion", subject=str(call.pk), details={"criterion": made.number}
    )
    return made


@transaction.atomic
def drop_criterion(*, call: Call, number: int, by: Actor) -> None:
    """Take a criterion out while nothing is fixed. Raises StepRefused fixed."""
    _draft(call).criteria.filter(number=number).delete()
    audit.record(by=by, action="plans.drop_criterion", subject=str(call.pk), details={"criterion": number})


@transaction.atomic
def move(*, call: Call, to: str, by: Actor, words: str = "") -> None:
    """Take a call further: open, closed, scoring, ranked, ended, cancelled; back from an award, or from an
    order that left somebody out.

    Drawing a jury and awarding have actions of their own. Raises StepRefused.
    """
    if to in (CallState.JURY, CallState.AWARDED):
        raise StepRefused("not_from_here")
    current = Call.objects.select_for_update().get(pk=call.pk)
    whose.check_words(current, by, words)
    if to in (CallState.SCORING, CallState.RANKED):
        find_conflicts(call=current, by=by)
    rules.check_call(current.state, to, queries.ready(current), words)
    details = _on_the_way(current, to, words, by)
    step(call=current, to=to, by=by, words=words)
    if to == CallState.RANKED and not current.ranking:
        details |= _put_in_order(current)
    audit.record(by=by, action="plans.move_call", subject=str(call.pk), details={"state": to} | details)
    call.refresh_from_db()


def step(*, call: Call, to: str, by: Actor, words: str = "") -> None:
    """Keep a call where it stands now, with the step: for actions that have checked it and write the
    account.
    """
    call.state = to
    call.save()
    _write_step(call, words, by)


def find_conflicts(*, call: Call, by: Actor) -> int:
    """Mark jurors who sit in a body that applies, whether they said so or not; return how many are new."""
    found = 0
    for juror, application in queries.seats_in_applicants(call):
        ballot, _new = Ballot.objects.get_or_create(juror=juror, application=application)
        if not ballot.conflict:
            ballot.conflict = ConflictKind.SEAT
            ballot.save(update_fields=["conflict"])
            found += 1
    if found:
        audit.record(by=by, action="plans.find_conflicts", subject=str(call.pk), details={"found": found})
    return found


def _on_the_way(call: Call, to: str, words: str, by: Actor) -> dict[str, Any]:
    """Fix, freeze or take back what a step fixes, freezes or takes back; return what the account tells of
    it.
    """
    if to == CallState.OPEN:
        call.rules = queries.fixed(call)
        call.digest = queries.digest(call.rules)
        return {"digest": call.digest}
    if (call.state, to) == (CallState.AWARDED, CallState.RANKED):
        return _take_back(call, by)
    if (call.state, to) == (CallState.RANKED, CallState.SCORING):
        return _annul(call, words)
    return {}


def _put_in_order(call: Call) -> dict[str, Any]:
    """Compute and freeze the order of the jury: once the call is ranked, when scores may be read."""
    call.ranking = queries.in_order(call)
    call.save(update_fields=["ranking"])
    return {"ranking": queries.digest({"ranking": call.ranking})}


def _annul(call: Call, words: str) -> dict[str, Any]:
    """Take the order back and keep it for everybody to see: what was scored stands, and scores are closed
    again until the jury has scored what it was not given.
    """
    ranking = {"ranking": call.ranking}
    told = {
        "on": timezone.localdate().isoformat(),
        "why": words.strip(),
        "left_out": [each.code for each in queries.left_out(call)],
    }
    call.annulled = [*call.annulled, told | ranking]
    call.ranking = []
    return {"annulled": queries.digest(ranking), "left_out": told["left_out"]}


def _take_back(call: Call, by: Actor) -> dict[str, Any]:
    awards = Award.objects.filter(application__call=call)
    told = {each.application.code: str(each.amount) for each in awards.select_related("application")}
    proofs = Proof.objects.filter(tranche__award__in=awards)
    exhibits.forget(proofs=proofs, by=by)
    proofs.delete()
    Tranche.objects.filter(award__in=awards).delete()
    awards.delete()
    # Why somebody was passed over belongs to the award.
    call.applications.filter(state=ApplicationState.ADMITTED).update(reason="")
    call.objections_until = None
    return {"taken_back": told}


def _draft(call: Call) -> Call:
    current = Call.objects.select_for_update().get(pk=call.pk)
    if current.state != CallState.DRAFT:
        raise StepRefused("fixed")
    return current


def _write_step(call: Call, words: str, by: Actor) -> None:
    CallStep.objects.create(call=call, state=call.state, words=words.strip(), by=by.display_name)
