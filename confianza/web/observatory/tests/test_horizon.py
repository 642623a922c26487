"""What smaller areas count is shown where the reader works, and nowhere else."""

import re

import pytest
from django.db import connection
from django.urls import reverse

from confianza.web.accounts.models import Role
from confianza.web.observatory import permissions, queries
from confianza.web.observatory.queries import EVERYWHERE, WHOLE, Question, UnknownArea
from confianza.web.observatory.tests.encinos import NEIGHBOUR, TOWN, ZONE_1
from confianza.web.territory import queries as territory_queries

SUBSTATION = "substation-S1"
OVERVIEW, ORIGIN = reverse("observatory:overview"), reverse("observatory:origin")
# The zones of Encinos and what happened there, wherever they may show.
ZONES = re.compile(r"Zona [123]|zone-0101")


@pytest.fixture
def people(person, deliveries):
    """Make somebody who works in an area, by role and its identity."""
    return lambda role, area: person(role, area=territory_queries.area(area))


@pytest.fixture
def browser_of(client, people):
    def log_in(role, area):
        client.force_login(people(role, area))
        return client

    return log_in


@pytest.fixture
def olga(browser_of):
    """The analyst of the neighbouring town."""
    return browser_of(Role.ANALYST, NEIGHBOUR)


@pytest.fixture
def ana(browser_of):
    return browser_of(Role.ANALYST, TOWN)


def seen_by(user):
    return queries.horizon(permissions.reach(user))


def permitted(user, **asked):
    found = queries.permitted(Question(**asked), seen_by(user))
    return found.area, found.level


# --- the rule -------------------------------------------------------------------------------------


def test_the_analyst_of_the_town_sees_it_divided(people):
    ana = people(Role.ANALYST, TOWN)
    assert permitted(ana) == (TOWN, "zone")
    assert permitted(ana, area=ZONE_1) == (ZONE_1, "zone")


def test_a_neighbour_sees_the_town_as_a_whole_and_begins_with_the_own(people):
    olga = people(Role.ANALYST, NEIGHBOUR)
    assert permitted(olga)[0] == NEIGHBOUR
    assert permitted(olga, area=TOWN) == (TOWN, WHOLE)
    assert permitted(olga, area="department-01") == ("department-01", "municipality")


@pytest.mark.parametrize(
    "asked",
    [
        {"area": ZONE_1},
        {"area": TOWN, "level": "zone"},
        {"area": "department-01", "level": "zone"},
        {"area": EVERYWHERE, "level": "zone"},
        {"area": SUBSTATION, "geography": "police"},
        {"area": EVERYWHERE, "geography": "police", "level": "substation"},
    ],
    ids=lambda asked: " ".join(asked.values()),
)
def test_a_neighbour_does_not_learn_what_smaller_areas_count(people, asked):
    with pytest.raises(UnknownArea):
        permitted(people(Role.ANALYST, NEIGHBOUR), **asked)


def test_what_nobody_asked_for_gives_way_to_the_whole(people):
    olga = people(Role.ANALYST, NEIGHBOUR)
    assert permitted(olga, geography="police", area=TOWN) == (EVERYWHERE, WHOLE)


def test_who_works_in_a_zone_sees_the_zone_and_the_town_around_it_as_a_whole(people):
    benito = people(Role.BEAT_OFFICER, ZONE_1)
    assert permitted(benito) == (TOWN, WHOLE)
    assert permitted(benito, area=ZONE_1)[0] == ZONE_1
    with pytest.raises(UnknownArea):
        permitted(benito, area="zone-0101-2")


def test_who_works_in_police_areas_only_begins_there(people):
    found = queries.permitted(Question(), seen_by(people(Role.COMMANDER, SUBSTATION)))
    assert (found.geography, found.area) == ("administrative", TOWN) or found.area == SUBSTATION


def test_two_readers_share_what_is_remembered_only_if_they_see_the_same(people):
    horizons = {
        seen_by(people(role, area)).key
        for role, area in ((Role.ANALYST, TOWN), (Role.MAYOR, TOWN), (Role.ANALYST, NEIGHBOUR))
    }
    assert len(horizons) == 2


# --- the pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        reverse("observatory:place", args=[ZONE_1]),
        reverse("observatory:place", args=[SUBSTATION]),
        f"{OVERVIEW}?area={ZONE_1}",
        f"{OVERVIEW}?area={TOWN}&level=zone",
        f"{reverse('observatory:offence', args=['homicide'])}?area={ZONE_1}",
        f"{reverse('observatory:place', args=[TOWN])}?level=zone",
        f"{ORIGIN}?area={ZONE_1}",
        f"{reverse('observatory:table_csv', args=['months'])}?area={ZONE_1}",
        f"{reverse('observatory:table_csv', args=['areas'])}?area={TOWN}&level=zone",
        f"{reverse('observatory:table_csv', args=['areas'])}?area={TOWN}",
        f"{reverse('observatory:table_csv', args=['origin'])}?area={ZONE_1}",
    ],
    ids=lambda address: address.removeprefix(OVERVIEW),
)
def test_figures_of_smaller_areas_of_others_are_not_there(address, ana, people):
    # Ana comes first: nothing that was remembered for her is for Olga.
    assert ana.get(address).status_code == 200
    ana.force_login(people(Role.ANALYST, NEIGHBOUR))
    assert ana.get(address).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        OVERVIEW,
        f"{OVERVIEW}?area={TOWN}",
        f"{OVERVIEW}?area=department-01",
        f"{OVERVIEW}?area={EVERYWHERE}",
        f"{OVERVIEW}?geography=police",
        reverse("observatory:place", args=[TOWN]),
        reverse("observatory:offence", args=["robbery"]),
        f"{ORIGIN}?area={TOWN}",
        f"{reverse('observatory:table_csv', args=['areas'])}?area={EVERYWHERE}",
        f"{reverse('observatory:table_csv', args=['indicators'])}?area={TOWN}",
        reverse("accounts:home"),
    ],
    ids=lambda address: address.removeprefix(OVERVIEW),
)
def test_no_page_of_the_neighbour_names_or_counts_a_zone_of_the_town(address, ana, people):
    ana.get(address)
    ana.force_login(people(Role.ANALYST, NEIGHBOUR))
    response = ana.get(address)
    assert response.status_code == 200
    assert not ZONES.search(response.content.decode())


def test_the_overview_of_the_town_shows_its_zones_to_its_analyst(ana):
    assert ZONES.search(ana.get(OVERVIEW).content.decode())


def test_a_place_of_others_and_one_that_does_not_exist_answer_alike(olga):
    answers = []
    for area in (ZONE_1, "zone-9999-9"):
        response = olga.get(reverse("observatory:place", args=[area]))
        answers.append((response.status_code, re.sub(rb"[0-9A-Za-z]{64}", b"", response.content)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_the_deliveries_behind_a_figure_are_named_within_sight_only(olga, ana, deliveries):
    # They came by the command line: they are the whole installation's.
    page = ana.get(f"{ORIGIN}?area={TOWN}").content.decode()
    assert not any(delivery.id in page for delivery in deliveries)
    assert "no está abierta para usted" in page


def test_the_register_is_asked_little_more_than_who_asks(ana, django_assert_max_num_queries):
    ana.get(OVERVIEW)
    with django_assert_max_num_queries(14 if connection.vendor == "sqlite" else 22):
        ana.get(OVERVIEW)
