"""A form, and a telephone that may fetch it."""

from types import SimpleNamespace

import pytest

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.actions import devices, forms
from confianza.web.fieldwork.tests.forms import spreadsheet
from confianza.web.territory.actions import containments
from confianza.web.territory.models import Area, Generation


@pytest.fixture
def form(db, workspace):
    return forms.add_version(content=spreadsheet(), name="prueba.md", by=COMMAND_LINE).form


@pytest.fixture
def telephone(form):
    """The key of a telephone that may fetch the form."""
    _device, key = devices.give(label="Teléfono 1", forms=[form], by=COMMAND_LINE)
    return key


@pytest.fixture
def ana(person):
    """The analyst of the whole installation."""
    return person(Role.ANALYST)


@pytest.fixture
def towns(db):
    """Two towns side by side."""
    made = {}
    for name in ("here", "there"):
        made[name] = Area.objects.create(
            stable_id=f"municipality-{name}", geography="administrative", level="municipality", code=name
        )
        Generation.objects.create(area=made[name], name=name.title(), valid_from="2001-01-01", origin="test")
    containments.rebuild(by=COMMAND_LINE)
    return SimpleNamespace(**made)
