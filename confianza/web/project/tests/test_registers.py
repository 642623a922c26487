"""The register of the database these tests run on: held, spoilt, brought back, every table equal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from confianza.web.audit import actions
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.audit.models import Entry
from confianza.web.lib import walls
from confianza.web.lib.workspaces import Workspace
from confianza.web.project.backups import (
    files,
    journal,
    making,
    pairs,
    postgresql_register,
    registers,
    restoring,
)
from confianza.web.project.backups.manifest import Manifest
from confianza.web.project.backups.refusals import Refused
from confianza.web.project.tests import kept

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL only")
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite only")
AWKWARD = "Ñandú\t\\N \\. 'x' \"y\"\r\n; ¿\U0001f600"


@pytest.fixture
def office(workspace: Workspace, transactional_db, monkeypatch) -> Workspace:
    """A workspace with a few rows that are hard to carry."""
    kept.weak_passphrases(monkeypatch)
    (workspace.keys / "sessions").write_text("a secret")
    with walls.lowered():
        Group.objects.create(name=AWKWARD)
        moment = datetime(1999, 12, 31, 23, 59, 59, 123456, tzinfo=UTC)
        Session.objects.create(session_key="a", session_data=AWKWARD, expire_date=moment)
        actions.record(by=COMMAND_LINE, action="tests.write", subject=AWKWARD, details={"a": [1, 2.5, None]})
    return workspace


def told() -> dict[str, object]:
    with walls.lowered():
        asked = (Group.objects, Session.objects, Entry.objects)
        return {each.model.__name__: list(each.order_by("pk").values()) for each in asked}


@on_postgresql
def test_on_postgresql_every_table_comes_back_and_the_old_ones_stand_aside(office, tmp_path):
    before, counted = told(), postgresql_register._standing()
    pair = pairs.fresh(tmp_path / "away", tmp_path / "away")
    made = making.make(office, pair, kept.LOCK, registers.hold, kept.silent)
    assert made.manifest.tables == counted
    with walls.lowered():
        Group.objects.create(name="later")
    target = registers.target(Workspace(tmp_path / "again"))
    with pytest.raises(Refused, match="register_occupied"):
        restoring.restore(
            Workspace(tmp_path / "again"), pair, kept.OPENER, target, replace=False, report=kept.silent
        )
    with undone_as_owner():
        restored = restoring.restore(
            Workspace(tmp_path / "again"), pair, kept.OPENER, target, replace=True, report=kept.silent
        )
        assert restored.equal
        assert told() == before
        assert Group.objects.create(name="next").pk > max(each["id"] for each in before["Group"])
        assert _aside_schemas() == 1
    assert _aside_schemas() == 0


def _aside_schemas() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE %s", [files.BEFORE + "%"])
        return cursor.fetchone()[0]


@on_postgresql
def test_what_guards_a_table_stands_again_after_a_restoration(office, tmp_path):
    pair = pairs.fresh(tmp_path / "away", tmp_path / "away")
    making.make(office, pair, kept.LOCK, registers.hold, kept.silent)
    place = Workspace(tmp_path / "again")
    with undone_as_owner():
        guards = _guards()
        restoring.restore(place, pair, kept.OPENER, registers.target(place), replace=True, report=kept.silent)
        assert _guards() == guards


def _guards() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(postgresql_register.FORCED + " ORDER BY 1")
        forced = cursor.fetchall()
        cursor.execute(postgresql_register.TRIGGERS + " ORDER BY 1, 2")
        return forced + cursor.fetchall()


@on_postgresql
def test_a_table_that_does_not_come_back_equal_undoes_everything(office, tmp_path, monkeypatch):
    pair = pairs.fresh(tmp_path / "away", tmp_path / "away")
    making.make(office, pair, kept.LOCK, registers.hold, kept.silent)
    before, place = told(), Workspace(tmp_path / "again")
    monkeypatch.setattr(postgresql_register.Filling, "tables", lambda self: ())
    with pytest.raises(Refused, match="altered_backup"):
        restoring.restore(place, pair, kept.OPENER, registers.target(place), replace=True, report=kept.silent)
    assert (told(), _aside_schemas()) == (before, 0)
    assert not place.root.exists()


@pytest.fixture
def mere_owner(office) -> Iterator[str]:
    """The role that owns every table and is nothing else, as in service; row-level security binds it too."""
    if not settings.OWNER_DATABASE:
        pytest.skip("the tests speak as a superuser")
    _as_owner(
        "CREATE TABLE kept_secret (id int PRIMARY KEY, said text)",
        "INSERT INTO kept_secret VALUES (1, 'Ana'), (2, 'Noé')",
        "ALTER TABLE kept_secret ENABLE ROW LEVEL SECURITY",
        "ALTER TABLE kept_secret FORCE ROW LEVEL SECURITY",
        "CREATE POLICY ours ON kept_secret USING (current_setting('app.user_id', true) = 'installation')",
    )
    yield settings.OWNER_DATABASE["USER"]
    _as_owner("DROP TABLE IF EXISTS kept_secret")


def _as_owner(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if settings.OWNER_DATABASE:
            cursor.execute(f'SET LOCAL ROLE "{settings.OWNER_DATABASE["USER"]}"')
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET LOCAL ROLE NONE")


@contextmanager
def undone_as_owner() -> Iterator[None]:
    """Speak as the owner of the tables, and undo everything at the end."""
    with transaction.atomic():
        if settings.OWNER_DATABASE:
            with connection.cursor() as cursor:
                cursor.execute(f'SET LOCAL ROLE "{settings.OWNER_DATABASE["USER"]}"')
        yield
        transaction.set_rollback(True)


@on_postgresql
def test_a_role_bound_by_row_level_security_still_keeps_every_row(office, mere_owner, monkeypatch):
    as_owner = {**connection.settings_dict["OPTIONS"], "options": f"-c role={mere_owner}"}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", as_owner)
    with postgresql_register.held(office.cache) as held:
        rows = {path: b"".join(content) for path, content in held.entries()}
    assert rows["kept_secret.rows"] == "1\tAna\n2\tNoé\n".encode()


@on_postgresql
def test_such_a_role_brings_guarded_tables_back(office, mere_owner, tmp_path):
    _as_owner("DROP TABLE kept_secret")  # no migration makes it
    pair = pairs.fresh(tmp_path / "away", tmp_path / "away")
    making.make(office, pair, kept.LOCK, registers.hold, kept.silent)
    before, place = told(), Workspace(tmp_path / "again")
    with undone_as_owner():
        restored = restoring.restore(
            place, pair, kept.OPENER, registers.target(place), replace=True, report=kept.silent
        )
        assert restored.equal
        assert told() == before


@on_sqlite
def test_on_sqlite_the_register_is_held_from_where_the_settings_say(office, tmp_path):
    settings_name = Path(settings.DATABASES["default"]["NAME"])
    assert not settings_name.exists() or settings_name.is_file()
    with pytest.raises(Refused, match="register_elsewhere"):
        registers.target(Workspace(tmp_path / "again"))


def described(**other) -> Manifest:
    return Manifest("1", "2026-01-01", "9.9", "sqlite", (), (), (), **other)


def test_a_register_shaped_by_a_newer_program_is_refused(db):
    registers.check_known(described())
    newer = Manifest("1", "2026-01-01", "9.9", "sqlite", ("audit.9999_tomorrow",), (), ())
    with pytest.raises(Refused, match="newer_backup"):
        registers.check_known(newer)


def test_the_other_database_is_refused(office, tmp_path):
    other = restoring.Register("another", lambda replace: None, lambda manifest: None, None, None)
    if connection.vendor == "postgresql":
        pair = pairs.fresh(tmp_path / "away", tmp_path / "away")
        making.make(office, pair, kept.LOCK, registers.hold, kept.silent)
    else:
        pair = kept.back_up(kept.installation(tmp_path / "small"), tmp_path / "away")
    with pytest.raises(Refused, match="other_engine"):
        restoring.restore(
            Workspace(tmp_path / "again"), pair, kept.OPENER, other, replace=False, report=kept.silent
        )


def test_the_account_is_told_of_backups_once_at_the_next_start(office):
    journal.add(office, journal.Line("2026-11-22T01:00:00+00:00", "backup", "confianza-a", "d1"))
    with walls.lowered():
        assert journal.tell_the_account(office) == 1
        assert journal.tell_the_account(office) == 0
        entry = Entry.objects.order_by("pk").last()
    assert (entry.action, entry.subject, entry.details["digest"]) == ("project.backup", "confianza-a", "d1")
