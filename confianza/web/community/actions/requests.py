"""What a body asks for: written down, given to whoever can solve it, answered, told."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.community.models import Body, BodyState, Meeting, Request, RequestState, Step
from confianza.web.community.rules import standing
from confianza.web.community.rules.standing import StepRefused


@transaction.atomic
def ask(
    *,
    body: Body,
    what: str,
    theme: str,
    whose: str,
    by: Actor,
    meeting: Meeting | None = None,
    asked_on: date | None = None,
) -> Request:
    """Write down what a body asks for. Raises StepRefused body_rests."""
    if body.state != BodyState.ACTIVE:
        raise StepRefused("body_rests")
    request = Request.objects.create(
        body=body,
        meeting=meeting,
        theme=theme,
        what=what.strip(),
        whose=whose,
        asked_on=asked_on or timezone.localdate(),
        written_by=by.display_name,
    )
    Step.objects.create(request=request, state=RequestState.ASKED, by=by.display_name)
    details = {"body": body.pk, "whose": whose}
    audit.record(by=by, action="community.ask", subject=str(request.pk), details=details)
    return request


@transaction.atomic
def assign(
    *, request: Request, owner_name: str, due_on: date | None, by: Actor, owner: Any = None, words: str = ""
) -> None:
    """Give a request to whoever answers for it, by a day: somebody with an account, or an institution.

    Raises StepRefused; say_who where neither is named.
    """
    if owner is None and not owner_name.strip():
        raise StepRefused("say_who")
    current = _to(request, RequestState.ASSIGNED, words, due_on, by)
    current.owner, current.owner_name = owner, owner_name.strip() or owner.display_name
    current.due_on, current.answer, current.told_on = due_on, "", None
    _keep(current, by)
    request.refresh_from_db()


@transaction.atomic
def answer(*, request: Request, state: str, words: str, by: Actor, due_on: date | None = None) -> None:
    """Promise, do or decline what was asked, in words. Raises StepRefused."""
    if state not in standing.ANSWERS:
        raise StepRefused("not_from_here", state=request.state, to=state)
    current = _to(request, state, words, due_on, by)
    current.answer, current.told_on = words.strip(), None
    if due_on is not None:
        current.due_on = due_on
    _keep(current, by)
    request.refresh_from_db()


@transaction.atomic
def withdraw(*, request: Request, words: str, by: Actor) -> None:
    """Take back a request, as those who asked want it. Raises StepRefused."""
    _keep(_to(request, RequestState.WITHDRAWN, words, None, by), by)
    request.refresh_from_db()


@transaction.atomic
def tell(*, request: Request, by: Actor) -> None:
    """Write down that those who asked were told the answer. Raises StepRefused nothing_to_tell."""
    if not request.answer:
        raise StepRefused("nothing_to_tell")
    request.told_on = timezone.localdate()
    request.save(update_fields=["told_on"])
    audit.record(by=by, action="community.tell", subject=str(request.pk))


@transaction.atomic
def publish(*, request: Request, text: str, by: Actor) -> None:
    """Put a request on the public site in words of its own; "" takes it off."""
    request.public_text = text.strip()
    request.save(update_fields=["public_text"])
    details = {"public": bool(text.strip())}
    audit.record(by=by, action="community.publish_request", subject=str(request.pk), details=details)


def _to(request: Request, state: str, words: str, due_on: date | None, by: Actor) -> Request:
    current = Request.objects.select_for_update().get(pk=request.pk)
    standing.check_request(current.state, state, words=words, due_on=due_on, today=timezone.localdate())
    current.state = state
    Step.objects.create(request=current, state=state, words=words.strip(), due_on=due_on, by=by.display_name)
    return current


def _keep(request: Request, by: Actor) -> None:
    request.save()
    details = {"state": request.state}
    audit.record(by=by, action="community.step", subject=str(request.pk), details=details)
