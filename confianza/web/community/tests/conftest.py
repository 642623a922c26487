"""A town with a committee, and the people around it."""

from types import SimpleNamespace

import pytest
from django.test import Client

from confianza.web.accounts.models import Role, User
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.community.actions import bodies
from confianza.web.community.models import BodyKind, Duty
from confianza.web.territory.actions import containments
from confianza.web.territory.models import Area, Generation

PASSWORD = "una-clave-de-prueba"  # noqa: S105 - of passing accounts


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
def committee(towns):
    return bodies.found(
        name="Comité de la Loma", kind=BodyKind.COMMUNITY_COMMITTEE, area=towns.here, by=COMMAND_LINE
    )


@pytest.fixture
def other_committee(towns):
    return bodies.found(
        name="Comité del Río", kind=BodyKind.COMMUNITY_COMMITTEE, area=towns.here, by=COMMAND_LINE
    )


@pytest.fixture
def junta(towns):
    found = bodies.found(name="Junta de la Loma", kind=BodyKind.JUNTA, area=towns.here, by=COMMAND_LINE)
    return found.junta


def neighbour(username):
    """Somebody with an account and no role: what they may see follows from their seats alone."""
    return User.objects.create_user(username, password=PASSWORD)


@pytest.fixture
def as_person():
    """Open a browser for somebody."""

    def open_browser(who):
        client = Client()
        client.force_login(who)
        return client

    return open_browser


@pytest.fixture
def people(towns, person, committee, other_committee):
    """Elena keeps the community relations, the commander and the mayor answer; three neighbours have a seat:
    two in the committee (one keeps its lists), one in the other committee.
    """
    found = SimpleNamespace(
        elena=person(Role.COMMUNITY_RELATIONS, area=towns.here),
        commander=person(Role.COMMANDER, area=towns.here),
        mayor=person(Role.MAYOR, area=towns.here),
        elsewhere=person(Role.COMMUNITY_RELATIONS, area=towns.there),
        secretary=neighbour("secretaria"),
        member=neighbour("vecino"),
        outsider=neighbour("de-otro-comite"),
    )
    seats = (
        (committee, found.secretary, Duty.SECRETARY),
        (committee, found.member, Duty.MEMBER),
        (other_committee, found.outsider, Duty.CONVENER),
    )
    for body, who, duty in seats:
        bodies.give_seat(body=body, username=who.username, duty=duty, by=COMMAND_LINE)
    return found
