"""A form, and a telephone that may fetch it."""

import pytest

from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.actions import devices, forms
from confianza.web.fieldwork.tests.forms import spreadsheet


@pytest.fixture
def form(db, workspace):
    return forms.add_version(content=spreadsheet(), name="prueba.md", by=COMMAND_LINE).form


@pytest.fixture
def telephone(form):
    """The key of a telephone that may fetch the form."""
    _device, key = devices.give(label="Teléfono 1", forms=[form], by=COMMAND_LINE)
    return key
