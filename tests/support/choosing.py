"""Which tests a run asks and in which order: the longest first, and on PostgreSQL only what knows a register."""

import os

import pytest

from tests.support.postgres import SUPERUSER

# Two processes share the files. Whoever met one of these last would work on while the other has nothing to do.
LONGEST_FIRST = (
    "tests/journeys/test_pages.py",
    "tests/matrix/test_matrix.py",
    "confianza/web/observatory/tests/",
    "tests/matrix/",
    "confianza/cli/tests/",
    "tests/journeys/",
    "tests/publication/",
    "confianza/web/fieldwork/",
)
OF_THE_REGISTER = frozenset({"db", "transactional_db"})
# Of tests that reach the register of this run from processes of their own.
BY_ITSELF = "register"


def longest_first(items: list[pytest.Item]) -> None:
    """Put the files that take longest before all others; within a file nothing changes its place."""
    items.sort(key=lambda item: _place(item.nodeid))


def _place(nodeid: str) -> int:
    return next((at for at, path in enumerate(LONGEST_FIRST) if nodeid.startswith(path)), len(LONGEST_FIRST))


def with_a_register(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what has no register: it was asked on SQLite and would answer the same."""
    if SUPERUSER not in os.environ:
        return
    spared = [item for item in items if not knows_a_register(item)]
    items[:] = [item for item in items if knows_a_register(item)]
    config.hook.pytest_deselected(items=spared)


def knows_a_register(item: pytest.Item) -> bool:
    """Say whether a test asks the register of its run, through a fixture or by itself."""
    fixtures = OF_THE_REGISTER.intersection(getattr(item, "fixturenames", ()))
    marked = any(map(item.get_closest_marker, ("django_db", BY_ITSELF)))
    return bool(fixtures) or marked
