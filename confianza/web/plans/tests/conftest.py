"""Two towns, a council in one of them, and the people who plan, promise and answer there."""

from types import SimpleNamespace

import pytest
from django.test import Client

from confianza.web.accounts.models import Role, User
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.community.actions import bodies
from confianza.web.community.models import BodyKind
from confianza.web.plans.actions import prevention
from confianza.web.plans.tests import planning
from confianza.web.territory.actions import containments
from confianza.web.territory.models import Area, Generation

PASSWORD = "una-clave-de-prueba"  # noqa: S105 - of passing accounts


@pytest.fixture
def towns(db, workspace):
    """Two towns side by side; `ward` lies in the first."""
    made = {}
    for name in ("here", "there"):
        made[name] = Area.objects.create(
            stable_id=f"municipality-{name}", geography="administrative", level="municipality", code=name
        )
        Generation.objects.create(area=made[name], name=name.title(), valid_from="2001-01-01", origin="test")
    made["ward"] = Area.objects.create(
        stable_id="zone-here-1", geography="administrative", level="zone", code="here-1"
    )
    Generation.objects.create(
        area=made["ward"], name="La Loma", parent=made["here"], valid_from="2001-01-01", origin="test"
    )
    containments.rebuild(by=COMMAND_LINE)
    return SimpleNamespace(**made)


@pytest.fixture
def council(towns):
    """The prevention council of the first town; its name stands on the public site."""
    return bodies.found(
        name="Consejo de Prevención",
        kind=BodyKind.MUNICIPAL_COUNCIL,
        area=towns.here,
        is_public=True,
        by=COMMAND_LINE,
    )


@pytest.fixture
def as_person():
    """Open a browser for somebody."""

    def open_browser(who):
        client = Client()
        client.force_login(who)
        return client

    return open_browser


@pytest.fixture
def people(towns, person):
    """The people of the first town by role, `elsewhere` the mayor of the other, and a school director, who
    has no role that reads plans.
    """
    return SimpleNamespace(
        commander=person(Role.COMMANDER, area=towns.here),
        mayor=person(Role.MAYOR, area=towns.here),
        elena=person(Role.COMMUNITY_RELATIONS, area=towns.here),
        officer=person(Role.BEAT_OFFICER, area=towns.here),
        analyst=person(Role.ANALYST, area=towns.here),
        donor=person(Role.PROGRAMME_MANAGER, area=towns.here),
        director=person(Role.SCHOOL_DIRECTOR, area=towns.here),
        elsewhere=person(Role.MAYOR, area=towns.there),
        nobody=User.objects.create_user("sin-cargo", password=PASSWORD),
    )


@pytest.fixture
def plan(towns, council, people):
    """A plan of the council that could be put before its meeting."""
    return planning.whole(towns.here, council, people)


@pytest.fixture
def approved(plan, council, people):
    """The same, approved by an open meeting of the council."""
    prevention.propose(plan=plan, why="Está listo", by=people.mayor)
    planning.vote(plan, planning.met(council, people, proposed=8), people.elena)
    return plan
