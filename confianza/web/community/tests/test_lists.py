"""Names of people: sealed, for those who keep the lists of that body, and gone on their day."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.community import lists
from confianza.web.community.actions import bodies, expiring, meetings
from confianza.web.community.lists import Person
from confianza.web.community.models import Attendance, Duty, Member, Seat
from confianza.web.community.rules.standing import Attendees, StepRefused
from confianza.web.lib.sealing import CannotOpen

NAMES = "Persona Inventada Uno, 5550-0101\nPersona Inventada Dos"
CANARY = b"Persona Inventada"


@pytest.fixture
def held(committee, people):
    """A meeting that was held yesterday, with its list."""
    meeting = meetings.call(
        body=committee,
        theme="residential",
        starts_at=timezone.now() - timedelta(days=1),
        place="Salón",
        by=COMMAND_LINE,
    )
    meetings.hold(
        meeting=meeting, came=Attendees(8, 5, 1), highest_came=True, minutes="Luz.", by=COMMAND_LINE
    )
    meetings.keep_attendance(meeting=meeting, people=lists.read(NAMES), by=COMMAND_LINE)
    return meeting


def test_a_list_is_read_and_written_line_by_line() -> None:
    people = lists.read(NAMES + "\n\n  ,\n")
    assert people == (Person("Persona Inventada Uno", "5550-0101"), Person("Persona Inventada Dos"))
    assert lists.read(lists.written(people)) == people


def test_a_list_opens_for_its_own_row_only(workspace) -> None:
    blob = lists.sealed(lists.read(NAMES), about="meeting 1")
    assert lists.opened(blob, about="meeting 1") == lists.read(NAMES)
    with pytest.raises(CannotOpen):
        lists.opened(blob, about="meeting 2")
    assert CANARY not in blob


def test_how_many_came_does_not_show_in_the_size_of_a_list(workspace) -> None:
    sizes = {len(lists.sealed([Person("A")] * count, about="meeting 1")) for count in (1, 2, 40)}
    assert len(sizes) == 1


def test_whoever_keeps_the_lists_reads_who_came_and_that_is_written_down(held, people, as_person) -> None:
    page = as_person(people.secretary).get(f"/comunidad/reuniones/{held.pk}/asistencia/")
    assert "Persona Inventada Uno" in page.content.decode()
    assert Entry.objects.filter(action="community.read_attendance", subject=str(held.pk)).exists()


@pytest.mark.parametrize("who", ["elena", "commander", "mayor", "member", "outsider", "elsewhere"])
def test_nobody_else_does_whatever_their_rank(held, people, as_person, who) -> None:
    browser = as_person(getattr(people, who))
    assert browser.get(f"/comunidad/reuniones/{held.pk}/asistencia/").status_code == 404
    assert browser.get(f"/comunidad/organizaciones/{held.body_id}/integrantes/").status_code == 404
    assert not Attendance.objects.visible_to(getattr(people, who)).exists()
    assert not Member.objects.visible_to(getattr(people, who)).exists()


@pytest.mark.parametrize("who", ["elena", "commander", "mayor", "member", "outsider"])
def test_their_pages_are_the_same_with_the_list_and_without(held, people, as_person, who) -> None:
    browser = as_person(getattr(people, who))
    addresses = [
        "/comunidad/",
        "/comunidad/reuniones/",
        f"/comunidad/organizaciones/{held.body_id}/",
        f"/comunidad/reuniones/{held.pk}/",
        f"/comunidad/reuniones/{held.pk}/asistencia/",
    ]
    before = [without_tokens(browser.get(address)) for address in addresses]
    Attendance.objects.all().delete()
    assert [without_tokens(browser.get(address)) for address in addresses] == before


def without_tokens(response):
    text = response.content.decode()
    return [line for line in text.splitlines() if "csrfmiddlewaretoken" not in line and "nonce" not in line]


def test_a_seat_in_one_body_opens_no_other(held, people, as_person) -> None:
    browser = as_person(people.outsider)
    assert browser.get(f"/comunidad/organizaciones/{held.body_id}/").status_code == 404
    assert browser.get(f"/comunidad/reuniones/{held.pk}/").status_code == 404
    assert "Comité de la Loma" not in browser.get("/comunidad/").content.decode()


def test_a_seat_that_has_ended_opens_nothing(held, people, as_person) -> None:
    seat = Seat.objects.get(person=people.secretary)
    bodies.end_seat(seat=seat, by=people.elena)
    assert as_person(people.secretary).get(f"/comunidad/reuniones/{held.pk}/asistencia/").status_code == 404
    assert as_person(people.secretary).get("/comunidad/").status_code == 404


def test_nobody_gives_a_seat_to_themselves(committee, people) -> None:
    with pytest.raises(StepRefused) as refused:
        bodies.give_seat(body=committee, username=people.elena.username, duty=Duty.SECRETARY, by=people.elena)
    assert refused.value.code == "not_oneself"


def test_on_its_day_a_list_is_destroyed_and_a_member_forgotten(held, committee, people) -> None:
    bodies.add_member(
        body=committee, name="Persona Inventada Tres", consented_on=timezone.localdate(), by=people.secretary
    )
    expires_on = held.attendance.expires_on
    assert expiring.expire(by=COMMAND_LINE, today=expires_on - timedelta(days=1)) == (0, 0)
    assert expiring.expire(by=COMMAND_LINE, today=expires_on) == (1, 0)
    assert expiring.expire(by=COMMAND_LINE, today=expires_on + timedelta(days=400)) == (0, 1)
    assert not Attendance.objects.exists()


def test_who_agrees_again_is_kept_for_another_year(committee, people, as_person) -> None:
    member = bodies.add_member(
        body=committee,
        name="Persona Inventada",
        consented_on=timezone.localdate() - timedelta(days=300),
        by=people.secretary,
    )
    as_person(people.secretary).post(f"/comunidad/integrantes/{member.pk}/renovar/")
    member.refresh_from_db()
    assert member.expires_on == timezone.localdate() + timedelta(days=365)


def test_no_list_is_kept_of_a_meeting_long_past(committee, people) -> None:
    meeting = meetings.call(
        body=committee,
        theme="school",
        starts_at=timezone.now() - timedelta(days=90),
        place="Escuela",
        by=COMMAND_LINE,
    )
    meetings.hold(meeting=meeting, came=Attendees(3, 0, 1), highest_came=True, by=COMMAND_LINE)
    with pytest.raises(StepRefused) as refused:
        meetings.keep_attendance(meeting=meeting, people=lists.read(NAMES), by=COMMAND_LINE)
    assert refused.value.code == "too_late_for_a_list"


def test_in_the_register_stands_no_name_in_clear(held) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM community_attendance")
        assert CANARY not in bytes(cursor.fetchone()[0])
