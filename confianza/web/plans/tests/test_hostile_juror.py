"""A juror who wants to know whose an application is, and is a colleague of everybody: what they would try."""

import json
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from confianza.web.accounts.models import Grant, Role
from confianza.web.audit.models import Entry
from confianza.web.plans.actions import applications, awards, calls, juries
from confianza.web.plans.models import Admission, Applicant, CallState
from confianza.web.plans.tests import granting
from confianza.web.plans.tests.refused import refusal

# Drawn anew for each answer, or a clock.
PASSING = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]+"|nonce[-=]"?[\w+/=]+"?|<updated>[^<]+</updated>'
)
PASSING_HEADERS = {"Set-Cookie", "Date", "Expires", "Content-Security-Policy"}
NAMES = ("Alborada", "Ceibal", "Turquesa", "5555-0000")


def anew(person):
    """Return somebody as the next request knows them: what they may do is worked out once a request."""
    return type(person).objects.get(pk=person.pk)


@pytest.fixture
def at(towns, people):
    return lambda state, **more: granting.told(area=towns.here, people=people, until=state, **more)


@pytest.fixture
def colleague(at, as_person):
    """A call that is being scored, and a juror of it who also holds every role there that reads plans."""
    story = at(CallState.SCORING)
    person = story.jurors[0].candidate.person
    for role in (Role.COMMANDER, Role.BEAT_OFFICER, Role.ANALYST, Role.SCHOOL_DIRECTOR):
        Grant.objects.create(
            person=person, role=role, area=story.call.area, purpose="prevention", given_by="x"
        )
    return story, as_person(person)


def addresses(story):
    """Return whatever a colleague might open to find out, places that are not theirs among them."""
    pk = story.call.pk
    codes = sorted(each.code for each in story.applications)
    inside = [
        "",
        "jurado/",
        "candidatura/",
        "puntuar/",
        "adjudicar/",
        "propuestas/nueva/",
        "propuestas/NADA/",
    ]
    told = [f"/planes/fondos/{pk}/{rest}" for rest in inside]
    for code in codes:
        told += [f"/planes/fondos/{pk}/puntuar/{code}/", f"/planes/fondos/{pk}/propuestas/{code}/"]
    told += [f"/fondos/{pk}/{rest}" for rest in ("", "registro.json", "sorteo.json")]
    told += ["/", "/inicio/", "/fondos/", "/fondos/registro.csv", "/planes/fondos/", "/planes/problemas/"]
    told += ["/planes/compromisos/", "/planes/prevencion/", "/planes/semana/", "/compromisos/atom.xml"]
    told += ["/comunidad/", *(f"/comunidad/organos/{body.pk}/" for body in story.bodies), "/cuenta/"]
    return told


def looked_at(browser, story):
    """Return everything that comes back, headers and all, without what is drawn anew each time."""
    found = {}
    for address in addresses(story):
        answer = browser.get(address)
        headers = {name: value for name, value in answer.items() if name not in PASSING_HEADERS}
        content = PASSING.sub(b"", b"".join(answer) if answer.streaming else answer.content)
        found[address] = (answer.status_code, headers, content)
    return found


def change_whose(story):
    """Let others have applied with the same codes: everything but who it was stays."""
    others = list(Applicant.objects.order_by("pk"))
    for one, other in zip(others, others[1:] + others[:1], strict=True):
        Applicant.objects.filter(pk=one.pk).update(
            body=other.body, sealed=other.sealed, taken_by="otra", taken_at="2020-01-01T00:00Z"
        )
    Applicant.objects.filter(application=story.applications[0]).update(body=None)


# The pages of a juror alone: test_grant_pages, in every run.
@pytest.mark.slow
def test_nothing_that_comes_back_depends_on_who_applied(colleague) -> None:
    story, browser = colleague
    before = looked_at(browser, story)
    assert sum(status == 200 for status, _headers, _content in before.values()) > 15
    change_whose(story)
    after = looked_at(browser, story)
    assert [address for address in before if before[address] != after[address]] == []


def test_the_register_is_asked_as_much_for_a_committee_as_for_a_group_without_one(colleague) -> None:
    story, browser = colleague
    address = f"/planes/fondos/{story.call.pk}/puntuar/{story.applications[0].code}/"
    asked = []
    for _turn in range(3):
        with CaptureQueriesContext(connection) as found:
            browser.get(address)
        asked.append(len(found))
        Applicant.objects.update(body=None)
    assert asked[1] == asked[2]


def test_what_is_not_a_jurors_is_answered_like_what_never_was(colleague) -> None:
    story, browser = colleague
    pk, code = story.call.pk, story.applications[0].code
    for kind in ("propuestas/{}/", "propuestas/{}/revisar/", "propuestas/{}/retirar/"):
        mine, nobodys = (f"/planes/fondos/{pk}/{kind.format(each)}" for each in (code, "ZZZZZ"))
        for method in (browser.get, browser.post):
            there, not_there = method(mine), method(nobodys)
            assert (there.status_code, there.content) == (not_there.status_code, not_there.content)
    told = browser.post(f"/planes/fondos/{pk}/puntuar/{code}/", {"conflict": "maybe"}).content.decode()
    assert not any(name in told for name in NAMES)


def test_nobody_can_watch_which_code_appears_when_somebody_walks_in(at, people) -> None:
    story = at(CallState.OPEN)
    pk = story.call.pk
    pages = [f"/fondos/{pk}/", f"/fondos/{pk}/registro.json", "/fondos/registro.csv", "/fondos/"]
    for address in pages:
        told = Client().get(address).content.decode()
        assert not any(each.code in told or each.digest in told for each in story.applications), address
    with granting.days_ago(20):
        calls.move(call=story.call, to=CallState.CLOSED, by=people.elena)
    told = Client().get(pages[1]).content.decode()
    assert all(each.code in told and each.digest in told for each in story.applications)


def test_codes_stand_in_no_order_of_coming_anywhere_a_juror_reads(colleague) -> None:
    story, browser = colleague
    pk = story.call.pk
    for address in (f"/planes/fondos/{pk}/puntuar/", f"/fondos/{pk}/", f"/fondos/{pk}/registro.json"):
        told = browser.get(address).content.decode()
        places = {each.code: told.index(each.code) for each in story.applications}
        assert sorted(places, key=lambda code: places[code]) == sorted(places), address


@pytest.mark.parametrize("name", ["Comité ALBORADA", "los de la alborada", "5555 0000"])
def test_no_words_for_everybody_tell_whose_it_is(at, people, name) -> None:
    story = at(CallState.CLOSED)
    first, last = story.applications[0], story.applications[-1]
    said = f"Dice {name} que no."
    for step, told in (
        (awards.object_to, {"call": story.call, "text": said, "code": first.code}),
        (applications.check, {"application": last, "met": {1: False}, "reasons": {1: said}}),
        (applications.withdraw, {"application": last, "words": said}),
        (calls.move, {"call": story.call, "to": CallState.CANCELLED, "words": said}),
    ):
        assert refusal(step, by=anew(people.elena), **told) == "betrays_whose", step
    assert not Admission.objects.filter(met=False).exists()


def test_an_answer_of_who_gives_the_money_tells_it_neither_once_they_know(at, people) -> None:
    story = at(CallState.RANKED)
    appeal = awards.object_to(call=story.call, text="El orden no es justo.", by=people.elena)
    answer = {"appeal": appeal, "upheld": False, "by": people.donor}
    assert refusal(awards.answer, words="Ceibal no tiene razón.", **answer) == "betrays_whose"
    assert refusal(awards.answer, words="No tiene razón.", **answer) is None


def test_no_application_holds_the_telephone_of_who_applies(at, people) -> None:
    story = at(CallState.OPEN)
    told = {"title": "Mural", "what": "Llame al 4444 1111.", "amount": Decimal(100), "name": "Grupo"}
    with granting.days_ago(40):
        receive = {"call": story.call, "by": people.elena, **told}
        assert refusal(applications.receive, contact="4444-1111", **receive) == "betrays"
        assert refusal(applications.receive, contact="4444-2222", **receive) is None


def test_whoever_reads_the_account_of_deeds_does_not_judge(at, people, person) -> None:
    story = at(CallState.OPEN)
    auditor = person(Role.AUDITOR)
    nominate = {"call": story.call, "username": auditor.username, "stands_for": "Vecinas"}
    assert refusal(juries.nominate, by=people.elena, **nominate) == "reads_account"


def test_the_account_itself_names_no_applicant(colleague) -> None:
    told = json.dumps([each.details for each in Entry.objects.all()], default=str)
    assert not any(name in told for name in NAMES)
