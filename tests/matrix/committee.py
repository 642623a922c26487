"""What each town has of the community: a committee with a seat, a member, a meeting and requests; and a junta."""

from typing import Any

from django.utils import timezone

from confianza.web.accounts.models import User
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.community.actions import bodies, juntas, meetings, requests
from confianza.web.community.models import BodyKind, Duty


def build(area: Any) -> dict[str, int]:
    """Build it through the actions that the pages of the room go through."""
    today, code = timezone.localdate(), area.code
    body = bodies.found(name=f"Comité-{code}", kind=BodyKind.COMMUNITY_COMMITTEE, area=area, by=COMMAND_LINE)
    neighbour = User.objects.create_user(f"vecina-{code}")
    seat = bodies.give_seat(body=body, username=neighbour.username, duty=Duty.MEMBER, by=COMMAND_LINE)
    member = bodies.add_member(body=body, name="Persona inventada", consented_on=today, by=COMMAND_LINE)
    meeting = meetings.call(
        body=body, theme="school", starts_at=timezone.now(), place=f"Escuela-{code}", by=COMMAND_LINE
    )
    asked, answered = (
        requests.ask(body=body, what=what, theme="school", whose="school", by=COMMAND_LINE)
        for what in (f"Solicitud-{code}", "Un portón")
    )
    for request in (asked, answered):
        requests.assign(request=request, owner_name="Escuela", due_on=today, by=COMMAND_LINE)
    requests.answer(request=answered, state="done", words="Ya está.", by=COMMAND_LINE)
    junta = bodies.found(name=f"Junta-{code}", kind=BodyKind.JUNTA, area=area, by=COMMAND_LINE)
    radio = juntas.lend(junta=junta.junta, what="Radio", serial="", lent_on=today, by=COMMAND_LINE)
    return {
        "body": body.pk,
        "seat": seat.pk,
        "member": member.pk,
        "gathering": meeting.pk,
        "asked": asked.pk,
        "answered": answered.pk,
        "junta": junta.pk,
        "radio": radio.pk,
    }
