from datetime import UTC, date, datetime

import pytest
from django.db import connection

from confianza.web.audit import queries
from confianza.web.audit.actions import record
from confianza.web.audit.models import Entry

pytestmark = pytest.mark.django_db


class Person:
    def __init__(self, name: str) -> None:
        self.pk, self.display_name = 1, name


@pytest.fixture(autouse=True)
def account() -> None:
    for name, action, at in (
        ("Ana", "records.receive_delivery", datetime(2026, 1, 31, 23, 30, tzinfo=UTC)),
        ("Ana María", "territory.confirm_name", datetime(2026, 2, 1, 12, 0, tzinfo=UTC)),
        ("Gloria", "records.receive_delivery", datetime(2026, 3, 1, 5, 59, tzinfo=UTC)),
    ):
        entry = record(by=Person(name), action=action, subject="x")
        # The model does not let the hour be set; the past is written by hand.
        with connection.cursor() as cursor:
            cursor.execute("UPDATE audit_entry SET at = %s WHERE id = %s", [at, entry.pk])


def names(**asked) -> list[str]:
    return [entry.actor_name for entry in queries.entries(**asked)]


def test_the_newest_comes_first() -> None:
    assert names() == ["Gloria", "Ana María", "Ana"]


def test_it_finds_by_part_of_a_name_and_by_action() -> None:
    assert names(actor="ana") == ["Ana María", "Ana"]
    assert names(action="records.receive_delivery") == ["Gloria", "Ana"]
    assert names(actor="ana", action="records.receive_delivery") == ["Ana"]


def test_days_are_those_of_the_installation_both_included() -> None:
    # 1 March 05:59 in UTC is still 28 February in Guatemala.
    assert names(start=date(2026, 2, 1), end=date(2026, 2, 28)) == ["Gloria", "Ana María"]
    assert names(start=date(2026, 3, 1)) == []
    assert names(end=date(2026, 1, 31)) == ["Ana"]


def test_it_knows_every_kind_of_action_once() -> None:
    assert queries.actions_seen() == ["records.receive_delivery", "territory.confirm_name"]
    assert Entry.objects.count() == 3
