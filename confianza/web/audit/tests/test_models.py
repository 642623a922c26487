from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone

from confianza.web.audit.actions import COMMAND_LINE, Named, record, sign
from confianza.web.audit.models import AppendOnly, Chain, Entry, Head, Kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    return record(by=COMMAND_LINE, action="records.receive_delivery", subject="0001", details={"rows": 3})


def test_an_entry_says_who_did_what_and_when(entry: Entry) -> None:
    kept = Entry.objects.get()
    assert str(kept) == "command line: records.receive_delivery 0001"
    assert kept.details == {"rows": 3}
    assert abs((timezone.now() - kept.at).total_seconds()) < 60


def test_an_entry_says_in_which_roles_for_what_and_of_what_kind() -> None:
    ana = Named(7, "Ana", ("analyst", "mayor"))
    record(by=ana, action="a.read", subject="x", kind=Kind.READ, purpose="a court asked")
    kept = Entry.objects.get()
    assert (kept.actor_id, kept.actor_roles, kept.kind, kept.purpose) == (
        7, "analyst, mayor", "read", "a court asked",
    )  # fmt: skip


CHANGES = {
    "save": lambda entry: entry.save(),
    "update": lambda entry: Entry.objects.update(subject="another"),
    "update of some": lambda entry: Entry.objects.filter(pk=entry.pk).update(subject="another"),
    "bulk update": lambda entry: Entry.objects.bulk_update([entry], ["subject"]),
    "update or create": lambda entry: Entry.objects.update_or_create(pk=entry.pk, defaults={"subject": "x"}),
    "delete": lambda entry: entry.delete(),
    "delete all": lambda entry: Entry.objects.all().delete(),
    "delete some": lambda entry: Entry.objects.filter(pk=entry.pk).delete(),
}


@pytest.mark.parametrize("way", CHANGES)
def test_an_entry_cannot_be_changed_or_deleted(entry: Entry, way: str) -> None:
    entry.subject = "another"
    # PostgreSQL grants the service no lock on a row that it may not change.
    with pytest.raises((AppendOnly, ProgrammingError)), transaction.atomic():
        CHANGES[way](entry)
    assert Entry.objects.get().subject == "0001"


def test_an_entry_is_gone_when_the_deed_is(entry: Entry) -> None:
    def fail_after_telling() -> None:
        with transaction.atomic():
            record(by=COMMAND_LINE, action="a.b", subject="c")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_telling()
    assert Entry.objects.count() == 1


def test_numbers_have_no_gap_though_deeds_fail(entry: Entry) -> None:
    for _ in range(3):
        with _undone():
            record(by=COMMAND_LINE, action="a.b", subject="c")
        record(by=COMMAND_LINE, action="a.b", subject="d")
    assert list(Entry.objects.order_by("pk").values_list("pk", flat=True)) == [1, 2, 3, 4]


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _as(role: str, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute(statement)


@pytest.mark.parametrize("table", ["audit_chain", "audit_entry", "audit_head"])
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"],
    ids=["update", "delete", "truncate"],
)
@pytest.mark.parametrize(("role", "told"), [("none", "permission denied"), ("postgres", "refused")])
def test_postgresql_itself_refuses_change_even_to_the_owner(
    entry: Entry, table: str, statement: str, role: str, told: str
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no trigger: whoever holds the file could drop it (decision 0012)")
    sign()
    with pytest.raises(DatabaseError, match=told), transaction.atomic():
        _as(role, statement.format(table))
    assert (Chain.objects.count(), Entry.objects.count(), Head.objects.count()) == (1, 1, 1)


AWKWARD = {
    "nul": "a\0b",
    "half character": "\udcff",
    "infinity": float("inf"),
    "large": 1e22,
    "minus nothing": -0.0,
    "tiny": 1e-7,
    "day": timezone.now().date(),
    "nested": {1: [(2.0, None), {"é": True}]},
}


@pytest.mark.parametrize("value", AWKWARD)
def test_no_entry_is_lost_for_what_stands_in_it(value: str) -> None:
    made = record(by=COMMAND_LINE, action="a.b", subject="s\0" * 300, details={value: AWKWARD[value]})
    kept = Entry.objects.get()
    assert kept.details == made.details
    assert kept.body("x") == made.body("x")
    assert len(kept.subject) == 200
