"""Promises on their pages, as the people of a small town use them."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.community.actions import requests as asking
from confianza.web.plans import permissions
from confianza.web.plans.actions import commitments as actions
from confianza.web.plans.actions.commitments import Cause
from confianza.web.plans.models import Commitment, Problem
from confianza.web.plans.queries import commitments as queries

TODAY = timezone.localdate()
SOON = TODAY + timedelta(days=5)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def lamps(towns, people):
    return actions.promise(
        area=towns.here,
        what="Seis lámparas en el callejón",
        whose="utilities",
        owner=people.director,
        due_on=SOON,
        by=people.mayor,
    )


def back(commitment, *, days, moved=None):
    """Put the day first promised back, as if it had been promised long ago; `moved`: the day it has now."""
    first = TODAY - timedelta(days=days)
    Commitment.objects.filter(pk=commitment.pk).update(first_due_on=first, due_on=moved or first)
    commitment.refresh_from_db()


def test_a_promise_is_written_down_with_its_owner_and_its_day(towns, people, as_person) -> None:
    mayor = as_person(people.mayor)
    assert "La Loma" in words(mayor.get("/planes/compromisos/nuevo/"))
    told = {"what": "Podar los árboles", "whose": "municipality", "owner_name": "Obras", "cost": "1500.50"}
    address = f"/planes/compromisos/nuevo/?lugar={towns.ward.stable_id}"
    page = mayor.post(address, told | {"due_on": ""})
    assert "Podar los árboles" in page.content.decode()
    assert not Commitment.objects.exists()
    assert mayor.post(address, told | {"due_on": SOON.isoformat()}).status_code == 302
    kept = Commitment.objects.get()
    assert (kept.area, kept.owner_name, str(kept.cost)) == (towns.ward, "Obras", "1500.50")
    assert "Podar los árboles" in words(mayor.get("/planes/compromisos/"))


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"owner_name": ""}, "Diga quién responde"),
        ({"due_on": (TODAY - timedelta(days=1)).isoformat()}, "Ese día ya pasó"),
    ],
)
def test_a_promise_of_nobody_or_for_yesterday_is_refused_and_nothing_typed_is_lost(
    towns, people, as_person, told, why
) -> None:
    whole = {
        "what": "Podar",
        "whose": "municipality",
        "owner_name": "Obras",
        "due_on": SOON.isoformat(),
    } | told
    page = as_person(people.mayor).post(f"/planes/compromisos/nuevo/?lugar={towns.here.stable_id}", whole)
    assert why in words(page)
    assert "Podar" in page.content.decode()
    assert not Commitment.objects.exists()


def test_a_promise_for_a_request_leads_both_ways(council, people, as_person) -> None:
    asked = asking.ask(
        body=council, what="Luz en el callejón", theme="residential", whose="utilities", by=people.elena
    )
    elena = as_person(people.elena)
    answer = elena.post(
        f"/planes/compromisos/nuevo/?solicitud={asked.pk}",
        {"what": "Tres lámparas", "whose": "utilities", "owner_name": "Luz", "due_on": SOON.isoformat()},
    )
    assert answer["Location"] == f"/comunidad/solicitudes/{asked.pk}/"
    kept = Commitment.objects.get(request=asked)
    assert kept.area == council.area
    assert (
        f"/comunidad/solicitudes/{asked.pk}/" in elena.get(f"/planes/compromisos/{kept.pk}/").content.decode()
    )
    assert list(queries.of_request(people.elena, asked)) == [kept]
    shown = elena.get(f"/comunidad/solicitudes/{asked.pk}/").content.decode()
    assert f"/planes/compromisos/{kept.pk}/" in shown
    assert f"/planes/compromisos/nuevo/?solicitud={asked.pk}" in shown


def test_a_promise_is_kept_late_and_stays_late(people, as_person, lamps) -> None:
    back(lamps, days=10, moved=SOON)
    director = as_person(people.director)
    page = director.post(f"/planes/compromisos/{lamps.pk}/mover/", {"to": "kept", "words": ""})
    assert "Diga qué muestra que se hizo" in words(page)
    director.post(
        f"/planes/compromisos/{lamps.pk}/mover/", {"to": "kept", "words": "Alumbran; hay fotografía"}
    )
    shown = words(director.get(f"/planes/compromisos/{lamps.pk}/"))
    assert "Cumplido, con atraso" in shown
    assert "Alumbran; hay fotografía" in shown


def test_moving_the_day_makes_nothing_look_kept(people, as_person, lamps) -> None:
    back(lamps, days=10)
    mayor = as_person(people.mayor)
    page = mayor.post(f"/planes/compromisos/{lamps.pk}/aplazar/", {"due_on": SOON.isoformat(), "words": ""})
    assert "Diga por qué" in words(page)
    mayor.post(f"/planes/compromisos/{lamps.pk}/aplazar/", {"due_on": SOON.isoformat(), "words": "Sin cable"})
    told = queries.tally(queries.commitments(people.mayor), TODAY)
    assert (told.due, told.waiting, told.put_off, told.kept) == (1, 1, 1, 0)


def test_the_parts_of_a_tally_are_those_of_what_was_due(towns, people) -> None:
    made = [
        actions.promise(
            area=towns.here, what=str(n), whose="police", owner=people.mayor, due_on=SOON, by=people.mayor
        )
        for n in range(6)
    ]
    for each in made[:5]:
        back(each, days=3)
    for each, to in zip(made, ("kept", "kept", "broken", "released"), strict=False):
        actions.move(commitment=each, to=to, words="así fue", by=people.mayor)
    Commitment.objects.filter(pk=made[0].pk).update(settled_on=TODAY - timedelta(days=4))
    told = queries.tally(queries.commitments(people.mayor), TODAY)
    assert (told.in_time, told.kept_late, told.broken, told.waiting, told.released, told.ahead) == (
        1, 1, 1, 1, 1, 1,
    )  # fmt: skip
    assert told.due == 5


# Whether: reads the list, sees the promise below, settles it, shows it to everybody, writes promises down.
MAY = {
    "mayor": (True, True, True, True, True),
    "elena": (True, True, True, True, True),
    "commander": (True, True, True, False, True),
    "analyst": (True, True, True, False, True),
    "officer": (True, True, False, False, False),
    "donor": (True, True, False, False, False),
    "director": (True, True, True, False, False),
    "elsewhere": (True, False, False, False, True),
    "nobody": (False, False, False, False, False),
}


@pytest.mark.parametrize("who", MAY)
def test_who_may_do_what_with_a_promise(people, lamps, as_person, who) -> None:
    person, (lists, sees, settles, shows, promises) = getattr(people, who), MAY[who]
    browser, address = as_person(person), f"/planes/compromisos/{lamps.pk}/"
    assert permissions.can_see_commitments(person) is lists
    assert (browser.get("/planes/compromisos/").status_code == 200) is lists
    assert (browser.get(address).status_code == 200) is sees
    later = {"due_on": (SOON + timedelta(days=1)).isoformat(), "words": "x"}
    assert (browser.post(f"{address}aplazar/", later).status_code == 302) is settles
    assert (browser.post(f"{address}publicar/", {"text": "Luz"}).status_code == 302) is shows
    assert permissions.can_promise(person) is promises
    assert permissions.promises_in(person, lamps.area) is (promises and who != "elsewhere")


def test_an_owner_without_a_role_sees_own_promises_and_not_what_they_are_for(
    towns, people, as_person, lamps
) -> None:
    secret = Problem.objects.create(
        area=towns.here,
        title="Cobros en el mercado",
        leader=people.commander,
        next_on=SOON,
        opened_by="x",
    )
    own = actions.promise(
        area=towns.here,
        what="Portón con llave",
        whose="school",
        owner=people.director,
        due_on=SOON,
        cause=Cause(problem=secret),
        by=people.commander,
    )
    actions.promise(
        area=towns.here,
        what="Otra cosa",
        whose="police",
        owner=people.commander,
        due_on=SOON,
        by=people.commander,
    )
    director = as_person(people.director)
    listed = words(director.get("/planes/compromisos/"))
    assert "Portón con llave" in listed
    assert "Otra cosa" not in listed
    page = words(director.get(f"/planes/compromisos/{own.pk}/"))
    assert "Un problema" in page
    assert "Cobros en el mercado" not in page


def test_what_a_person_promised_stands_on_the_home_page(people, as_person, lamps) -> None:
    director = as_person(people.director)
    assert "Seis lámparas en el callejón" in words(director.get("/cuenta/"))
    back(lamps, days=2)
    assert "1 compromiso suyo está atrasado" in words(director.get("/cuenta/"))
    assert "Sus compromisos" not in words(as_person(people.nobody).get("/cuenta/"))


def test_who_has_no_promise_and_no_role_finds_nothing(signed_in, db) -> None:
    assert signed_in(Role.AUDITOR).get("/planes/compromisos/").status_code == 404


def test_a_list_of_hundreds_asks_the_register_no_more_often(
    towns, people, as_person, django_assert_max_num_queries
) -> None:
    Commitment.objects.bulk_create(
        Commitment(
            area=towns.here, what=f"Cosa {n}", whose="police", owner=people.mayor, owner_name="x",
            due_on=SOON, first_due_on=SOON, promised_by="x",
        )
        for n in range(300)
    )  # fmt: skip
    browser = as_person(people.mayor)
    with django_assert_max_num_queries(45):
        page = browser.get("/planes/compromisos/?page=3")
    assert page.status_code == 200
    assert COMMAND_LINE.display_name not in words(page)
