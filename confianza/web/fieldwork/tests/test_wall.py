"""The second wall: what PostgreSQL itself lets through of what came from the field."""

import pytest
from django.db import ProgrammingError, connection, transaction

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.actions import devices, forms, submissions
from confianza.web.fieldwork.tests.forms import filled, spreadsheet
from confianza.web.lib import walls

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no second wall"),
]
NEW_VERSION = """
    INSERT INTO fieldwork_formversion (form_id, version, xml, md5, original, original_name, dictionary,
        languages, warnings, is_validated, made_by, made_at)
    SELECT id, 'x', '', '', '', '', '[]', '[]', '[]', false, '', now() FROM fieldwork_form
"""
TABLES = ("submission", "submissionfile", "quarantined", "device")


def told(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM fieldwork_{table}")
        return cursor.fetchone()[0]


@pytest.fixture
def rows(towns, person, workspace):
    """Of one town: a form, a telephone of Benito's, something sent by it, something kept aside."""
    benito = person(Role.BEAT_OFFICER, area=towns.there)
    form = forms.add_version(content=spreadsheet(), name="a.md", area=towns.there, by=COMMAND_LINE).form
    device, _key = devices.give(label="T", person=benito, forms=[form], area=towns.there, by=COMMAND_LINE)
    for age in (30, 31):
        xml = filled(instance="uuid:1", photo="a.jpg", edad=age)
        submissions.receive(xml=xml, files={}, device=device, by=COMMAND_LINE)
    return benito


def test_raw_sql_finds_only_what_the_person_reaches(rows, towns, person):
    with walls.raised_for(person(Role.ANALYST, area=towns.there)):
        assert [told(table) for table in TABLES] == [1, 1, 1, 1]
    with walls.raised_for(person(Role.ANALYST, area=towns.here)):
        assert [told(table) for table in TABLES] == [0, 0, 0, 0]


def test_somebody_in_the_field_finds_what_the_own_telephone_sent(rows):
    with walls.raised_for(rows):
        assert [told(table) for table in TABLES] == [1, 1, 0, 1]


def test_who_keeps_the_house_finds_telephones_and_nothing_that_was_sent(rows, person):
    with walls.raised_for(person(Role.SYSTEM_ADMINISTRATOR)):
        assert [told(table) for table in TABLES] == [0, 0, 0, 1]


def test_a_telephone_writes_no_form(rows):
    with walls.for_a_telephone():
        assert told("form") == 1
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(NEW_VERSION)
