import os

import pytest

from tests.journeys import site as sites
from tests.publication import outsider


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """The demo, built once for all test processes; its register is its own, whatever database is tested."""
    if "postgres" in os.environ.get("DATABASE_URL", ""):
        pytest.skip("the demo carries its own SQLite register")
    if finished := os.environ.get("CONFIANZA_DEMO"):
        from pathlib import Path

        return Path(finished)
    shared = tmp_path_factory.getbasetemp()
    return sites.built_once(shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared)


@pytest.fixture(scope="session")
def folders(demo_folder):
    """Every release of the demo, the oldest first."""
    return sorted((demo_folder / "publications" / "release").iterdir())


@pytest.fixture(scope="session")
def readings(folders):
    return [outsider.read(folder) for folder in folders]
