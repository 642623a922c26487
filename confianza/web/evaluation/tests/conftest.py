"""Two towns, and the people who ask, compute, criticise and read there."""

from types import SimpleNamespace

import pytest
from django.test import Client

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.evaluation.tests import valley
from confianza.web.territory import queries as territory
from confianza.web.territory.actions import containments
from confianza.web.territory.models import Area, Generation


@pytest.fixture
def towns(db, workspace):
    """Two towns side by side."""
    made = {}
    for name in ("here", "there"):
        made[name] = Area.objects.create(
            stable_id=f"municipality-{name}", geography="administrative", level="municipality", code=name
        )
        Generation.objects.create(area=made[name], name=name.title(), valid_from="2001-01-01", origin="test")
    containments.rebuild(by=COMMAND_LINE)
    return SimpleNamespace(**made)


@pytest.fixture
def people(towns, person):
    """Who works on evaluations of the first town, who reads them, and the analyst of the other."""
    return SimpleNamespace(
        ana=person(Role.ANALYST, area=towns.here),
        ines=person(Role.PROGRAMME_MANAGER, area=towns.here),
        leonel=person(Role.NATIONAL_COORDINATOR),
        mayor=person(Role.MAYOR, area=towns.here),
        commander=person(Role.COMMANDER, area=towns.here),
        officer=person(Role.BEAT_OFFICER, area=towns.here),
        elsewhere=person(Role.ANALYST, area=towns.there),
    )


@pytest.fixture
def cipreses(db, workspace):
    """The town of eight zones, with what its police told before the programme."""
    valley.bring()
    return territory.area(valley.TOWN)


@pytest.fixture
def as_person():
    """Open a browser for somebody."""

    def open_browser(who):
        client = Client()
        client.force_login(who)
        return client

    return open_browser
