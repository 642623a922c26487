"""Whoever is in no unit that reads tips gets, byte for byte, the same pages whether tips were told or not."""

import hashlib
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.territory.models import Area, Generation, Geography, Level
from confianza.web.tips import receipts
from confianza.web.tips.actions import closing, reading, triage
from confianza.web.tips.models import Tip
from confianza.web.tips.queries import opening
from tests.support import addresses
from tests.tips import world

PRECINCT = (Role.COMMANDER, Role.BEAT_OFFICER, Role.COMMUNITY_RELATIONS, Role.SCHOOL_DIRECTOR)
# What is new in every answer, whoever asks for whatever.
CLOCK = re.compile(r"\d\d:\d\d:\d\d(?:\.\d+)?")
RANDOM = re.compile(r'(csrfmiddlewaretoken" value="|csrf[Tt]oken": "|X-CSRFToken": "|nonce[=-]"?)[\w+/=-]+')
CHANGES = ("Set-Cookie", "Content-Security-Policy")
# What the quick test walks; the slow one walks everything.
HOME, ROOMS = "/cuenta/", ("/bitacora/", "/territorio/")
NOWHERE = str(uuid.UUID(int=7))


@pytest.fixture(autouse=True)
def _receipts_are_quick(monkeypatch):
    """Stretching receipts has no part in who sees what, and would be half the time of these tests."""
    monkeypatch.setattr(
        receipts.sealing,
        "stretch",
        lambda secret, salt: hashlib.blake2b(secret, salt=salt[:16], digest_size=32).digest(),
    )


@pytest.fixture
def station(db):
    """The station whose people must not learn anything."""
    area = Area.objects.create(
        stable_id="substation-11", geography=Geography.POLICE, level=Level.SUBSTATION, code="11"
    )
    Generation.objects.create(area=area, name="Subestación 11", valid_from="2001-01-01", origin="test")
    return area


def plain_pages():
    """Every address that takes no argument and can be asked for."""
    return sorted(
        {"/" + one.route for one in addresses.everything() if "GET" in one.methods and not one.converters and "<" not in one.route and "(" not in one.route}
    )  # fmt: skip


def seen_by(client: Client, pages):
    return {page: _without_chance(client.get(page)) for page in pages}


def _without_chance(response):
    headers = {name: CLOCK.sub("·", told) for name, told in response.headers.items() if name not in CHANGES}
    page = RANDOM.sub(r"\1·", response.getvalue().decode(errors="replace"))
    return response.status_code, headers, CLOCK.sub("·", page)


def told_and_worked_on(line):
    """Tell an ordinary tip, one about police of the station, one of a school; the first is read and closed."""
    first = world.tip(world.told(world.answers("Cobran renta en el mercado.")))
    world.told(world.answers("El jefe recibe dinero.", police="yes", stations=frozenset({"substation-11"})))
    world.told(world.answers("Venden en el portón.", questionnaire="school", local_station="substation-11"))
    reader = line.people["dario"].reader
    opened = opening.opened(first, reader)
    reading.note_reading(opened=opened, by=reader.person)
    triage.grade(opened=opened, source="B", information="2", by=reader.person)
    closing.close(opened=opened, outcome="arrest", text="Se capturó a dos.", by=reader.person)


def test_the_commander_gets_the_same_pages_with_and_without_tips(line, station, signed_in):
    person = signed_in(Role.COMMANDER, area=station)
    person.get("/")
    _compare(line, person, [HOME, *_begin_with(ROOMS), reverse("tips:queue"), *_pages_of_a_tip(NOWHERE)])


@pytest.mark.slow
@pytest.mark.parametrize("role", PRECINCT)
def test_whoever_is_in_no_unit_gets_the_same_pages_with_and_without_tips(line, station, signed_in, role):
    person = signed_in(role, area=station)
    person.get("/")
    _compare(line, person, [*plain_pages(), *_pages_of_a_tip(NOWHERE)])


def _compare(line, person, pages):
    before = seen_by(person, pages)
    told_and_worked_on(line)
    assert Tip.objects.count() == 3
    after = seen_by(person, pages)
    assert [page for page in pages if before[page] != after[page]] == []
    assert sum(status == 200 for status, _, _ in after.values()) >= 2, "too few pages to say anything"


def _begin_with(starts):
    return [page for page in plain_pages() if page.startswith(starts)]


def test_the_page_of_a_tip_that_is_there_is_the_page_of_one_that_is_not(line, station, signed_in):
    person = signed_in(Role.COMMANDER, area=station)
    told_and_worked_on(line)
    for tip in Tip.objects.all():
        for there, nowhere in zip(_pages_of_a_tip(str(tip.pk)), _pages_of_a_tip(NOWHERE), strict=True):
            found, missing = (_without_chance(person.get(page)) for page in (there, nowhere))
            assert found[0] == missing[0] == 404
            assert found[2].replace(str(tip.pk), NOWHERE) == missing[2]


def test_the_members_of_a_unit_do_see_the_difference(line, station):
    """What this file compares would show a difference where there is one."""
    reader = world.browser(line.people["dario"])
    page = [reverse("tips:queue")]
    before = seen_by(reader, page)
    told_and_worked_on(line)
    assert seen_by(reader, page) != before


def _pages_of_a_tip(tip):
    return [reverse(f"tips:{name}", args=[tip]) for name in ("tip", "refer", "discover", "hand_over")]
