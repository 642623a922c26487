import pytest

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.territory.actions import importing
from confianza.web.territory.tests import town


@pytest.fixture
def bring(db):
    """Import files with wishes: `bring(town.geojson(), valid_from=…)`."""

    def import_(*files, check=False, **wishes):
        told = importing.Wishes(**wishes)
        return importing.import_files(files=files, wishes=told, by=COMMAND_LINE, check=check)

    return import_


@pytest.fixture
def valle(bring):
    """The small town, imported."""
    return bring(town.geojson())
