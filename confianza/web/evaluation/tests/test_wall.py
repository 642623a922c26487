"""The second wall: what PostgreSQL itself lets through of evaluations."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import ProgrammingError, connection, transaction

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.evaluation.actions import criticising, publishing
from confianza.web.evaluation.models import Evaluation, Result
from confianza.web.evaluation.tests import dossiers
from confianza.web.lib import walls

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no second wall"),
]
PUBLIC, RESULTS = ("evaluation", "registration"), ("vintage", "result", "objection", "critique")


def told(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM evaluation_{table}")
        return cursor.fetchone()[0]


@pytest.fixture
def criticised(towns):
    one = dossiers.computed(towns.here)
    raised = criticising.object_to(evaluation=one, text="Too short.", by=COMMAND_LINE)
    criticising.answer(objection=raised, words="Two years.", by=COMMAND_LINE)
    criticising.judge(objection=raised, standing="settled", by=COMMAND_LINE)
    criticising.conclude(evaluation=one, verdict="agrees", words="I looked.", by=COMMAND_LINE)
    return one


def test_what_was_registered_is_everybodys_and_a_draft_is_not(towns, criticised):
    dossiers.question(towns.here, title="Draft")
    with walls.raised_for(AnonymousUser()):
        assert [told(table) for table in PUBLIC] == [1, 1]
        assert not any(told(table) for table in RESULTS)


def test_a_result_is_for_who_works_on_it_until_it_is_published(criticised, towns, person):
    worker, mayor = person(Role.PROGRAMME_MANAGER, area=towns.here), person(Role.MAYOR, area=towns.here)
    with walls.raised_for(worker):
        assert all(told(table) for table in RESULTS)
    with walls.raised_for(mayor):
        assert not any(told(table) for table in RESULTS)
    publishing.publish(evaluation=criticised, by=COMMAND_LINE)
    with walls.raised_for(mayor):
        assert all(told(table) for table in RESULTS)
    with walls.raised_for(AnonymousUser()):
        assert told("publication") == 1
        assert not any(told(table) for table in RESULTS)


def test_the_analyst_of_another_town_finds_no_result_and_changes_nothing(criticised, towns, person):
    with walls.raised_for(person(Role.ANALYST, area=towns.there)):
        assert not any(told(table) for table in RESULTS)
        assert Evaluation.objects.update(title="Otra") == 0


def test_a_reader_changes_nothing(criticised, towns, person):
    with walls.raised_for(person(Role.MAYOR, area=towns.here)):
        assert Evaluation.objects.update(title="Otra") == 0
        assert Result.objects.update(sha256="0") == 0
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO evaluation_deviation"
                " (evaluation_id, field, registered, done, value, reason, made_on, made_by)"
                " SELECT id, 'method', '', '', '{}', 'x', current_date, 'x' FROM evaluation_evaluation"
            )
