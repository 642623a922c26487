"""Bodies: written down, put to rest, and who has a seat in them."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from confianza.web.accounts.models import User
from confianza.web.audit import actions as audit
from confianza.web.audit.actions import Actor
from confianza.web.audit.models import Kind
from confianza.web.community import lists
from confianza.web.community.lists import Person
from confianza.web.community.models import Body, BodyKind, Junta, Member, Seat
from confianza.web.community.rules import standing
from confianza.web.community.rules.standing import StepRefused
from confianza.web.territory.models import Area


@transaction.atomic
def found(
    *,
    name: str,
    kind: str,
    area: Area,
    by: Actor,
    precinct: Area | None = None,
    founded_on: date | None = None,
    record: str = "",
    meets_every: int = 30,
    is_public: bool = False,
) -> Body:
    """Write down a body. Raises StepRefused name_taken where the place has one of that name."""
    try:
        with transaction.atomic():
            body = Body.objects.create(
                name=name.strip(),
                kind=kind,
                area=area,
                precinct=precinct,
                founded_on=founded_on,
                record=record.strip(),
                meets_every=meets_every,
                is_public=is_public,
                made_by=by.display_name,
            )
    except IntegrityError:
        raise StepRefused("name_taken", name=name) from None
    if kind == BodyKind.JUNTA:
        Junta.objects.create(body=body)
    audit.record(by=by, action="community.found", subject=str(body.pk), details={"kind": kind})
    return body


@transaction.atomic
def change_state(*, body: Body, state: str, reason: str, by: Actor) -> None:
    """Suspend, dissolve or take up a body again. Raises StepRefused: not_from_here, say_why."""
    current = Body.objects.select_for_update().get(pk=body.pk)
    standing.check_body(current.state, state, reason)
    current.state, current.reason = state, reason.strip()
    current.save(update_fields=["state", "reason"])
    body.state, body.reason = current.state, current.reason
    details = {"state": state, "reason": reason.strip()}
    audit.record(by=by, action="community.change_state", subject=str(body.pk), details=details)


@transaction.atomic
def give_seat(*, body: Body, username: str, duty: str, by: Actor) -> Seat:
    """Seat somebody with an account in a body.

    Raises StepRefused: no_such_person, not_oneself, seated_already.
    """
    person = User.objects.filter(username=username.strip(), is_active=True).first()
    if person is None:
        raise StepRefused("no_such_person")
    if getattr(by, "pk", None) == person.pk:
        raise StepRefused("not_oneself")
    if Seat.objects.filter(body=body, person=person, ends_on=None).exists():
        raise StepRefused("seated_already")
    seat = Seat.objects.create(body=body, person=person, duty=duty, given_by=by.display_name)
    details = {"body": body.pk, "duty": duty}
    audit.record(by=by, action="community.give_seat", subject=str(person.pk), details=details)
    return seat


@transaction.atomic
def end_seat(*, seat: Seat, by: Actor) -> None:
    """End a seat today: from now on it opens nothing."""
    if seat.ends_on is not None:
        return
    seat.ends_on = timezone.localdate()
    seat.save(update_fields=["ends_on"])
    details = {"body": seat.body_id}
    audit.record(by=by, action="community.end_seat", subject=str(seat.person_id), details=details)


@transaction.atomic
def add_member(*, body: Body, name: str, consented_on: date, by: Actor, contact: str = "") -> Member:
    """Write down a member who agreed to it. Raises StepRefused consent_ahead for a day still to come."""
    if consented_on > timezone.localdate():
        raise StepRefused("consent_ahead")
    member = Member.objects.create(
        body=body,
        sealed=b"",
        consented_on=consented_on,
        expires_on=consented_on + standing.CONSENT_HOLDS,
        added_by=by.display_name,
    )
    member.sealed = lists.sealed([Person(name.strip(), contact.strip())], about=f"member {member.pk}")
    member.save(update_fields=["sealed"])
    audit.record(by=by, action="community.add_member", subject=str(body.pk), details={"member": member.pk})
    return member


@transaction.atomic
def renew_member(*, member: Member, by: Actor) -> None:
    """Keep a member for another year, who agreed to it today."""
    member.consented_on = timezone.localdate()
    member.expires_on = member.consented_on + standing.CONSENT_HOLDS
    member.save(update_fields=["consented_on", "expires_on"])
    details = {"member": member.pk}
    audit.record(by=by, action="community.renew_member", subject=str(member.body_id), details=details)


@transaction.atomic
def remove_member(*, member: Member, by: Actor) -> None:
    """Destroy what is known of a member."""
    details = {"member": member.pk}
    member.delete()
    audit.record(by=by, action="community.remove_member", subject=str(member.body_id), details=details)


def account_for_reading(*, body: Body, by: Actor) -> None:
    """Write down that somebody read who belongs to a body."""
    audit.record(by=by, action="community.read_members", subject=str(body.pk), kind=Kind.READ)
