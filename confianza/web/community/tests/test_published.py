"""What everybody may see of the community, and what nobody learns from it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.community import published
from confianza.web.community.actions import bodies, meetings, requests
from confianza.web.community.models import Body

SOON = timezone.now() + timedelta(days=3)


@pytest.fixture
def public(committee):
    Body.objects.filter(pk=committee.pk).update(is_public=True)
    committee.refresh_from_db()
    return committee


def call(body, *, starts_at=SOON, is_open=True, place="Salón; comunal, planta baja"):
    return meetings.call(
        body=body,
        theme="residential",
        starts_at=starts_at,
        place=place,
        agenda=["Luz", "Parque"],
        is_open=is_open,
        by=COMMAND_LINE,
    )


def ask(body, text, due=None):
    asked = requests.ask(
        body=body, what="Lo que pidió una persona", theme="school", whose="police", by=COMMAND_LINE
    )
    if due:
        requests.assign(request=asked, owner_name="Comisaría", due_on=due, by=COMMAND_LINE)
    requests.publish(request=asked, text=text, by=COMMAND_LINE)
    return asked


def page(language="es"):
    text = Client().get(f"/participar/?idioma={language}").content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_open_meetings_to_come_are_for_everybody(public, other_committee) -> None:
    call(public)
    call(public, is_open=False, place="A puerta cerrada")
    call(public, starts_at=timezone.now() - timedelta(days=1), place="Ayer")
    call(other_committee, place="De quien no es público")
    assert [each.place for each in published.gatherings()] == ["Salón; comunal, planta baja"]
    assert "Comité de la Loma" in page()
    assert "puerta cerrada" not in page()


def test_a_cancelled_meeting_is_gone(public) -> None:
    meetings.cancel(meeting=call(public), reason="Llueve", by=COMMAND_LINE)
    assert published.gatherings() == []


def test_only_public_words_are_told_of_what_was_asked(public, other_committee) -> None:
    ask(public, "Más luz en el callejón", due=timezone.localdate())
    ask(public, "")
    ask(other_committee, "De quien no es público")
    told = page()
    assert "Más luz en el callejón" in told
    assert "Lo que pidió una persona" not in told
    assert "De quien no es público" not in told
    assert "Se pidió públicamente 1 cosa" in told


def test_what_is_late_is_told(public) -> None:
    asked = ask(public, "Más luz", due=timezone.localdate())
    type(asked).objects.filter(pk=asked.pk).update(due_on=timezone.localdate() - timedelta(days=2))
    assert published.asked()[0].is_late
    assert "y 1 con atraso" in page()
    assert "and 1 late" in page("en")


def test_of_some_areas_only(public, towns) -> None:
    ask(public, "Aquí")
    there = bodies.found(
        name="Mesa", kind="security_table", area=towns.there, is_public=True, by=COMMAND_LINE
    )
    ask(there, "Allá")
    assert [each.text for each in published.asked([towns.there.stable_id])] == ["Allá"]


def test_a_telephone_takes_the_meetings_into_its_calendar(public) -> None:
    call(public)
    response = Client().get("/participar/reuniones.ics")
    lines = response.content.decode().split("\r\n")
    assert response["Content-Type"].startswith("text/calendar")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "LOCATION:Salón\\; comunal\\, planta baja" in lines
    assert f"DTSTART:{SOON:%Y%m%dT%H%M%SZ}" in lines
    assert all(len(line.encode()) <= 75 for line in lines)


def test_a_long_line_of_the_calendar_is_folded_between_letters(public) -> None:
    call(public, place="Ñandú " * 30)
    text = Client().get("/participar/reuniones.ics").content.decode()
    assert ("Ñandú " * 30).strip() in text.replace("\r\n ", "")
