"""Two towns, a survey in one of them, and its analyst."""

from functools import cache

import pytest

from confianza.web.accounts.models import Role
from confianza.web.audit.actions import COMMAND_LINE
from confianza.web.fieldwork.library import catalogue, workbooks
from confianza.web.fieldwork.xforms import converting, validating
from confianza.web.surveys.tests import village
from confianza.web.territory.actions import containments
from confianza.web.territory.models import Area, Generation


@pytest.fixture(autouse=True)
def _forms_are_made_once(monkeypatch):
    """The ready form is tried in Java, and made from its spreadsheet, by the tests of the fieldwork."""
    monkeypatch.setattr(validating, "refusal", lambda xml: None)
    monkeypatch.setattr(converting, "converted", _converted)
    monkeypatch.setattr(workbooks, "workbook", lambda ready: _workbook(ready.name))


_converted, _made = cache(converting.converted), workbooks.workbook


@cache
def _workbook(name):
    return _made(catalogue.named(name))


def _town(name):
    area = Area.objects.create(
        stable_id=f"municipality-{name}", geography="administrative", level="municipality", code=name
    )
    Generation.objects.create(area=area, name=name.title(), valid_from="2001-01-01", origin="test")
    return area


@pytest.fixture
def here(db):
    area = _town("here")
    containments.rebuild(by=COMMAND_LINE)
    return area


@pytest.fixture
def there(here):
    area = _town("there")
    containments.rebuild(by=COMMAND_LINE)
    return area


@pytest.fixture
def survey(here, workspace):
    return village.begun(here)


@pytest.fixture
def wave(survey):
    return village.drawn(survey)


@pytest.fixture
def ana(person, here):
    """The analyst of the town."""
    return person(Role.ANALYST, area=here)
