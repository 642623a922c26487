"""People with keyrings, and a desk whose key the root has vouched for."""

from types import SimpleNamespace

import pytest

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.tips.actions import units
from confianza.web.tips.models import Kind
from confianza.web.tips.tests import offices


@pytest.fixture
def root_installed(workspace) -> None:
    """The public root key is where the ceremony leaves it."""
    units.install_root(public=offices.ROOT.public, by=COMMAND_LINE)


@pytest.fixture
def people(db, root_installed):
    """Inés and Óscar attend tips, Karla comes later; Marta administers. Each has a keyring."""
    return SimpleNamespace(
        **{name: offices.person(name) for name in ("ines", "oscar", "karla")},
        marta=offices.person("marta", Role.SYSTEM_ADMINISTRATOR),
    )


@pytest.fixture
def desk(people):
    unit = units.register(kind=Kind.DESK, name_es="Mesa", name_en="Desk", by=people.marta)
    for person in (people.ines, people.oscar):
        units.add_member(unit=unit, person=person, by=people.marta)
    offices.begin(unit, people.marta)
    return unit
