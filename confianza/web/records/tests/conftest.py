"""Two towns, and the analyst of each."""

import pytest

from confianza.web.accounts.models import Role
from confianza.web.records.tests import places


@pytest.fixture
def town(db):
    return places.build()


@pytest.fixture
def ana(person, town):
    return person(Role.ANALYST, area=town[places.HERE])


@pytest.fixture
def olga(person, town):
    return person(Role.ANALYST, area=town[places.THERE])
