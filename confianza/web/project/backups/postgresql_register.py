"""The PostgreSQL register: every table copied out in one snapshot, and copied back in one transaction.

PostgreSQL's own COPY in text is exact for every type and needs no program beside this one. Rows come in the
order of the primary key, so that equal tables give equal bytes.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import psycopg
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor

from confianza.web.lib import walls
from confianza.web.project import register as roles
from confianza.web.project.backups import archive, restoring
from confianza.web.project.backups.files import BEFORE
from confianza.web.project.backups.manifest import DIGEST_BYTES, Entry, Manifest, Table
from confianza.web.project.backups.refusals import Refused

ENGINE = "postgresql"
SHAPE = "shape.json"
ROWS = ".rows"

# What the text of a value depends on.
SPOKEN = "SET LOCAL datestyle = ISO; SET LOCAL timezone = 'UTC'; SET LOCAL extra_float_digits = 3"
COLUMNS = """
    SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
      AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    ORDER BY c.relname, a.attnum"""
KEYS = """
    SELECT c.relname, a.attname FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
    WHERE c.relnamespace = current_schema()::regnamespace
    ORDER BY c.relname, array_position(i.indkey::int2[], a.attnum)"""
SEQUENCES = """
    SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S'
    ORDER BY relname"""
FORCED = """
    SELECT relname FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relforcerowsecurity"""
TRIGGERS = """
    SELECT c.relname, t.tgname, t.tgenabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND NOT t.tgisinternal AND t.tgenabled <> 'D'"""
ENABLED = {"O": "ENABLE", "A": "ENABLE ALWAYS", "R": "ENABLE REPLICA"}


@dataclass(frozen=True)
class Shape:
    """The tables with their columns and keys, and the sequences with their state."""

    columns: dict[str, list[str]]
    keys: dict[str, list[str]]
    sequences: dict[str, tuple[int, bool]]
    migrations: list[str]


class HeldRegister:
    """The register as it was when its transaction began."""

    engine = ENGINE

    def __init__(self, cursor: CursorWrapper) -> None:
        self._cursor, self._shape, self._tables = cursor, _shape(cursor), list[Table]()

    def entries(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        yield SHAPE, iter([json.dumps(vars(self._shape)).encode()])
        for table in self._shape.columns:
            yield table + ROWS, self._counted(table)

    def tables(self) -> tuple[Table, ...]:
        return tuple(self._tables)

    def migrations(self) -> tuple[str, ...]:
        return tuple(self._shape.migrations)

    def _counted(self, table: str) -> Iterator[bytes]:
        made, count = blake2b(digest_size=DIGEST_BYTES), 0
        for rows in _rows(self._cursor, self._shape, table):
            made.update(rows)
            count += rows.count(b"\n")
            yield rows
        self._tables.append(Table(table, count, made.hexdigest()))


class Filling:
    """Tables being filled in a transaction of their own."""

    def __init__(self, cursor: CursorWrapper) -> None:
        self._cursor = cursor
        self._shape = Shape({}, {}, {}, [])

    def take(self, path: str, content: Iterable[bytes]) -> Entry:
        if path == SHAPE:
            told = b"".join(content)
            self._shape = _read_shape(told)
            return archive.measured(path, [told])
        table = path.removesuffix(ROWS)
        if table not in self._shape.columns:
            raise Refused("altered_backup")
        columns = _listed(self._shape.columns[table])
        with self._cursor.copy(f"COPY {_quoted(table)} ({columns}) FROM STDIN") as copy:
            return archive.measured(path, _passed_on(content, copy.write))

    def finish(self) -> None:
        # Every key is looked up now: a backup that does not hold together must not be put in place.
        self._cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name, (value, is_called) in self._shape.sequences.items():
            self._cursor.execute("SELECT setval(%s::regclass, %s, %s)", [_quoted(name), value, is_called])

    def tables(self) -> tuple[Table, ...]:
        return _counted(self._cursor)


@contextmanager
def held(aside: Path) -> Iterator[HeldRegister]:
    """Hold the register as it is now, on a connection of its own; people go on writing meanwhile."""
    own = connection.copy()
    try:
        own.set_autocommit(False)
        with _as_refusals(), own.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT set_config('app.user_id', %s, true)", [walls.INSTALLATION])
            cursor.execute(SPOKEN)
            yield HeldRegister(cursor)
    finally:
        own.close()


def target(check_known: Callable[[Manifest], None]) -> restoring.Register:
    """Return this installation's PostgreSQL database as the target of a restoration."""
    return restoring.Register(
        engine=ENGINE,
        check_free=_check_free,
        check_known=check_known,
        filling=lambda aside, manifest: _filling(manifest),
        tables=_standing,
    )


def _check_free(replace: bool) -> None:
    with _as_refusals(), connection.cursor() as cursor:
        if _columns(cursor, COLUMNS) and not replace:
            raise Refused("register_occupied", database=connection.settings_dict["NAME"])


@contextmanager
def _filling(manifest: Manifest) -> Iterator[Filling]:
    owner = roles.as_owner()
    with (
        _as_refusals(),
        owner as service,
        walls.lowered(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        _put_aside(cursor)
        _make_tables(manifest)
        cursor.execute(SPOKEN)
        # Migrations leave some foreign keys checked at once; tables come in the order of their names.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        with _unguarded(cursor):
            for table in _columns(cursor, COLUMNS):
                cursor.execute(f"DELETE FROM {_quoted(table)}")  # noqa: S608 - what migrations wrote
            yield Filling(cursor)
        roles.admit(service)


@contextmanager
def _unguarded(cursor: CursorWrapper) -> Iterator[None]:
    """Let rows come in as they were: no policy hides them (COPY would refuse), no trigger looks at them.

    What guards the tables stands again before anybody else can see them, in the same transaction.
    """
    cursor.execute(FORCED)
    forced = [name for (name,) in cursor.fetchall()]
    cursor.execute(TRIGGERS)
    triggers = cursor.fetchall()
    for table in forced:
        cursor.execute(f"ALTER TABLE {_quoted(table)} NO FORCE ROW LEVEL SECURITY")
    for table, trigger, _enabled in triggers:
        cursor.execute(f"ALTER TABLE {_quoted(table)} DISABLE TRIGGER {_quoted(trigger)}")
    yield
    for table, trigger, enabled in triggers:
        cursor.execute(f"ALTER TABLE {_quoted(table)} {ENABLED[enabled]} TRIGGER {_quoted(trigger)}")
    for table in forced:
        cursor.execute(f"ALTER TABLE {_quoted(table)} FORCE ROW LEVEL SECURITY")


def _put_aside(cursor: CursorWrapper) -> None:
    """Give the schema that stands here another name, and make an empty one in its place."""
    if not _columns(cursor, COLUMNS):
        return
    cursor.execute("SELECT current_schema()")
    schema = cursor.fetchone()[0]
    before = f"{BEFORE}{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    cursor.execute(f"ALTER SCHEMA {_quoted(schema)} RENAME TO {_quoted(before)}")
    cursor.execute(f"CREATE SCHEMA {_quoted(schema)}")


def _make_tables(manifest: Manifest) -> None:
    """Make the tables as they were: exactly the migrations of the backup, and no signal that adds rows."""
    executor = MigrationExecutor(connection)
    applied = (each.partition(".") for each in manifest.migrations)
    executor.migrate([(app, name) for app, _dot, name in applied])


def _standing() -> tuple[Table, ...]:
    with _as_refusals(), walls.lowered(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SPOKEN)
        return _counted(cursor)


def _counted(cursor: CursorWrapper) -> tuple[Table, ...]:
    register = HeldRegister(cursor)
    for _path, content in register.entries():
        for _rows_of_it in content:
            pass
    return register.tables()


def _shape(cursor: CursorWrapper) -> Shape:
    sequences = {}
    cursor.execute(SEQUENCES)
    for (name,) in cursor.fetchall():
        cursor.execute(f"SELECT last_value, is_called FROM {_quoted(name)}")  # noqa: S608
        sequences[name] = cursor.fetchone()
    cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id")
    migrations = [name for (name,) in cursor.fetchall()]
    return Shape(_columns(cursor, COLUMNS), _columns(cursor, KEYS), sequences, migrations)


def _read_shape(told: bytes) -> Shape:
    try:
        return Shape(**json.loads(told))
    except (ValueError, TypeError):
        raise Refused("altered_backup") from None


def _columns(cursor: CursorWrapper, question: str) -> dict[str, list[str]]:
    cursor.execute(question)
    found: dict[str, list[str]] = {}
    for table, column in cursor.fetchall():
        found.setdefault(table, []).append(column)
    return found


def _rows(cursor: CursorWrapper, shape: Shape, table: str) -> Iterator[bytes]:
    columns = _listed(shape.columns[table])
    # As text, byte by byte: how words are sorted differs between servers.
    key = ", ".join(
        f'{_quoted(each)}::text COLLATE "C"' for each in shape.keys.get(table, shape.columns[table])
    )
    question = f"COPY (SELECT {columns} FROM {_quoted(table)} ORDER BY {key}) TO STDOUT"  # noqa: S608
    with cursor.copy(question) as copy:
        yield from map(bytes, copy)


def _passed_on(content: Iterable[bytes], write: Callable[[bytes], Any]) -> Iterator[bytes]:
    for piece in content:
        write(piece)
        yield piece


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _as_refusals() -> Iterator[None]:
    try:
        yield
    except (DatabaseError, psycopg.Error) as error:
        raise Refused("register_refuses", cause=str(error).partition("\n")[0]) from error
