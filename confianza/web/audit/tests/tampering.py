"""An account of a few days in a register, and the hands of whoever can write to the register's file."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from confianza.web.audit.actions import COMMAND_LINE, record
from confianza.web.audit.chain import links
from confianza.web.audit.models import Chain, Entry, Head

FIRST_DAY = datetime(2026, 3, 2, 15, tzinfo=UTC)


def write(count: int, *, on: datetime | None = None, monkeypatch: Any = None) -> None:
    """Write `count` entries, at the hour `on` where one is given."""
    for _ in range(count):
        if on is None:
            record(by=COMMAND_LINE, action="a.b", subject="s", details={"rows": 1})
            continue
        with monkeypatch.context() as clock:
            clock.setattr(timezone, "now", lambda: on)
            record(by=COMMAND_LINE, action="a.b", subject="s", details={"rows": 1})


def write_days(days: int, per_day: int, monkeypatch: Any) -> None:
    """Write entries on days that follow each other; all but the last day end up signed."""
    for day in range(days):
        write(per_day, on=FIRST_DAY + timedelta(days=day), monkeypatch=monkeypatch)


def run(statement: str, *values: Any) -> None:
    """Do something to the register behind everybody's back, as the superuser with the triggers off."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL ROLE postgres")
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement, list(values))
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = origin")
            cursor.execute("SET LOCAL ROLE NONE")


def change(number: int, column: str, value: Any) -> None:
    """Set one column of one entry."""
    run(f'UPDATE audit_entry SET "{column}" = %s WHERE id = %s', value, number)  # noqa: S608


def swap(one: int, other: int) -> None:
    """Let two entries change places."""
    for old, new in ((one, -1), (other, one), (-1, other)):
        change(old, "id", new)


def rewrite(start: int, change_it: Callable[[Entry], None], *, key: bytes = b"guessed") -> None:
    """Change the entry `start` and make every digest from there on fit, as one who knows all but the keys."""
    account = Chain.objects.get().account
    entries = list(Entry.objects.filter(pk__gte=start).order_by("pk"))
    change_it(entries[0])
    previous = entries[0].previous
    for entry in entries:
        entry.previous = previous
        entry.mac = links.mac(entry.body(account), key)
        previous = entry.digest = links.digest(entry.body(account), entry.mac)
        for column in ("subject", "previous", "mac", "digest"):
            change(entry.pk, column, getattr(entry, column))


def forge() -> None:
    """Add an entry that nobody recorded, linked as it should be."""
    chain, last = Chain.objects.get(), Entry.objects.first()
    forged = Entry(
        id=last.pk + 1, at=timezone.now(), actor_name="Ana", action="a.b", subject="s", previous=last.digest
    )
    forged.mac = links.mac(forged.body(chain.account), b"guessed")
    forged.digest = links.digest(forged.body(chain.account), forged.mac)
    forged.save(force_insert=True)


def heads() -> int:
    return Head.objects.count()
