import pytest

from tests.tips import world


@pytest.fixture
def line(db, workspace):
    """A small tip line, every kind of unit once."""
    return world.line()
