"""The second wall: what PostgreSQL itself lets through of surveys."""

from datetime import date

import pytest
from django.db import ProgrammingError, connection, transaction

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.lib import walls
from confianza.web.surveys.actions import weighting
from confianza.web.surveys.models import Draw, Survey
from confianza.web.surveys.queries import interviews
from confianza.web.surveys.queries.weighting import Parameters
from confianza.web.surveys.tests import village

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no second wall"),
]
TABLES = ("survey", "item", "wave", "wave_items", "stratum", "cluster", "sampled", "weighting")


def told(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM surveys_{table}")
        return cursor.fetchone()[0]


@pytest.fixture
def weighed(wave):
    village.interviewed(wave)
    weighting.weigh(wave=wave, parameters=Parameters(), by=COMMAND_LINE)
    return wave


def test_raw_sql_finds_only_what_the_person_reaches(weighed, there, here, person):
    for role in (Role.ANALYST, Role.MAYOR):
        with walls.raised_for(person(role, area=here)):
            assert all(told(table) for table in TABLES)
        with walls.raised_for(person(role, area=there)):
            assert not any(told(table) for table in TABLES)


def test_others_find_nothing(weighed, here, person):
    with walls.raised_for(person(Role.BEAT_OFFICER, area=here)):
        assert not any(told(table) for table in TABLES)


def test_who_reads_surveys_changes_none(weighed, here, person):
    with walls.raised_for(person(Role.MAYOR, area=here)):
        assert Survey.objects.update(title="Otra") == 0
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO surveys_stratum (survey_id, name, population) "
                "SELECT id, 'x', 1 FROM surveys_survey"
            )


def test_the_analyst_of_a_town_works_with_answers_to_a_form_of_the_whole_country(weighed, here, person):
    assert weighed.survey.form.area is None
    with walls.raised_for(person(Role.ANALYST, area=here)):
        assert interviews.interviews(weighed).size == 24
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM fieldwork_submission")
            assert cursor.fetchone()[0] == 0


def test_a_draw_opens_to_everybody_when_the_interviewers_are_home(weighed, client):
    from django.contrib.auth.models import AnonymousUser

    with walls.raised_for(AnonymousUser()):
        assert told("draw") == 1
    Draw.objects.update(opens_on=date(2999, 1, 1))
    with walls.raised_for(AnonymousUser()):
        assert told("draw") == 0
