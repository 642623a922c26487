from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from confianza.web.audit import queries
from confianza.web.audit.actions import Named, record
from confianza.web.audit.models import Entry, Kind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def account(monkeypatch) -> None:
    for name, action, kind, at in (
        ("Ana", "records.receive_delivery", Kind.WROTE, datetime(2026, 1, 31, 23, 30, tzinfo=UTC)),
        ("Ana María", "records.read_records", Kind.READ, datetime(2026, 2, 1, 12, 0, tzinfo=UTC)),
        ("Gloria", "records.receive_delivery", Kind.WROTE, datetime(2026, 3, 1, 5, 59, tzinfo=UTC)),
    ):
        with monkeypatch.context() as clock:
            clock.setattr(timezone, "now", lambda at=at: at)
            record(by=Named(1, name), action=action, subject=f"of {name}", kind=kind)


def names(**asked) -> list[str]:
    return [entry.actor_name for entry in queries.entries(**asked)]


def test_the_newest_comes_first() -> None:
    assert names() == ["Gloria", "Ana María", "Ana"]


def test_it_finds_by_part_of_a_name_and_by_action() -> None:
    assert names(actor="ana") == ["Ana María", "Ana"]
    assert names(action="records.receive_delivery") == ["Gloria", "Ana"]
    assert names(actor="ana", action="records.receive_delivery") == ["Ana"]


def test_it_finds_what_was_read_and_by_part_of_the_subject() -> None:
    assert names(kind="read") == ["Ana María"]
    assert names(subject="glor") == ["Gloria"]


def test_days_are_those_of_the_installation_both_included() -> None:
    # 1 March 05:59 in UTC is still 28 February in Guatemala.
    assert names(start=date(2026, 2, 1), end=date(2026, 2, 28)) == ["Gloria", "Ana María"]
    assert names(start=date(2026, 3, 1)) == []
    assert names(end=date(2026, 1, 31)) == ["Ana"]


def test_it_knows_every_action_once() -> None:
    assert queries.actions_seen() == ["records.read_records", "records.receive_delivery"]
    assert Entry.objects.count() == 3
