"""The pages of the room, as the people of a small town use them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.community.actions import bodies, meetings, requests
from confianza.web.community.models import Body, Meeting, Request, RequestState
from confianza.web.community.rules.standing import Attendees

SOON = timezone.localdate() + timedelta(days=10)


@pytest.fixture
def elena(people, as_person):
    return as_person(people.elena)


@pytest.fixture
def asked(committee, people):
    return requests.ask(
        body=committee,
        what="Dos lámparas en el callejón",
        theme="residential",
        whose="utilities",
        by=people.elena,
    )


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_body_is_written_down_and_found_again(elena, towns) -> None:
    told = {
        "name": "COCODE El Mirador",
        "kind": "cocode",
        "area": towns.here.stable_id,
        "meets_every": "30",
    }
    assert elena.post("/comunidad/nuevo/", told).status_code == 302
    assert "COCODE El Mirador" in words(elena.get("/comunidad/"))
    again = elena.post("/comunidad/nuevo/", told)
    assert "Ya hay una organización con ese nombre" in words(again)
    assert 'value="COCODE El Mirador"' in again.content.decode()


def test_nobody_writes_down_a_body_of_another_town(elena, towns) -> None:
    told = {"name": "X", "kind": "cocode", "area": towns.there.stable_id, "meets_every": "30"}
    assert elena.post("/comunidad/nuevo/", told).status_code == 200
    assert not Body.objects.filter(name="X").exists()


def test_a_meeting_is_called_held_and_counted(elena, committee) -> None:
    told = {
        "theme": "residential",
        "starts_at": "2026-01-15T17:00",
        "place": "Salón",
        "agenda": "Luz\nParque",
    }
    elena.post(f"/comunidad/organizaciones/{committee.pk}/reuniones/nueva/", told)
    meeting = Meeting.objects.get()
    assert meeting.agenda == ["Luz", "Parque"]
    page = elena.post(
        f"/comunidad/reuniones/{meeting.pk}/realizada/",
        {"women": "8", "men": "5", "police": "1", "minutes": "Se habló de la luz.", "why_not": ""},
    )
    assert "por qué no vino" in words(page)
    assert "Se habló de la luz." in page.content.decode()
    elena.post(
        f"/comunidad/reuniones/{meeting.pk}/realizada/",
        {"women": "8", "men": "5", "police": "1", "minutes": "Se habló de la luz.", "why_not": "De turno"},
    )
    meeting.refresh_from_db()
    assert (meeting.state, meeting.women, meeting.highest_came) == ("held", 8, False)
    assert "vino a 0 de la 1 reunión" in words(elena.get("/comunidad/reuniones/"))


def test_a_closed_meeting_is_not_closed_again(elena, committee) -> None:
    meeting = meetings.call(
        body=committee, theme="school", starts_at=timezone.now(), place="Escuela", by=COMMAND_LINE
    )
    meetings.miss(meeting=meeting, reason="", by=COMMAND_LINE)
    assert elena.get(f"/comunidad/reuniones/{meeting.pk}/realizada/").status_code == 404


def test_a_request_goes_from_asked_to_told(elena, people, as_person, asked) -> None:
    address = f"/comunidad/solicitudes/{asked.pk}/"
    elena.post(f"{address}encargar/", {"owner": str(people.mayor.pk), "due_on": SOON.isoformat()})
    mayor = as_person(people.mayor)
    assert "Dos lámparas" in words(mayor.get("/comunidad/solicitudes/?which=mine"))
    mayor.post(
        f"{address}responder/",
        {"state": "promised", "words": "Se ponen este mes.", "due_on": SOON.isoformat()},
    )
    mayor.post(f"{address}responder/", {"state": "done", "words": "Ya alumbran."})
    assert "todavía no lo saben" in words(elena.get(address))
    elena.post(f"{address}avisado/")
    asked.refresh_from_db()
    assert (asked.state, asked.answer, asked.told_on) == (
        RequestState.DONE,
        "Ya alumbran.",
        timezone.localdate(),
    )
    assert [step.state for step in asked.steps.all()] == ["asked", "assigned", "promised", "done"]


def test_what_is_typed_stays_where_it_is_refused(elena, people, as_person, asked) -> None:
    address = f"/comunidad/solicitudes/{asked.pk}/"
    elena.post(f"{address}encargar/", {"owner": str(people.mayor.pk), "due_on": SOON.isoformat()})
    page = as_person(people.mayor).post(
        f"{address}responder/", {"state": "promised", "words": "Se ponen este mes.", "due_on": ""}
    )
    assert "Diga para qué día" in words(page)
    assert "Se ponen este mes." in page.content.decode()
    asked.refresh_from_db()
    assert asked.state == RequestState.ASSIGNED


def test_whoever_asked_may_say_that_it_is_not_done(elena, people, asked) -> None:
    requests.assign(request=asked, owner=people.mayor, owner_name="", due_on=SOON, by=people.elena)
    requests.answer(request=asked, state="done", words="Ya alumbran.", by=people.mayor)
    elena.post(
        f"/comunidad/solicitudes/{asked.pk}/encargar/",
        {"owner": str(people.mayor.pk), "due_on": SOON.isoformat(), "words": "No alumbran"},
    )
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (RequestState.ASSIGNED, "")


@pytest.mark.parametrize("who", ["commander", "member"])
def test_whoever_does_not_answer_for_it_cannot_answer_it(people, as_person, asked, who) -> None:
    requests.assign(request=asked, owner=people.mayor, owner_name="", due_on=SOON, by=people.elena)
    browser = as_person(getattr(people, who))
    answer = browser.post(
        f"/comunidad/solicitudes/{asked.pk}/responder/", {"state": "done", "words": "Hecho"}
    )
    assert answer.status_code == 404
    assert browser.get(f"/comunidad/solicitudes/{asked.pk}/").status_code == 200


def test_another_towns_requests_are_not_there(people, as_person, asked) -> None:
    browser = as_person(people.elsewhere)
    assert browser.get(f"/comunidad/solicitudes/{asked.pk}/").status_code == 404
    assert "lámparas" not in words(browser.get("/comunidad/solicitudes/?which=all"))


def test_a_suspended_body_calls_no_meeting_and_says_why(elena, committee) -> None:
    elena.post(
        f"/comunidad/organizaciones/{committee.pk}/estado/", {"state": "suspended", "reason": "Sin quórum"}
    )
    page = elena.post(
        f"/comunidad/organizaciones/{committee.pk}/reuniones/nueva/",
        {"theme": "school", "starts_at": "2026-12-15T17:00", "place": "Salón"},
    )
    assert "suspendida o disuelta" in words(page)
    assert "Sin quórum" in words(elena.get(f"/comunidad/organizaciones/{committee.pk}/"))


def test_a_body_that_stopped_meeting_is_seen(elena, committee) -> None:
    Body.objects.filter(pk=committee.pk).update(made_at=timezone.now() - timedelta(days=100))
    assert "Ya no se reúne" in words(elena.get("/comunidad/"))
    meeting = meetings.call(
        body=committee, theme="school", starts_at=timezone.now(), place="Salón", by=COMMAND_LINE
    )
    meetings.hold(meeting=meeting, came=Attendees(3, 4, 1), highest_came=True, by=COMMAND_LINE)
    assert "Ya no se reúne" not in words(elena.get(f"/comunidad/organizaciones/{committee.pk}/"))


def test_a_junta_that_turned_shows_first_and_is_suspended(people, as_person, junta, towns) -> None:
    calm = bodies.found(name="Junta del Parque", kind="junta", area=towns.here, by=COMMAND_LINE).junta
    commander = as_person(people.commander)
    for each in (calm, junta):
        commander.post(
            f"/comunidad/juntas/{each.body_id}/inscribir/",
            {"registration": "12", "registered_on": "2026-01-10", "rules_accepted_on": "2026-01-12"},
        )
        commander.post(f"/comunidad/juntas/{each.body_id}/policia/", {"officer": str(people.elena.pk)})
    today = timezone.localdate().isoformat()
    commander.post(f"/comunidad/juntas/{calm.body_id}/visitas/", {"visited_on": today})
    commander.post(
        f"/comunidad/juntas/{junta.body_id}/visitas/", {"visited_on": today, "signs": ["armed", "charges"]}
    )
    shown = words(commander.get("/comunidad/juntas/"))
    assert shown.index("Junta de la Loma") < shown.index("Junta del Parque")
    page = words(commander.get(f"/comunidad/juntas/{junta.body_id}/"))
    assert "Portan armas" in page
    assert "Suman 14" in page
    assert "Ninguna" in words(commander.get(f"/comunidad/juntas/{calm.body_id}/"))


def test_what_was_lent_is_answered_for(people, as_person, junta) -> None:
    commander = as_person(people.commander)
    today = timezone.localdate().isoformat()
    commander.post(
        f"/comunidad/juntas/{junta.body_id}/prestamos/",
        {"what": "Radio", "serial": "R-7", "lent_on": today},
    )
    radio = junta.equipment.get()
    page = commander.post(f"/comunidad/prestamos/{radio.pk}/perdido/", {"because": ""})
    assert page.status_code == 200
    commander.post(f"/comunidad/prestamos/{radio.pk}/perdido/", {"because": "Nadie la tiene"})
    assert "Nadie la tiene" in words(commander.get(f"/comunidad/juntas/{junta.body_id}/"))
    commander.post(f"/comunidad/prestamos/{radio.pk}/devuelto/")
    radio.refresh_from_db()
    assert radio.back_on == timezone.localdate()
    assert radio.lost_because == ""


def test_a_visit_of_tomorrow_is_refused(people, as_person, junta) -> None:
    page = as_person(people.commander).post(
        f"/comunidad/juntas/{junta.body_id}/visitas/", {"visited_on": SOON.isoformat()}
    )
    assert "todavía no llega" in words(page)
    assert not junta.visits.exists()


def test_what_is_due_stands_on_the_home_page(people, as_person, asked) -> None:
    requests.assign(request=asked, owner=people.mayor, owner_name="", due_on=SOON, by=people.elena)
    Request.objects.filter(pk=asked.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    assert "1 solicitud de la que usted responde está atrasada" in words(
        as_person(people.mayor).get("/cuenta/")
    )


def test_who_has_no_body_finds_nothing(signed_in, db) -> None:
    assert signed_in(Role.AUDITOR).get("/comunidad/").status_code == 404
