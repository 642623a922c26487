"""Whom PostgreSQL itself lets read the account, when a page forgot to ask."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from confianza.web.accounts.models import Role
from confianza.web.audit import actions
from confianza.web.audit.models import Entry
from confianza.web.lib import walls

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no second wall"),
]


@pytest.fixture
def ana(person, workspace):
    return person(Role.ANALYST)


@pytest.fixture
def entries(ana):
    """A deed of Ana's, one of the command line's, and what the command line opened in an emergency."""
    actions.record(by=ana, action="a.b", subject="hers")
    actions.record(by=actions.COMMAND_LINE, action="a.b", subject="another's")
    actions.record(by=actions.COMMAND_LINE, action="a.b", subject="opened", details={"emergency": 1})


def told_to(person):
    with walls.raised_for(person), connection.cursor() as cursor:
        cursor.execute("SELECT subject FROM audit_entry ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize(
    ("role", "subjects"),
    [
        (Role.AUDITOR, ["hers", "another's", "opened"]),
        (Role.ANALYST, ["hers"]),
        (Role.INTERNAL_CONTROL, ["opened"]),
        (Role.SYSTEM_ADMINISTRATOR, []),
    ],
)
def test_the_auditor_reads_the_account_and_others_what_concerns_them(entries, person, role, subjects):
    assert told_to(person(role)) == subjects


def test_whoever_acts_adds_to_the_account_without_reading_it(entries, person):
    gloria = person(Role.MAYOR)
    with walls.raised_for(gloria):
        written = actions.record(by=gloria, action="a.b", subject="hers too")
    assert written.pk == 4
    assert told_to(gloria) == ["hers too"]


def test_nobody_adds_to_the_account_but_the_account_itself(entries, ana):
    with (
        walls.raised_for(ana),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        Entry(id=99, at=timezone.now(), actor_name="Ana", action="a.b", subject="forged").save(
            force_insert=True
        )
