"""Nothing of who told it stays in tables, memory, log or files (tests/tipline asks a real process)."""

import logging

from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.tipline.canaries import CANARIES, EVERYTHING, tell_and_come_back, traces
from tests.tipline.visitor import Visitor, through_django


def test_nothing_stays_in_tables_memory_log_or_files(visitor, units, settings, caplog):
    client = Client(headers=CANARIES, REMOTE_ADDR="203.0.113.9", REMOTE_HOST="canario-host")
    with caplog.at_level(logging.DEBUG):
        tell_and_come_back(Visitor(through_django(client)))
    # Pillow's lines are of this test, which makes the picture.
    lines = [line.getMessage() for line in caplog.records if not line.name.startswith("PIL.")]
    told = [str(value) for value in cache._cache.items()] + lines
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            told += [repr(tuple(map(bytes_of, row))) for row in cursor.fetchall()]
    words = [*EVERYTHING, "canario-host", "203.0.113.9"]
    assert not [word for word in words if any(word in one for one in told)]
    assert not traces(settings.WORKSPACE.root, words)


def bytes_of(value):
    return bytes(value) if isinstance(value, memoryview) else value
