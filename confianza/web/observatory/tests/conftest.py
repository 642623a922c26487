from datetime import date

import pytest

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.observatory.tests import assaults as assaulted
from confianza.web.observatory.tests import encinos


@pytest.fixture
def territory(workspace, db):
    """Encinos with three zones and a neighbour, and a police sub-station over a part of both."""
    from confianza.web.territory.actions import importing

    return importing.import_files(files=[encinos.boundaries()], wishes=importing.Wishes(), by=COMMAND_LINE)


@pytest.fixture
def deliveries(territory):
    """Six years of the police and one of the hospital."""
    return [encinos.deliver(*each) for each in encinos.DELIVERIES]


@pytest.fixture
def assaults(territory):
    """A year of assaults with points, told by the hospital."""
    assaulted.bring(assaulted.hospital(date(2025, 1, 1), 365))
