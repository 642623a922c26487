"""Applications: taken from paper with a receipt, checked by every criterion, withdrawn."""

import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.audit.models import Kind
from confianza.web.community import lists
from confianza.web.community.lists import Person
from confianza.web.plans import whose
from confianza.web.plans.actions import calls
from confianza.web.plans.models import (
    Admission,
    Applicant,
    Application,
    ApplicationState,
    Call,
    CriterionKind,
)
from confianza.web.plans.queries import grants as queries
from confianza.web.plans.rules import grants as rules
from confianza.web.plans.rules.refusals import StepRefused

# No vowels, so that no code is a word; nothing that is read for something else.
LETTERS = "23456789CDFGHJKMNPQRTVWXZ"
CODE_LENGTH = 5


@transaction.atomic
def receive(
    *,
    call: Call,
    title: str,
    what: str,
    amount: Decimal,
    by: Actor,
    body: Any = None,
    name: str = "",
    contact: str = "",
) -> Application:
    """Take an application of a body, or of a group by its name, and give it its code.

    Raises StepRefused: not_open, too_late, too_much, say_who_applies, betrays.
    """
    current = Call.objects.select_for_update().get(pk=call.pk)
    rules.check_intake(
        current.state,
        opens_on=current.opens_on,
        closes_on=current.closes_on,
        today=timezone.localdate(),
        amount=amount,
        at_most=current.at_most,
    )
    who = body.name if body else name.strip()
    if not who:
        raise StepRefused("say_who_applies")
    asked = f"{title} {what}"
    if word := rules.betrays(asked, who):
        raise StepRefused("betrays", word=word)
    if rules.betrays_contact(asked, contact):
        raise StepRefused("betrays")
    made = Application(
        call=current, code=_new_code(current), title=title.strip(), what=what.strip(), amount=amount
    )
    made.digest = queries.digest(queries.handed_in(made))
    made.save()
    sealed = lists.sealed([Person(who, contact.strip())], about=whose.about(made))
    Applicant.objects.create(application=made, body=body, sealed=sealed, taken_by=by.display_name)
    details = {"code": made.code, "digest": made.digest}
    audit.record(by=by, action="plans.receive_application", subject=str(call.pk), details=details)
    return made


@transaction.atomic
def check(
    *, application: Application, met: Mapping[int, bool], reasons: Mapping[int, str], by: Actor
) -> None:
    """Say of every criterion, by its number, whether an application meets it, and why not where it does not.

    It is admitted if it meets all of them: also late, where an objection to its exclusion was right; then the
    same jury scores it, and its step is told. Raises StepRefused: not_closed, annul_first, take_back_first,
    objection_was_right, check_all, say_why, betrays_whose.
    """
    current = Application.objects.select_for_update().select_related("call").get(pk=application.pk)
    asked = queries.criteria(current.call, CriterionKind.ADMITS)
    if set(met) != {each.number for each in asked}:
        raise StepRefused("check_all")
    to = ApplicationState.ADMITTED if all(met.values()) else ApplicationState.EXCLUDED
    right = queries.was_right(current)
    rules.check_application(current.call.state, current.state, to, all_met=all(met.values()), was_right=right)
    if any(not met[number] and not reasons.get(number, "").strip() for number in met):
        raise StepRefused("say_why")
    whose.check_words(current.call, by, *reasons.values())
    for each in asked:
        reason = "" if met[each.number] else reasons[each.number].strip()
        Admission.objects.update_or_create(
            application=current,
            criterion=each,
            defaults={"met": met[each.number], "reason": reason, "said_by": by.display_name},
        )
    _keep(current, to, "", "plans.check_application", by)
    if current.call.state in rules.READMITS:
        _tell_of_late(current, by)
    application.refresh_from_db()


def _tell_of_late(application: Application, by: Actor) -> None:
    """Let everybody read that an application came in after all, and find who has to do with it."""
    call = Call.objects.select_for_update().get(pk=application.call_id)
    objection = queries.right_objection(application)
    answer = objection.answer if objection else ""
    calls.find_conflicts(call=call, by=by)
    calls.step(call=call, to=call.state, by=by, words=f"{application.code}: {answer}")


@transaction.atomic
def withdraw(*, application: Application, words: str, by: Actor) -> None:
    """Take an application back, as who applied wants it. Raises StepRefused: too_late, say_why."""
    current = Application.objects.select_for_update().select_related("call").get(pk=application.pk)
    rules.check_application(current.call.state, current.state, ApplicationState.WITHDRAWN, all_met=False)
    if not words.strip():
        raise StepRefused("say_why")
    whose.check_words(current.call, by, words)
    _keep(current, ApplicationState.WITHDRAWN, words.strip(), "plans.withdraw_application", by)
    application.refresh_from_db()


def account_for_reading(*, application: Application, by: Actor) -> None:
    """Write down that somebody read who applied."""
    details = {"code": application.code}
    audit.record(
        by=by,
        action="plans.read_applicant",
        subject=str(application.call_id),
        kind=Kind.READ,
        details=details,
    )


def opened(*, applicant: Applicant, by: Actor) -> Person:
    """Return who applied, and write down that somebody read it."""
    account_for_reading(application=applicant.application, by=by)
    return lists.opened(applicant.sealed, about=whose.about(applicant.application))[0]


def _new_code(call: Call) -> str:
    taken = set(call.applications.values_list("code", flat=True))
    while True:
        code = "".join(secrets.choice(LETTERS) for _place in range(CODE_LENGTH))
        if code not in taken:
            return code


def _keep(application: Application, to: str, reason: str, action: str, by: Actor) -> None:
    application.state, application.reason = to, reason
    application.save(update_fields=["state", "reason"])
    details = {"code": application.code, "state": to}
    audit.record(by=by, action=action, subject=str(application.call_id), details=details)
