"""The second wall: on PostgreSQL the register knows who asks, and row-level security answers only that.

The first wall is `visible_to(user)` in the models. This one stands behind it for the day somebody forgets.
SQLite has none; there the tests carry it. Decision 0016 says what it holds off and what not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection, migrations, transaction
from django.db.backends.signals import connection_created

# The command line and the worker act for the installation, not for a person.
INSTALLATION = "installation"
# The public door of the tip line asks for whoever tells something, who is nobody.
INTAKE = "intake"
# A telephone in the field asks by its key: it fetches forms and brings what was filled in.
TELEPHONE = "telephone"

# Who asks, as this thread has last told its connection. A new thread asks for nobody.
_asking: ContextVar[str] = ContextVar("who asks the register", default="")


@contextmanager
def raised_for(user: Any) -> Iterator[None]:
    """Let the register answer, inside the block, only what `user` may see; nobody's account, nothing."""
    with _in_a_transaction(str(user.pk) if user.is_authenticated else ""):
        yield


@contextmanager
def lowered() -> Iterator[None]:
    """Let the register answer everything inside the block: never around a request.

    Outside of a transaction it holds over any number of them, as processes without a person need it.
    """
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        with _in_a_transaction(INSTALLATION):
            yield
        return
    before = _asking.set(INSTALLATION)
    _tell_open_connection()
    try:
        yield
    finally:
        _asking.reset(before)
        _tell_open_connection()


@contextmanager
def at_the_tip_line() -> Iterator[None]:
    """Let the register answer, inside the block, what the public door of the tip line needs."""
    with _in_a_transaction(INTAKE):
        yield


@contextmanager
def for_a_telephone() -> Iterator[None]:
    """Let the register answer, inside the block, what taking in forms filled in the field needs."""
    with _in_a_transaction(TELEPHONE):
        yield


def who_asks() -> str:
    """Return for whom this thread's register answers: a person's number, a door's name, or nobody ("")."""
    return _asking.get()


@contextmanager
def _in_a_transaction(who: str) -> Iterator[None]:
    if connection.vendor != "postgresql" or (connection.in_atomic_block and _asking.get() == who):
        yield
        return
    before = _asking.get()
    token = _asking.set(who)
    try:
        with transaction.atomic():
            _say(who, until="transaction")
            yield
            # The transaction may be part of a longer one, which goes on asking as before.
            _say(before, until="transaction")
    finally:
        _asking.reset(token)


def _tell_open_connection() -> None:
    if connection.vendor == "postgresql" and connection.connection is not None:
        _say(_asking.get(), until="closed")


def _tell_new_connection(*, connection: Any, **_told: Any) -> None:
    # A worker's connection is closed and opened again between tasks.
    if connection.vendor == "postgresql" and _asking.get():
        _say(_asking.get(), until="closed", through=connection)


def _say(who: str, *, until: str, through: Any = connection) -> None:
    with through.cursor() as cursor:
        cursor.execute("SELECT set_config('app.user_id', %s, %s)", [who, until == "transaction"])


connection_created.connect(_tell_new_connection, dispatch_uid="confianza.web.lib.walls")


# --- the policies, as rooms put them up in their migrations ------------------------------------------

# Functions of the accounts' migration, in SQL: who asks, and where the grants of that person reach.
BY_THE_INSTALLATION = "wall_installation()"
# Of the tips' migration: whoever tells something asks; a person reads a tip.
BY_THE_INTAKE = "wall_intake()"
# Of the fieldwork's migration: a telephone with a key asks.
BY_A_TELEPHONE = "wall_telephone()"


def reached(*roles: str, area: str = "area_id", purpose: str = "") -> str:
    """Return the condition on rows whose whole area whoever asks reaches in one of `roles`, for `purpose`."""
    held = _held(roles, purpose)
    return f"((SELECT wall_everywhere({held})) OR {area} IN (SELECT wall_reached({held})))"


def in_touch(*roles: str, area: str = "area_id") -> str:
    """Return the condition on rows of whose area whoever asks reaches any part in one of `roles`."""
    held = _held(roles, "")
    return f"((SELECT wall_everywhere({held})) OR {area} IN (SELECT wall_in_touch({held})))"


def _held(roles: tuple[str, ...], purpose: str) -> str:
    named = ", ".join(f"'{role}'" for role in roles)
    return f"ARRAY[{named}], '{purpose}'"


class OnPostgreSQL(migrations.RunSQL):
    """SQL that only PostgreSQL is asked to run."""

    def _run_sql(self, schema_editor: Any, sqls: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super()._run_sql(schema_editor, sqls)


def guard(table: str, *, reads: str = "false", writes: str = "false") -> OnPostgreSQL:
    """Return the operation that lets through a table only the rows for which a condition (in SQL) holds.

    `writes` is asked of what is changed, deleted and added; the installation may always. Forced, so that the
    owner of the table is bound as well.
    """
    reading, writing = f"({BY_THE_INSTALLATION} OR {reads})", f"({BY_THE_INSTALLATION} OR {writes})"
    conditions = {
        "select": f"USING {reading}",
        "insert": f"WITH CHECK {writing}",
        "update": f"USING {writing} WITH CHECK {writing}",
        "delete": f"USING {writing}",
    }
    policies = [
        f"CREATE POLICY wall_{deed} ON {table} FOR {deed} {told}" for deed, told in conditions.items()
    ]
    switches = [f"ALTER TABLE {table} {word} ROW LEVEL SECURITY" for word in ("ENABLE", "FORCE")]
    taken_down = [f"DROP POLICY wall_{deed} ON {table}" for deed in conditions]
    back = [f"ALTER TABLE {table} {word} ROW LEVEL SECURITY" for word in ("NO FORCE", "DISABLE")]
    return OnPostgreSQL([*policies, *switches], [*taken_down, *back])
