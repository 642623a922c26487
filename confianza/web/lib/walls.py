"""The second wall: on PostgreSQL every transaction says who asks, and row-level security answers only that.

The first wall is `visible_to(user)` in the models. This one stands behind it for the day somebody forgets.
SQLite has none; there the tests carry it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

# The command line and the worker act for the installation, not for a person.
INSTALLATION = "installation"


@contextmanager
def raised_for(user: Any) -> Iterator[None]:
    """Let the register answer, inside the block, only what `user` may see; nobody's account, nothing."""
    with _asking(str(user.pk) if user.is_authenticated else ""):
        yield


@contextmanager
def lowered() -> Iterator[None]:
    """Let the register answer everything inside the block: for the command line and the worker only."""
    with _asking(INSTALLATION):
        yield


@contextmanager
def _asking(who: str) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic():
        before = _said()
        _say(who)
        yield
        _say(before)


def _said() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.user_id', true), '')")
        return str(cursor.fetchone()[0])


def _say(who: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.user_id', %s, true)", [who])
