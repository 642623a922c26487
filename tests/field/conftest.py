"""A server that telephones find, and somebody with the engine of Collect who fills its forms in."""

from collections.abc import Iterator

import pytest

from tests.field import engine as engines
from tests.field import server as servers
from tests.field.engine import Engine
from tests.field.server import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a workspace of its own, in which every form of the program's lies; all tests share it."""
    with servers.served(tmp_path_factory.mktemp("field")) as served:
        yield served


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    if not engines.is_here():
        pytest.skip("there is no Java on this machine, and so no engine of Collect")
    running = Engine()
    yield running
    running.close()
